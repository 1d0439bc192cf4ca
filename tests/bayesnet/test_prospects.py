"""All fixed plans at once against one by one; Pareto fronts and weights against search."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.prospects import (
    chance_best,
    efficient,
    fixed_plans,
    plan_values,
    regret,
    weights_for,
)
from bayesnet.decisions.solve import evaluate, solve
from bayesnet.decisions.strategy import Strategy, fixed_rule
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.study.draws import draw
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling, chunks
from tests.strategies import random_problem

KNOWN = {"bomber_posture": "dynamic"}


def one_by_one(problem, plan):
    rules = {
        d: fixed_rule(d, o, problem.network.sizes) for d, o in zip(problem.open, plan, strict=True)
    }
    rules = {**problem.rules_made, **rules}
    return sum(value for _, value in evaluate(problem, Strategy(rules=rules)))


def test_every_plan_is_worth_what_its_rules_are_worth():
    compared = 0
    for seed in range(120):
        problem = random_problem(seed, "limited")
        try:
            values = plan_values(problem, problem.utilities)
        except ImpossibleEvidence:
            continue
        for index, plan in enumerate(fixed_plans(problem)):
            assert values[index] == pytest.approx(one_by_one(problem, plan), abs=1e-10)
            compared += 1
    assert compared > 300


def test_plans_of_the_study_in_drawn_worlds(frozen):
    sampling = Sampling(draws=5, seed=2)
    draws = draw(frozen.cpds, frozen.priors, 5, chunks(sampling)[0].seed)
    problem = decision_problem(StudyView(frozen, "B", "balanced", KNOWN))
    drawn = dataclasses.replace(problem, network=frozen.drawn("B", draws))
    values = plan_values(drawn, drawn.utilities)
    assert values.shape == (162, 5)
    for index in (0, 77, 161):
        own = one_by_one(drawn, fixed_plans(drawn)[index])
        assert values[index] == pytest.approx(own, abs=1e-10)
    answer = find_prospects(StudyView(frozen, "B", "balanced", KNOWN), sampling)
    best = solve(drawn).expected_utility
    chances, regrets = chance_best(values, best), regret(values, best).mean(axis=1)
    by_plan = {tuple(p.fixed.values()): p for p in answer.prospects if p.fixed}
    states = frozen.diagram.states
    for index, plan in enumerate(fixed_plans(drawn)):
        names = tuple(states[d][o] for d, o in zip(drawn.open, plan, strict=True))
        assert by_plan[names].chance_best == pytest.approx(chances[index])
        assert by_plan[names].regret == pytest.approx(regrets[index])
    every = sum(p.chance_best or 0 for p in answer.prospects) + answer.others
    assert every == pytest.approx(1)


def test_evidence_below_a_decision_is_refused():
    problem = next(
        p
        for p in (random_problem(seed, "perfect") for seed in range(50))
        if any(set(t.scope) & set(p.open) for t in p.network.tables.values())
    )
    below = next(n for n, t in problem.network.tables.items() if set(t.scope) & {*problem.open})
    seen = dataclasses.replace(problem, seen={below: 0})
    with pytest.raises(ValueError, match="depends on a decision"):
        plan_values(seen, seen.utilities)


def test_efficient_plans_against_pairwise_comparison():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        values = rng.integers(0, 5, size=(12, 3)).astype(float)
        found = efficient(values)
        for i, own in enumerate(values):
            beaten = any((o >= own).all() and (o > own).any() for o in values)
            assert found[i] == (not beaten)


def test_a_plan_in_a_dent_of_the_front_is_efficient_and_never_best():
    """(4, 4) lies below the line from (0, 10) to (10, 0): nobody's weights prefer it."""
    values = np.array([[0.0, 10], [10, 0], [4, 4], [6, 6], [1, 1]])
    assert efficient(values).tolist() == [True, True, False, True, False]
    assert efficient(values[:3]).tolist() == [True, True, True]
    assert weights_for(values[:3], 2) is None
    assert weights_for(values, 3) == pytest.approx([0.5, 0.5])
    assert weights_for(values, 4) is None


def test_weights_against_a_grid_of_weights():
    for seed in range(25):
        rng = np.random.default_rng(seed)
        values = rng.random((7, 3))
        grid = np.array([(a, b, 1 - a - b) for a in np.linspace(0, 1, 41)
                         for b in np.linspace(0, 1 - a, 41)])  # fmt: skip
        won = set(np.argmax(values @ grid.T, axis=0).tolist())
        for plan in range(7):
            weights = weights_for(values, plan)
            if weights is None:
                assert plan not in won or _only_just(values, grid, plan)
            else:
                assert weights.min() >= 0
                assert weights.sum() == pytest.approx(1)
                assert np.argmax(values @ weights) == plan


def _only_just(values, grid, plan):
    scores = values @ grid.T
    others = np.delete(scores, plan, axis=0).max(axis=0)
    return (scores[plan] - others).max() < 1e-8


def test_chances_and_regrets_by_hand_ties_shared():
    values = np.array([[1.0, 5, 3], [2, 5, 1], [0, 0, 0]])
    assert chance_best(values).tolist() == pytest.approx([0.5, 0.5, 0.0])
    assert regret(values).mean(axis=1).tolist() == pytest.approx([1 / 3, 2 / 3, 10 / 3])


def test_the_study_says_which_options_nobody_should_take(frozen):
    answer = find_prospects(StudyView(frozen, "A", "balanced", KNOWN))
    best = answer.best
    assert best.fixed["capability_upgrades"] == "on_schedule"
    assert best.chance_best is None
    assert answer.complete
    assert ("message_discipline", "national_lines") in answer.spared_options()
    assert all(p.efficient for p in answer.prospects if p.best_for)
    assert answer.fixed_loss == 0
    balanced = np.array([0.4, 0.2, 0.2, 0.2])
    for p in answer.prospects[:5]:
        assert p.expected == pytest.approx(np.array([*p.attributes.values()]) @ balanced)
    assert sum(p.fixed is not None for p in answer.prospects) == answer.fixed == 162
    assert "priors 0002" in answer.provenance.line()
