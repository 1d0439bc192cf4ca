"""Fill a box so that it is told from others in grey print: a pale colour and lines of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from diagrams.canvas import style
from diagrams.canvas.svg import element, number

Direction: TypeAlias = Literal["rising", "falling", "across", "upright"]
APART = 9.0
"""Pixels between two lines of a hatch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A colour, and the directions of the lines over it; lines of neighbouring boxes meet."""

    colour: str
    line: str
    lines: tuple[Direction, ...] = ()


PLAIN = Fill(colour=style.CHANCE.bar, line=style.CHANCE.line)
HATCHED = Fill(colour=style.CHANCE.fill, line=style.CHANCE.line, lines=("rising",))
FILLS = (
    Fill(colour=style.DECISION.fill, line=style.DECISION.line),
    Fill(colour=style.CHANCE.fill, line=style.CHANCE.line, lines=("rising",)),
    Fill(colour=style.VALUE.fill, line=style.VALUE.line, lines=("upright",)),
    Fill(colour="#f3e3dc", line=style.ADDED, lines=("falling",)),
    Fill(colour="#ececec", line=style.QUIET, lines=("across",)),
    Fill(colour=style.DECISION.fill, line=style.DECISION.line, lines=("rising", "falling")),
    Fill(colour=style.VALUE.fill, line=style.VALUE.line, lines=("across", "upright")),
)
"""For kinds that stand side by side, in their order."""


def box(
    left: float, top: float, width: float, height: float, fill: Fill, *, edge: bool = True
) -> list[str]:
    """Return a filled box; ``edge`` draws its outline."""
    paint: dict[str, str | float] = {"fill": fill.colour}
    if edge:
        paint |= {"stroke": fill.line, "stroke_width": 0.8}
    else:
        paint |= {"shape_rendering": "crispEdges"}
    drawn = [element("rect", x=left, y=top, width=width, height=height, **paint)]
    course = " ".join(
        segment
        for direction in fill.lines
        for segment in _segments(direction, left, top, left + width, top + height)
    )
    if course:
        drawn.append(element("path", d=course, fill="none", stroke=fill.line, stroke_width=0.9))
    return drawn


def _segments(
    direction: Direction, left: float, top: float, right: float, bottom: float
) -> list[str]:
    """Return the parts inside a box of lines that lie at fixed places of the picture."""
    low, high = {
        "rising": (left + top, right + bottom),
        "falling": (left - bottom, right - top),
        "across": (top, bottom),
        "upright": (left, right),
    }[direction]
    found = []
    for step in range(math.floor(low / APART) + 1, math.ceil(high / APART)):
        at = step * APART
        if direction == "across":
            ends = ((left, at), (right, at))
        elif direction == "upright":
            ends = ((at, top), (at, bottom))
        elif direction == "rising":
            first, last = max(left, at - bottom), min(right, at - top)
            ends = ((first, at - first), (last, at - last))
        else:
            first, last = max(left, at + top), min(right, at + bottom)
            ends = ((first, first - at), (last, last - at))
        found.append("M{},{} L{},{}".format(*(number(v) for end in ends for v in end)))
    return found
