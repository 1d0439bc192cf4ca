"""A workbook takes every kind of answer that a CSV form takes, and makes the same of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from elicitation.intake.filled_workbook import read_workbook
from elicitation.intake.sheet import csv_form
from elicitation.intake.workbook import Occasion, form_workbook
from elicitation.study import clock
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.elicitation.test_asking import REPLIES, TYPES, by_form, filled, study, typed_plan

OCCASION = Occasion(
    study="umbrella",
    title="Umbrella",
    question="Take it?",
    notice="",
    expert="E01",
    number=1,
    unit="probability",
    model_sha256="",
    labels={},
)


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_by_workbook_equals_the_csv(type_: str, tmp_path: Path) -> None:
    opened = study(tmp_path, typed_plan(type_), MODEL, SCENARIOS)
    _, cells = REPLIES[type_]
    text = csv_form(opened.asked(), "probability")
    book = load_workbook(
        io.BytesIO(form_workbook(text, opened.questions_to("E01"), OCCASION, at=clock()))
    )
    last = {(q.key, q.parameter.components[-1]) for q in opened.asked()}
    for sheet in book.worksheets[1:-1]:
        names = {cell.value: cell.column_letter for cell in sheet[2]}
        for name, letter in names.items():  # every heading is read whole
            assert sheet.column_dimensions[letter].width > len(name)
        for row in range(3, sheet.max_row + 1):
            if (sheet[f"{names['question']}{row}"].value, _component(sheet, names, row)) in last:
                for name, typed in cells.items():
                    cell = sheet[f"{names[name]}{row}"]
                    assert not cell.protection.locked
                    cell.value = typed if name == "word" else float(typed)
    out = io.BytesIO()
    book.save(out)
    sheets, problems = read_workbook(out.getvalue(), file="f.xlsx", unit="probability")
    assert sheets is not None, problems
    by_book = {j.question: j for j in by_form(opened, sheets.text, "f.xlsx")}
    by_csv = {j.question: j for j in by_form(opened, filled(text, cells, opened), "f.csv")}
    assert {key: j.answers for key, j in by_book.items()} == {
        key: j.answers for key, j in by_csv.items()
    }
    assert {j.typed.kind for j in by_book.values()} == {type_}


def _component(sheet, names, row):
    return sheet[f"{names['component']}{row}"].value
