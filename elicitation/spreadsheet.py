"""Write tables of texts for spreadsheets, as CSV and as a workbook: a text stays a text there.

Whatever it begins with, it is never a formula; and each column says what stands in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

CREATOR = "collective-resolve"
_WIDEST = 60  # characters
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
_MOST = 32_000  # characters that a cell of a workbook holds, less a few


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its name, its Frictionless type and what stands in it."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of texts."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table) -> bytes:
    """Return the table as CSV: UTF-8, commas, LF.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, as spreadsheets
    write it themselves; numbers are left alone.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    texts = [column.kind == "string" for column in table.columns]
    for row in table.rows:
        cells = zip(row, texts, strict=True)
        writer.writerow(f"'{c}" if text and c.startswith(_FORMULA) else c for c, text in cells)
    return stream.getvalue().encode()


def table_workbook(tables: Sequence[Table], *, at: dt.datetime) -> bytes:
    """Return a workbook with a sheet for each table; numbers are numbers in it.

    at: goes into the workbook's properties, where the moment of writing would else stand.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import
    from openpyxl.styles import Font  # noqa: PLC0415

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        sheet = workbook.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for index, column in enumerate(table.columns, start=1):
            put(sheet, 1, index, column.name).font = Font(bold=True)
            texts = [row[index - 1] for row in table.rows]
            width = max(map(len, [column.name, *texts]))
            letter = sheet.cell(1, index).column_letter
            sheet.column_dimensions[letter].width = min(width + 2, _WIDEST)
            for number, text in enumerate(texts, start=2):
                put(sheet, number, index, text, numeric=column.kind in ("number", "integer"))
        sheet.auto_filter.ref = sheet.dimensions
    return saved(workbook, at=at)


def put(sheet: Any, row: int, column: int, text: str, *, numeric: bool = False) -> Any:
    """Put a text or a number into a cell and return the cell; a text is never a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    cell = sheet.cell(row, column)
    if numeric and text:
        cell.value = float(text)
        return cell
    cell.value = _NO_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))[:_MOST] or None
    if cell.value is not None:
        cell.data_type = "s"
    return cell


def saved(workbook: Workbook, *, at: dt.datetime) -> bytes:
    """Return the workbook's bytes, its properties telling nobody's name."""
    workbook.properties.creator = CREATOR
    workbook.properties.created = at.replace(tzinfo=None)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
