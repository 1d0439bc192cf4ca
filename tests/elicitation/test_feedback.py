"""Feedback shows everything but who: no order, no small group and no name gives an expert away."""

from __future__ import annotations

import dataclasses
import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from elicitation.intake.levelling import LEVELLED, SWAPPED
from elicitation.intake.scaling import SCALED
from elicitation.record.ledger import read_ledger, sha256_of
from elicitation.record.records import read_response
from elicitation.record.responses import Response, standing_judgements
from elicitation.record.roster import Person
from elicitation.reporting.feedback import Pack, feedback_pack, write_pack
from elicitation.reporting.feedback_page import own_page
from tests.elicitation.small_records import PARAMETERS, rain, response
from tests.elicitation.workshop import EXPERTS, begin, done, refused, submit

ASKED = [p for p in PARAMETERS if p.key in ("rain[]", "damage.spread")]
JANE = Person(expert="E01", name="Jane Doe", email="jane@example.org")


def pack(responses: list[Response], **more) -> Pack:
    return feedback_pack(responses, PARAMETERS, study="small", number=1, **more)


def answers(best: list[str]) -> list[Response]:
    return [rain(number, f"E{index:02d}") for index, number in enumerate(best)]


def test_answers_stand_in_the_order_of_their_numbers_whoever_gave_them() -> None:
    best = ["0.50", "0.1", "0.3", "0.2"]
    question = pack(answers(best)).questions[0]
    assert [a.estimates["yes"].best for a in question.answers] == sorted(
        (Decimal(b) for b in best), reverse=True
    )
    assert question.numbers("yes") == (Decimal("0.1"), Decimal("0.25"), Decimal("0.5"))
    bytes_ = {write_pack(pack(answers(random.Random(i).sample(best, 4)))) for i in range(6)}
    assert len(bytes_) == 1
    assert b"E0" not in bytes_.pop()


def test_the_way_a_number_was_typed_does_not_tell_whose_it_is() -> None:
    typed, plain = answers(["0.50", "0.1", "0.3"]), answers(["0.5", "0.100", "0.3"])
    assert write_pack(pack(typed)) == write_pack(pack(plain))


@pytest.mark.parametrize(("count", "shown"), [(1, 0), (2, 0), (3, 3)])
def test_fewer_than_three_answers_are_withheld(count: int, shown: int) -> None:
    found = pack(answers(["0.1", "0.2", "0.3"][:count]))
    assert (found.questions[0].count, len(found.questions[0].answers)) == (count, shown)
    document = json.loads(write_pack(found))
    assert document["questions"][0]["withheld"] == (shown == 0)
    assert ("0.1" in write_pack(found).decode()) == (shown > 0)
    page = own_page(found, "E00", {}, ASKED[:1], {}).decode()
    assert ("withheld" in page) == (shown == 0)


def test_only_the_rounds_up_to_this_one_and_the_latest_answers_count() -> None:
    later = [
        *answers(["0.1", "0.2", "0.3"]),
        dataclasses.replace(rain("0.4", "E00"), seq=2),
        rain("0.9", "E01", number=2),
    ]
    assert [a.estimates["yes"].best for a in pack(later).questions[0].answers] == [
        Decimal("0.4"),
        Decimal("0.3"),
        Decimal("0.2"),
    ]


def test_names_are_taken_out_of_reasons() -> None:
    named = [
        dataclasses.replace(
            one,
            judgements=(
                dataclasses.replace(one.judgements[0], reason="Jane Doe saw it, as did JANE."),
            ),
        )
        for one in answers(["0.1", "0.2", "0.3"])
    ]
    text = write_pack(pack(named, people=[JANE])).decode()
    assert "[name removed] saw it, as did [name removed]." in text
    assert "Jane" not in text
    assert "JANE" not in text


@pytest.mark.parametrize("reason", [LEVELLED, SWAPPED, SCALED])
def test_what_the_program_said_for_an_expert_is_no_argument(reason: str) -> None:
    given = [
        dataclasses.replace(
            one, judgements=tuple(dataclasses.replace(j, reason=said) for j in one.judgements)
        )
        for one, said in zip(answers(["0.1", "0.2", "0.3"]), ("", reason, "The sky."), strict=True)
    ]
    assert {a.reason for a in pack(given).questions[0].answers} == {"", "The sky."}


def test_the_page_of_one_expert_has_the_own_answer_beside_the_groups() -> None:
    responses = [response("E01"), rain("0.1", "E02"), rain("0.45", "E03")]
    own = standing_judgements(responses)["E01"]
    page = own_page(pack(responses), "E01", own, ASKED, {"rain": "Rain in the valley"}).decode()
    assert "- yes: you 30 % (20 to 40); the group 10 to 45, median 30" in page
    assert "Your reason: a dry month" in page
    assert "| 90 % | 10 % | seen the sky |" in page
    assert "- number: you 0.25\n" in page
    assert "## Rain in the valley\n\nIn the form: `rain[]`.\n" in page
    assert "flood" not in page
    assert "E02" not in page


def test_what_an_expert_saw_is_recorded_with_the_next_answer(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    done(study, "round", "open", 1)
    for expert, wet in zip(EXPERTS, (20, 30, 45, 60), strict=True):
        submit(study, expert, 1, wet, "clouds")
    assert "round 1 is not closed: feedback would reach answers still to come." in refused(
        study, "feedback", "--round", 1
    )
    assert "there is no round 4" in refused(study, "feedback", "--round", 4)
    done(study, "round", "close", 1)
    said = done(study, "feedback", "--round", 1)
    files = list((study / "feedback").iterdir())
    assert len(files) == 1
    shown = sha256_of(files[0].read_bytes())
    assert f"The pack's hash is {shown[:4]} {shown[4:8]} {shown[8:12]}." in said
    assert "Weather: wet 4 20 % 37.5 % 60 %" in said
    assert {path.stem for path in (study / "private/feedback/r1").iterdir()} == {*EXPERTS}
    done(study, "feedback", "--round", 1)  # the same again is not recorded twice
    entries, _ = read_ledger((study / "ledger.jsonl").read_bytes())
    assert [e.sha256 for e in entries if e.type == "feedback"] == [shown]
    done(study, "round", "open", 2)
    submit(study, "E07", 2, 35)
    entries, _ = read_ledger((study / "ledger.jsonl").read_bytes())
    seen = []
    for entry in entries:
        if entry.type == "submission":
            found, _ = read_response((study / entry.path).read_bytes(), file="")
            assert found is not None
            seen.append(found.seen_feedback)
    assert seen == ["", "", "", "", shown]
    files[0].write_bytes(files[0].read_bytes().replace(b"clouds", b"clouts", 1))
    assert f"feedback/{files[0].name}: the file was changed" in refused(study, "verify")
