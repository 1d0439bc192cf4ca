"""Print tables and notes to the terminal, or the same content as CSV, JSON or Markdown."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from bayesnet.answers.provenance import Provenance
from bayesnet.rounding import written

if TYPE_CHECKING:
    import pandas as pd

PIPED_WIDTH = 118
"""Columns of a table that is not printed to a terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table made for reading: rounded texts.

    heads: of the columns; rows: their cells. right: indexes of columns aligned right.
    above: lines printed before the table; below: after it.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    footer: Sequence[str] = field(default=())


def probability(value: float) -> str:
    """Return a probability to three digits."""
    return written(value, 3)


def change(value: float) -> str:
    """Return a signed change to three digits; what rounds to nothing has no sign."""
    return written(value, 3, signed=True)


def span(values: Sequence[float], signed: bool = False) -> str:
    """Return the lowest and highest of some values."""
    shown = change if signed else probability
    low, high = shown(min(values)), shown(max(values))
    return low if low == high else f"{low} to {high}"


def below(provenance: Provenance, notice: str) -> list[str]:
    """Return the lines that every printed answer ends with: where it comes from, and the notice."""
    lines = [f"From {provenance.line()}."]
    if provenance.illustrative:
        lines.append(f"ILLUSTRATIVE. {notice}")
    return lines


def show(sheet: Sheet) -> None:
    """Print a sheet to the terminal."""
    from rich.console import Console  # noqa: PLC0415 - other formats do not need it
    from rich.table import Table  # noqa: PLC0415

    console = Console(
        highlight=False, markup=False, width=None if sys.stdout.isatty() else PIPED_WIDTH
    )
    for line in sheet.above:
        console.print(line, soft_wrap=False)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, head in enumerate(sheet.heads):
        # fold: a name is never cut
        table.add_column(head, justify="right" if index in sheet.right else "left", overflow="fold")
    for row in sheet.rows:
        table.add_row(*row)
    console.print()
    console.print(table)
    if sheet.below or sheet.footer:
        console.print()
    for line in (*sheet.below, *sheet.footer):
        console.print(line)


def show_markdown(sheet: Sheet) -> None:
    """Print a sheet as a Markdown table with its lines around it."""

    def cells(row: Sequence[str]) -> str:
        escaped = [cell.replace("|", "\\|").replace("\n", " ") for cell in row]
        return f"| {' | '.join(escaped)} |"

    rule = ["---:" if i in sheet.right else "---" for i in range(len(sheet.heads))]
    for line in sheet.above:
        click.echo(f"{line}\n")
    for row in (sheet.heads, rule, *sheet.rows):
        click.echo(cells(row))
    for line in (*sheet.below, *sheet.footer):
        click.echo(f"\n{line}")


def show_csv(frame: pd.DataFrame, provenance: Provenance) -> None:
    """Print unrounded rows as CSV; the provenance stands in columns, so that it travels along.

    A column of the answer that is called like one of the provenance, as that of a node ``study``,
    keeps its name, and the provenance's is then ``provenance_study``.
    """
    taken = {*frame.columns, *frame.index.names}
    told = frame.assign(
        **{f"provenance_{k}" if k in taken else k: v for k, v in provenance.document().items()}
    )
    click.echo(told.to_csv(lineterminator="\n"), nl=False)


def show_json(
    frame: pd.DataFrame, provenance: Provenance, rest: Mapping[str, object] | None = None
) -> None:
    """Print unrounded rows, the provenance and what else belongs to the answer as JSON."""
    document = {
        "rows": records(frame),
        "provenance": provenance.document(),
        **(rest or {}),
    }
    click.echo(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows with every digit, however small a number is; what is no number is None.

    pandas' own writer cuts numbers after 15 digits behind the point.
    """
    rows = frame.reset_index().astype(object).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    """Return a value as JSON knows it."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return value


def show_frame(form: str, sheet: Sheet, frame: Callable[[], pd.DataFrame]) -> None:
    """Print what was recorded, which is no answer and has no provenance, in the form asked for."""
    if form == "csv":
        click.echo(frame().to_csv(lineterminator="\n"), nl=False)
    elif form == "json":
        document = {"rows": records(frame())}
        click.echo(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
    elif form == "markdown":
        show_markdown(sheet)
    else:
        show(sheet)


def publish(
    form: str,
    sheet: Sheet,
    frame: pd.DataFrame | None,
    provenance: Provenance,
    rest: Mapping[str, object] | None = None,
) -> None:
    """Print an answer in the form asked for; ``frame`` may be None for table and markdown."""
    if form == "markdown":
        show_markdown(sheet)
    elif form == "csv" and frame is not None:
        show_csv(frame, provenance)
    elif form == "json" and frame is not None:
        show_json(frame, provenance, rest)
    else:
        show(sheet)
