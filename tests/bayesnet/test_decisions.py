"""Published decision problems to their last digit, and what a decision may depend on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.decisions.problem import DecisionProblem, Infeasible, SeenTooLate, UtilityTerm
from bayesnet.decisions.solve import forced_options, solve
from bayesnet.decisions.strategy import situations
from bayesnet.inference.query import Network, Table
from tests.exhaustive import every_strategy
from tests.published import problem_of
from tests.strategies import random_problem

PUBLISHED = {
    "genie_venture": 500,  # GeNIe manual
    "genie_venture_observe_forecast": 820,  # 500 and the forecast's worth of 320
    "genie_venture_observe_success": 2400,  # 500 and perfect information's worth of 1900
    "hugin_apple_tree": 18011,  # Hugin LIMID tutorial
    "netica_umbrella": 77,  # Norsys help
    "oil_wildcatter": 22.5,  # Raiffa 1968
    "used_car_buyer_howard": 31,  # Howard 1977
    "pig_breeding_perfect_recall": 729.225,  # brute force
}


@pytest.mark.parametrize(("name", "answer"), PUBLISHED.items())
def test_published_maximum_expected_utility(name, answer):
    assert solve(problem_of(name)).expected_utility[0] == pytest.approx(answer, rel=1e-12)


def test_take_the_umbrella_if_and_only_if_the_forecast_is_rainy():
    problem = problem_of("netica_umbrella")
    strategy = solve(problem).strategy
    found = situations(strategy, problem.network, {}, "Umbrella", 0)
    assert {s.known["Forecast"]: s.option for s in found} == {0: 1, 1: 1, 2: 0}


def test_the_wildcatter_drills_unless_the_test_says_diffuse():
    """Raiffa (1968): 20 without testing; the results have the probabilities .41, .35 and .24."""
    problem = problem_of("oil_wildcatter")
    forced = forced_options(problem)
    assert forced["Test"][:, 0] == pytest.approx([22.5, 20])
    found = situations(solve(problem).strategy, problem.network, {}, "Drill", 0)
    assert {s.known["Seismic"]: s.option for s in found} == {0: 1, 1: 0, 2: 0}
    chances = {s.known["Seismic"]: s.probability for s in found}
    assert [chances[state] for state in range(3)] == pytest.approx([0.41, 0.35, 0.24])


def test_the_apple_tree_that_loses_its_leaves():
    """Hugin's LIMID tutorial: 10234.39 when treated, 11514.01 when not."""
    problem = dataclasses.replace(problem_of("hugin_apple_tree"), seen={"Loses": 0})
    assert forced_options(problem)["Treat"][:, 0] == pytest.approx([10234.39, 11514.01], abs=5e-3)


def test_pig_breeding_without_memory_is_solved_by_search():
    """Lauritzen & Nilsson (2001): 727 rounded; no order settles its decisions one by one."""
    found = solve(problem_of("pig_breeding_limid"))
    assert found.expected_utility[0] == pytest.approx(726.8121, abs=5e-5)
    assert (found.exact, found.method) == (True, "branch and bound")


def test_evidence_below_an_open_decision_is_refused():
    problem = problem_of("used_car_buyer_howard")
    below = next(n for n, t in problem.network.tables.items() if set(t.scope) & {"T", "A"})
    seen = DecisionProblem(
        network=problem.network,
        decisions=problem.decisions,
        utilities=problem.utilities,
        recall="perfect",
        seen={below: 0},
    )
    with pytest.raises(SeenTooLate, match="depends on a decision still open"):
        solve(seen)


@pytest.mark.parametrize("recall", ["perfect", "limited"])
def test_forcing_an_option_equals_the_best_of_all_strategies_with_it_forced(recall):
    compared = 0
    for seed in range(90):
        problem = random_problem(seed, recall)
        try:
            if every_strategy(problem) is None:
                continue
        except ZeroDivisionError:
            continue
        for decision, values in forced_options(problem).items():
            for option in range(problem.network.sizes[decision]):
                fixed = dataclasses.replace(problem, made={**problem.made, decision: option})
                assert values[option, 0] == pytest.approx(every_strategy(fixed).max(), abs=1e-9)
                compared += 1
    assert compared >= 150


def test_evidence_can_make_known_what_was_irrelevant():
    """X and Y are independent until their common effect is seen; then X tells of Y."""
    half = np.full((2, 1), 0.5)
    same = np.array([[0.9, 0.1], [0.1, 0.9], [0.1, 0.9], [0.9, 0.1]]).reshape(2, 2, 2, 1)
    problem = DecisionProblem(
        network=Network(
            sizes={"X": 2, "Y": 2, "Z": 2, "D": 2},
            tables={
                "X": Table(scope=("X",), values=half),
                "Y": Table(scope=("Y",), values=half),
                "Z": Table(scope=("X", "Y", "Z"), values=same),
            },
        ),
        decisions={"D": ("X",)},
        utilities=(UtilityTerm(name="hit", scope=("Y", "D"), values=np.eye(2)[..., None]),),
        recall="limited",
    )
    assert problem.information["D"] == ()
    assert solve(problem).expected_utility[0] == pytest.approx(0.5)
    told = dataclasses.replace(problem, seen={"Z": 0})
    assert told.information["D"] == ("X",)
    assert solve(told).expected_utility[0] == pytest.approx(0.9)


def test_when_all_is_forbidden_nothing_can_be_decided():
    problem = problem_of("netica_umbrella")
    barred = dataclasses.replace(problem, forbidden=({"Umbrella": 0}, {"Umbrella": 1}))
    with pytest.raises(Infeasible, match="whatever is decided"):
        solve(barred)


def test_the_case_on_which_a_peer_is_wrong():
    """D0 -> C0 -> C1 -> U0 and an unconnected decision D1: the answer is that without D1."""
    rng = np.random.default_rng(7)
    rows = rng.dirichlet([1, 1], size=2)[..., None]
    tables = {
        "C0": Table(scope=("D0", "C0"), values=rows),
        "C1": Table(scope=("C0", "C1"), values=rows),
    }
    utility = UtilityTerm(name="U0", scope=("C1",), values=np.array([[3.0], [8.0]]))
    both = DecisionProblem(
        network=Network(sizes={"D0": 2, "D1": 2, "C0": 2, "C1": 2}, tables=tables),
        decisions={"D0": (), "D1": ()},
        utilities=(utility,),
        recall="perfect",
    )
    assert solve(both).expected_utility[0] == pytest.approx(every_strategy(both).max(), abs=1e-12)
