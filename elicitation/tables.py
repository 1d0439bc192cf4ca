"""A table of texts that says what stands in each column, and its CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass


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
