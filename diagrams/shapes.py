"""Draw nodes and arcs as SVG elements."""

from __future__ import annotations

from diagrams import style
from diagrams.layout import Curve, Point
from diagrams.nodes import GAP, PERCENT_WIDTH, Node, Row
from diagrams.svg import arrow, element, number, path, text
from diagrams.text import text_width

BADGES = {"set": "SET", "seen": "SEEN", "likely": "LIKELY"}
BADGE_SIZE = 10.0


def outline(node: Node, centre: Point) -> str:
    """Return the node's shape."""
    x, y = centre
    paint: dict[str, str | float] = {
        "fill": node.look.fill,
        "stroke": node.look.line,
        "stroke_width": node.look.width,
    }
    left, top = x - node.width / 2, y - node.height / 2
    if node.kind == "chance" and not node.rows:
        return element("ellipse", cx=x, cy=y, rx=node.width / 2, ry=node.height / 2, **paint)
    if node.kind == "value":
        cut = min(node.height / 2, node.width / 4)
        corners = [(left, y), (left + cut, top), (left + node.width - cut, top)]
        corners += [(left + node.width, y)]
        corners += [(left + node.width - cut, top + node.height), (left + cut, top + node.height)]
        drawn = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
        return element("polygon", points=drawn, **paint)
    radius = 14.0 if node.kind == "chance" else 0.0
    return element(
        "rect", x=left, y=top, width=node.width, height=node.height, rx=radius, ry=radius, **paint
    )


def content(node: Node, centre: Point) -> list[str]:
    """Return the node's name, its rows and its badge."""
    x, y = centre
    drawn = []
    baseline = y - node.content_height / 2 + style.NAME_SIZE
    for line in node.lines:
        drawn.append(text(x, baseline, line, style.NAME_SIZE, bold=True, anchor="middle"))
        baseline += style.NAME_SIZE * 1.2
    baseline += 3
    for row in node.rows:
        drawn += _row(node, row, x - node.row_width / 2, baseline)
        baseline += style.ROW_HEIGHT
    if node.finding:
        # Arcs arrive around the middle of the upper edge: the badge keeps to its left end.
        drawn += badge(BADGES[node.finding], x - node.width / 2 + 26, y - node.height / 2)
    return drawn


def _row(node: Node, row: Row, left: float, baseline: float) -> list[str]:
    bar = left + node.states + GAP
    top = baseline - style.BAR_HEIGHT + 0.5
    full = style.BAR_WIDTH
    drawn = [
        text(bar - GAP, baseline, row.state, style.ROW_SIZE, anchor="end"),
        element(
            "rect",
            x=bar,
            y=top,
            width=full,
            height=style.BAR_HEIGHT,
            fill=style.PAPER,
            stroke=node.look.line,
            stroke_width=0.8,
        ),
        element(
            "rect",
            x=bar,
            y=top,
            width=full * row.share,
            height=style.BAR_HEIGHT,
            fill=node.look.bar,
        ),
        text(
            bar + full + PERCENT_WIDTH,
            baseline,
            f"{100 * row.share:.0f} %",
            style.ROW_SIZE,
            anchor="end",
        ),
    ]
    if row.before is not None:
        drawn.append(tick(bar + full * row.before, top))
    return drawn


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
    width = text_width(words, BADGE_SIZE, bold=True) + 10
    return [
        element(
            "rect", x=x - width / 2, y=top - 8, width=width, height=14.0, rx=7.0, fill="#000000"
        ),
        text(x, top + 2.6, words, BADGE_SIZE, bold=True, anchor="middle", fill=style.PAPER),
    ]


def arc(curve: Curve, kind: str, strength: float) -> list[str]:
    """Return an arc: causal by strength, ``information`` dashed, ``counts`` with an open arrow.

    A ``cut`` arc leads into a node that was set, whose causes no longer matter: thin and dotted.
    """
    end = curve.points[-1]
    if kind == "information":
        line, width, dash = style.INFORMATION, 1.8, "7 4"
    elif kind == "counts":
        line, width, dash = style.COUNTS, 1.4, ""
    elif kind == "cut":
        line, width, dash = style.CUT, 1.2, "1.5 4"
    else:
        line, width, dash = style.ARC, 1.2 + 4.3 * min(max(strength, 0.0), 1.0), ""
    extra: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    head = style.PAPER if kind == "counts" else line
    return [
        element(
            "path", d=path(curve.points), fill="none", stroke=line, stroke_width=width, **extra
        ),
        arrow(curve.tip, end, 3.4 + width * 0.6, fill=head, line=line),
    ]
