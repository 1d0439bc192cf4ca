"""Draw a table as a picture: for a page on which it stands beside diagrams in the same look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from diagrams.canvas import style
from diagrams.canvas.svg import element, text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.frame import Body

SIZE = style.ROW_SIZE
HEAD_LIMIT = 104.0
CELL_LIMIT = 230.0
PAD = 9.0
LINE = SIZE * 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; ``strong`` is set in bold on a shaded ground, ``right`` aligns a number."""

    text: str
    strong: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Heads of columns, with what groups some of them: (first, after the last, words)."""

    heads: Sequence[str]
    groups: Sequence[tuple[int, int, str]] = field(default=())


def table(columns: Columns, rows: Sequence[Sequence[Cell]], notes: Sequence[str] = ()) -> Body:
    """Return the drawn table; every row has a cell for each head."""
    heads = [wrap(head, SIZE, HEAD_LIMIT, bold=True) for head in columns.heads]
    widths = [
        max(
            *(text_width(line, SIZE, bold=True) for line in heads[index]),
            *(min(text_width(row[index].text, SIZE, bold=True), CELL_LIMIT) for row in rows),
        )
        + 2 * PAD
        for index in range(len(heads))
    ]
    for first, last, words in columns.groups:
        missing = text_width(words, SIZE) + 2 * PAD - sum(widths[first:last])
        widths[first:last] = [w + max(missing, 0.0) / (last - first) for w in widths[first:last]]
    lefts = [sum(widths[:index]) for index in range(len(widths) + 1)]
    drawn: list[str] = []
    y = 0.0
    if columns.groups:
        for first, last, words in columns.groups:
            middle = (lefts[first] + lefts[last]) / 2
            drawn.append(text(middle, y + SIZE, words, SIZE, anchor="middle", fill=style.QUIET))
            drawn.append(_rule(lefts[first] + 4, lefts[last] - 4, y + LINE + 2, style.HAIRLINE))
        y += LINE + 4
    drawn += _heads(heads, rows, lefts, y)
    y += max(map(len, heads)) * LINE + 6
    drawn.append(_rule(0.0, lefts[-1], y, style.INK))
    for row in rows:
        drawn_row, height = _row(row, lefts, y)
        drawn += drawn_row
        y += height
        drawn.append(_rule(0.0, lefts[-1], y, style.HAIRLINE))
    return Body(pieces=drawn, width=lefts[-1], height=y + 2, notes=notes)


def _heads(
    heads: Sequence[Sequence[str]],
    rows: Sequence[Sequence[Cell]],
    lefts: Sequence[float],
    y: float,
) -> list[str]:
    """Return the heads, their last lines on one level, aligned as the cells below them are."""
    tallest = max(map(len, heads))
    drawn = []
    for index, lines in enumerate(heads):
        right = bool(rows) and rows[0][index].right
        x, anchor = (lefts[index + 1] - PAD, "end") if right else (lefts[index] + PAD, "start")
        for number, line in enumerate(lines, start=tallest - len(lines)):
            baseline = y + SIZE + number * LINE
            drawn.append(text(x, baseline, line, SIZE, bold=True, anchor=anchor))
    return drawn


def _row(row: Sequence[Cell], lefts: Sequence[float], y: float) -> tuple[list[str], float]:
    lines = [wrap(cell.text, SIZE, CELL_LIMIT, bold=cell.strong) for cell in row]
    height = max(map(len, lines)) * LINE + 8
    drawn = []
    for index, (cell, wrapped) in enumerate(zip(row, lines, strict=True)):
        left, right = lefts[index], lefts[index + 1]
        if cell.strong:
            box: dict[str, float] = {"x": left + 2, "y": y + 2, "height": height - 4}
            drawn.append(element("rect", width=right - left - 4, fill=style.DECISION.fill, **box))
        x, anchor = (right - PAD, "end") if cell.right else (left + PAD, "start")
        for number, line in enumerate(wrapped):
            baseline = y + 4 + SIZE + number * LINE
            drawn.append(text(x, baseline, line, SIZE, bold=cell.strong, anchor=anchor))
    return drawn, height


def _rule(left: float, right: float, y: float, line: str) -> str:
    return element("line", x1=left, y1=y, x2=right, y2=y, stroke=line, stroke_width=1.0)
