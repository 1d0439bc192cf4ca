"""Draw what is known at each decision: the decisions in their order, what is learned between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.svg import arrow, element, text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.frame import Body
from diagrams.network.legend import Entry, sample_of

SIZE = style.ROW_SIZE
LIMIT = 106.0
WIDTH = LIMIT + 34
GAP = 24.0
LINE = SIZE * 1.3
BULLET = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One decision: what is learned just before it, what is known, and what of that matters."""

    decision: Name
    learned: Sequence[Name]
    known: Sequence[Name]
    matters: frozenset[Name]


def timeline(moments: Sequence[Moment], labels: Mapping[Name, str]) -> Body:
    """Return the drawn decisions from left to right in the order of time."""
    tall = max(_learned_height(moment, labels) for moment in moments)
    box = max(len(_lines(labels[m.decision])) for m in moments) * LINE + 16
    drawn: list[str] = []
    bottom = 0.0
    for index, moment in enumerate(moments):
        left = index * (WIDTH + GAP)
        middle = left + WIDTH / 2
        drawn += _learned(moment, labels, middle, tall)
        drawn += _decision(index + 1, labels[moment.decision], left, tall, box)
        if index:
            y = tall + box / 2
            drawn.append(_arrow((left - GAP + 2, y), (left - 1, y), style.INK))
        known, end = _known(moment, labels, left, tall + box + 12)
        drawn += known
        bottom = max(bottom, end)
    legend = [
        Entry(words="decision, in the order of time", sample=sample_of("decision")),
    ]
    if any(moment.learned for moment in moments):
        legend.append(Entry(words="learned before it", sample=sample_of("chance")))
    if any(moment.matters for moment in moments):
        said = "known, and it can matter"
        legend.append(Entry(words=said, sample=_bullet_sample(matters=True)))
    if any(set(moment.known) - moment.matters for moment in moments):
        said = "known, but it makes no difference"
        legend.append(Entry(words=said, sample=_bullet_sample(matters=False)))
    width = len(moments) * (WIDTH + GAP) - GAP
    return Body(pieces=drawn, width=width, height=bottom, legend=legend)


def _lines(words: str) -> tuple[str, ...]:
    return wrap(words, SIZE, LIMIT, bold=True)


def _ellipse_height(words: str) -> float:
    return len(_lines(words)) * LINE * 1.75 + 8


def _learned_height(moment: Moment, labels: Mapping[Name, str]) -> float:
    heights = [_ellipse_height(labels[name]) + 8 for name in moment.learned]
    return sum(heights) + (30 if heights else 0)


def _learned(moment: Moment, labels: Mapping[Name, str], middle: float, floor: float) -> list[str]:
    """Return the ellipses of what is learned, above the decision, and the arrow down to it."""
    if not moment.learned:
        return []
    drawn = []
    y = floor - 30
    for name in reversed(moment.learned):
        height = _ellipse_height(labels[name])
        y -= height
        lines = _lines(labels[name])
        widest = max(text_width(line, SIZE, bold=True) for line in lines)
        shape = element(
            "ellipse",
            cx=middle,
            cy=y + height / 2,
            rx=(widest * 1.22 + 9) / 2,
            ry=height / 2,
            fill=style.CHANCE.fill,
            stroke=style.CHANCE.line,
            stroke_width=style.CHANCE.width,
        )
        baseline = y + height / 2 - len(lines) * LINE / 2 + SIZE
        words = [
            text(middle, baseline + i * LINE, line, SIZE, bold=True, anchor="middle")
            for i, line in enumerate(lines)
        ]
        drawn.append(element("g", "".join([shape, *words]), class_="chance"))
        y -= 8
    drawn.append(_arrow((middle, floor - 28), (middle, floor - 1), style.INFORMATION, dash="7 4"))
    return drawn


def _decision(number: int, label: str, left: float, top: float, height: float) -> list[str]:
    look = style.DECISION
    shape = element(
        "rect",
        x=left,
        y=top,
        width=WIDTH,
        height=height,
        fill=look.fill,
        stroke=look.line,
        stroke_width=look.width,
    )
    lines = _lines(label)
    baseline = top + height / 2 - len(lines) * LINE / 2 + SIZE
    words = [
        text(left + WIDTH / 2 + 8, baseline + i * LINE, line, SIZE, bold=True, anchor="middle")
        for i, line in enumerate(lines)
    ]
    told = text(left + 7, top + height / 2 + 5, f"{number}", style.NAME_SIZE, bold=True)
    return [element("g", "".join([shape, told, *words]), class_="decision")]


def _known(
    moment: Moment, labels: Mapping[Name, str], left: float, top: float
) -> tuple[list[str], float]:
    """Return the list of what is known, what matters first."""
    drawn = []
    y = top
    if not moment.known:
        drawn.append(text(left + 4, y + SIZE, "nothing is known yet", SIZE, fill=style.QUIET))
        return drawn, y + LINE
    for name in sorted(moment.known, key=lambda n: n not in moment.matters):
        matters = name in moment.matters
        drawn.append(_bullet(left + 8, y + SIZE - 4, matters=matters))
        ink = style.INK if matters else style.QUIET
        for line in wrap(labels[name], SIZE, WIDTH - BULLET - 2):
            drawn.append(text(left + BULLET + 2, y + SIZE, line, SIZE, fill=ink))
            y += LINE
        y += 2
    return drawn, y


def _bullet(x: float, y: float, *, matters: bool) -> str:
    fill = style.INK if matters else style.PAPER
    return element("circle", cx=x, cy=y, r=4.0, fill=fill, stroke=style.INK, stroke_width=1.2)


def _bullet_sample(*, matters: bool) -> Callable[[float, float], list[str]]:
    return lambda x, y: [_bullet(x + 30, y, matters=matters)]


def _arrow(start: tuple[float, float], tip: tuple[float, float], line: str, dash: str = "") -> str:
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    end = (tip[0] - dx / length * 9, tip[1] - dy / length * 9)
    extra: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    shaft = element(
        "line",
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        stroke=line,
        stroke_width=1.8,
        **extra,
    )
    return shaft + arrow(tip, end, 4.5, fill=line, line=line)
