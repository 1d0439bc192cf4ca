"""The record behind a version of the priors, as a report's annex takes it."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from bayesnet.errors import StudyError
from elicitation.record.roster import Person
from elicitation.reporting.annex import Annexed, annex
from elicitation.reporting.annex_rounds import TOGETHER, groups
from elicitation.store.recording import snapshot
from elicitation.study import open_elicitation
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def opened():
    return open_elicitation(SHIPPED)[0]


def about(opened, version=2, **others):
    labels = opened.study.diagram.labels
    return Annexed(
        plan=opened.plan, questions=opened.asked(), labels=labels, version=version, **others
    )


@pytest.fixture(scope="module")
def record(opened):
    return annex(snapshot(SHIPPED), about(opened))


def of(record, key):
    return next(question for question in record.questions if question.key == key)


def test_rounds_count_answers_and_the_absent(record, opened):
    first, second = record.rounds
    assert sum(first.answered.values()) == 6 * 77
    assert sum(second.answered.values()) == 36
    assert not first.absent
    before = annex(snapshot(SHIPPED), about(opened, 1))
    assert len(before.rounds[1].absent) == 6  # nobody had answered when version 1 was frozen
    assert len(before.versions) == 1


def test_every_question_has_the_words_it_was_asked_in_and_every_answer(record, opened):
    asked = {p.key for p in opened.parameters}
    assert {question.key for question in record.questions} == asked  # no check was answered
    put = {q.key: q.wording.text for q in opened.asked()}
    assert all(question.wording == put[question.key] for question in record.questions)
    assert all(len(question.said) == 6 for question in record.questions)
    key = "miscalculation[posture_credibility=weak, hardliner_influence=high]"
    assert of(record, key).wording == (
        "Suppose that 'Posture credibility' is weak and 'Hardliner influence' is high. Out of 100 "
        "such six-month periods, in how many is 'DPRK miscalculation' 'no', in how many 'yes'?"
    )
    assert of(record, key).situation == (
        "Posture credibility is weak and Hardliner influence is high"
    )
    weight = of(record, "combined_readiness.weight[exercise_plan]")
    assert weight.short == "Combined readiness: weight of Exercise plan"
    assert weight.situation == ""


def test_an_answer_stands_with_its_latest_round_and_reason(record):
    key = "hardliner_influence[response_style=threat_trading, internal_strain=severe]"
    said = {said.expert: said for said in of(record, key).said}
    moved = said["deterrent_dominant"]
    assert (moved.round, moved.answers[1].best) == (2, Decimal("0.50"))
    assert moved.reason == "The liaison office episode was a fair point against me."
    assert said["local_balance"].round == 1


def test_a_version_says_what_moved_and_why(record):
    first, second = record.versions
    assert first.moves == ()
    assert len(second.moves) == 36
    largest = second.moves[0]
    assert (largest.expert, largest.before, largest.after) == ("local_balance", "1.75", "2.01")
    assert largest.quantity == "Perceived commitment: weight of Message coherence"
    assert all(move.reason for move in second.moves)


def test_each_expert_departs_most_where_no_other_answer_is_further_off(record):
    for departure in record.departures:
        for question in record.questions:
            if question.kind != "distribution":
                continue
            for index in range(len(question.components)):
                best = {said.expert: float(said.answers[index].best) for said in question.said}
                own = best.pop(departure.expert)
                gap = abs(own - sum(best.values()) / len(best))
                assert gap <= abs(departure.own - departure.others) + 1e-12


def test_a_record_that_was_changed_is_refused(opened):
    taken = snapshot(SHIPPED)
    path = next(path for path in taken.files if path.startswith("responses/spiral/"))
    broken = dataclasses.replace(taken, files={**taken.files, path: b"{}"})
    with pytest.raises(StudyError, match="is not the file that was recorded"):
        annex(broken, about(opened))


def with_panels(opened, panels):
    """The elicitation with its experts on other panels."""
    experts = {
        name: dataclasses.replace(expert, panels=panels.get(name, ()))
        for name, expert in opened.plan.experts.items()
    }
    return dataclasses.replace(opened, plan=dataclasses.replace(opened.plan, experts=experts))


EACH = ("alignment_first", "deterrent_dominant", "spiral", "domestic_drivers", "diplomacy_first")


def test_who_is_alone_on_a_panel_cannot_be_told_from_the_annex(opened):
    """Local balance alone is military: their panel is not named, nor they beside its questions."""
    panels = dict.fromkeys(EACH, ("dprk", "alliance")) | {"local_balance": ("military",)}
    found = annex(snapshot(SHIPPED), about(with_panels(opened, panels)))
    assert found.withheld
    alone = next(expert for expert in found.experts if expert.id == "local_balance")
    assert alone.panels == ()
    military = {"combined_readiness", "perceived_capability", "provocation_level"}
    for question in found.questions:
        named = {said.expert for said in question.said}
        assert (named == {""}) == (question.node in military)
    moved = {m.expert for v in found.versions for m in v.moves if m.question.startswith("provoc")}
    assert "" in moved
    assert {d.question.node for d in found.departures}.isdisjoint(military)
    merged = {group.label: group.size for group in found.groups}
    assert min(merged.values()) >= 3
    assert merged[TOGETHER] == 6  # one alone was put to the smallest other panel


def test_groups_of_three_stand_by_themselves(opened):
    panels = dict.fromkeys(EACH[:3], ("dprk",)) | dict.fromkeys(EACH[3:], ("alliance",))
    panels["local_balance"] = ("alliance",)
    plan = with_panels(opened, panels).plan
    assert {g.label: g.size for g in groups(plan)} == {"DPRK leadership": 3, "Alliance politics": 3}
    assert groups(opened.plan) == ()


def test_names_of_the_roster_stand_nowhere(opened):
    person = Person(expert="spiral", name="Episode Fair", email="")
    found = annex(snapshot(SHIPPED), about(opened, people=[person]))
    reasons = [said.reason for question in found.questions for said in question.said]
    assert "The liaison office episode was a fair point against me." in reasons  # not as a name
    person = Person(expert="spiral", name="Liaison Office", email="")
    found = annex(snapshot(SHIPPED), about(opened, people=[person]))
    reasons = [said.reason for question in found.questions for said in question.said]
    assert not [reason for reason in reasons if "liaison office" in reason.lower()]
