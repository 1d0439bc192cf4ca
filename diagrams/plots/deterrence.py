"""Plot how often somebody else acts against how much one thing weighs to it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.curve import DeterrenceCurve
from bayesnet.adversary.words import acts_text
from bayesnet.number_words import percent, percents
from bayesnet.rounding import written
from bayesnet.study.view import StudyView
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, number
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.plots.scale import (
    Scale,
    above_axis,
    axis,
    dot,
    line,
    round_scale,
    side_axis,
    tick_number,
    tick_words,
)

WIDTH, HEIGHT, LEFT = 430.0, 230.0, 62.0
POOL, ONE = 2.8, 1.0
"""How thick the lines of the pool and of one expert are."""
HALF = 0.5


def deterrence_plot(view: StudyView, answer: Adversary, curve: DeterrenceCurve) -> Drawing:
    """Return P(it acts) over the factor, for the pool and each expert, thresholds marked."""
    agent = answer.mind.agent
    label, several = agent.values[curve.value].label, len(answer.experts) > 1
    across = round_scale(0.0, float(curve.factors[-1]), LEFT, LEFT + WIDTH, most=7)
    drawn, top = above_axis(f"probability that {agent.label} acts", LEFT + WIDTH)
    upward = round_scale(0.0, float(curve.acting.max()), top + HEIGHT, top, most=6)
    grid, end = axis(
        across, top, top + HEIGHT, tick_number, f"how many times as much as now it weighs {label}"
    )
    drawn += grid
    drawn += side_axis(upward, LEFT, LEFT + WIDTH, tick_words("probability", signed=False))
    drawn.append(line(across.at(1.0), top, across.at(1.0), top + HEIGHT, style.QUIET, 1.0))
    if not math.isnan(curve.halved_at):
        at = across.at(curve.halved_at)
        drawn.append(line(at, top, at, top + HEIGHT, style.INK, 1.4, "4 3"))
    for world in range(len(curve.acting) - 1, -1, -1):
        if world == 0 or several:
            drawn.append(_course(curve, world, across, upward))
    drawn += _halved(curve, across, upward, several=several)
    title = _finding(curve, agent.label, label)
    about = (
        f"Curve of the probability that {agent.label} acts over how much {label} weighs to it. "
        f"{title}. {_told(curve, several=several)}"
    )
    words = words_round(
        view.study,
        answer.provenance,
        title=title,
        subtitle=f"It acts: {acts_text(answer, view.diagram)}. All else that it weighs stays as it "
        f"is. {answer.provenance.under}.",
        about=about,
        more={"agent": agent.id, "value": curve.value, "scenario": answer.scenario.id},
    )
    body = Body(
        pieces=drawn,
        width=LEFT + WIDTH + 20,
        height=end,
        legend=_legend(curve, several=several),
        notes=[view.diagram.reaction] if view.diagram.reaction else [],
    )
    return framed(words, body)


def _course(curve: DeterrenceCurve, world: int, across: Scale, upward: Scale) -> str:
    places = zip(curve.factors, curve.acting[world], strict=True)
    path = " L".join(f"{number(across.at(x))},{number(upward.at(y))}" for x, y in places)
    return _line(f"M{path}", world)


def _line(path: str, world: int) -> str:
    return element(
        "path",
        d=path,
        fill="none",
        stroke=style.QUIET if world else style.THEIRS.bar,
        stroke_width=ONE if world else POOL,
    )


def _halved(curve: DeterrenceCurve, across: Scale, upward: Scale, *, several: bool) -> list[str]:
    """Return a dot where each curve reaches half of what it is now; the pool's is filled."""
    if curve.threshold is None:
        return []
    factors = curve.threshold.factors.tolist()
    return [
        dot(across.at(factors[w]), upward.at(HALF * float(curve.now[w])), filled=not w)
        for w in range(len(factors) - 1, -1, -1)
        if not math.isnan(factors[w]) and (several or not w)
    ]


def _legend(curve: DeterrenceCurve, *, several: bool) -> Sequence[Entry]:
    entries = [
        Entry(
            words="the pool" if several else "by the numbers there are",
            sample=lambda a, b: [_line(f"M{number(a + 2)},{number(b)} h40", 0)],
        )
    ]
    if several:
        entries.append(
            Entry(
                words="one expert",
                sample=lambda a, b: [_line(f"M{number(a + 2)},{number(b)} h40", 1)],
            )
        )
    if curve.threshold is not None:
        entries.append(
            Entry(
                words="half as often as now, solved exactly"
                + ("; open: for an expert" if several else ""),
                sample=lambda a, b: [dot(a + 22, b, filled=True)],
            )
        )
    return entries


def _finding(curve: DeterrenceCurve, who: str, label: str) -> str:
    if not math.isnan(curve.halved_at):
        factor = written(curve.halved_at, 2)
        return f"{who} acts half as often as now where {label} weighs {factor} times as much"
    first, last = (percent(float(curve.acting[0, at])) for at in (0, -1))
    if first == last:
        return f"{who} acts with probability {first} however much {label} weighs"
    most = tick_number(round(float(curve.factors[-1]), 2))
    return f"From {first} to {last} as {label} weighs from 0 to {most} times as much"


def _told(curve: DeterrenceCurve, *, several: bool) -> str:
    """Return the numbers in words, for who cannot see the picture."""
    now = f"Now it acts with probability {percent(float(curve.now[0]))}"
    if not several:
        return f"{now}."
    now += f", by the experts {percents(curve.now[1:].tolist())} %"
    solved = [] if curve.threshold is None else curve.threshold.factors[1:].tolist()
    there = [factor for factor in solved if not math.isnan(factor)]
    if not there:
        return f"{now}."
    low, high = written(min(there), 2), written(max(there), 2)
    return f"{now}; it acts half as often at factors from {low} to {high} by the experts."
