"""Two thousand random games of two: the diagram's forecast is the tree's backward induction."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import solve
from bayesnet.inference.query import Network
from bayesnet.study.agents.agent import exactly
from bayesnet.study.attributes import utility_terms
from tests.bayesnet.two_agents import (
    by_the_tree,
    diagram,
    forecast_of,
    plain_value,
    random_tables,
    them,
    with_value,
)

WORLDS = 50
# Who moves when; the agent looks as far ahead as its level: whoever moves after it has moved last
# but for the agent itself.
GAMES = {
    ("a1",): 1,
    ("c1", "a2"): 1,
    ("d1", "a2"): 1,
    ("d1", "c2", "a3"): 1,
    ("a1", "c2", "a3"): 1,
    ("d1", "a2", "c3", "a4"): 1,
    ("a1", "d2"): 2,
    ("d1", "a2", "d3"): 2,
    ("c1", "a2", "c3", "d4"): 2,
    ("a1", "d2", "a3"): 2,
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("moves", GAMES, ids="-".join)
def test_a_forecast_is_the_backward_induction_of_the_tree(moves, seed):
    random = np.random.default_rng((len(moves), seed, *map(ord, "".join(moves))))
    sizes = {name: int(random.integers(2, 4)) for name in (*moves, "z")}
    game = diagram(moves, sizes)
    shape = tuple(game.sizes[name] for name in game.states)
    ours = random.normal(size=shape)
    one, other = random.normal(size=shape), random.normal(size=shape)
    game = with_value(game, ours)
    tables = random_tables(random, game, WORLDS)
    # every world has an expert of its own, who sees other weights: other utilities, same diagram
    weights = random.uniform(0.1, 2, size=(WORLDS, 2))
    names = [f"x{world}" for world in range(WORLDS)]
    agent = them(
        game,
        [plain_value("one", game.states, one), plain_value("other", game.states, other)],
        level=GAMES[moves],
        views={
            name: {"one": exactly(w[0]), "other": exactly(w[1])}
            for name, w in zip(names, weights, strict=True)
        },
    )
    found = forecast_of(agent, game, tables, names, range(WORLDS))
    network = Network(sizes=game.sizes, tables={**tables, **found})
    plan = solve(
        DecisionProblem(
            network=network,
            decisions={n: d.informed_by for n, d in game.decisions.items()},
            utilities=utility_terms(game, None),
            recall="perfect",
        )
    )
    for world in range(WORLDS):
        theirs = weights[world, 0] * one + weights[world, 1] * other
        (value, _), chosen = by_the_tree(game, tables, ours, theirs, world)
        for owned in agent.decisions:
            table = found[owned.node].values[..., world]
            for (name, known), act in chosen.items():
                if name == owned.node:
                    assert table[known].tolist() == np.eye(len(table[known]))[act].tolist()
        assert plan.expected_utility[min(world, len(plan.expected_utility) - 1)] == pytest.approx(
            value, abs=1e-9
        )


def test_there_are_two_thousand_of_them():
    assert len(GAMES) * 4 * WORLDS >= 2_000
