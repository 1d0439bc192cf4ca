"""What a plan costs, what to drop, and panels of even load."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.answers.screening import screen
from bayesnet.study.view import StudyView
from elicitation.plan.load import load_plan, split
from elicitation.study import open_elicitation
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def opened():
    return open_elicitation(SHIPPED)[0]


@pytest.fixture(scope="module")
def effects(opened):
    return {e.node: e.largest for e in screen(StudyView(opened.study, "A")).of("table")}


def loaded(opened, effects, **changes):
    questions = dataclasses.replace(opened.plan.questions, **changes)
    plan = dataclasses.replace(opened.plan, questions=questions)
    changed = dataclasses.replace(opened, plan=plan)
    return load_plan(plan, changed.asked(), opened.study.cpds, effects)


def test_the_designed_numbers_are_counted(opened, effects):
    """107 numbers as designed: the checks and the directions come on top."""
    found = loaded(opened, effects, minutes=1000)
    designed = sum(q.numbers for q in opened.asked() if not q.is_check)
    assert designed == 107
    assert {load.judgements for load in found.experts} == {107 + 13}  # seven held-out rows
    assert {load.quick for load in found.experts} == {67}
    assert not any(load.over for load in found.experts)


def test_a_panel_over_the_budget_is_told_what_to_drop(opened, effects):
    found = loaded(opened, effects)
    dprk = next(load for load in found.panels if load.who == "Panel DPRK leadership")
    assert dprk.over
    assert dprk.sentence() == (
        "59 judgements, about 82 min; over your 60. "
        "Drop rift_line, pressure_move, internal_strain and perceived_commitment."
    )
    assert found.sentences()[0] == f"Panel DPRK leadership: {dprk.sentence()}"
    weakest = sorted(opened.plan.panels["dprk"].nodes, key=lambda node: effects[node])
    assert list(dprk.drop) == weakest[: len(dprk.drop)]
    without = {*dprk.drop}
    left = [q for q in opened.asked() if q.parameter.node in {*weakest} - without]
    assert sum(q.seconds for q in left) / 60 <= 60


def test_the_core_is_asked_of_everybody_and_never_dropped(opened, effects):
    core = ("miscalculation", "rift_line")
    found = loaded(opened, effects, core=core, minutes=30)
    alliance = next(load for load in found.panels if load.who == "Panel Alliance politics")
    plain = next(
        load for load in loaded(opened, effects).panels if load.who == "Panel Alliance politics"
    )
    assert alliance.judgements == plain.judgements + 6 + 3
    for load in found.panels:
        assert not {*core} & {*load.drop}


def test_large_tables_and_thin_panels_are_advised(opened, effects):
    found = loaded(opened, effects)
    assert found.advice[-1].startswith("Or split it: resolve load --split 3")
    large = dataclasses.replace(opened.study.cpds["combined_readiness"], method="table")
    cpds = {**opened.study.cpds, "combined_readiness": large}
    advised = load_plan(opened.plan, opened.asked(), cpds, effects).advice
    assert (
        "combined_readiness has 27 rows x 2. Ask 4 numbers as ranked, or split the node." in advised
    )
    experts = {
        name: dataclasses.replace(expert, panels=("military",) if index else ())
        for index, (name, expert) in enumerate(opened.plan.experts.items())
    }
    plan = dataclasses.replace(opened.plan, experts=experts)
    advice = load_plan(plan, opened.asked(), opened.study.cpds, effects).advice
    assert advice[0].startswith("Fewer than 3 experts are asked about ally_confidence, ")


@given(st.integers(1, 6), st.integers(0, 4))
def test_every_node_is_in_one_panel_and_loads_are_even(opened, panels, core):
    nodes = list(dict.fromkeys(q.parameter.node for q in opened.asked()))
    everywhere = nodes[:core]
    asked = [dataclasses.replace(q, core=q.parameter.node in everywhere) for q in opened.asked()]
    dealt, longest = split(asked, panels)
    assert sorted(n for panel in dealt for n in panel) == sorted(nodes[core:])
    cost = {n: sum(q.seconds for q in asked if q.parameter.node == n) / 60 for n in nodes}
    common = sum(cost[n] for n in everywhere)
    rest = [cost[n] for n in nodes[core:]]
    least = max(sum(rest) / panels, *rest)  # nobody can do with less
    assert least - 1e-9 <= longest - common <= 4 / 3 * least + max(rest) / 3
    assert longest == pytest.approx(common + max(sum(cost[n] for n in panel) for panel in dealt))
