"""Trees rolled back give the published answers, and the strategy tree what the strategy is worth."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.decisions.solve import solve
from bayesnet.decisions.tree import TooManyEnds, decision_tree, strategy_tree
from tests.bayesnet.test_decisions import PUBLISHED, problem_of
from tests.strategies import random_problem

SMALL = [name for name in PUBLISHED if not name.startswith("pig")]


def forks(fork):
    yield fork
    for branch in fork.branches:
        if branch.after:
            yield from forks(branch.after)


@pytest.mark.parametrize("name", SMALL)
def test_the_rolled_back_tree_is_worth_the_published_utility(name):
    tree = decision_tree(problem_of(name), most=1000)
    assert tree.value == pytest.approx(PUBLISHED[name], rel=1e-12)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_strategy_tree_is_worth_what_the_strategy_is(name):
    problem = problem_of(name)
    tree = strategy_tree(problem, solve(problem).strategy)
    assert tree.value == pytest.approx(PUBLISHED[name], rel=1e-9)


def test_the_umbrella_s_tree_asks_the_forecast_first():
    """Netica: forecast, then umbrella, then the weather; 3 x 2 x 2 ends."""
    tree = decision_tree(problem_of("netica_umbrella"), most=100)
    assert (tree.kind, tree.variable) == ("learned", "Forecast")
    assert {b.after.variable for b in tree.branches} == {"Umbrella"}
    assert tree.ends == 12
    assert sum(b.probability for b in tree.branches) == pytest.approx(1)


def test_a_tree_that_is_too_large_is_refused_with_its_size():
    with pytest.raises(TooManyEnds, match="12 ends; 11 can be drawn") as refusal:
        decision_tree(problem_of("netica_umbrella"), most=11)
    assert refusal.value.count == 12


def test_limited_memory_makes_no_tree():
    with pytest.raises(ValueError, match="nothing is forgotten"):
        decision_tree(problem_of("pig_breeding_limid"), most=100)


def test_what_cannot_occur_is_no_branch():
    problem = problem_of("netica_umbrella")
    tables = dict(problem.network.tables)
    weather = tables["Weather"]
    tables["Weather"] = dataclasses.replace(weather, values=np.array([[1.0], [0.0]]))
    network = dataclasses.replace(problem.network, tables=tables)
    tree = decision_tree(dataclasses.replace(problem, network=network), most=100)
    for fork in forks(tree):
        if fork.variable == "Weather":
            assert len(fork.branches) == 1


def test_a_forbidden_option_is_never_best():
    problem = problem_of("netica_umbrella")
    free = decision_tree(problem, most=100)
    chosen = free.branches[0].after
    option = chosen.branches[chosen.best].state
    barred = dataclasses.replace(problem, forbidden=({"Umbrella": option},))
    tree = decision_tree(barred, most=100)
    for fork in forks(tree):
        if fork.variable == "Umbrella":
            assert fork.branches[fork.best].state != option
    assert tree.value == pytest.approx(solve(barred).expected_utility[0])


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from(["perfect", "limited"]))
def test_both_trees_agree_with_the_solver(seed, recall):
    problem = random_problem(seed, recall)
    solution = solve(problem)
    tree = strategy_tree(problem, solution.strategy)
    assert tree.value == pytest.approx(solution.expected_utility[0], rel=1e-9, abs=1e-9)
    if recall == "perfect":
        whole = decision_tree(problem, most=10**6)
        assert whole.value == pytest.approx(solution.expected_utility[0], rel=1e-9, abs=1e-9)
