"""Plot which plan is best where, as two numbers move.

Of two weights only the triangle is drawn in which they are at most 1 together.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from bayesnet.answers.policy import Policy
from bayesnet.number_words import utility
from bayesnet.rounding import steady
from bayesnet.sensitivity.digits import LEAST, point_digits
from bayesnet.sensitivity.regions import Regions, Stretch
from bayesnet.sensitivity.rules import behaviour
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.wording import worded
from diagrams.plots.fills import FILLS, Fill, box
from diagrams.plots.scale import Scale, above_axis, axis, line, round_scale, side_axis

SIZE = style.ROW_SIZE
WIDTH, HEIGHT = 430.0, 260.0
LINE = 16.0
BORDER = 1.4
MOST = 6
LETTER = 26.0
"""Pixels, across and upward, that a letter in its circle needs."""
LETTERS = "ABCDEF"
EDGE = 1e-5
"""Weights that are so near to 1 together are on the slope of their triangle."""
REST = Fill(colour=style.PAPER, line=style.QUIET)
Plan = Mapping[Name, Policy]


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
    keys, edges = [behaviour(plan) for plan in plans], _edges(where.stretches)
    for stretch, high, low in _bands(where.stretches, upward):
        fill = _fill(keys.index(behaviour(stretch.plan)))
        x = across.at(stretch.low)
        width = across.at(_end(where, stretch, edges[stretch.second][0])) - x
        drawn += box(x, high, width, low - high, fill, edge=False)
    drawn += _borders(where, across, upward)
    if where.triangular:
        drawn += _beyond(across, upward)
    drawn += _letters(where.stretches, keys, across, upward)
    grid, end = axis(across, top, top + HEIGHT, lambda v: f"{v:g}", names[0])
    sides = side_axis(upward, left, left + WIDTH, lambda v: f"{v:g}")
    now = across.at(where.first.at), upward.at(where.second.at)
    drawn += [
        line(now[0] - 9, now[1], now[0] + 9, now[1], style.PAPER, 5.0),
        line(now[0], now[1] - 9, now[0], now[1] + 9, style.PAPER, 5.0),
        line(now[0] - 8, now[1], now[0] + 8, now[1], style.INK, 2.4),
        line(now[0], now[1] - 8, now[0], now[1] + 8, style.INK, 2.4),
    ]
    title = _finding(where, names, study.diagram, len(plans))
    texts = _texts(where, plans, study.diagram)[:MOST]
    told = [f"{LETTERS[i]}: {words}" for i, words in enumerate(texts)]
    listed, end = _list(texts, left + WIDTH, end + 12)
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
    if where.triangular:
        notes.append(
            "The two weights are as the axes say; the others share the rest in proportion."
        )
    if len(plans) > MOST:
        notes.append(f"White: {len(plans) - MOST} more plans, each on less of the map.")
    body = Body(
        pieces=[*grid, *sides, *drawn, *listed],
        width=left + WIDTH + 16,
        height=end,
        notes=notes,
    )
    return framed(words, body)


def _by_room(stretches: Sequence[Stretch]) -> list[Plan]:
    """Return the plans, the one that is best on most of the map first."""
    room: dict[Hashable, float] = {}
    plans: dict[Hashable, Plan] = {}
    for stretch in stretches:
        key = behaviour(stretch.plan)
        plans.setdefault(key, stretch.plan)
        room[key] = room.get(key, 0.0) + stretch.high - stretch.low
    return [plans[key] for key in sorted(room, key=lambda key: -round(room[key], 9))]


def _end(where: Regions, stretch: Stretch, low: float) -> float:
    """Return where a stretch ends across: at the slope of the triangle, that of its lower edge."""
    last = where.triangular and stretch.high + stretch.second > 1 - EDGE
    return max(stretch.high, 1.0 - low) if last else stretch.high


def _beyond(across: Scale, upward: Scale) -> list[str]:
    """Return the empty half of a map of two weights, which are at most 1 together."""
    corners = [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    points = " ".join(f"{number(across.at(x))},{number(upward.at(y))}" for x, y in corners)
    x, y = across.at(0.98), upward.at(0.98)
    return [
        element("polygon", points=points, fill=style.PAPER),
        line(across.at(0), upward.at(1), across.at(1), upward.at(0), style.INK, BORDER),
        text(x, y + SIZE, "more than 1 together", SIZE, anchor="end", fill=style.QUIET),
    ]


def _bands(stretches: Sequence[Stretch], upward: Scale) -> list[tuple[Stretch, float, float]]:
    """Return every stretch with the heights between which it is drawn: halfway to the next."""
    edges = _edges(stretches)
    return [(s, upward.at(edges[s.second][1]), upward.at(edges[s.second][0])) for s in stretches]


def _edges(stretches: Sequence[Stretch]) -> dict[float, tuple[float, float]]:
    """Return, for each step of the second number, from where to where it stands on the map."""
    steps = sorted({s.second for s in stretches})
    half = [(a + b) / 2 for a, b in itertools.pairwise(steps)]
    return dict(zip(steps, zip([steps[0], *half], [*half, steps[-1]], strict=True), strict=True))


def _fill(number: int) -> Fill:
    return FILLS[number] if number < MOST else REST


def _borders(where: Regions, across: Scale, upward: Scale) -> list[str]:
    """Return a line wherever the plan changes, across or from one step to the next."""
    drawn = []
    rows: dict[float, list[tuple[Stretch, float]]] = {}
    for stretch, top, bottom in _bands(where.stretches, upward):
        rows.setdefault(stretch.second, []).append((stretch, top))
        sloped = where.triangular and stretch.high + stretch.second > 1 - EDGE
        if across.at(stretch.high) < across.right - 0.5 and not sloped:
            x = across.at(stretch.high)
            drawn.append(line(x, top, x, bottom, style.INK, BORDER))
    for lower, upper in itertools.pairwise(rows.values()):
        for stretch, top in lower:
            for above, _ in upper:
                low, high = max(stretch.low, above.low), min(stretch.high, above.high)
                if low < high and behaviour(stretch.plan) != behaviour(above.plan):
                    x1, x2 = across.at(low), across.at(high)
                    drawn.append(line(x1, top, x2, top, style.INK, BORDER))
    return drawn


def _letters(
    stretches: Sequence[Stretch], plans: Sequence[Hashable], across: Scale, upward: Scale
) -> list[str]:
    """Return each plan's letter where it has most room both ways, if it has room enough."""
    drawn = []
    bands = _bands(stretches, upward)
    for letter, plan in zip(LETTERS, plans, strict=False):
        own = [band for band in bands if behaviour(band[0].plan) == plan]
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
    return steady(min(width, bottom - top)), across.at(middle), (top + bottom) / 2


