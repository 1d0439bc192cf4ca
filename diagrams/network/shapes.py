"""Draw nodes and arcs as SVG elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bayesnet.number_words import percent, signed_points
from bayesnet.rounding import steady
from diagrams.canvas import style
from diagrams.canvas.style import Look
from diagrams.canvas.svg import arrow, element, number, path, text
from diagrams.canvas.text import text_width
from diagrams.network.layout import Curve, Point
from diagrams.network.nodes import CORNER, CUT, GAP, PERCENT_WIDTH, Node, Row, slant
from diagrams.network.picture import ArcKind

BADGES = {"set": "SET", "seen": "SEEN", "likely": "LIKELY"}
BADGE_SIZE = 12.0
Wrap: TypeAlias = Callable[[Node, int, float, Sequence[str]], str]
"""Puts something round a row: of which node, its number, its baseline, what is drawn of it."""


def outline(node: Node, centre: Point) -> str:
    """Return the node's shape."""
    x, y = centre
    paint: dict[str, str | float] = {
        "fill": node.look.fill,
        "stroke": node.look.line,
        "stroke_width": node.look.width,
    }
    if node.outside and not node.finding:
        paint["stroke_dasharray"] = "4 3"
    left, top = x - node.width / 2, y - node.height / 2
    if node.kind == "chance" and not node.rows:
        return element("ellipse", cx=x, cy=y, rx=node.width / 2, ry=node.height / 2, **paint)
    if node.kind == "value":
        cut = slant(node)
        corners = [(left, y), (left + cut, top), (left + node.width - cut, top)]
        corners += [(left + node.width, y)]
        corners += [(left + node.width - cut, top + node.height), (left + cut, top + node.height)]
        drawn = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
        return element("polygon", points=drawn, **paint)
    if node.kind == "theirs":
        return element("polygon", points=cut_box(left, top, node.width, node.height, CUT), **paint)
    radius = CORNER if node.kind == "chance" else 0.0
    return element(
        "rect", x=left, y=top, width=node.width, height=node.height, rx=radius, ry=radius, **paint
    )


def cut_box(left: float, top: float, width: float, height: float, cut: float) -> str:
    """Return the corners of a box with so much cut off each, as SVG takes them."""
    right, bottom = left + width, top + height
    corners = [(left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut)]
    corners += [
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - cut),
        (left, top + cut),
    ]
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def content(node: Node, centre: Point, wrap: Wrap | None = None) -> list[str]:
    """Return the node's name, its rows, each wrapped if asked for, and its badge."""
    x, y = centre
    drawn = []
    baseline = y - node.content_height / 2 + style.NAME_SIZE
    for line in node.lines:
        ink = style.QUIET if node.outside else style.INK
        drawn.append(text(x, baseline, line, style.NAME_SIZE, bold=True, anchor="middle", fill=ink))
        baseline += style.NAME_SIZE * 1.2
    baseline += 3
    if node.under:
        drawn.append(text(x, baseline, node.under, style.ROW_SIZE, anchor="middle"))
    for index, row in enumerate(node.rows):
        pieces = _row(node, row, x - node.row_width / 2, baseline)
        drawn += pieces if wrap is None else [wrap(node, index, baseline, pieces)]
        baseline += style.ROW_HEIGHT
    if node.finding:
        # Arcs arrive around the middle of the upper edge: the badge keeps to its left end.
        drawn += badge(BADGES[node.finding], x - node.width / 2 + 26, y - node.height / 2)
    return drawn


def _row(node: Node, row: Row, left: float, baseline: float) -> list[str]:
    bar = left + node.states + GAP
    top = baseline - style.BAR_HEIGHT + 0.5
    told, fill = _change(node, row, bar, top) if node.reach else _share(node, row, bar, top)
    end = bar + style.BAR_WIDTH + PERCENT_WIDTH
    return [
        text(bar - GAP, baseline, row.state, style.ROW_SIZE, anchor="end"),
        *fill,
        text(end, baseline, told, style.ROW_SIZE, anchor="end"),
    ]


def _box(x: float, top: float, width: float, **paint: str | float) -> str:
    return element("rect", x=x, y=top, width=width, height=style.BAR_HEIGHT, **paint)


