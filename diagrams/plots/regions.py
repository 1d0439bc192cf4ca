"""Plot which plan is best where, as two numbers move."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from bayesnet.model import Name, State
from bayesnet.sensitivity.parameters import Parameter
from bayesnet.sensitivity.regions import Regions, Stretch
from bayesnet.study import Study
from diagrams import style
from diagrams.caption import words_round
from diagrams.drawing import Drawing
from diagrams.frame import Body, framed
from diagrams.plots.fills import FILLS, Fill, box
from diagrams.plots.scale import Scale, above_axis, axis, line, round_scale, side_axis
from diagrams.svg import element, text
from diagrams.text import text_width, wrap
from diagrams.wording import plain, worded

SIZE = style.ROW_SIZE
WIDTH, HEIGHT = 430.0, 260.0
LINE = 16.0
BORDER = 1.4
MOST = 6
LETTER = 26.0
"""Pixels, across and upward, that a letter in its circle needs."""
LETTERS = "ABCDEF"
REST = Fill(colour=style.PAPER, line=style.QUIET)
Options = tuple[tuple[Name, State], ...]


def strategy_regions(study: Study, where: Regions, weights: str) -> Drawing:
    """Return a map of the best plan: the first number across, exact; the second upward, in steps.

    Plans are lettered by the room they take; the rarest are left white.
    """
    labels = study.diagram.labels
    names = tuple(worded(p.name, labels) for p in (where.first, where.second))
    plans = _by_room(where.stretches)
    left = 48.0
    across = round_scale(where.first.low, where.first.high, left, left + WIDTH)
    drawn, top = above_axis(f"{names[1]}, upward", left + WIDTH)
    upward = round_scale(where.second.low, where.second.high, top + HEIGHT, top)
    for stretch, high, low in _bands(where.stretches, upward):
        fill = _fill(plans.index(_options(stretch)))
        x = across.at(stretch.low)
        width = across.at(stretch.high) - x
        drawn += box(x, high, width, low - high, fill, edge=False)
    drawn += _borders(where.stretches, across, upward)
    drawn += _letters(where.stretches, plans, across, upward)
    grid, end = axis(across, top, top + HEIGHT, lambda v: f"{v:g}", names[0])
    sides = side_axis(upward, left, left + WIDTH, lambda v: f"{v:g}")
    now = across.at(where.first.at), upward.at(where.second.at)
    drawn += [
        line(now[0] - 9, now[1], now[0] + 9, now[1], style.PAPER, 5.0),
        line(now[0], now[1] - 9, now[0], now[1] + 9, style.PAPER, 5.0),
        line(now[0] - 8, now[1], now[0] + 8, now[1], style.INK, 2.4),
        line(now[0], now[1] - 8, now[0], now[1] + 8, style.INK, 2.4),
    ]
    listed, end = _list(plans, labels, left + WIDTH, end + 12)
    here = _here(where)
    title = _finding(where, names, here, len(plans))
    told = [f"{LETTERS[i]}: {said}" for i, said in enumerate(_said(plans, labels)[:MOST])]
    words = words_round(
        study,
        where.provenance,
        title=title,
        subtitle=f"The cross: as it is now ({where.first.at:.3g} and "
        f"{where.second.at:.3g}). {where.provenance.under}; weights: "
        f"{study.diagram.weight_sets[weights].label}.",
        about=f"Map of the best plan over two numbers. {title}. {'. '.join(told)}.",
        more={"weights": weights, "numbers": f"{where.first.name}; {where.second.name}"},
    )
    notes = ["Borders are exact across; upward the map goes in steps."]
    if where.first.kind == where.second.kind == "weight":
        notes.append("A weight that moves leaves the others in proportion, the one upward too.")
    if len(plans) > MOST:
        notes.append(f"White: {len(plans) - MOST} more plans, each on less of the map.")
    body = Body(
        pieces=[*grid, *sides, *drawn, *listed],
        width=left + WIDTH + 16,
        height=end,
        notes=notes,
    )
    return framed(words, body)


def _options(stretch: Stretch) -> Options:
    return tuple(stretch.plan.items())


def _by_room(stretches: Sequence[Stretch]) -> list[Options]:
    """Return the plans, the one that is best on most of the map first."""
    room: dict[Options, float] = {}
    for stretch in stretches:
        plan = _options(stretch)
        room[plan] = room.get(plan, 0.0) + stretch.high - stretch.low
    return sorted(room, key=lambda plan: -round(room[plan], 9))


def _bands(stretches: Sequence[Stretch], upward: Scale) -> list[tuple[Stretch, float, float]]:
    """Return every stretch with the heights between which it is drawn: halfway to the next."""
    steps = sorted({s.second for s in stretches})
    half = [(a + b) / 2 for a, b in itertools.pairwise(steps)]
    edges = dict(zip(steps, zip([steps[0], *half], [*half, steps[-1]], strict=True), strict=True))
    return [(s, upward.at(edges[s.second][1]), upward.at(edges[s.second][0])) for s in stretches]


def _fill(number: int) -> Fill:
    return FILLS[number] if number < MOST else REST


def _borders(stretches: Sequence[Stretch], across: Scale, upward: Scale) -> list[str]:
    """Return a line wherever the plan changes, across or from one step to the next."""
    drawn = []
    rows: dict[float, list[tuple[Stretch, float]]] = {}
    for stretch, top, bottom in _bands(stretches, upward):
        rows.setdefault(stretch.second, []).append((stretch, top))
        if across.at(stretch.high) < across.right - 0.5:
            x = across.at(stretch.high)
            drawn.append(line(x, top, x, bottom, style.INK, BORDER))
    for lower, upper in itertools.pairwise(rows.values()):
        for stretch, top in lower:
            for above, _ in upper:
                low, high = max(stretch.low, above.low), min(stretch.high, above.high)
                if low < high and stretch.plan != above.plan:
                    x1, x2 = across.at(low), across.at(high)
                    drawn.append(line(x1, top, x2, top, style.INK, BORDER))
    return drawn


def _letters(
    stretches: Sequence[Stretch], plans: Sequence[Options], across: Scale, upward: Scale
) -> list[str]:
    """Return each plan's letter where it has most room both ways, if it has room enough."""
    drawn = []
    bands = _bands(stretches, upward)
    for letter, plan in zip(LETTERS, plans, strict=False):
        own = [band for band in bands if _options(band[0]) == plan]
        room, x, y = max(_room(stretch, own, across) for stretch, *_ in own)
        if room >= LETTER:
            circle = element("circle", cx=x, cy=y, r=11.0, fill=style.PAPER, stroke=style.INK)
            drawn += [circle, text(x, y + 5, letter, style.NAME_SIZE, bold=True, anchor="middle")]
    return drawn


