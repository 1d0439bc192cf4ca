"""Run a command on a study that is in memory, and take apart what it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unittest import mock

from click.testing import CliRunner

from elicitation.cli import main

WIDE = 100_000
"""No line is broken: a sentence is one line, a row is one line."""


@dataclass(frozen=True)
class Printed:
    """What a command printed: its lines of words, and its tables as rows of cells by heading."""

    code: int
    lines: tuple[str, ...]
    tables: tuple[tuple[dict[str, str], ...], ...]
    output: str


def run(study, *words):
    """The answer to a command, as it is printed to a file."""
    with (
        mock.patch("bayesnet.cli.opened.open_study", lambda *_, **__: (study, ())),
        mock.patch("elicitation.cli.compare.open_study", lambda *_, **__: (study, ()), create=True),
        mock.patch("bayesnet.cli.show.PIPED_WIDTH", WIDE),
    ):
        done = CliRunner().invoke(main, [*map(str, words), "--format", "markdown"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    lines, tables = taken_apart(done.output)
    return Printed(code=done.exit_code, lines=lines, tables=tables, output=done.output)


def taken_apart(output):
    """Lines of words, and tables, of Markdown."""
    lines, tables, rows = [], [], []
    for line in [*output.splitlines(), ""]:
        if line.startswith("|"):
            cells = [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:-1]]
            rows.append(cells)
            continue
        if rows:
            heads, _, *body = rows
            tables.append(tuple(dict(zip(heads, row, strict=True)) for row in body))
            rows = []
        if line.strip():
            lines.append(line.strip())
    return tuple(lines), tuple(tables)
