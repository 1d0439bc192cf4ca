"""What was recorded, and how two versions differ, in words."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from elicitation.questionnaire.question_words import quantity
from elicitation.record.frozen import Frozen, read_frozen
from elicitation.record.ledger import read_ledger
from elicitation.record.responses import Estimate
from elicitation.versions.history import difference, difference_frame, log, sentences
from tests.elicitation.small_records import frozen_study

TABLE = "hardliner_influence[response_style=threat_trading, internal_strain=severe]"


def frozen(number: int = 1, **experts: dict[str, Any]) -> Frozen:
    weight = (Decimal(1) / max(1, len(experts))).quantize(Decimal("1e-16"))
    return Frozen(
        number=number,
        study="s",
        illustrative=True,
        created_at="2026-11-23T10:00:00Z",
        reason="r",
        previous_sha256="",
        model_sha256="",
        elicitation_sha256="",
        pooling="linear",
        weights=dict.fromkeys(experts, weight),
        responses=(),
        experts=experts,
    )


def answer(**best: str) -> dict[str, Estimate]:
    return {name: Estimate(best=Decimal(number)) for name, number in best.items()}


def test_the_log(tmp_path: Path) -> None:
    entries, _ = read_ledger((frozen_study(tmp_path) / "ledger.jsonl").read_bytes())
    frame = log(entries).frame()
    assert list(frame.columns) == ["seq", "at", "type", "what", "hash"]
    assert list(frame["what"]) == [
        "the study began",
        "E01, round 1, submission 1: 5 answers",
        "E02, round 1, submission 1: 5 answers",
        "priors 0001: end of round",
        "E01, round 2, submission 1: 1 answer",
        "priors 0002: after discussion",
    ]
    assert list(frame["hash"]) == [entry.hash[:12] for entry in entries]


def test_a_raised_probability_is_said_once_in_words() -> None:
    before = frozen(1, spiral={TABLE: answer(low="0.30", high="0.70")})
    after = frozen(2, spiral={TABLE: answer(low="0.20", high="0.80")})
    assert sentences(difference(before, after)) == (
        "spiral raised P(hardliner_influence = high) when response_style is threat_trading and "
        "internal_strain is severe from 0.70 to 0.80.",
    )


def test_changes_are_told_largest_first() -> None:
    before = frozen(
        1,
        E1={"a[]": answer(x="0.5", y="0.5"), "n.spread": answer(value="0.2")},
        E2={"a[]": answer(x="0.5", y="0.5")},
    )
    after = frozen(
        2,
        E1={"a[]": answer(x="0.45", y="0.55"), "n.spread": answer(value="0.125")},
        E2={"a[]": answer(x="0.1", y="0.9"), "b[]": answer(x="1", y="0")},
    )
    found = difference(before, after)
    assert sentences(found) == (
        "E2 lowered P(a = x) from 0.50 to 0.10.",
        "E1 lowered the spread of n from 0.20 to 0.125.",
        "E1 lowered P(a = x) from 0.50 to 0.45.",
        "E2 answered b[].",
    )
    frame = difference_frame(found)
    assert list(frame["size"]) == sorted(frame["size"], reverse=True)
    assert frame.loc[0, "best_before"] == 0.5
    assert list(frame.columns) == [
        "expert",
        "question",
        "component",
        "low_before",
        "best_before",
        "high_before",
        "low_after",
        "best_after",
        "high_after",
        "size",
    ]


def test_who_came_and_went_and_what_it_did_to_the_weights() -> None:
    same = {"a[]": answer(x="0.5", y="0.5")}
    found = difference(frozen(1, E1=same, E2=same, E3=same), frozen(2, E1=same, E2=same))
    assert sentences(found) == (
        "E3 is no longer in it.",
        "Each expert's weight went from 0.3333 to 0.5000.",
    )
    found = difference(frozen(1, E1=same), frozen(2, E1=same, E2=same))
    assert sentences(found) == (
        "E2 was added.",
        "The weight of E1 went from 1.0000 to 0.5000.",
    )


def test_a_changed_range_is_told_though_the_best_value_stands() -> None:
    narrow = Estimate(best=Decimal("0.5"), low=Decimal("0.4"), high=Decimal("0.6"))
    before = frozen(1, E1={"a[]": {"x": narrow, "y": Estimate(best=Decimal("0.5"))}})
    after = frozen(2, E1={"a[]": answer(x="0.5", y="0.5")})
    assert sentences(difference(before, after)) == (
        "E1 changed the range of P(a = x) from 0.40–0.60 to none.",
    )


def test_numbers_nobody_gave_are_no_change() -> None:
    before = frozen(1, E1={"a[]": answer(x="0.5", y="0.5")})
    after = frozen(2, E1={"a[]": answer(x="0.5", y="0.5"), "b[]": answer(x="0.1", y="0.9")})
    filled = dataclasses.replace(after, not_asked={"E1": ("b[]",)})
    assert sentences(difference(before, filled)) == ("Versions 1 and 2 hold the same answers.",)


def test_frozen_files_are_compared(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    versions = []
    for number in (1, 2):
        content = (tmp_path / f"priors/{number:04d}.json").read_bytes()
        versions.append(read_frozen(content, file="p")[0])
    before, after = versions
    assert before is not None
    assert after is not None
    assert sentences(difference(before, after)) == ("E01 lowered P(rain = no) from 0.70 to 0.55.",)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("rain[]", "P(rain = s)"),
        ("flood[rain=yes]", "P(flood = s) when rain is yes"),
        ("f[a=1, b=2, c=3]", "P(f = s) when a is 1, b is 2 and c is 3"),
        ("m.leak", "P(m = s) when no cause is at work"),
        ("m.link[a=bad]", "P(m = s) when only a is bad"),
        ("m.weight[a]", "the weight of a in m"),
        ("m.spread", "the spread of m"),
        ("what is this]", "s of what is this]"),
    ],
)
def test_keys_in_words(key: str, words: str) -> None:
    assert quantity(key, "s") == words


def test_an_effect_is_told_with_its_move() -> None:
    before = frozen(1, E03={"a[]": answer(x="0.2", y="0.8")})
    after = frozen(2, E03={"a[]": answer(x="0.35", y="0.65")})
    found = difference(before, after)
    assert sentences(found, {("E03", "a[]"): "P(miscalculation) +.012"}) == (
        "E03 raised P(a = x) from 0.20 to 0.35: P(miscalculation) +.012.",
    )