def _room(
    stretch: Stretch, own: Sequence[tuple[Stretch, float, float]], across: Scale
) -> tuple[float, float, float]:
    """Return the room round a stretch's middle, the smaller of width and height, and its middle.

    own: the stretches of its plan with their heights, from the lowest upward.
    """
    middle = (stretch.low + stretch.high) / 2
    column = [band for band in own if band[0].low <= middle <= band[0].high]
    place = next(i for i, band in enumerate(column) if band[0] is stretch)
    first = last = place
    while first and column[first - 1][1] == column[first][2]:
        first -= 1
    while last + 1 < len(column) and column[last + 1][2] == column[last][1]:
        last += 1
    top, bottom = column[last][1], column[first][2]
    width = across.at(stretch.high) - across.at(stretch.low)
    return min(width, bottom - top), across.at(middle), (top + bottom) / 2


def _said(plans: Sequence[Options], labels: Mapping[Name, str]) -> list[str]:
    """Return what each plan does where the plans differ."""
    differing = {
        n for plan in plans for n, state in plan if any((n, state) not in p for p in plans)
    }
    if not differing:
        return ["; ".join(f"{labels[n]}: {plain(s)}" for n, s in plan) for plan in plans]
    return [
        "; ".join(f"{labels[n]}: {plain(s)}" for n, s in plan if n in differing) for plan in plans
    ]


def _list(
    plans: Sequence[Options], labels: Mapping[Name, str], right: float, y: float
) -> tuple[list[str], float]:
    """Return the plans with their fillings, a line or more each, and where they end."""
    drawn = []
    for index, said in enumerate(_said(plans, labels)[:MOST]):
        drawn += box(0.0, y, 44.0, 16.0, _fill(index))
        drawn.append(text(54.0, y + 12, LETTERS[index], SIZE, bold=True))
        start = 54.0 + text_width("W", SIZE, bold=True) + 6
        for part in wrap(said, SIZE, right - start):
            drawn.append(text(start, y + 12, part, SIZE))
            y += LINE
        y += 6
    return drawn, y


def _here(where: Regions) -> Stretch:
    """Return the stretch that holds the present numbers."""
    nearest = min((abs(s.second - where.second.at), s.second) for s in where.stretches)[1]
    row = [s for s in where.stretches if s.second == nearest]
    return next((s for s in row if s.low <= where.first.at <= s.high), row[0])


def _finding(where: Regions, names: tuple[str, ...], here: Stretch, count: int) -> str:
    if count == 1:
        return f"One plan is best wherever {names[0]} and {names[1]} go"
    if _whole(where.first, here):
        return f"{count} plans are best somewhere; today's holds whatever {names[0]} is"
    return (
        f"Today's plan holds while {names[0]} is from {here.low:.2f} to {here.high:.2f}; it is "
        f"{where.first.at:.2f}"
    )


def _whole(parameter: Parameter, here: Stretch) -> bool:
    """Return whether a stretch goes from end to end."""
    span = parameter.high - parameter.low
    return here.high - here.low > 0.999 * span
