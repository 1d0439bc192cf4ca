"""Maps of plans against ``recommend`` with exactly the numbers that the axes say."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pytest

from bayesnet.answers.recommend import recommend
from bayesnet.sensitivity.parameters import parameters, placed, setting
from bayesnet.sensitivity.regions import find_regions
from bayesnet.sensitivity.rules import behaviour
from bayesnet.study.view import StudyView
from tests.bayesnet.rule_studies import WEIGHED, study_of


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return study_of(tmp_path_factory.mktemp("weighed"), WEIGHED)


@pytest.fixture(scope="module")
def weights(study):
    return {p.node: p for p in parameters(StudyView(study, "A", "w"), ("weight",))}


def reweighed(study, shares):
    """The study with other weights."""
    weight_set = dataclasses.replace(
        study.diagram.weight_sets["w"], weights={n: Decimal(repr(w)) for n, w in shares.items()}
    )
    diagram = dataclasses.replace(study.diagram, weight_sets={"w": weight_set})
    structure = dataclasses.replace(study.structures["A"], diagram=diagram)
    return dataclasses.replace(study, diagram=diagram, structures={"A": structure}, _networks={})


def shares_at(study, pair, values):
    """Exactly the two weights, the rest of the whole shared in their proportions."""
    own = {n: float(w) for n, w in study.diagram.weight_sets["w"].weights.items()}
    rest = sum(w for n, w in own.items() if n not in pair)
    left = 1 - sum(values)
    fixed = dict(zip(pair, values, strict=True))
    return {n: fixed.get(n, left * w / rest) for n, w in own.items()}


def read(study, first, second, x, y):
    """What the map of two weights advises at a place, of which it has a row."""
    there = dataclasses.replace(second, at=y)
    where = find_regions(StudyView(study, "A", "w"), first, there, steps=2)
    row = [s for s in where.stretches if s.second == y]
    return next(behaviour(s.plan) for s in row if s.low <= x <= s.high)


def test_the_map_its_twin_and_the_best_plan_agree_everywhere(study, weights):
    rng = np.random.default_rng(5)
    seen = set()
    for _ in range(200):
        one, other = rng.choice(list(weights), size=2, replace=False).tolist()
        x, y = sorted(rng.uniform(0.001, 0.998, 2).tolist())
        y -= x  # even over the triangle
        shares = shares_at(study, (one, other), (x, y))
        best = recommend(StudyView(reweighed(study, shares), "A", "w", {}))
        advised = behaviour(best.plans["pool"])
        assert read(study, weights[one], weights[other], x, y) == advised
        assert read(study, weights[other], weights[one], y, x) == advised
        seen.add(advised)
    assert len(seen) == 3


def test_weights_on_a_map_are_what_its_axes_say(study, weights):
    base = setting(StudyView(study, "A", "w"))
    x, y = np.array([0.6, 0.0, 0.3]), np.array([0.11, 0.4, 0.7])
    found = placed(base, weights["comfort"], weights["ease"], x, y).weights
    assert found["comfort"].tolist() == x.tolist()
    assert found["ease"].tolist() == y.tolist()
    assert sum(found.values()) == pytest.approx(np.ones(3), abs=1e-15)
    assert found["looks"] == pytest.approx(found["care"], abs=1e-15)


def test_only_weights_that_are_possible_are_drawn(study, weights):
    where = find_regions(StudyView(study, "A", "w"), weights["comfort"], weights["ease"], steps=9)
    assert where.triangular
    assert all(s.high + s.second <= 1 + 1e-9 for s in where.stretches)
    for second in {s.second for s in where.stretches}:
        ends = max(s.high for s in where.stretches if s.second == second)
        assert ends == pytest.approx(1 - second, abs=1e-5)


def test_the_numbers_as_they_are_stand_on_the_map(study, weights):
    where = find_regions(StudyView(study, "A", "w"), weights["comfort"], weights["ease"], steps=4)
    row = [s for s in where.stretches if s.second == weights["ease"].at]
    here = next(s for s in row if s.low <= weights["comfort"].at <= s.high)
    assert behaviour(here.plan) == behaviour(recommend(StudyView(study, "A", "w")).plans["pool"])


def test_one_rule_is_told_in_one_way_on_the_whole_map(study):
    rows = {p.name: p for p in parameters(StudyView(study, "A", "w"), ("row", "weight"))}
    where = find_regions(
        StudyView(study, "A", "w"), rows["weight of comfort"], rows["weather[]=wet"]
    )
    words = {where.text("umbrella", stretch.plan) for stretch in where.stretches}
    assert words == {"leave", "take", "take if forecast=rain, else leave"}
    assert set(where.frame()["umbrella"]) == words