def _share(node: Node, row: Row, bar: float, top: float) -> tuple[str, list[str]]:
    """Return a probability in words and as a bar, with a tick where it stood before."""
    full = style.BAR_WIDTH
    frame = _box(bar, top, full, fill=style.PAPER, stroke=node.look.line, stroke_width=0.8)
    drawn = [frame, _box(bar, top, full * row.share, fill=node.look.bar)]
    if row.before is not None:
        drawn.append(tick(bar + full * row.before, top))
    return percent(row.share), drawn


def _change(node: Node, row: Row, bar: float, top: float) -> tuple[str, list[str]]:
    """Return a change in points and as a bar from the middle: filled for more, open for less."""
    half = style.BAR_WIDTH / 2
    change = 0.0 if row.before is None else row.share - row.before
    room = _box(bar, top, style.BAR_WIDTH, fill=style.PAPER, stroke=style.HAIRLINE)
    drawn = [room, change_bar(bar, top, change / node.reach, node.look)]
    axis = bar + half
    drawn.append(
        element(
            "line", x1=axis, y1=top - 2, x2=axis, y2=top + style.BAR_HEIGHT + 2, stroke=style.INK
        )
    )
    return signed_points(change), drawn


def change_bar(left: float, top: float, share: float, look: Look) -> str:
    """Return a bar from the middle of its room; share from -1 to 1."""
    half = style.BAR_WIDTH / 2
    share = steady(share)
    start = left + half + min(share, 0.0) * half
    fill = look.bar if share > 0 else style.PAPER
    width = abs(share) * half
    return _box(start, top, width, fill=fill, stroke=look.bar, stroke_width=1.4) if width else ""


def tick(x: float, top: float) -> str:
    """Return the mark of where a bar stood in the comparison."""
    return element(
        "line",
        x1=x,
        y1=top - 2.5,
        x2=x,
        y2=top + style.BAR_HEIGHT + 2.5,
        stroke="#000000",
        stroke_width=2.2,
    )


def badge(words: str, x: float, top: float) -> list[str]:
    """Return a small black label that sits on the upper edge of a shape."""
    width = text_width(words, BADGE_SIZE, bold=True) + 12
    return [
        element(
            "rect", x=x - width / 2, y=top - 9, width=width, height=16.0, rx=8.0, fill="#000000"
        ),
        text(x, top + 3.3, words, BADGE_SIZE, bold=True, anchor="middle", fill=style.PAPER),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """How one kind of arc is drawn; most is added to the width as its strength goes to 1."""

    line: str
    width: float
    most: float = 0.0
    dash: str = ""
    open: bool = False


STROKES: dict[ArcKind, Stroke] = {
    "cause": Stroke(line=style.ARC, width=1.2, most=4.3),
    "information": Stroke(line=style.INFORMATION, width=1.8, dash="7 4"),
    "counts": Stroke(line=style.COUNTS, width=1.4, open=True),
    "cut": Stroke(line=style.PALE, width=1.2, dash="1.5 4"),
    "sourced": Stroke(line=style.ARC, width=1.2, most=4.3),
    "unsourced": Stroke(line=style.ARC, width=1.8, dash="2 4"),
    "unchanged": Stroke(line=style.PALE, width=1.2),
    "added": Stroke(line=style.ADDED, width=4.0),
    "dropped": Stroke(line=style.ARC, width=2.2, dash="1.5 4", open=True),
    "changed": Stroke(line=style.ADDED, width=2.4, dash="8 4"),
}


def arc(curve: Curve, kind: ArcKind, strength: float) -> list[str]:
    """Return an arc with its arrowhead; strength from 0 to 1 counts where the kind shows it."""
    stroke = STROKES[kind]
    width = stroke.width + stroke.most * min(max(strength, 0.0), 1.0)
    extra: dict[str, str | float] = {"stroke_dasharray": stroke.dash} if stroke.dash else {}
    line = element(
        "path", d=path(curve.points), fill="none", stroke=stroke.line, stroke_width=width, **extra
    )
    fill = style.PAPER if stroke.open else stroke.line
    head = arrow(curve.tip, curve.points[-1], 3.4 + width * 0.6, fill=fill, line=stroke.line)
    return [line, head]
