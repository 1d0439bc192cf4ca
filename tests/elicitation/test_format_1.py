"""A study of the first format version stays readable: it was made once, and is never made again."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.record.ledger import read_ledger, sha256_of
from elicitation.record.records import read_response

KEPT = Path(__file__).parent / "format_1"
LEDGER_SHA256 = "77a69ea87ae7cbe1fae926f3fe760f256e985eab081de48cdc53a14fc09e42e8"


def resolve(*words: object) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def study(tmp_path: Path) -> Path:
    shutil.copytree(KEPT, tmp_path / "study")
    return tmp_path / "study"


def test_the_kept_study_is_the_one_that_was_made_then() -> None:
    assert sha256_of((KEPT / "ledger.jsonl").read_bytes()) == LEDGER_SHA256


def test_every_recorded_file_is_read_as_it_was_meant() -> None:
    entries, problems = read_ledger((KEPT / "ledger.jsonl").read_bytes())
    assert problems == ()
    assert [entry.type for entry in entries] == [
        "study",
        "submission",
        "submission",
        "submission",
        "priors",
        "submission",
        "priors",
    ]
    first, second = (
        read_response((KEPT / entries[line].path).read_bytes(), file="")[0] for line in (1, 5)
    )
    assert first is not None
    assert second is not None
    assert (first.expert, first.round, first.unit, first.entered_by) == (
        "E01",
        1,
        "percent",
        "expert",
    )
    assert first.judgements[0].reason == "a dry month"
    assert first.judgements[0].answers["wet"].low == Decimal("20")
    assert first.judgements[2].answers["sun"].best == Decimal("30.5")
    assert (second.round, second.unit, second.supersedes) == (2, "probability", "")
    assert second.judgements[0].answers["dry"].best == Decimal("0.60")


def test_the_study_verifies_answers_and_tells_its_history(study: Path) -> None:
    assert "All is as recorded: 4 submissions, 2 priors versions." in resolve(
        "verify", "--study", study
    )
    assert "priors 0002: after discussion" in " ".join(resolve("log", "--study", study).split())
    assert "E01 lowered P(weather = dry) from 0.70 to 0.60" in resolve(
        "diff", 1, 2, "--study", study
    )
    assert "priors 0001" in resolve("whatif", "covered", "--priors", 1, "--study", study)
    assert "priors 0002" in resolve("whatif", "covered", "--study", study)


def test_the_study_and_its_forms_are_worked_with_as_before(study: Path) -> None:
    form = study / "forms" / "E01.csv"
    resolve("submit", form, "--expert", "E01", "--round", 2, "--study", study)
    resolve("freeze", "--reason", "first thoughts again", "--study", study)
    assert "E01 raised P(weather = dry) from 0.60 to 0.70" in resolve(
        "diff", 2, 3, "--study", study
    )
    assert "5 submissions, 3 priors versions" in resolve("verify", "--study", study)
