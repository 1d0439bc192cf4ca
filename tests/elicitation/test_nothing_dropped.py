"""What is filled in counts, is refused by name, or is told of: over every way in."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bayesnet.errors import problem_at, warning_at
from bayesnet.messages.facts import items
from elicitation.intake.gathering import gathered
from elicitation.record.records import read_response
from elicitation.store.recording import snapshot
from elicitation.store.recording import submit as record
from elicitation.versions.verification import verify
from tests.elicitation.small_records import PARAMETERS, checked, clock, pool, rain, start
from tests.elicitation.workshop import begin, done, refused, resolve


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return begin(tmp_path / "study")


def newest(study: Path):
    path = max((study / "responses").rglob("*.json"))
    return read_response(path.read_bytes(), file=path.name)[0]


BESIDE = {
    "roulette": {"chips_20_30": "5", "chips_30_40": "5", "best": "60"},
    "quantiles": {"q5": "20", "q50": "30", "q95": "40", "best": "60"},
}


@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.parametrize("way", ["csv", "json", "xlsx"])
def test_a_number_beside_an_answer_of_another_type_is_refused_by_name(
    study: Path, kind: str, way: str
) -> None:
    cells = BESIDE[kind]
    file = study.parent / f"f.{way}"
    if way == "json":
        answers = {"dry": {}, "wet": cells}
        form = {
            "format": "collective-resolve/form",
            "version": 1,
            "unit": "percent",
            "judgements": [{"question": "weather[]", "reason": "", "answers": answers}],
        }
        file.write_text(json.dumps(form), "utf-8")
    else:
        head = ["question", "component", *cells]
        rows = [["weather[]", "dry", *[""] * len(cells)], ["weather[]", "wet", *cells.values()]]
        if way == "csv":
            file.write_text("\n".join(",".join(row) for row in [head, *rows]), "utf-8")
        else:
            book = Workbook()
            for row in [head, *rows]:
                book.active.append(
                    [float(c) if c.replace(".", "").isdigit() else c or None for c in row]
                )
            book.save(file)
    said = refused(study, "submit", file, "--expert", "E07", "--round", 1)
    assert f"'60' stands beside an answer by {kind}, so nothing reads it." in said
    assert not (study / "responses").exists()


def test_the_unit_that_is_said_holds_for_a_workbook_too(study: Path) -> None:
    file = study.parent / "f.xlsx"
    done(study, "form", "--expert", "E07", "--round", 1, "--out", file)
    book = load_workbook(file)
    sheet = book["weather"]
    heads = {}
    for row in sheet.iter_rows():
        if not heads and any(cell.value == "question" for cell in row):
            heads = {cell.value: cell.column for cell in row}
            first = row[0].row + 1
    for offset, share in enumerate((0.7, 0.3)):
        sheet.cell(first + offset, heads["best"]).value = share
    book.save(file)
    words = ("submit", file, "--expert", "E07", "--round", 1)
    assert "--unit probability" in refused(study, *words)
    done(study, *words, "--unit", "probability")
    response = newest(study)
    assert response.unit == "probability"
    assert [str(e.best) for e in response.judgements[0].answers.values()] == ["0.7", "0.3"]


def test_one_slip_made_throughout_is_said_once_with_every_place(study: Path) -> None:
    rows = ["question,component,best"]
    for key, states in {
        "weather[]": ("dry", "wet"),
        "forecast[weather=dry]": ("sun", "rain"),
        "forecast[weather=wet]": ("sun", "rain"),
        "mood[weather=dry, umbrella=leave]": ("bad", "good"),
        "mood[weather=dry, umbrella=take]": ("bad", "good"),
    }.items():
        rows += [f'"{key}",{state},0.5' for state in states]
    file = study.parent / "f.csv"
    file.write_text("\n".join(rows), "utf-8")
    result = resolve(study, "submit", file, "--expert", "E07", "--round", 1)
    assert result.exit_code == 2
    lines = [line for line in result.stderr.splitlines() if line.startswith("error")]
    assert len(lines) == 2
    said = " ".join(result.stderr.split())
    assert "did you mean probability?" in said
    assert "4 more of this kind: line 4, line 6, line 8, line 10." in said


def test_what_differs_in_more_than_a_number_is_said_on_its_own() -> None:
    alike = [problem_at("f", f"line {n}, q{n}", "form.number-below-0", n=n) for n in range(2, 7)]
    other = problem_at("f", "line 9", "form.no-number")
    warning = warning_at("f", "line 1", "form.number-below-0", n=2)
    first, rest, last, kept = gathered([*alike, other, warning])
    assert first == alike[0]
    assert rest.facts["count"] == 4
    assert rest.facts["places"] == items(["line 3", "line 4", "line 5", "line 6"])
    assert (last, kept) == (other, warning)
    assert gathered(alike[:3]) == tuple(alike[:3])


def test_a_clock_that_runs_backwards_is_noted_and_harms_nothing(tmp_path: Path) -> None:
    start(tmp_path)
    record(tmp_path, rain("0.3"), now=clock)
    assert checked(tmp_path).notes == ()
    record(tmp_path, rain("0.4"), now=lambda: clock() - dt.timedelta(days=2))
    found = verify(snapshot(tmp_path), parameters=PARAMETERS, pool=pool)
    assert found.problems == ()
    (note,) = found.notes
    assert "line 3 is of 2026-11-21T10:00:00Z, before line 2 of 2026-11-23T10:00:00Z" in str(note)
    assert note.code == "verify.clock-ran-backwards"


def test_the_form_says_what_the_ends_of_a_range_mean(study: Path) -> None:
    text = done(study, "form", "--expert", "E07", "--round", 1)
    assert "The truth should lie between the two in 9 of 10 such answers." in text
