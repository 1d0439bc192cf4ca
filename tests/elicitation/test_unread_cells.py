"""Every filled cell of a form is read, or is named with its sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from elicitation.intake.unread_cells import Cell, ranges
from tests.elicitation.test_workbook import out, put, responses, typed, words
from tests.elicitation.workshop import begin, done, form, refused, resolve

FULL = Cell(value=1, number_format="", formula=False)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return begin(tmp_path / "study")


@pytest.fixture
def book(study: Path) -> Path:
    made = out(study)
    typed(made, form(30))
    return made


def test_a_sheet_whose_heading_is_renamed_is_named_with_its_cells(study: Path, book: Path) -> None:
    put(book, {"mood!H2": "Frage"})
    said = refused(study, *words(book))
    assert "E07.xlsx: mood: the sheet has no heading 'question', so nothing on it is read: " in said
    assert "so nothing on it is read: A1, A2:H2, A3:B7, H3:H6, D7:D14, " in said
    assert "Write 'question' over the column with the questions' keys, or delete" in said


def test_a_sheet_without_its_heading_row_is_named(study: Path, book: Path) -> None:
    workbook = load_workbook(book)
    workbook["mood"].delete_rows(2)
    workbook.save(book)
    assert "E07.xlsx: mood: the sheet has no heading 'question'" in refused(study, *words(book))


def test_a_column_that_lost_its_heading_is_named(study: Path, book: Path) -> None:
    put(book, {"weather!C2": None})
    assert refused(study, *words(book)) == (
        "error: E07.xlsx: weather!C4: what stands outside the form's columns is not read. "
        "Move it under a heading of the form, or empty it."
    )


def test_a_number_beside_or_above_the_form_is_an_error_and_a_note_is_not(
    study: Path, book: Path
) -> None:
    put(book, {"weather!K3": "30 %", "weather!J4": "done on Monday"})
    said = refused(study, *words(book))
    assert "error: E07.xlsx: weather!K3: what stands outside" in said
    assert "note: E07.xlsx: weather!J4: what stands outside" in said
    put(book, {"weather!K3": None})
    result = resolve(study, *words(book))
    assert (result.exit_code, "weather!J4" in result.stderr) == (0, True)


def test_a_heading_that_is_there_twice_is_told(study: Path, book: Path) -> None:
    put(book, {"weather!C2": "best"})
    assert "E07.xlsx: weather!D2: a column is there twice." in refused(study, *words(book))


def test_an_unknown_heading_is_told_on_its_own_sheet(study: Path, book: Path) -> None:
    put(book, {"mood!C2": "lower"})
    assert "mood!C2: unknown column 'lower'; did you mean 'low'?" in refused(study, *words(book))


def test_notes_in_a_workbook_of_ones_own_are_told_and_numbers_refused(study: Path) -> None:
    workbook = Workbook()
    for row in (("question", "component", "best"), ("weather[]", "dry", 70), ("weather[]", "wet")):
        workbook.worksheets[0].append(row)
    notes = workbook.create_sheet("Notes")
    notes["B2"] = "asked on the phone"
    book = study.parent / "own.xlsx"
    workbook.save(book)
    assert "own.xlsx: Notes: the sheet has no heading 'question'" in done(study, *words(book))
    assert len(responses(study)) == 1
    notes["C2"] = 40
    workbook.save(book)
    assert "nothing on it is read: B2:C2." in refused(study, *words(book))


def test_a_column_of_a_csv_form_without_a_heading_is_told(study: Path) -> None:
    file = study.parent / "form.csv"
    file.write_text(
        "question,component,,best\nweather[],dry,65,70\nweather[],wet,,30\n", encoding="utf-8"
    )
    assert refused(study, "submit", file, "--expert", "E07", "--round", 1) == (
        "error: form.csv: line 2: cell 3 stands under no heading, so nothing reads it. "
        "Name the column in line 1, or empty the cell."
    )


@given(st.sets(st.tuples(st.integers(1, 9), st.sampled_from(["A", "B", "C", "Y", "Z", "AA"]))))
def test_ranges_name_each_cell_once(cells: set[tuple[int, str]]) -> None:
    letters = ["A", "B", "C", "Y", "Z", "AA"]
    columns = dict(zip(letters, (1, 2, 3, 25, 26, 27), strict=True))
    rows = {row: {at: FULL for at in letters if (row, at) in cells} for row in range(1, 10)}
    named = [
        (row, column)
        for left, top, right, bottom in map(range_boundaries, ranges(rows))
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(named) == sorted((row, columns[at]) for row, at in cells)
