"""A workbook that unpacks to far more than a form is refused before it is built in memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from openpyxl import Workbook

from bayesnet.messages.terminal import terminal
from elicitation.intake import filled_workbook, unpacked
from elicitation.intake.filled_workbook import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
ROW = ["question", "component", "best"]


def workbook(rows: str = "", after: str = "", encoding: str = "utf-8") -> bytes:
    """Return a small form with more rows put behind its own, and more behind these."""
    made = Workbook()
    made.active.append(ROW)
    made.active.append(["rain[]", "no", 0.7])
    whole, changed = io.BytesIO(), io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == SHEET:
                text = content.decode().replace("</sheetData>", f"{rows}</sheetData>{after}")
                text = text.replace('<?xml version="1.0"?>', "")
                content = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
            new.writestr(part.filename, content)
    return changed.getvalue()


def refused_in_little_memory(content: bytes, why: str) -> None:
    tracemalloc.start()
    sheets, problems = read_workbook(content, file="f.xlsx", unit="probability")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sheets is None
    assert [terminal().parts(p)[0] for p in problems] == [why]
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "content",
    [
        workbook(f"<row>{'<c/>' * 1_000_000}</row>"),
        workbook(f"<row>{'<c/>' * 200_000}</row>", encoding="utf-16"),
        workbook("<row/>" * 110_000),
        workbook(f"<row><c><v>{'0' * 6_000_000}</v></c></row>"),
    ],
    ids=["cells", "other letters", "rows", "one long cell"],
)
def test_a_bomb_is_refused_before_it_is_opened(content, monkeypatch):
    def never(*_args, **_settings):
        raise AssertionError("opened")

    monkeypatch.setattr(openpyxl, "load_workbook", never)
    refused_in_little_memory(content, "the workbook is far larger than a form.")


@pytest.mark.parametrize(
    "content",
    [
        workbook('<row><c r="XFD9"><v>1</v></c></row>' * 100),
        workbook('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    ],
    ids=["wide", "deep"],
)
def test_cells_far_out_are_counted_while_they_are_read(content):
    refused_in_little_memory(content, "the workbook has far more cells than a form.")


def test_merged_cells_build_nothing():
    merged = '<mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>'
    sheets, problems = read_workbook(workbook(after=merged), file="f", unit="probability")
    assert sheets is not None, problems
    assert "rain[],no,0.7" in sheets.text


def test_a_size_that_the_file_says_wrongly_hides_no_row():
    content = workbook()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(b'ref="A1:C2"', b'ref="A1"'))
    sheets, _ = read_workbook(made.getvalue(), file="f", unit="probability")
    assert "rain[],no,0.7" in sheets.text


def test_forms_many_times_as_large_as_the_shipped_one_fit():
    """The form of 151 questions has 222,000 bytes, 5,300 elements and 2,200 cells."""
    assert unpacked.MAX_UNPACKED > 20 * 222_000
    assert unpacked.MAX_ELEMENTS > 15 * 5_300
    assert filled_workbook.MAX_CELLS > 50 * 2_200