def _texts(where: Regions, plans: Sequence[Plan], diagram: InfluenceDiagram) -> list[str]:
    """Return what each plan does where the plans differ."""
    names, label = where.differing or tuple(plans[0]), diagram.state_label

    def condition(name: Name, state: State) -> str:
        return f"{diagram.labels[name]}: {label(name, state)}"

    def text(name: Name, plan: Plan) -> str:
        return f"{diagram.labels[name]}: {where.text(name, plan, partial(label, name), condition)}"

    return ["; ".join(text(name, plan) for name in names) for plan in plans]


def _list(texts: Sequence[str], right: float, y: float) -> tuple[list[str], float]:
    """Return the plans with their fillings, a line or more each, and where they end."""
    drawn = []
    for index, words in enumerate(texts):
        drawn += box(0.0, y, 44.0, 16.0, _fill(index))
        drawn.append(text(54.0, y + 12, LETTERS[index], SIZE, bold=True))
        start = 54.0 + text_width("W", SIZE, bold=True) + 6
        for part in wrap(words, SIZE, right - start):
            drawn.append(text(start, y + 12, part, SIZE))
            y += LINE
        y += 6
    return drawn, y


def _here(where: Regions) -> Stretch:
    """Return the stretch that holds the present numbers."""
    nearest = min(where.stretches, key=lambda s: steady(abs(s.second - where.second.at))).second
    row = [s for s in where.stretches if s.second == nearest]
    return next((s for s in row if s.low <= where.first.at <= s.high), row[0])


def _finding(where: Regions, names: tuple[str, ...], diagram: InfluenceDiagram, count: int) -> str:
    here, first = _here(where), where.first
    if count == 1:
        return f"One plan is best wherever {names[0]} and {names[1]} go"
    last = 1.0 - here.second if where.triangular else first.high
    if here.high - here.low > 0.999 * (last - first.low):
        return f"{count} plans are best somewhere; today's holds whatever {names[0]} is"
    digits = LEAST
    if first.kind == "score":
        digits = point_digits(diagram, [here.low, here.high, first.at], [here.high - here.low])
    low, high, now = (utility(value, digits) for value in (here.low, here.high, first.at))
    return f"Today's plan holds while {names[0]} is from {low} to {high}; it is {now}"
