"""Plot an answer as an exact function of one number of a table, or of two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from bayesnet.answers.provenance import Provenance
from bayesnet.number_words import MINUS
from bayesnet.rounding import steady, written
from bayesnet.sensitivity.digits import curve_digits
from bayesnet.sensitivity.functions import SensitivityFunction, TwoWay
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.sensitivity.thresholds import Threshold
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.network.wording import amount, change_words, in_prose, worded, words_on_axis
from diagrams.plots.fills import Fill, box
from diagrams.plots.scale import (
    Scale,
    above_axis,
    axis,
    dot,
    line,
    round_scale,
    side_axis,
    tick_words,
)

SIZE = style.ROW_SIZE
WIDTH, HEIGHT = 430.0, 230.0
STEPS = 201
CELLS = 11
CELL_HEIGHT = 24.0
SHADES = ("#ffffff", "#fbf0d3", "#f6dfa6", "#efcb78", "#e6b54c")
"""From the lowest fifth of the values to the highest; text is read on each of them."""


def one_way(
    study: Study,
    told: Provenance,
    quantity: Quantity,
    function: SensitivityFunction,
    name: str,
    own: Sequence[float],
    overtaken: Sequence[Threshold] | None = None,
) -> Drawing:
    """Return the curve over one number from 0 to 1, where it is now and where experts have it.

    name: of the number; own: every expert's value of it. overtaken: where another plan becomes
    best, whichever that is; None where no plan is asked about.
    """
    signed, unit = len(quantity.parts) > 1, quantity.unit
    x, y = _curve(function)
    now = float(function(function.at))
    said_as = partial(
        amount, unit=unit, digits=curve_digits(study.diagram, now, y.tolist()), signed=signed
    )

    left = 62.0
    across = Scale(low=0.0, high=1.0, left=left, right=left + WIDTH)
    low, high = (min(0.0, y.min()), max(0.0, y.max())) if signed else (y.min(), y.max())
    about = in_prose(quantity.label, study.diagram.labels)
    counted = words_on_axis(unit, study.diagram.value_unit, signed=signed)
    drawn, top = above_axis(f"{about}, {counted}", left + WIDTH)
    upward = round_scale(low, high, top + HEIGHT, top, most=6)
    shown = tick_words(unit, signed=signed)
    label = worded(name, study.diagram.labels)
    grid, end = axis(across, top, top + HEIGHT, lambda v: f"{v:g}", label)
    drawn += grid
    drawn += side_axis(upward, left, left + WIDTH, shown)
    if signed:
        drawn.append(line(left, upward.at(0), left + WIDTH, upward.at(0), style.INK, 1.4))
    course = " L".join(
        f"{number(across.at(a))},{number(upward.at(b))}" for a, b in zip(x, y, strict=True)
    )
    drawn.append(
        element("path", d=f"M{course}", fill="none", stroke=style.DECISION.bar, stroke_width=2.6)
    )
    experts = [float(v) for v in own]
    with np.errstate(divide="ignore", invalid="ignore"):  # one of them may rule the evidence out
        reached = [(value, float(function(value))) for value in experts]
    for value, there in reached:
        if np.isfinite(there):
            drawn.append(dot(across.at(value), upward.at(there), filled=False))
    drawn.append(_diamond(across.at(function.at), upward.at(now)))
    whose = "the pool's" if experts else "by the numbers there are"
    legend = [Entry(words=f"now, {whose}", sample=lambda a, b: [_diamond(a + 22, b)])]
    if experts:
        said = "where one expert has the number"
        legend.append(Entry(words=said, sample=lambda a, b: [dot(a + 22, b, filled=False)]))
    ends = [said_as(float(v)) for v in (y[0], y[-1])]
    title = f"From {ends[0]} to {ends[1]} as {label} goes from 0 to 1"
    title += _crossing(function.reaching(0.0) if signed else None, overtaken or ())
    notes = _changes(study, overtaken)
    for found in overtaken or ():
        at = across.at(found.to)
        drawn.append(line(at, top, at, top + HEIGHT, style.INK, 1.4, "4 3"))
    words = words_round(
        study,
        told,
        title=title,
        subtitle="An exact function of this number. The rest of the row keeps its proportions. "
        f"{told.under}.",
        about=f"Curve of {about}. {title}. Now {label} is {function.at:.2f} and the answer "
        f"{said_as(now)}{_reached(function, own, said_as)}."
        + "".join(f" {note}" for note in notes),
        more={"quantity": quantity.label, "entry": name},
    )
    body = Body(pieces=drawn, width=left + WIDTH + 20, height=end, legend=legend, notes=notes)
    return framed(words, body)


def _crossing(zeros: Sequence[float] | None, overtaken: Sequence[Threshold]) -> str:
    """Return the end of the title: where a difference is zero, and where the best plan changes.

    zeros: None for what is no difference.
    """
    if zeros is None:
        return ""
    told = f"; zero at {', '.join(written(z, 2) for z in zeros)}" if zeros else "; never zero"
    if not overtaken:
        return told
    there = " and ".join(written(s.to, 2) for s in overtaken)
    return f"{told}{' and' if zeros else ', yet'} the best plan changes at {there}"


def _changes(study: Study, overtaken: Sequence[Threshold] | None) -> list[str]:
    """Return where the best plan changes, for a lead is only that over the nearest rival as it is.

    A dashed line stands there.
    """
    if overtaken is None:
        return []
    if not overtaken:
        return ["No other plan, this rival or another, becomes best anywhere from 0 to 1."]
    return [
        f"Dashed: going {'up' if s.to > s.at else 'down'}, the best plan changes first at "
        f"{s.to:.3f} ({change_words(s.changes, study.diagram)})."
        for s in overtaken
    ]


def _written(
    study: Study, quantity: Quantity, now: float, values: Sequence[float]
) -> Callable[[float], str]:
    """Return how values of the quantity are written beside each other."""
    signed = len(quantity.parts) > 1
    digits = curve_digits(study.diagram, now, values)
    return partial(amount, unit=quantity.unit, digits=digits, signed=signed)


def _reached(
    function: SensitivityFunction, own: Sequence[float], written: Callable[[float], str]
) -> str:
    with np.errstate(divide="ignore", invalid="ignore"):  # one expert may rule the evidence out
        there = [float(function(value)) for value in (min(own, default=0), max(own, default=0))]
    if not own or not np.isfinite(there).all():
        return ""
    where = " and ".join(map(written, there))
    return f"; experts have it from {min(own):.2f} to {max(own):.2f}, where it is {where}"


def _curve(function: SensitivityFunction) -> tuple[np.ndarray, np.ndarray]:
    """Return the points at which evidence is possible."""
    x = np.linspace(0.0, 1.0, STEPS)
    with np.errstate(divide="ignore", invalid="ignore"):  # evidence may be impossible at an end
        y = function(x)
    possible = np.isfinite(y)
    return x[possible], y[possible]


def _diamond(x: float, y: float) -> str:
    corners = " ".join(
        f"{number(x + dx)},{number(y + dy)}" for dx, dy in ((0, -7), (7, 0), (0, 7), (-7, 0))
    )
    return element("polygon", points=corners, fill=style.INK, stroke=style.PAPER, stroke_width=1.2)


def two_ways(
    study: Study, told: Provenance, quantity: Quantity, both: TwoWay, names: tuple[str, str]
) -> Drawing:
    """Return a table of the answer over two numbers, the darker the higher, its numbers in it."""
    signed, unit = len(quantity.parts) > 1, quantity.unit
    counted = words_on_axis(unit, study.diagram.value_unit, signed=signed)
    steps = np.linspace(0.0, 1.0, CELLS)
    with np.errstate(divide="ignore", invalid="ignore"):
        grid = both(steps[:, None], steps[None, :])
    value = float(both(*both.at))
    possible = [value, *grid[np.isfinite(grid)].tolist()]
    low, high = min(possible), max(possible)
    said_as = partial(
        amount, unit=unit, digits=curve_digits(study.diagram, value, possible), signed=signed
    )

    down, across = (worded(name, study.diagram.labels) for name in names)
    cells = [[said_as(float(v)) if np.isfinite(v) else "impossible" for v in row] for row in grid]
    width = max(text_width(said, SIZE) for row in cells for said in row) + 14
    left = 34.0
    notes = [
        f"Down: {down}, now {written(float(both.at[0]), 2)}.",
        f"Across: {across}, now {written(float(both.at[1]), 2)}.",
    ]
    drawn, top = above_axis(notes[0], left + CELLS * width)
    more, top = above_axis(notes[1], left + CELLS * width, top - 8)
    drawn += more
    top += 16
    for column, y in enumerate(steps):
        at = left + (column + 0.5) * width
        drawn.append(text(at, top - 7, f"{y:.1f}", SIZE, anchor="middle", fill=style.QUIET))
    for row, x in enumerate(steps):
        height = top + row * CELL_HEIGHT
        drawn.append(text(left - 7, height + 16, f"{x:.1f}", SIZE, anchor="end", fill=style.QUIET))
        for column, said in enumerate(cells[row]):
            shade = _shade(float(grid[row, column]), low, high)
            place = left + column * width
            drawn += box(place, height, width, CELL_HEIGHT, shade)
            negative = low < 0 < high and said.startswith(MINUS)
            middle = place + width / 2
            drawn.append(text(middle, height + 16, said, SIZE, bold=negative, anchor="middle"))
    end = top + CELLS * CELL_HEIGHT
    corner = (left + _within(both.at[1], width), top + _within(both.at[0], CELL_HEIGHT))
    frame: dict[str, str | float] = {"fill": "none", "stroke": style.INK, "stroke_width": 2.6}
    drawn.append(
        element("rect", x=corner[0], y=corner[1], width=width, height=CELL_HEIGHT, **frame)
    )
    about = in_prose(quantity.label, study.diagram.labels)
    ends = [said_as(v) for v in (low, high)]
    title = f"Over both numbers from {ends[0]} to {ends[1]}; {said_as(value)} now"
    shades = "Darker is higher." + (" Bold is below zero." if signed and low < 0 < high else "")
    legend = [
        Entry(
            words="the cell nearest to the numbers as they are now",
            sample=lambda a, b: [
                element("rect", x=a + 4, y=b - 8, width=36.0, height=16.0, **frame)
            ],
        )
    ]
    words = words_round(
        study,
        told,
        title=title,
        subtitle=f"{about[0].upper()}{about[1:]}, {counted}; exact. {told.under}.",
        about=f"Table of {about} over two numbers. {title}. {' '.join(notes)}",
        more={"quantity": quantity.label, "entries": "; ".join(names)},
    )
    body = Body(
        pieces=drawn, width=left + CELLS * width + 4, height=end, legend=legend, notes=[shades]
    )
    return framed(words, body)


def _shade(value: float, low: float, high: float) -> Fill:
    share = (value - low) / (high - low) if high > low and np.isfinite(value) else 0.0
    index = min(int(steady(share * len(SHADES))), len(SHADES) - 1)
    return Fill(colour=SHADES[index], line=style.HAIRLINE)


def _within(at: float, size: float) -> float:
    """Return where the cell begins that is nearest to a value."""
    return round(at * (CELLS - 1)) * size
