"""Scores of values equal the expectation over the joint, worked out by the solver's evaluation."""

from __future__ import annotations

import pytest

from bayesnet.decisions.solve import evaluate
from bayesnet.decisions.strategy import Strategy, fixed_rule
from bayesnet.recommend import decision_problem, utility_terms
from bayesnet.scores import expected_scores
from bayesnet.whatif import what_if


def test_scores_are_what_the_strategy_of_a_scenario_is_worth(frozen):
    scenario = frozen.book.full("S5")
    answer = what_if(frozen, "A", scenario)
    problem = decision_problem(frozen, "A", "balanced", dict(scenario.seen))
    states = frozen.diagram.states
    rules = {
        name: fixed_rule(name, states[name].index(scenario.set[name]), problem.network.sizes)
        for name in frozen.diagram.decisions
    }
    terms = utility_terms(frozen.diagram, None)
    plain = type(problem)(
        network=problem.network,
        decisions=problem.decisions,
        utilities=terms,
        recall=problem.recall,
        seen=problem.seen,
    )
    worth = dict.fromkeys(frozen.diagram.utilities, 0.0)
    for name, value in evaluate(plain, Strategy(rules=rules)):
        worth[name] += float(value[0])
    found = expected_scores(frozen.diagram, answer.beliefs)
    assert found == pytest.approx(worth, abs=1e-9)
