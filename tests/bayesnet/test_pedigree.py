"""Pedigrees as people write them, and the table that puts them beside influence."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.formats.model_toml import read_model
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.pedigree import agreement, pedigree_table
from bayesnet.study.view import StudyView
from tests.bayesnet.small_study import MODEL

GRADED = MODEL.replace(
    "[chance.weather.cpt]",
    "[chance.weather.pedigree]\nproxy = 4\nempirical = 1\n[chance.weather.cpt]",
)


def graded(study, node, **grades):
    """The study with one node's pedigree written down."""
    structure = study.structures["A"]
    chance = structure.diagram.chance
    node_ = dataclasses.replace(chance[node], pedigree=grades)
    diagram = dataclasses.replace(structure.diagram, chance={**chance, node: node_})
    return dataclasses.replace(
        study,
        _networks={},
        structures={**study.structures, "A": dataclasses.replace(structure, diagram=diagram)},
    )


def test_grades_are_read_from_the_model():
    diagram, _, problems = read_model(GRADED)
    assert not problems
    assert diagram.chance["weather"].pedigree == {"proxy": 4, "empirical": 1}
    assert diagram.chance["mood"].pedigree == {}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("proxy = 5", "chance.weather.pedigree.proxy: 5 is not a grade. Grades go from 0"),
        ("proxy = -1", "-1 is not a grade."),
        ('proxy = "high"', "'high' is not a whole number."),
        ("proxi = 2", "unknown key 'proxi'; did you mean 'proxy'?"),
    ],
)
def test_bad_grades_are_problems(written, sentence):
    diagram, _, problems = read_model(GRADED.replace("proxy = 4", written))
    assert diagram is None
    assert sentence in " ".join(map(str, problems))


@pytest.mark.parametrize(
    ("apart", "grade"), [(0.0, 4), (0.02, 4), (0.021, 3), (0.1, 2), (0.15, 1), (0.3, 0)]
)
def test_agreement_is_graded_by_the_mean_distance_from_the_pool(apart, grade):
    rows = np.array([[0.5, 0.5 + apart, 0.5 - apart], [0.5, 0.5 - apart, 0.5 + apart]])
    assert agreement(rows, np.array([0.5, 0.5])) == grade
    filled_in = np.concatenate([rows, rows[:, :1]], axis=1)
    assert agreement(filled_in, np.array([0.5, 0.5, 0.0])) == grade


def test_one_expert_agrees_with_nobody():
    assert agreement(np.full((2, 2, 2), 0.5), np.array([1.0])) is None
    assert agreement(np.full((2, 2, 3), 0.5), np.array([1.0, 0.0])) is None


def test_weak_and_influential_tables_are_named(frozen):
    book, outcome = frozen.book, frozen.diagram.outcome("serious_or_lethal")
    study = graded(frozen, "posture_credibility", proxy=1, empirical=0, method=2, validation=0)
    quantity = outcome_quantity(StudyView(study, "A"), outcome, book.full("S5"), book.full("S0"))
    table = pedigree_table(StudyView(study, "A"), quantity, Spread())
    by_node = {footing.node: footing for footing in table.footings}
    own = by_node["posture_credibility"]
    assert own.grades["agreement"] == agreement(
        study.network("A").tables["posture_credibility"].values, np.full(6, 1 / 6)
    )
    assert own.strength == pytest.approx((1 + 0 + 2 + 0 + own.grades["agreement"]) / 20)
    swings = {
        b.item: b.swing for b in find_drivers(StudyView(study, "A"), quantity, "table").drivers
    }
    assert own.influence == swings["posture_credibility"]
    weak = [f.node for f in table.weak_and_influential]
    most = max(swings.values())
    assert weak == (["posture_credibility"] if own.influence >= most / 2 else [])
    assert len(table.ungraded) == 16
    assert by_node["rift_line"].strength is None
    frame = table.frame()
    assert frame.loc["posture_credibility", "empirical"] == 0
