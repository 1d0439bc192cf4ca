"""Plot scenarios side by side: the change of every outcome, with its range over drawn worlds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bayesnet.answers.whatif import agreement, signs_of
from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import items
from bayesnet.number_words import points_apart, signed_points
from bayesnet.rounding import steady
from bayesnet.study.study import Study
from bayesnet.uncertainty.comparison import Compared, Comparison, Estimate
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, text
from diagrams.canvas.text import text_width
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.plots.fills import HATCHED, PLAIN, Fill, box
from diagrams.plots.scale import (
    Scale,
    axis,
    line,
    round_scale,
    tick_words,
    whisker,
    whisker_sample,
)

SIZE = style.ROW_SIZE
WIDTH = 280.0
ROW = 27.0
GAP = 16.0
VISIBLE = 0.005
"""A change of probability smaller than this does not print in whole points."""
LEAST = 0.01
"""The axis of changes reaches so far to both sides at least."""
SAME_WORLD = 1e-9
"""Worlds that differ by less hold the same numbers."""


def compared_bars(study: Study, answer: Comparison) -> Drawing:
    """Return a bar for the pool's change of each outcome, scenario by scenario, with its range.

    The range is that of the central 90 % of the draws over all structures asked, or of the experts
    where nothing was drawn. Raises StudyError when a scenario has nothing to be compared with.
    """
    changes = _changes(answer)
    alone = _alone(answer, changes)
    left = max(text_width(row.outcome.label, SIZE) for row, _ in changes) + GAP
    ends = [(*_range(change), change.value) for _, change in changes]
    low, high = min(-LEAST, *(min(e) for e in ends)), max(LEAST, *(max(e) for e in ends))
    scale = round_scale(low, high, left, left + WIDTH, most=7)
    drawn: list[str] = []
    y, widest, before = 2.0, 0.0, None
    for row, change in changes:
        if row.scenario is not before:
            y += 8 if before else 0
            wide = text_width(_pair(row), SIZE, bold=True) + 4
            plate: dict[str, str | float] = {
                "width": wide,
                "height": SIZE + 4,
                "fill": style.PAPER,
            }  # no line through words
            drawn.append(element("rect", x=0.0, y=y, **plate))
            drawn.append(text(0, y + SIZE, _pair(row), SIZE, bold=True))
            y, before = y + 21, row.scenario
        middle = y + ROW / 2
        said = _beside(change, alone=alone)
        widest = max(widest, text_width(said, SIZE))
        drawn.append(text(left - GAP / 2, middle + 4, row.outcome.label, SIZE, anchor="end"))
        drawn += _bar(scale, change.value, middle)
        drawn += [] if alone else whisker(scale, *_range(change), middle)
        drawn.append(text(scale.right + GAP, middle + 4, said, SIZE))
        y += ROW
    grid, end = axis(scale, 2.0, y, tick_words("probability", signed=True), "change, in points")
    grid.append(line(scale.at(0), 2.0, scale.at(0), y, style.INK, 1.4))
    ranges = "central 90 % of the draws" if changes[0][1].interval else "lowest to highest expert"
    who = "pool" if len(answer.experts) > 1 else study.priors.whose
    legend = [
        Entry(words=f"{who}, {word} likely", sample=partial(_bar_sample, fill))
        for word, fill in (("more", PLAIN), ("less", HATCHED))
    ]
    if not alone:
        legend.append(Entry(words=ranges, sample=whisker_sample))
    several = len(answer.structures) > 1
    drawn_from = answer.provenance.draws or "no draws"
    title = _finding(changes, alone=alone)
    told = [
        f"{_pair(row)}: {row.outcome.label} {_beside(change, alone=alone)}"
        for row, change in changes
    ]
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle=f"Change in each world, {drawn_from}; structure"
        f"{'s' if several else ''} {answer.provenance.structure}"
        f"{', the pool under the first' if several else ''}.",
        about=f"{title}. {'; '.join(told)}.",
    )
    width = max(
        scale.right + GAP + widest, *(text_width(_pair(r), SIZE, bold=True) for r, _ in changes)
    )
    return framed(words, Body(pieces=[*grid, *drawn], width=width, height=end, legend=legend))


def _changes(answer: Comparison) -> list[tuple[Compared, Estimate]]:
    """Return every row with its change; raises StudyError with each scenario that has none."""
    found = [(row, row.difference) for row in answer.rows if row.difference is not None]
    lacking = dict.fromkeys(row.scenario.id for row in answer.rows if row.difference is None)
    if lacking:
        scenarios = items(lacking)
        raise StudyError([problem_at("", "--against", "draw.uncompared", scenarios=scenarios)])
    return found


def _pair(row: Compared) -> str:
    return f"{row.scenario.label}, against {row.comparison.label if row.comparison else ''}"


def _range(change: Estimate) -> tuple[float, float]:
    if change.interval:
        return change.interval[0], change.interval[2]
    return min(change.by_expert[0]), max(change.by_expert[0])


def _bar(scale: Scale, value: float, middle: float) -> list[str]:
    first, last = sorted((scale.at(0), scale.at(value)))
    if last - first < 0.4:  # noqa: PLR2004 - too narrow to be seen
        return []
    return box(first, middle - 8, last - first, 16.0, PLAIN if value > 0 else HATCHED)


def _alone(answer: Comparison, changes: Sequence[tuple[Compared, Estimate]]) -> bool:
    """Return whether one set of numbers without ranges is asked under one structure."""
    return len(answer.experts) == 1 and all(
        high - low < SAME_WORLD for low, high in (_range(change) for _, change in changes)
    )


def _beside(change: Estimate, *, alone: bool) -> str:
    if alone:
        return signed_points(change.value)
    value, *ends = (signed_points(v) for v in (change.value, *_range(change)))
    said = value if {value} == set(ends) else f"{value} ({' to '.join(dict.fromkeys(ends))})"
    seen = signs_of(change.by_expert[0], VISIBLE)
    return f"{said}; {agreement(*seen)}" if sum(seen) > 1 else said


def _bar_sample(fill: Fill, x: float, y: float) -> list[str]:
    return box(x + 2, y - 7, 40.0, 14.0, fill)


def _finding(changes: Sequence[tuple[Compared, Estimate]], *, alone: bool) -> str:
    """Return the title: what moves most, and for how many of the changes zero lies outside."""
    row, most = max(changes, key=lambda pair: steady(abs(pair[1].value)))
    if abs(most.value) < VISIBLE:
        return "No outcome moves by as much as a point"
    verb = "rises" if most.value > 0 else "falls"
    size = points_apart(most.value)
    level = sum(points_apart(change.value) == size for _, change in changes)
    title = f"{row.outcome.label} {verb} most, by {size}"
    if len(changes) == 1:
        title = f"{row.outcome.label} {verb} by {size}"
    elif level > 1:
        title = f"{row.outcome.label} {verb} by {size}, and no change is larger"
    if alone:
        return title
    found = [_range(change) for _, change in changes]
    clear = sum(low >= VISIBLE or high <= -VISIBLE for low, high in found)
    if len(found) == 1:
        return f"{title}; the range {'keeps clear of' if clear else 'reaches to'} zero"
    keep = "keeps" if clear == 1 else "keep"
    return f"{title}; {clear or 'none'} of {len(changes)} ranges {keep} clear of zero"
