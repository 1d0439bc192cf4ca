"""Plot what an answer hangs on: a bar for each thing that could be otherwise, the longest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bayesnet.sensitivity.digits import swing_digits
from bayesnet.sensitivity.drivers import Drivers
from bayesnet.sensitivity.tornado_bar import TornadoBar
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.network.wording import amount, in_prose, words_on_axis
from diagrams.plots.fills import HATCHED, PLAIN, Fill, box
from diagrams.plots.scale import Scale, axis, line, round_scale, tick_words

SIZE = style.ROW_SIZE
WIDTH = 300.0
ROW = 30.0
LINE = 15.0
LABEL = 235.0
BESIDE = 60.0
"""Room for the number at the end of a bar."""
MOST = 12
THINGS = {
    "row": "rows of tables",
    "question": "questions",
    "table": "whole tables",
    "node": "nodes",
    "assumption": "assumptions",
    "weight": "weights",
}


def tornado(study: Study, answer: Drivers, most: int = MOST) -> Drawing:
    """Return a bar from the lowest to the highest for each of the things that move most.

    No expert is named: a bar's ends are what some expert's numbers make of it.
    """
    signed, unit = answer.turns_at_zero, answer.unit
    shown = partial(amount, unit=unit, digits=swing_digits(answer, study.diagram), signed=signed)

    visible = [d for d in answer.drivers if any(c in "123456789" for c in shown(d.swing))]
    rows = visible[:most]
    labels = [wrap(in_prose(d.item, study.diagram.labels), SIZE, LABEL, bold=True) for d in rows]
    left = max((text_width(part, SIZE, bold=True) for ls in labels for part in ls), default=100.0)
    left += BESIDE + 8
    values = [answer.base, *(v for d in rows for v in (d.lowest, d.highest))]
    scale = round_scale(min(values), max(values), left, left + WIDTH, most=6)
    drawn: list[str] = []
    y = 20.0
    for found, label in zip(rows, labels, strict=True):
        height = max(ROW, LINE * len(label) + 8)
        middle = y + height / 2
        for number, part in enumerate(label):
            baseline = middle + 4 + (number - (len(label) - 1) / 2) * LINE
            end = left - BESIDE
            drawn.append(text(end, baseline, part, SIZE, bold=True, anchor="end"))
        drawn += _bar(scale, found, answer.base, middle)
        for value, at, anchor in ((found.lowest, -6.0, "end"), (found.highest, 6.0, "start")):
            drawn.append(text(scale.at(value) + at, middle + 4, shown(value), SIZE, anchor=anchor))
        y += height
    counted = words_on_axis(unit, study.diagram.value_unit, signed=signed)
    grid, end = axis(scale, 20.0, y, tick_words(unit, signed=signed), counted)
    now = scale.at(answer.base)
    grid.append(line(now, 16.0, now, y, style.INK, 1.4, "4 3"))
    said = f"now {shown(answer.base)}"
    grid.append(text(now, SIZE - 1, said, SIZE, anchor="middle", fill=style.QUIET))
    if signed and scale.low < 0 < scale.high:
        grid.append(line(scale.at(0), 20.0, scale.at(0), y, style.INK, 1.6))
    legend = [
        Entry(words="lower than now", sample=_sample(HATCHED)),
        Entry(words="higher than now", sample=_sample(PLAIN)),
    ]
    about = in_prose(answer.quantity, study.diagram.labels)
    title = _finding(study, answer, rows)
    told = [
        f"{in_prose(d.item, study.diagram.labels)} from {shown(d.lowest)} to {shown(d.highest)}"
        for d in rows
    ]
    rest = len(answer.drivers) - len(rows)
    moves = "moves" if rest == 1 else "move"
    notes = [f"{rest} more {moves} it less or not at all."] if rest else []
    if answer.hidden:
        table = study.diagram.labels.get(answer.hidden.table, answer.hidden.table)
        notes.insert(
            0, f"{table}: each row moves it little, for {answer.hidden.rows} rows share the effect."
        )
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle=f"{about[0].upper()}{about[1:]}. "
        f"{THINGS[answer.by].capitalize()}, one at a time: {answer.spread}; all else "
        f"stays. {answer.provenance.under}.",
        about=f"Tornado of {len(rows)} bars: {about}. {title}. {'; '.join(told)}.",
        more={"quantity": answer.quantity},
    )
    width = scale.right + BESIDE
    return framed(
        words, Body(pieces=[*grid, *drawn], width=width, height=end, legend=legend, notes=notes)
    )


def _bar(scale: Scale, found: TornadoBar, base: float, middle: float) -> list[str]:
    """Return one bar in two parts, below and above what the quantity is now."""
    low, now, high = scale.at(found.lowest), scale.at(base), scale.at(found.highest)
    drawn: list[str] = []
    if min(now, high) - low > 0.4:  # noqa: PLR2004 - wide enough to be seen
        drawn += box(low, middle - 8, min(now, high) - low, 16.0, HATCHED)
    if high - max(now, low) > 0.4:  # noqa: PLR2004
        drawn += box(max(now, low), middle - 8, high - max(now, low), 16.0, PLAIN)
    return drawn


def _sample(fill: Fill) -> Callable[[float, float], list[str]]:
    return lambda x, y: box(x + 2, y - 7, 40.0, 14.0, fill)


def _finding(study: Study, answer: Drivers, rows: list[TornadoBar]) -> str:
    """Return the title: what moves it most, and whether anything alone turns it."""
    if not rows and answer.nobody_differs:
        return "Nobody differs: there is one set of numbers, and numbers move between experts"
    if not rows:
        return "Nothing here moves the answer visibly"
    most, signed = rows[0], answer.turns_at_zero
    item = in_prose(most.item, study.diagram.labels).rstrip(".")
    digits = swing_digits(answer, study.diagram)
    low, high = (amount(v, answer.unit, digits, signed=signed) for v in (most.lowest, most.highest))
    title = f"{item} moves it most, from {low} to {high}"
    if not signed:
        return title
    turning = answer.turning
    several = turning > 1
    what = f"turn{'' if several else 's'} its sign"
    if answer.unit == "points":
        what = f"put{'' if several else 's'} the rival ahead"
    return f"{title}; {turning or 'none'} of {len(answer.drivers)} alone {what}"
