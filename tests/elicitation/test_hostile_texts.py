"""Texts and records that would harm those who read them later are not recorded, or not handed on."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal

import pytest

from bayesnet.errors import StudyError
from elicitation.record.responses import Estimate, Judgement, Response
from elicitation.record.roster import REMOVED, Person, names_in, without_names
from elicitation.spreadsheet import Column, Table, csv_bytes
from elicitation.store import recording
from elicitation.study import clock, open_record
from tests.elicitation.workshop import begin, done, refused, submit

LONG = "x" * 10_001


@pytest.fixture
def folder(tmp_path):
    return begin(tmp_path / "study")


def response(*judgements, reason=""):
    return Response(
        study="umbrella",
        model_sha256="0" * 64,
        expert="E03",
        round=1,
        unit="probability",
        illustrative=False,
        judgements=judgements,
        reason=reason,
    )


def judgement(key="weather[]", reason=""):
    half = Estimate(best=Decimal("0.5"))
    return Judgement(question=key, answers={"dry": half, "wet": half}, reason=reason)


@pytest.mark.parametrize(
    "words",
    [
        ("abstain", "E03", "mood", "--reason", LONG),
        ("absent", "E03", "--round", 1, "--reason", LONG),
        ("dissent", "--expert", "E03", LONG),
    ],
    ids=lambda words: words[0],
)
def test_no_free_text_is_endless(folder, words):
    submit(folder, "E07", 1, 20)
    before = (folder / "ledger.jsonl").read_bytes()
    assert "is longer than 10000 characters; nothing was recorded." in refused(folder, *words)
    assert (folder / "ledger.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "bad",
    [
        response(judgement(reason=LONG)),
        response(judgement(), reason=LONG),
        response(judgement(), judgement()),  # which no reader takes: a question answered twice
    ],
    ids=["long reason of an answer", "long reason of all", "a question twice"],
)
def test_what_could_not_be_read_again_is_not_recorded(folder, bad):
    with pytest.raises(StudyError):
        recording.submit(folder, bad, now=clock)
    submit(folder, "E07", 1, 20)
    assert len(open_record(folder).responses) == 1


def test_a_ledger_that_could_not_be_read_again_is_not_written(folder, monkeypatch):
    submit(folder, "E07", 1, 20)
    before = (folder / "ledger.jsonl").read_bytes()
    monkeypatch.setattr(recording, "MAX_BYTES", len(before) + 100)
    told = refused(folder, "dissent", "--expert", "E03", "The wind is left out.")
    assert "the ledger is full; nothing was recorded." in told
    assert (folder / "ledger.jsonl").read_bytes() == before


def test_no_cell_of_an_export_is_a_formula_and_every_sheet_can_be_read(folder, tmp_path):
    reason = '=HYPERLINK("http://x")\ufffe'
    for expert in ("E03", "E07", "E09"):
        submit(folder, expert, 1, 20, reason.replace('"', '""'))
    done(folder, "export-record", "--out", tmp_path / "out")
    text = (tmp_path / "out" / "judgements.csv").read_text("utf-8")
    reasons = {row["reason"] for row in csv.DictReader(io.StringIO(text))}
    assert any("HYPERLINK" in r for r in reasons)
    assert not any(r.startswith("=") for r in reasons)
    (book,) = (tmp_path / "out").glob("*.xlsx")
    with zipfile.ZipFile(book) as opened:
        assert b"HYPERLINK" in b"".join(opened.read(name) for name in opened.namelist())
    columns = [
        Column(name="n", kind="number", description=""),
        Column(name="t", kind="string", description=""),
    ]
    table = Table(name="t", title="", columns=tuple(columns), rows=(("-1", "-1"), ("2", "@x")))
    assert csv_bytes(table).decode() == "n,t\n-1,'-1\n2,'@x\n"


@pytest.mark.parametrize("name", ["Jane\u00ad Doe", "Ja\u200bne Doe", "J\u2060a\u2060n\u2060e Doe"])
def test_a_name_with_letters_that_nobody_sees_is_a_name(name):
    people = [Person(expert="E03", name="Jane Doe")]
    assert names_in(f"as {name} says", people)
    assert without_names(f"as {name} says", people) == f"as {REMOVED} says"
