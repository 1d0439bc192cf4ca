"""Plot calibration: did what was called 70 % happen in 70 % of the cases?

The values come from those who keep the records of people; here they are only drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bayesnet.answers.provenance import Provenance
from bayesnet.number_words import percent
from bayesnet.rounding import steady
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, number, text
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.plots.scale import Scale, axis, line, side_axis

SIZE = style.ROW_SIZE
SIDE = 320.0
RADIUS = 11.0
INSET = 16.0
"""Room round the curve, so that a dot at its end covers no number of an axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One point: what was called, the share of it that happened, and of how many events."""

    called: float
    happened: float
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A forecaster's points, in the order of what was called, and what is said of them.

    who: the forecaster in words; events: what is counted, as a noun in the plural.
    across, upward: the words of the axes. notes: what a reader must know.
    """

    who: str
    events: str
    across: str
    upward: str
    points: tuple[Called, ...]
    notes: tuple[str, ...] = ()


def calibration(study: Study, told: Provenance, record: Record) -> Drawing:
    """Return the calibration curve, with the diagonal on which a perfect one would lie.

    In each dot stands the number of its events.
    """
    left = 52.0
    across = Scale(low=0.0, high=1.0, left=left + INSET, right=left + SIDE - INSET)
    upward = Scale(low=0.0, high=1.0, left=SIDE - INSET, right=INSET)
    drawn, end = axis(across, 0.0, SIDE, lambda v: f"{100 * v:.0f} %", record.across)
    drawn += side_axis(upward, left, left + SIDE, lambda v: f"{100 * v:.0f} %")
    drawn.append(
        line(across.left, upward.left, across.right, upward.right, style.QUIET, 1.4, "6 4")
    )
    points = sorted(record.points, key=lambda p: steady(p.called))
    course = " L".join(
        f"{number(across.at(p.called))},{number(upward.at(p.happened))}" for p in points
    )
    paint: dict[str, str | float] = {"stroke": style.DECISION.bar, "stroke_width": 2.0}
    drawn.append(element("path", d=f"M{course}", fill="none", **paint))
    for p in points:
        x, y = across.at(p.called), upward.at(p.happened)
        drawn.append(element("circle", cx=x, cy=y, r=RADIUS, fill=style.PAPER, **paint))
        drawn.append(text(x, y + 4, str(p.events), SIZE - 2, bold=True, anchor="middle"))
    legend = [
        Entry(
            words="perfectly calibrated",
            sample=lambda a, b: [line(a, b, a + 44, b, style.QUIET, 1.4, "6 4")],
        ),
        Entry(
            words=f"number of {record.events}",
            sample=lambda a, b: [
                element("circle", cx=a + 22, cy=b, r=8.0, fill=style.PAPER, **paint)
            ],
        ),
    ]
    title = _finding(points)
    said = [f"{percent(p.called)}: {percent(p.happened)} of {p.events}" for p in points]
    words = words_round(
        study,
        told,
        title=title,
        subtitle=f"{record.who}. Upward: {record.upward}.",
        about=f"Calibration curve of {record.who}. {title}. Called, happened: {'; '.join(said)}.",
    )
    body = Body(pieces=drawn, width=left + SIDE + 16, height=end, legend=legend, notes=record.notes)
    return framed(words, body)


def _finding(points: Sequence[Called]) -> str:
    """Return the title: where what was called lies farthest from what happened."""
    if not points:
        return "Nothing has been scored yet"
    worst = max(points, key=lambda p: steady(abs(p.called - p.happened)))
    times = round(worst.happened * worst.events)
    return f"Farthest off: called {percent(worst.called)}, {times} of {worst.events} happened"
