"""The report says under which structure somebody else decides, what it does there and why."""

from __future__ import annotations

import dataclasses
import types

import numpy as np
import pytest

from bayesnet.adversary.words import named
from diagrams.report.adversary_sections import adversaries_in_short, the_adversary
from diagrams.report.blocks import Grid, Paragraph
from diagrams.report.figures import adversary_plates
from diagrams.report.inquiry import inquiry_of
from diagrams.report.material import Material
from diagrams.report.model_sections import agents_in
from elicitation.questionnaire.lexicons import USUAL, lexicons
from tests.bayesnet.small_study import MODEL
from tests.bayesnet.test_bad_agents import study_with


def test_the_report_says_who_else_decides_and_where(frozen):
    (said,) = agents_in(frozen)
    assert said.startswith("Under structure E somebody else decides: DPRK itself chooses Early")
    assert "level 1" in said


def test_where_nobody_else_decides_nothing_is_said(tmp_path):
    assert agents_in(study_with(tmp_path / "plain", MODEL)) == []


def whole(share):
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def material_of(inquiry):
    """What the section is written from, without the answers of all other sections."""
    study = inquiry.study if inquiry else None
    answers = types.SimpleNamespace(inquiry=inquiry, study=study, plan=None)
    return Material(answers=answers, lexicon=lexicons()[USUAL])


@pytest.fixture(scope="module")
def inquiry(frozen):
    return inquiry_of(frozen, draws=0)


@pytest.fixture(scope="module")
def blocks(inquiry):
    return [*the_adversary(material_of(inquiry))]


def test_the_section_says_what_was_assumed_and_what_would_deter(blocks, inquiry):
    (faced,) = inquiry.adversaries
    assert (faced.view.structure, faced.answer.mind.agent.id) == ("E", "dprk")
    told = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert told[0].startswith("Under structure E, the adversary decides. DPRK itself chooses Early")
    acting = faced.answer.acting
    low, high = (whole(end(acting[1:])) for end in (min, max))
    assert told[1].startswith(
        f"DPRK acts with probability {whole(acting[0])} (experts {low} to {high})."
    )
    change = f"{100 * faced.answer.of_ours[0].change:.1f}".replace("-", "\N{MINUS SIGN}")
    assert f"Response style: resolve and offer ({change} points, 6 of 6 lower)" in told[1]
    assert told[-1].startswith("Two roads to P(DPRK miscalculates)")


def test_its_tables_are_those_of_the_command_in_the_reports_words(blocks, inquiry):
    answer = inquiry.adversaries[0].answer
    levers, weighs, forecast, robust, roads = (b for b in blocks if isinstance(b, Grid))
    assert [*levers.rows[1][:2]] == ["we do", "Response style: resolve and offer"]
    assert len(weighs.rows) == len(answer.speaks)
    assert len(forecast.rows) == 18
    assert "given DPRK internal strain, Response style and Posture credibility" in forecast.caption
    assert "Response style: resolve and offer" in robust.rows[0][1]
    assert {row[1] for row in robust.rows[1:]} == {"the same"}
    for row, road in zip(roads.rows, answer.roads, strict=True):
        assert row[0] == road.scenario
        assert row[1] == whole(road.derived[0])
    raw = [cell for block in (levers, robust) for row in block.rows for cell in row if "_" in cell]
    assert raw == []


def in_short(inquiry, **changed):
    """The line of the box, of an answer with other values."""
    view, answer = inquiry.adversaries[0]
    faced = (view, dataclasses.replace(answer, **changed))
    other = types.SimpleNamespace(adversaries=(faced,), study=inquiry.study)
    (told,) = adversaries_in_short(material_of(other))
    return told


def test_in_short_says_what_would_deter_it_and_how_sure_we_are(inquiry):
    answer = inquiry.adversaries[0].answer
    told = in_short(inquiry)
    assert told.startswith("Under structure E, the adversary decides: DPRK acts with probability")
    assert "What would deter it most: Response style: resolve and offer (" in told
    assert "The experts agree on the direction, but their levels lie" in told
    ours = answer.of_ours
    rest = tuple(lever for lever in ours if "response" not in lever.what)
    second = named(rest[0].what, inquiry.adversaries[0].view.diagram)
    assert f"What would deter it most: {second} (" in in_short(inquiry, levers=rest)
    assert "most: Posture credibility: strong (" in in_short(inquiry, levers=answer.of_belief)
    assert "and nothing that we do" in in_short(inquiry, levers=ours[-1:])
    split = dataclasses.replace(ours[0], after=ours[0].after + np.eye(7)[1] * 0.3)
    assert "Experts differ in direction" in in_short(inquiry, levers=(split,))
    near = (answer.acting[0], *[answer.acting[0]] * 6)
    assert "less than the change" in in_short(inquiry, acting=near)


def test_its_pictures_are_the_curves(inquiry):
    weight, belief = adversary_plates(inquiry)
    assert (weight.name, weight.place) == ("adversary-E-dprk", "adversary")
    assert (belief.name, belief.place) == ("adversary-E-dprk-belief", "adversary")
    assert "DPRK acts half as often as now" in weight.draw().about
    assert "at the same belief" in belief.draw().about


def test_who_is_sure_is_said_to_stand_on_an_edge(inquiry):
    view, answer = inquiry.adversaries[0]
    faced = (view, dataclasses.replace(answer, rules=1))
    other = types.SimpleNamespace(adversaries=(faced,), study=inquiry.study)
    told = [b.text for b in the_adversary(material_of(other)) if isinstance(b, Paragraph)]
    assert any(text.startswith("Knife-edge: ") for text in told)


def test_without_an_agent_there_is_no_section(tmp_path):
    bare = inquiry_of(study_with(tmp_path / "plain", MODEL), draws=0)
    assert bare is not None
    assert [*the_adversary(material_of(bare))] == []
    assert [*adversary_plates(bare)] == []
    assert [*the_adversary(material_of(None))] == []
