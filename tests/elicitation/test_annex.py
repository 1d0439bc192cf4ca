"""The record behind a version of the priors, as a report's annex takes it."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from bayesnet.errors import Refused
from elicitation.annex import annex
from elicitation.protocol import read_plan
from elicitation.store import snapshot
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def plan(frozen):
    text = (SHIPPED / "elicitation.toml").read_text("utf-8")
    return read_plan(text, list(frozen.diagram.chance))[0]


@pytest.fixture(scope="module")
def asked(frozen):
    return tuple(p for cpd in frozen.cpds.values() if cpd.asked for p in cpd.parameters())


@pytest.fixture(scope="module")
def record(frozen, plan, asked):
    return annex(snapshot(SHIPPED), plan, asked, frozen.diagram.labels, 2)


def of(record, key):
    return next(question for question in record.questions if question.key == key)


def test_rounds_count_answers_and_the_absent(record, frozen, plan, asked):
    first, second = record.rounds
    assert sum(first.answered.values()) == 6 * 77
    assert sum(second.answered.values()) == 36
    assert not first.absent
    before = annex(snapshot(SHIPPED), plan, asked, frozen.diagram.labels, 1)
    assert len(before.rounds[1].absent) == 6  # nobody had answered when version 1 was frozen
    assert len(before.versions) == 1


def test_every_question_has_its_wording_and_every_answer(record, asked):
    assert [question.key for question in record.questions] == [p.key for p in asked]
    assert all(len(question.said) == 6 for question in record.questions)
    key = "miscalculation[posture_credibility=weak, hardliner_influence=high]"
    assert of(record, key).wording == (
        "How probable is each state of DPRK miscalculation when Posture credibility is weak and "
        "Hardliner influence is high?"
    )
    assert of(record, "internal_strain[]").wording == (
        "How probable is each state of DPRK internal strain?"
    )
    assert of(record, "combined_readiness.weight[exercise_plan]").wording == (
        "Combined readiness: weight of Exercise plan"
    )


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


def test_a_record_that_was_changed_is_refused(frozen, plan, asked):
    taken = snapshot(SHIPPED)
    path = next(path for path in taken.files if path.startswith("responses/spiral/"))
    broken = dataclasses.replace(taken, files={**taken.files, path: b"{}"})
    with pytest.raises(Refused, match="is not the file that was recorded"):
        annex(broken, plan, asked, frozen.diagram.labels, 2)
