"""A table as a grid: a row for each combination of the parents' states, its sum, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from math import prod
from typing import Any

from bayesnet.cpds.parameter import TOLERANCE, Cpd
from bayesnet.edits.tables import SetRows
from bayesnet.edits.values import SetValueRows
from bayesnet.errors import StudyError, unplaced
from bayesnet.rounding import written
from bayesnet.study.model import InfluenceDiagram, Name
from elicitation.workshop.modelling.fields import Fields

MOST_ROWS = 200
"""Rows that a page shows; a larger table asks too much of experts, too."""
DIGITS = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row. when: labels of the parents' states; cells: as they were typed, empty for none.

    total: their sum as text, empty where there is none; left: what is missing to 1, empty for none.
    """

    when: tuple[str, ...]
    cells: tuple[str, ...]
    total: str
    left: str

    @property
    def whole(self) -> bool:
        """Return whether it is a distribution."""
        return bool(self.total) and not self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. parents, states: labels of its columns; count: of all its rows."""

    parents: tuple[str, ...]
    states: tuple[str, ...]
    rows: tuple[GridRow, ...]
    count: int

    @property
    def cut(self) -> bool:
        """Return whether it has more rows than a page shows."""
        return self.count > len(self.rows)

    @property
    def open(self) -> int:
        """Return how many of the rows that are shown are no distribution yet."""
        return sum(not row.whole for row in self.rows)


def grid_of(diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]) -> Grid:
    """Return the grid of a full table as it is written."""
    known = {tuple(row.get("when", ())): row.get("p", ()) for row in cpt.get("rows", ())}
    cells = {when: tuple(map(_cell, p)) for when, p in known.items()}
    return _grid(diagram, name, cells)


def made_grid(diagram: InfluenceDiagram, cpd: Cpd) -> Grid:
    """Return what the numbers of another method make: the table, read only."""
    name = cpd.domain.child
    table = cpd.table(cpd.placeholder).reshape(-1, len(cpd.domain.states))
    cells = {
        when: tuple(written(value, 3) for value in row)
        for when, row in zip(islice(cpd.domain.configurations(), MOST_ROWS), table, strict=False)
    }
    return _grid(diagram, name, cells)


def _grid(
    diagram: InfluenceDiagram, name: Name, cells: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Grid:
    parents = diagram.chance[name].parents
    states = diagram.chance[name].states
    rows = []
    for when in islice(combinations(diagram, parents), MOST_ROWS):
        typed = (*cells.get(when, ()), *([""] * len(states)))[: len(states)]
        labels = map(diagram.state_label, parents, when)
        rows.append(_row(tuple(labels), typed))
    return Grid(
        parents=tuple(diagram.labels[parent] for parent in parents),
        states=tuple(diagram.state_label(name, state) for state in states),
        rows=tuple(rows),
        count=prod(diagram.sizes[parent] for parent in parents),
    )


def combinations(diagram: InfluenceDiagram, parents: Sequence[Name]) -> product[tuple[str, ...]]:
    """Return the combinations of the parents' states, the last parent's changing fastest."""
    return product(*(diagram.states[parent] for parent in parents))


def worth_typed(fields: Fields, diagram: InfluenceDiagram, name: Name) -> SetValueRows:
    """Return the edit that the numbers of a value mean whose parents do not add up."""
    cases = islice(combinations(diagram, diagram.utilities[name].parents), MOST_ROWS)
    typed = {when: fields.number(f"worth-{index}") for index, when in enumerate(cases)}
    rows = {when: value for when, value in typed.items() if value is not None}
    return SetValueRows(name=name, rows=rows)


def _row(when: tuple[str, ...], cells: tuple[str, ...]) -> GridRow:
    if not all(cells):
        return GridRow(when=when, cells=cells, total="", left="")
    total = sum(map(Decimal, cells), Decimal(0))
    left = "" if abs(1 - total) <= max(TOLERANCE, len(cells) * DIGITS * 5) else _plain(1 - total)
    return GridRow(when=when, cells=cells, total=_plain(total), left=left)


def _cell(value: object) -> str:
    """Return a number as it was typed, empty for what is none."""
    number = Decimal(value) if type(value) is int else value
    return _plain(number) if isinstance(number, Decimal) and number.is_finite() else ""


def _plain(value: object) -> str:
    return format(Decimal(str(value)).normalize() + 0, "f")


def rows_typed(fields: Fields, diagram: InfluenceDiagram, name: Name) -> SetRows:
    """Return the edit that a filled-in grid means.

    One empty cell of a row gets what is left of it. With the field ``scaled`` every row that does
    not sum to 1 is scaled to it: whoever pressed that button has agreed. Raises StudyError for a
    row that is half empty.
    """
    rows: dict[tuple[str, ...], tuple[Decimal, ...]] = {}
    width, parents = len(diagram.chance[name].states), diagram.chance[name].parents
    for index, when in enumerate(islice(combinations(diagram, parents), MOST_ROWS)):
        if f"p-{index}-0" not in fields.values:
            continue
        cells = [fields.number(f"p-{index}-{column}") for column in range(width)]
        rows[when] = _filled(cells)
        if fields.maybe("scaled") and rows[when]:
            rows[when] = scaled(rows[when])
    return SetRows(name=name, rows=rows)


def _filled(cells: Sequence[Decimal | None]) -> tuple[Decimal, ...]:
    given = [cell for cell in cells if cell is not None]
    if not given:
        return ()
    left = 1 - sum(given, Decimal(0))
    empty = len(cells) - len(given)
    if empty > 1 or (empty and left < 0):
        raise StudyError([unplaced("editor.row-half-empty", empty=empty)])
    return tuple(left if cell is None else cell for cell in cells)


def scaled(row: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return a row scaled to sum to exactly 1; raises StudyError where it has no share at all."""
    total = sum(row, Decimal(0))
    if total <= 0 or min(row) < 0:
        raise StudyError([unplaced("editor.row-has-no-total")])
    if abs(total - 1) <= TOLERANCE:
        return tuple(row)
    shares = [(value / total).quantize(DIGITS) for value in row]
    largest = max(range(len(row)), key=row.__getitem__)
    shares[largest] += 1 - sum(shares, Decimal(0))
    return tuple(share.normalize() + 0 for share in shares)
