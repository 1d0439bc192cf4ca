"""Draw a tree of what is learned and decided, from left to right, values at every fork and end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.decisions.tree import Branch, Fork
from bayesnet.number_words import percent, utility
from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.frame import Body
from diagrams.network.legend import Entry, sample_of

LIMIT = 118.0
LEAF = 24.0
BEND = 18.0
AIR = 8.0
END = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Names to print: of each variable, and of its states in words; ``digits`` of values."""

    variables: Mapping[Name, str]
    states: Mapping[Name, tuple[str, ...]]
    digits: int = 1

    def worth(self, value: float) -> str:
        """Return a value as it is printed."""
        if value == -math.inf:
            return "not allowed"
        return utility(value, self.digits)

    def branch(self, fork: Fork, branch: Branch) -> str:
        """Return what stands on a branch: the state, and its probability where it has one."""
        state = self.states[fork.variable][branch.state]
        if branch.probability is None:
            return state
        return f"{state}, {percent(branch.probability)}"


def tree_body(fork: Fork, labels: Labels) -> Body:
    """Return the drawn tree."""
    widths = _column_widths(fork, labels)
    lefts = [sum(widths[:depth]) for depth in range(len(widths) + 1)]
    last = max(
        text_width(labels.worth(branch.value), style.ROW_SIZE, bold=True) for branch in _ends(fork)
    )
    drawn: list[str] = []
    height = _height(fork, labels)
    _draw(fork, labels, lefts, 0.0, True, drawn)
    legend = [
        Entry(words=words, sample=sample_of(kind))
        for kind, words, there in (
            ("decision", "decision", _has(fork, "decided")),
            ("chance", "what is learned", _has(fork, "learned")),
        )
        if there
    ]
    legend.append(Entry(words="taken", sample=lambda x, y: [_line(x, y, x + 40, y, True)]))
    if any(len(f.branches) > 1 for f in fork.forks if f.kind == "decided"):
        legend.append(
            Entry(
                words="not taken",
                sample=lambda x, y: [_line(x, y, x + 40, y, False), _struck(x + 18, y)],
            )
        )
    return Body(pieces=drawn, width=lefts[-1] + END + 6 + last, height=height, legend=legend)


def _ends(fork: Fork) -> list[Branch]:
    return [b for f in fork.forks for b in f.branches if b.after is None]


def _has(fork: Fork, kind: str) -> bool:
    return any(f.kind == kind for f in fork.forks)


def _lines(fork: Fork, labels: Labels) -> tuple[str, ...]:
    return wrap(labels.variables[fork.variable], style.ROW_SIZE, LIMIT, bold=True)


def _size(fork: Fork, labels: Labels) -> tuple[float, float]:
    """Return the size of a fork's shape: its name and what it is worth, with air round them."""
    lines = _lines(fork, labels)
    widest = max(
        *(text_width(line, style.ROW_SIZE, bold=True) for line in lines),
        text_width(labels.worth(fork.value), style.ROW_SIZE),
    )
    height = (len(lines) + 1) * style.ROW_SIZE * 1.25 + 10
    # A rounded box for what is learned: its ends are half circles and take room.
    return widest + (2 * 10 if fork.kind == "decided" else 30), height


def _column_widths(fork: Fork, labels: Labels) -> list[float]:
    """Return the width of every column: its widest shape and its longest branch."""
    box, _ = _size(fork, labels)
    words = max(
        text_width(labels.branch(fork, b), style.ROW_SIZE, bold=True) for b in fork.branches
    )
    widths = [box + BEND + words + 20]
    below = [_column_widths(b.after, labels) for b in fork.branches if b.after]
    deepest = max(map(len, below), default=0)
    deeper = [max(c[depth] for c in below if depth < len(c)) for depth in range(deepest)]
    return [*widths, *deeper]


def _height(fork: Fork, labels: Labels) -> float:
    rows = sum(_height(b.after, labels) if b.after else LEAF for b in fork.branches)
    return max(rows, _size(fork, labels)[1] + AIR)


def _draw(
    fork: Fork, labels: Labels, lefts: list[float], top: float, taken: bool, drawn: list[str]
) -> float:
    """Draw a fork and all below it from ``top`` down; return the height of its middle."""
    width, height = _size(fork, labels)
    whole = _height(fork, labels)
    rows = sum(_height(b.after, labels) if b.after else LEAF for b in fork.branches)
    y = top + (whole - rows) / 2
    middle = top + whole / 2
    left, right = lefts[0], lefts[0] + width
    shapes: list[str] = []
    for index, branch in enumerate(fork.branches):
        chosen = fork.best in (None, index)
        on_path = taken and chosen
        if branch.after:
            end = _draw(branch.after, labels, lefts[1:], y, on_path, drawn)
            y += _height(branch.after, labels)
            stop = lefts[1]
        else:
            end = y + LEAF / 2
            y += LEAF
            stop = lefts[1] + END
        drawn += _branch(right, middle, stop, end, chosen=chosen, on_path=on_path)
        words = labels.branch(fork, branch)
        bold = chosen and fork.kind == "decided"
        drawn.append(text(right + BEND + 6, end - 5, words, style.ROW_SIZE, bold=bold))
        if branch.after is None:
            told = labels.worth(branch.value)
            drawn.append(text(stop + 6, end + 4, told, style.ROW_SIZE, bold=on_path))
    shapes = _shape(fork, labels, left, middle, width, height)
    drawn.append(element("g", "".join(shapes), class_=fork.kind))
    return middle


def _shape(
    fork: Fork, labels: Labels, left: float, middle: float, width: float, height: float
) -> list[str]:
    look = style.DECISION if fork.kind == "decided" else style.CHANCE
    radius = 0.0 if fork.kind == "decided" else height / 2
    box: dict[str, float] = {"x": left, "y": middle - height / 2, "width": width, "height": height}
    paint: dict[str, str | float] = {
        "fill": look.fill,
        "stroke": look.line,
        "stroke_width": look.width,
    }
    drawn = [element("rect", rx=radius, ry=radius, **box, **paint)]
    baseline = middle - height / 2 + 5 + style.ROW_SIZE
    for line in _lines(fork, labels):
        drawn.append(
            text(left + width / 2, baseline, line, style.ROW_SIZE, bold=True, anchor="middle")
        )
        baseline += style.ROW_SIZE * 1.25
    told = labels.worth(fork.value)
    drawn.append(text(left + width / 2, baseline, told, style.ROW_SIZE, anchor="middle"))
    return drawn


def _branch(
    x: float, y: float, stop: float, end: float, *, chosen: bool, on_path: bool
) -> list[str]:
    bend = x + BEND
    drawn = [
        _line(x, y, bend, end, chosen and on_path),
        _line(bend, end, stop, end, chosen and on_path),
    ]
    if not chosen:
        drawn.append(_struck(x + BEND / 2, (y + end) / 2))
    return drawn


def _line(x1: float, y1: float, x2: float, y2: float, strong: bool) -> str:
    return element(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=style.INK if strong else style.PALE,
        stroke_width=2.6 if strong else 1.2,
    )


def _struck(x: float, y: float) -> str:
    """Return the two strokes across a branch that is not taken."""
    strokes = " ".join(
        f"M{number(x + shift - 2)},{number(y + 6)} L{number(x + shift + 2)},{number(y - 6)}"
        for shift in (-2.5, 2.5)
    )
    return element("path", d=strokes, stroke=style.INK, stroke_width=1.4, fill="none")
