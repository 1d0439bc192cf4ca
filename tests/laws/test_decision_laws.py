"""The best strategy is the best of all strategies, whatever the diagram looks like."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions.problem import Infeasible
from bayesnet.decisions.solve import solve
from bayesnet.inference.query import ImpossibleEvidence
from tests.exhaustive import every_strategy, worth_of_strategy
from tests.strategies import random_problem, random_team

BLOCK = 400
BLOCKS = 8


def compare(seed, problem):
    """Whether the problem could be searched in full, what it holds and how it was solved."""
    try:
        worth = every_strategy(problem)
    except ZeroDivisionError:
        with pytest.raises(ImpossibleEvidence):
            solve(problem)
        return None
    if worth is None:
        return None
    if np.isneginf(worth).all():
        with pytest.raises(Infeasible):
            solve(problem)
        return problem, "infeasible"
    found = solve(problem)
    best = worth.max()
    assert found.exact, seed
    assert found.expected_utility[0] == pytest.approx(best, abs=1e-9), seed
    assert found.upper_bound[0] == pytest.approx(best, abs=1e-9), seed
    reached, forbidden = worth_of_strategy(problem, found.strategy)
    assert reached == pytest.approx(best, abs=1e-9), seed
    assert forbidden < 1e-12, seed
    return problem, found.method


@pytest.mark.slow
@pytest.mark.parametrize("recall", ["perfect", "limited"])
@pytest.mark.parametrize("block", range(BLOCKS))
def test_solving_equals_the_best_of_all_strategies(recall, block):
    """2,000 random diagrams of each kind in all, none of them left out but the very large."""
    compared = [
        compare(seed, random_problem(seed, recall))
        for seed in range(block * BLOCK, (block + 1) * BLOCK)
    ]
    compared = [one for one in compared if one is not None]
    assert len(compared) >= 2000 / BLOCKS
    problems = [problem for problem, _ in compared]
    for kind in ("seen", "made", "forbidden"):
        assert sum(bool(getattr(problem, kind)) for problem in problems) >= 5, kind
    assert any(not known for problem in problems for known in problem.decisions.values())
    methods = {method for _, method in compared}
    assert methods >= ({"solution order"} if recall == "perfect" else {"branch and bound"})


TEAMS = 250


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_teams_that_share_no_memory_are_solved_exactly(block):
    """2,000 random problems, most of which no order settles."""
    seeds = range(block * TEAMS, (block + 1) * TEAMS)
    compared = [one for seed in seeds if (one := compare(seed, random_team(seed))) is not None]
    assert len(compared) >= 0.75 * TEAMS
    for kind in ("seen", "made", "forbidden"):
        assert sum(bool(getattr(problem, kind)) for problem, _ in compared) >= 5, kind
    methods = [method for _, method in compared]
    assert {"solution order", "branch and bound"} <= {*methods}
    assert methods.count("branch and bound") >= 50
