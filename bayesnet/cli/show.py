"""Print tables and notes to the terminal, or the same content as CSV, JSON or Markdown."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from bayesnet.answers.provenance import Provenance
from bayesnet.renderers import csv_text, json_text, markdown
from bayesnet.table import ResultTable

if TYPE_CHECKING:
    import pandas as pd

PIPED_WIDTH = 118
"""Columns of a table that is not printed to a terminal."""


def show(table: ResultTable) -> None:
    """Print a table to the terminal."""
    from rich.console import Console  # noqa: PLC0415 - other formats do not need it
    from rich.table import Table  # noqa: PLC0415

    console = Console(
        highlight=False, markup=False, width=None if sys.stdout.isatty() else PIPED_WIDTH
    )
    for line in table.above:
        console.print(line, soft_wrap=False)
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, head in enumerate(table.heads):
        # fold: a name is never cut
        grid.add_column(head, justify="right" if index in table.right else "left", overflow="fold")
    for row in table.texts():
        grid.add_row(*row)
    console.print()
    console.print(grid)
    if table.below:
        console.print()
    for line in table.below:
        console.print(line)


def publish(
    form: str,
    tables: ResultTable | Sequence[ResultTable],
    frame: Callable[[], pd.DataFrame],
    origin: Provenance | None = None,
    notice: str | None = None,
    rest: Mapping[str, object] | None = None,
) -> None:
    """Print an answer in the form asked for.

    frame: the rows for machines. origin: where it comes from, said below the last table with the
    notice of placeholders, unless that is None. rest: what JSON holds beside the rows.
    """
    if form == "csv":
        click.echo(csv_text(frame(), origin), nl=False)
        return
    if form == "json":
        click.echo(json_text(frame(), origin, rest))
        return
    *first, last = [tables] if isinstance(tables, ResultTable) else tables
    for number, table in enumerate((*first, with_origin(last, origin, notice))):
        if number:
            click.echo()
        if form == "markdown":
            click.echo(markdown(table))
        else:
            show(table)


def with_origin(table: ResultTable, origin: Provenance | None, notice: str | None) -> ResultTable:
    """Return a table that ends with where it comes from, and the notice of placeholders."""
    if origin is None or notice is None:
        return table
    lines = [f"From {origin.line()}.", *([f"ILLUSTRATIVE. {notice}"] * origin.illustrative)]
    return dataclasses.replace(table, below=[*table.below, *lines])
