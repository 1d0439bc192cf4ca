"""Put whole conditional tables into spreadsheets and take them back: a row for each case.

The first columns name a state of each parent; then a column for each state of the node, headed
``node=state``, holds its probability.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import ROUGH, ROUNDED
from bayesnet.interchange.diagram import Array, Chance, Diagram, Name, State
from bayesnet.interchange.draft import Findings
from bayesnet.messages.facts import Node, items

if TYPE_CHECKING:
    import pandas as pd

States: TypeAlias = Mapping[Name, tuple[State, ...]]
MOST_UNPACKED = 50_000_000
LONGEST_NAME = 31
"""Of a sheet."""


def heads(node: Chance) -> list[str]:
    """Return the head of each column."""
    return [*node.parents, *(f"{node.name}={state}" for state in node.states)]


def cpt_frame(node: Chance, states: States) -> pd.DataFrame:
    """Return the table with a row for each case of the parents, the last parent fastest."""
    import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

    cases = list(itertools.product(*(states[parent] for parent in node.parents)))
    rows = node.table.reshape(-1, len(node.states)).tolist()
    return pd.DataFrame(
        [[*case, *row] for case, row in zip(cases, rows, strict=True)], columns=heads(node)
    )


def cpt_of_frame(
    frame: pd.DataFrame, node: Chance, states: States
) -> tuple[Array | None, tuple[Problem, ...]]:
    """Return the table in a frame and all problems; rows and columns in any order."""
    cells = [[str(head) for head in frame.columns], *frame.astype(object).to_numpy().tolist()]
    return _table(cells, node, states, Findings(file="frame"))


def csv_text(node: Chance, states: States) -> str:
    """Return the table as CSV; numbers are written so that reading gives the same ones."""
    return str(cpt_frame(node, states).to_csv(index=False, lineterminator="\n"))


def read_csv(
    text: str, node: Chance, states: States, file: str
) -> tuple[Array | None, tuple[Problem, ...]]:
    """Return the table of a CSV text and all problems; commas or semicolons, 0.5 or 0,5."""
    found = Findings(file=file)
    try:
        commas, semicolons = (
            list(csv.reader(io.StringIO(text), delimiter=between)) for between in ",;"
        )
    except csv.Error as error:
        found.error("", "file.not-csv", error=str(error))
        return None, tuple(found.problems)
    first = set(map(_text, semicolons[0] if semicolons else []))
    return _table(semicolons if first.issuperset(heads(node)) else commas, node, states, found)


def workbook(nodes: Sequence[Chance], states: States) -> bytes:
    """Return an XLSX workbook with a sheet for each table, in their order."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    book = Workbook()
    book.remove(book.worksheets[0])
    for number, node in enumerate(nodes, start=1):
        clean = "".join("_" if c in "[]:*?/\\'" or c < " " else c for c in node.name)
        sheet = book.create_sheet(f"{number} {clean}"[:LONGEST_NAME].strip())
        sheet.freeze_panes = "A2"
        frame = cpt_frame(node, states)
        for row, values in enumerate([heads(node), *frame.to_numpy().tolist()], start=1):
            for column, value in enumerate(values, start=1):
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_workbook(
    content: bytes, nodes: Sequence[Chance], states: States, file: str
) -> tuple[Mapping[Name, Array], tuple[Problem, ...]]:
    """Return the tables of a workbook by node, and all problems.

    A sheet belongs to the node that its heads name; a sheet of no node is a note.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    found = Findings(file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MOST_UNPACKED:
            found.error("", "file.workbook-too-large-when-unpacked")
            return {}, tuple(found.problems)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in book.worksheets
        }
    except Exception as error:
        found.error("", "file.no-workbook", kind=type(error).__name__)
        return {}, tuple(found.problems)
    tables: dict[Name, Array] = {}
    for title, cells in sheets.items():
        top = {str(cell) for cell in (cells[0] if cells else []) if cell is not None}
        node = next((n for n in nodes if set(heads(n)) == top), None)
        if node is None:
            found.note(f"sheet '{title}'", "file.heads-those-no-node-passed")
            continue
        own = Findings(file=f"{file}: sheet '{title}'")
        table, problems = _table(cells, node, states, own)
        found.problems += problems
        if table is not None:
            tables[node.name] = table
    return tables, tuple(found.problems)


def _table(
    cells: Sequence[Sequence[object]], node: Chance, states: States, found: Findings
) -> tuple[Array | None, tuple[Problem, ...]]:
    top = [_text(cell) for cell in (cells[0] if cells else [])]
    wanted = heads(node)
    missing = [head for head in wanted if top.count(head) != 1]
    if missing:
        found.error("row 1", "file.no-column-several", missing=items(missing))
        return None, tuple(found.problems)
    at = [top.index(head) for head in wanted]
    values = np.full((*(len(states[p]) for p in node.parents), len(node.states)), np.nan)
    for number, line in enumerate(cells[1:], start=2):
        row = [line[i] if i < len(line) else None for i in at]
        if all(_text(cell) == "" for cell in row):
            continue
        _fill(row, number, values, node, states, found)
    empty = np.isnan(values).any(axis=-1)
    if empty.any() and not found.problems:
        first = np.unravel_index(int(empty.argmax()), empty.shape)
        case = items(f"{p}={states[p][i]}" for p, i in zip(node.parents, first, strict=True))
        others = int(empty.sum()) - 1
        code = "file.rows-missing" if others else "file.row-missing"
        found.error("", code, case=case if node.parents else Node(node.name), others=others)
    if any(problem.severity == "error" for problem in found.problems):
        return None, tuple(found.problems)
    return values / values.sum(axis=-1, keepdims=True), tuple(found.problems)


def _fill(
    row: Sequence[object], number: int, values: Array, node: Chance, states: States, found: Findings
) -> None:
    """Put one row where it belongs, or say what is wrong with it."""
    place = f"row {number}"
    cell = []
    for parent, entry in zip(node.parents, row, strict=False):
        if _text(entry) not in states[parent]:
            found.error(place, "file.no-state-in-cell", parent=Node(parent), entry=_text(entry))
            return
        cell.append(states[parent].index(_text(entry)))
    try:
        numbers = [_number(entry) for entry in row[len(node.parents) :]]
    except ValueError as error:
        found.error(place, "file.no-probability", error=str(error))
        return
    total = sum(numbers)
    if not all(0 <= p <= 1 for p in numbers) or abs(total - 1) > ROUGH:
        found.error(place, "file.no-distribution", total=total)
    elif not np.isnan(values[tuple(cell)]).any():
        found.error(place, "file.row-case-twice")
    else:
        if abs(total - 1) > ROUNDED:
            found.note(place, "file.probabilities-sum-scaled", total=total)
        values[tuple(cell)] = numbers


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _number(cell: object) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = _text(cell)
    try:
        return float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is not a number") from None


def with_tables(diagram: Diagram, tables: Mapping[Name, Array]) -> Diagram:
    """Return the diagram with other tables for some nodes; their noisy-MAX is one no longer."""
    nodes = dict(diagram.nodes)
    for name, table in tables.items():
        nodes[name] = dataclasses.replace(
            diagram.chance[name], table=table, noisy=None, blank=False
        )
    return dataclasses.replace(diagram, nodes=nodes)
