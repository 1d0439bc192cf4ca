"""Lay out a linear axis and draw it: round ticks, a light grid, labels under it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

from bayesnet.number_words import minus
from diagrams.canvas import style
from diagrams.canvas.svg import element, text
from diagrams.canvas.text import wrap

SIZE = style.ROW_SIZE
LINE = 15.0
AROUND = 60.0
"""How much wider than its axis the words below may be."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Values from ``low`` to ``high`` on pixels ``left`` to ``right``, a tick every ``step``."""

    low: float
    high: float
    left: float
    right: float
    step: float = 0.2

    def at(self, value: float) -> float:
        """Return the pixel of a value; what lies outside stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self) -> list[float]:
        """Return every multiple of the step within the scale."""
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return [index * self.step for index in range(first, last + 1)]


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def round_scale(low: float, high: float, left: float, right: float, *, most: int = 6) -> Scale:
    """Return a scale that holds both values, ends on round ones and has about so many ticks."""
    if high - low < 1e-9:  # noqa: PLR2004 - all the same
        low, high = low - 0.5, high + 0.5
    step = _round_step((high - low) / max(most - 1, 1))
    return Scale(
        low=math.floor(low / step + 1e-9) * step,
        high=math.ceil(high / step - 1e-9) * step,
        left=left,
        right=right,
        step=step,
    )


def axis(
    scale: Scale,
    top: float,
    bottom: float,
    shown: Callable[[float], str],
    words: str,
) -> tuple[list[str], float]:
    """Return the grid between two heights, the labels below it, and where they end."""
    drawn = []
    for tick in scale.ticks():
        x = scale.at(tick)
        drawn.append(line(x, top, x, bottom, style.HAIRLINE, 0.8))
        drawn.append(
            text(x, bottom + SIZE + 4, shown(tick), SIZE, anchor="middle", fill=style.QUIET)
        )
    drawn.append(line(scale.left, bottom, scale.right, bottom, style.QUIET, 1.0))
    middle = (scale.left + scale.right) / 2
    y = bottom + 2 * SIZE + 8
    for part in wrap(words, SIZE, scale.right - scale.left + AROUND):
        drawn.append(text(middle, y, part, SIZE, anchor="middle"))
        y += LINE
    return drawn, y + 4 - LINE


def above_axis(words: str, right: float, top: float = 0.0) -> tuple[list[str], float]:
    """Return what an upward axis counts, above it from the left, and where the plot can begin."""
    parts = wrap(words, SIZE, right)
    drawn = [text(0, top + SIZE + LINE * i, part, SIZE) for i, part in enumerate(parts)]
    return drawn, top + LINE * len(parts) + 10


def side_axis(scale: Scale, left: float, right: float, shown: Callable[[float], str]) -> list[str]:
    """Return the grid of an upward axis between two places, and the labels to the left of it."""
    drawn = []
    for tick in scale.ticks():
        y = scale.at(tick)
        drawn.append(line(left, y, right, y, style.HAIRLINE, 0.8))
        drawn.append(text(left - 6, y + 4, shown(tick), SIZE, anchor="end", fill=style.QUIET))
    return drawn


def tick_words(unit: str, *, signed: bool) -> Callable[[float], str]:
    """Return how a tick is written of a probability, a change of one, or points of utility."""
    if unit == "probability":
        return lambda v: tick_number(100 * v) + ("" if signed else " %")
    return tick_number


def tick_number(value: float) -> str:
    """Return a tick as it is written: ``7,000``, ``2.5``, with no more digits than it has."""
    return minus(f"{value:,.12g}")


def line(
    x1: float, y1: float, x2: float, y2: float, stroke: str, width: float, dash: str = ""
) -> str:
    """Return a straight line."""
    extra: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **extra)


def whisker(
    scale: Scale, low: float, high: float, y: float, width: float = 1.6, stop: float = 4.0
) -> list[str]:
    """Return a range with a stop at each end, that reaches so far up and down."""
    left, right = scale.at(low), scale.at(high)
    return [
        line(left, y, right, y, style.INK, width),
        line(left, y - stop, left, y + stop, style.INK, width),
        line(right, y - stop, right, y + stop, style.INK, width),
    ]


def whisker_sample(x: float, y: float) -> list[str]:
    """Return the range that stands in a legend."""
    return whisker(Scale(low=0, high=1, left=x + 4, right=x + 40), 0, 1, y)


def dot(x: float, y: float, *, filled: bool, radius: float = 4.2) -> str:
    """Return a round mark, filled or open."""
    fill = style.INK if filled else style.PAPER
    return element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=style.INK, stroke_width=1.4)


ALMOST = 0.999
"""Dots at this share of their distance do not touch: the rest is rounding."""


def beside_each_other(
    places: list[float], apart: float, most: int | None = None
) -> list[tuple[float, float]]:
    """Return each place with how far it is moved off the line, so that no two dots touch.

    most: how many dots the room holds to each side; beyond them dots cover each other.
    """
    found: list[tuple[float, float]] = []
    for x in sorted(places):
        for step in (sign * n for n in itertools.count() for sign in (1, -1)):
            aside = step * apart
            free = all(
                abs(x - ox) >= apart or abs(aside - oy) >= apart * ALMOST for ox, oy in found
            )
            if free or -step == most:
                break
        found.append((x, aside))
    return found
