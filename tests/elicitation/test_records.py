"""A response survives its file unchanged, and anything else in the file is refused."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.record.records import json_bytes, read_response, write_response
from elicitation.record.responses import Estimate, Judgement, is_expert_id, standing_judgements
from tests.elicitation.small_records import rain, response

RECORD = dataclasses.replace(response(), seq=1, entered_at="2026-11-23T10:00:00Z")
decimals = st.decimals(min_value=0, max_value=1, places=6)


def test_a_record_is_read_back_as_it_was() -> None:
    content = write_response(RECORD)
    assert read_response(content, file="r.json") == (RECORD, ())
    assert write_response(RECORD) == content
    assert content.endswith(b"}\n")
    assert b"\r" not in content
    document = json.loads(content)
    assert list(document) == sorted(document)
    assert document["judgements"][0]["answers"]["no"] == {
        "low": "0.6",
        "best": "0.70",
        "high": "0.8",
    }


@given(best=decimals, low=st.none() | decimals, reason=st.text(st.characters(codec="utf-8")))
def test_any_numbers_and_any_text_survive(best: Decimal, low: Decimal | None, reason: str) -> None:
    estimate = Estimate(best=best, low=low, high=low)
    judgement = Judgement(question="q[]", answers={"a": estimate}, reason=reason)
    record = dataclasses.replace(RECORD, judgements=(judgement,))
    again, problems = read_response(write_response(record), file="r.json")
    assert (again, problems) == (record, ())


def broken(**changes: Any) -> list[str]:
    document = {**json.loads(write_response(RECORD)), **changes}
    document = {key: value for key, value in document.items() if value is not ...}
    found, problems = read_response(json_bytes(document), file="r.json")
    assert found is None
    return [str(problem) for problem in problems]


HANDS_OFF = "Run 'resolve verify': a recorded file is never edited by hand."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"version": 3},
            "r.json: version: written by a newer version of the program (format 3, not 2). Update collective-resolve.",
        ),
        ({"version": 1}, f"r.json: the keys are not those of version 1. {HANDS_OFF}"),
        ({"reason": ...}, f"r.json: the keys are not those of version 2. {HANDS_OFF}"),
        ({"version": "1"}, f"r.json: version: there is no such version. {HANDS_OFF}"),
        (
            {"format": "other"},
            f"r.json: format: this is not a file of the kind 'collective-resolve/response'. {HANDS_OFF}",
        ),
        ({"mood": "good"}, f"r.json: mood: unknown key 'mood'. {HANDS_OFF}"),
        ({"expert": ...}, f"r.json: expert: this key is missing. {HANDS_OFF}"),
        ({"expert": "../E01"}, f"r.json: expert is not an expert's id. {HANDS_OFF}"),
        ({"round": "1"}, f"r.json: round is not int. {HANDS_OFF}"),
        ({"round": True}, f"r.json: round is not int. {HANDS_OFF}"),
        ({"seq": 0}, f"r.json: seq does not count from 1. {HANDS_OFF}"),
        ({"unit": "percents"}, f"r.json: unit is not a unit. {HANDS_OFF}"),
        ({"entered_by": "robot"}, f"r.json: entered_by is nobody it could be. {HANDS_OFF}"),
        ({"entered_at": "today"}, f"r.json: entered_at is not a time. {HANDS_OFF}"),
        (
            {"entered_at": "2026-02-30T10:00:00Z"},
            f"r.json: entered_at is not a time. {HANDS_OFF}",
        ),
        ({"judgements": {}}, f"r.json: judgements is not a list. {HANDS_OFF}"),
        (
            {"judgements": [{"question": "a", "answers": {"x": {"best": 0.5}}, "reason": ""}]},
            f"r.json: a: x: best is not a decimal in a text. {HANDS_OFF}",
        ),
        (
            {"judgements": [{"question": "a", "answers": {"x": {"best": "0,5"}}, "reason": ""}]},
            f"r.json: a: x: best is not a decimal in a text. {HANDS_OFF}",
        ),
        (
            {"judgements": [{"question": "a", "answers": {"x": {"low": "0"}}, "reason": ""}]},
            f"r.json: a: x has no best value. {HANDS_OFF}",
        ),
        (
            {"judgements": [{"question": "a", "answers": {}, "reason": ""}]},
            f"r.json: a has no answers. {HANDS_OFF}",
        ),
        (
            {"judgements": [{"question": "a"}]},
            f"r.json: an answer is not a question with answers and a reason. {HANDS_OFF}",
        ),
    ],
)
def test_each_thing_wrong_in_a_record_has_its_sentence(
    changes: dict[str, Any], sentence: str
) -> None:
    assert broken(**changes) == [sentence]


@pytest.mark.parametrize("content", [b"", b"\0", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_no_bytes_at_all_cause_a_crash(content: bytes) -> None:
    found, problems = read_response(content, file="r.json")
    assert found is None
    assert len(problems) == 1


@pytest.mark.parametrize("good", ["E07", "alignment_first", "a", "A" * 32, "x-1"])
def test_expert_ids(good: str) -> None:
    assert is_expert_id(good)


@pytest.mark.parametrize(
    "bad",
    ["", "7E", "../x", "a/b", "a\\b", "a.b", "é", "a b", "A" * 33, "NUL", "com1", "pool", "a\n"],
)
def test_ids_that_are_paths_devices_or_our_own_words_are_none(bad: str) -> None:
    assert not is_expert_id(bad)


def test_later_answers_stand_question_by_question_and_rounds_build_on_rounds() -> None:
    first = dataclasses.replace(response(), seq=1)
    second = dataclasses.replace(rain("0.20"), seq=2)
    later = dataclasses.replace(rain("0.45", number=2), seq=1)
    standing = standing_judgements([later, second, first])["E01"]
    assert standing["rain[]"].answers["yes"].best == Decimal("0.45")
    assert standing["flood[rain=yes]"].answers["yes"].best == Decimal("0.4")
    assert standing_judgements([second, first])["E01"]["rain[]"].answers["yes"].best == Decimal(
        "0.2"
    )


def test_percent_becomes_probability_exactly_and_plain_numbers_stay() -> None:
    record = dataclasses.replace(
        RECORD,
        unit="percent",
        judgements=(
            Judgement(
                question="rain[]",
                answers={
                    "no": Estimate(best=Decimal("70"), low=Decimal("60.5"), high=Decimal("80")),
                    "yes": Estimate(best=Decimal("30")),
                },
            ),
            Judgement(question="damage.spread", answers={"value": Estimate(best=Decimal("2"))}),
        ),
    )
    own = standing_judgements([record])["E01"]
    assert str(own["rain[]"].answers["no"].best) == "0.70"
    assert str(own["rain[]"].answers["no"].low) == "0.605"
    assert own["damage.spread"].answers["value"].best == 2
