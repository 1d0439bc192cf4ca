"""Search without memory: what it says when it ends early is true, and what it starts from too."""

from __future__ import annotations

import pytest

from bayesnet.decisions import limited
from bayesnet.decisions.problem import Infeasible
from bayesnet.decisions.solve import solve
from bayesnet.inference.query import ImpossibleEvidence
from tests.exhaustive import every_strategy
from tests.published import problem_of
from tests.strategies import random_problem


def searched(number):
    """Problems of limited memory that no order settles, with the worth of every strategy."""
    for seed in range(number):
        problem = random_problem(seed, "limited")
        try:
            if solve(problem).method == "branch and bound":
                worth = every_strategy(problem)
                if worth is not None:
                    yield problem, worth
        except (ImpossibleEvidence, Infeasible):
            continue


def test_a_search_ended_early_says_so_and_its_bound_holds(monkeypatch):
    problems = list(searched(300))
    assert len(problems) >= 30
    monkeypatch.setattr(limited, "MOST_NODES", 1)
    early = 0
    for problem, worth in problems:
        found = solve(problem)
        assert found.expected_utility[0] <= worth.max() + 1e-9
        assert found.upper_bound[0] >= worth.max() - 1e-9
        if found.method == "best of restarts":
            assert not found.exact
            early += 1
        else:
            assert found.expected_utility[0] == pytest.approx(worth.max())
    assert early >= 10


def test_best_replies_alone_can_miss_the_best_of_all(monkeypatch):
    """Why the search is needed: from the uniform rule alone, single policy updating gets stuck."""
    stuck = 0
    for problem, worth in searched(300):
        start = next(iter(limited._starts(problem)))
        value = limited._value(problem, limited.improve(problem, start))[1]
        assert value <= worth.max() + 1e-9
        stuck += value < worth.max() - 1e-6
    assert stuck >= 1


def test_a_relaxation_too_large_to_solve_leaves_a_bound(monkeypatch):
    problem = problem_of("pig_breeding_limid")

    def too_large(*_):
        raise limited.TooLarge(("T1",), 2**40)

    monkeypatch.setattr(limited, "_branch_and_bound", too_large)
    found = solve(problem)
    assert not found.exact
    assert found.expected_utility[0] <= 726.8121 + 5e-5 <= found.upper_bound[0]
