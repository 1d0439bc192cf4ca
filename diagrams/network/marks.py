"""Place small labels on arcs, so that none covers a node or another label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from diagrams.canvas import style
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width
from diagrams.network.layout import Curve, Layout, Point
from diagrams.network.nodes import Node
from diagrams.network.picture import ArcName, Mark

Box = tuple[float, float, float, float]
HEIGHT = 14.0
AIR = 1.5
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1)
"""Where on its arc a label is tried, the middle first ..."""
BESIDE = (0.0, 9.0, -9.0, 16.0, -16.0)
"""... and how many pixels to the side of it: last of all, clear of it."""
MOST_HIDDEN = 0.5
"""Share of an arc that words may cover; a sign as wide as high is seen to sit on it."""
DIAMOND = 20.0
HEAD = 8.0
"""Side of the square that an arrowhead fills."""
STEPS = 12
"""Points taken along each piece of an arc."""


def mark_width(mark: Mark) -> float:
    """Return the width of a label."""
    if mark.look == "contested":
        return DIAMOND
    bold = mark.look not in ("solid", "caveat")
    return max(text_width(mark.text, style.SMALL_SIZE, bold=bold) + 8, HEIGHT)


def placed(
    layout: Layout, nodes: Sequence[Node], marks: Mapping[ArcName, Sequence[Mark]]
) -> list[str]:
    """Return all labels as SVG elements, each group on the middle of its arc where that is free.

    Beside an arc that is so short that little of it would be seen.
    """
    boxes = [_around(layout.centres[node.name], node.width, node.height) for node in nodes]
    paths = {(c.parent, c.child): sampled(c) for c in layout.curves}
    # The middle of every arrowhead: between the end of its line and its tip.
    heads = [
        _around(((c.points[-1][0] + c.tip[0]) / 2, (c.points[-1][1] + c.tip[1]) / 2), HEAD, HEAD)
        for c in layout.curves
    ]
    taken: list[Box] = list(boxes)
    drawn: list[str] = []
    for arc, group in marks.items():
        if arc not in paths or not group:
            continue
        width = sum(map(mark_width, group)) + 2 * (len(group) - 1)
        others = [point for other, path in paths.items() if other != arc for point in path]
        height = max(DIAMOND if mark.look == "contested" else HEIGHT for mark in group)
        own, clear = paths[arc], width / 2 + 4
        tried = [
            _around((x + aside, y), width, height)
            for aside in (*BESIDE, clear, -clear)
            for t in ALONG
            for x, y in [own[round(t * (len(own) - 1))]]
        ]
        box = min(tried, key=partial(_badly, taken=taken, heads=heads, own=own, others=others))
        taken.append(box)
        x = box[0]
        for mark in group:
            drawn += draw_mark(mark, x, (box[1] + box[3]) / 2)
            x += mark_width(mark) + 2
    return drawn


def draw_mark(mark: Mark, left: float, y: float) -> list[str]:
    """Return one label, its left end at ``left`` and its middle at ``y``."""
    width = mark_width(mark)
    black = mark.look in ("minus", "contested", "unsupported")
    fill = style.INK if black else "#d9dde1" if mark.look == "mixed" else style.PAPER
    line: dict[str, str | float] = {"fill": fill, "stroke": style.INK, "stroke_width": 1.2}
    if mark.look == "caveat":
        line["stroke_dasharray"] = "3 2"
    top, middle = y - HEIGHT / 2, left + width / 2
    if mark.look == "contested":
        half = DIAMOND / 2
        corners = ((middle, y - half), (middle + half, y), (middle, y + half), (middle - half, y))
        drawn = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
        shape = element("polygon", points=drawn, **line)
    else:
        radius = HEIGHT / 2 if mark.look in ("plus", "minus", "mixed") else 3.0
        shape = element(
            "rect", x=left, y=top, width=width, height=HEIGHT, rx=radius, ry=radius, **line
        )
    bold = mark.look not in ("solid", "caveat")
    ink = style.PAPER if black else style.INK
    words = text(middle, y + 4.2, mark.text, style.SMALL_SIZE, bold=bold, anchor="middle", fill=ink)
    return [element("g", shape + words, class_="mark")]


def sampled(curve: Curve) -> list[Point]:
    """Return points along an arc, from its start to its end."""
    points = curve.points
    found = [points[0]]
    for first in range(0, len(points) - 1, 3):
        p0, p1, p2, p3 = points[first : first + 4]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            found.append(
                (
                    a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                    a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
                )
            )
    return found


def _around(centre: Point, width: float, height: float) -> Box:
    x, y = centre
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _hits(box: Box, taken: Sequence[Box]) -> int:
    return sum(
        box[0] < other[2] + AIR
        and other[0] < box[2] + AIR
        and box[1] < other[3] + AIR
        and other[1] < box[3] + AIR
        for other in taken
    )


def _badly(
    box: Box,
    taken: Sequence[Box],
    heads: Sequence[Box],
    own: Sequence[Point],
    others: Sequence[Point],
) -> tuple[int, int, bool, int]:
    """Return how badly a label would stand there: what it would cover, the worst first."""
    words = box[2] - box[0] > 2 * HEIGHT
    hidden = words and _crossed(box, own) > MOST_HIDDEN * len(own)
    return _hits(box, taken), _hits(box, heads), hidden, _crossed(box, others)


def _crossed(box: Box, points: Sequence[Point]) -> int:
    return sum(box[0] - 2 < x < box[2] + 2 and box[1] - 2 < y < box[3] + 2 for x, y in points)
