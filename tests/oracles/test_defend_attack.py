"""Sequential defend-attack, worked by hand: we defend, the attacker sees it and chooses.

Success of an attack has probability 4/5, 1/2, 1/4 behind none, some, much defence. The attacker
gains B ~ U(40, 100) by success and loses C ~ U(20, 120) by failure; not to attack is worth 0. We
lose 100 by success and pay 0, 8, 30. It attacks when p B > (1 - p) C:

- none: 4 B > C always (160 > 120): 1.
- some: B > C: with C - 20 = 100 y and B - 40 = 60 x, 60 x + 20 > 100 y: the mean over x of
  (60 x + 20) / 100 is 1/2.
- much: B > 3 C, C < B / 3: the mean over B from 60 of (B / 3 - 20) / 100, which is
  1/60 * (40^2 / 2) / 300 = 2/45.

So we expect -80, -8 - 25 = -33 and -30 - 100/4 * 2/45 = -31.11.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import forced_options, solve
from bayesnet.inference.query import Network, Table
from bayesnet.study.agents.agent import Uncertain
from bayesnet.study.attributes import utility_terms
from tests.bayesnet.two_agents import diagram, forecast_of, plain_value, them, with_value

SUCCESS = (0.8, 0.5, 0.25)
COST = (0.0, 8.0, 30.0)
ATTACKS = (1.0, 1 / 2, 2 / 45)
WORTH = (-80.0, -33.0, -30 - 100 / 4 * 2 / 45)


@pytest.fixture(scope="module")
def solved():
    game = diagram(("d1", "a2"), {"d1": 3, "a2": 2, "z": 2})
    success = np.zeros((3, 2, 2, 1))
    success[:, 0, 0] = 1.0
    success[:, 1, 1, 0] = SUCCESS
    success[:, 1, 0, 0] = 1 - np.array(SUCCESS)
    tables = {"z": Table(scope=("d1", "a2", "z"), values=success)}
    gains = plain_value("gains", ("a2", "z"), [[0, 0], [0, 1]], Uncertain(low=40, high=100))
    losses = plain_value("losses", ("a2", "z"), [[0, 0], [-1, 0]], Uncertain(low=20, high=120))
    names = tuple(game.states)
    cases = np.indices([game.sizes[n] for n in names])
    ours = -100.0 * cases[names.index("z")] - np.array(COST)[cases[names.index("d1")]]
    game = with_value(game, ours)
    agent = them(game, [gains, losses], samples=20_000)
    found = forecast_of(agent, game, tables)
    problem = DecisionProblem(
        network=Network(sizes=game.sizes, tables={**tables, **found}),
        decisions={"d1": ()},
        utilities=utility_terms(game, None),
        recall="perfect",
    )
    return found["a2"].values[..., 0], problem, agent, game, tables


def test_the_attackers_choice_is_forecast_within_the_error_of_the_draws(solved):
    forecast, _, agent, *_ = solved
    for share, exact in zip(forecast[:, 1], ATTACKS, strict=True):
        error = np.sqrt(exact * (1 - exact) / agent.samples)
        assert abs(share - exact) <= 3 * error + 1e-12


def test_what_we_expect_and_what_is_best(solved):
    _, problem, agent, *_ = solved
    worth = forced_options(problem)["d1"][:, 0]
    for mine, exact, p, success in zip(worth, WORTH, ATTACKS, SUCCESS, strict=True):
        error = 100 * success * np.sqrt(p * (1 - p) / agent.samples)
        assert abs(mine - exact) <= 3 * error + 1e-9
    assert solve(problem).strategy.rules["d1"].table[..., 0].tolist() == [0, 0, 1]


def test_the_error_shrinks_with_the_draws(solved):
    _, _, agent, game, tables = solved
    few = dataclasses.replace(agent, samples=50)
    rough = forecast_of(few, game, tables)["a2"].values[1:, 1, 0]
    fine = solved[0][1:, 1]
    exact = np.array(ATTACKS[1:])
    assert np.abs(fine - exact).sum() < np.abs(rough - exact).sum()
