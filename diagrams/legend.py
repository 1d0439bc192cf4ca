"""Draw the legend strip: what occurs in the picture, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diagrams import style
from diagrams.layout import Curve
from diagrams.nodes import Node
from diagrams.shapes import BADGES, arc, badge, tick
from diagrams.svg import element, text
from diagrams.text import text_width

SAMPLE = 44.0
SPACE = 22.0
LINE = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: ``sample`` draws it in a box of 44 pixels from (x, y)."""

    words: str
    sample: Callable[[float, float], Sequence[str]]


def entries(nodes: Sequence[Node], kinds: Sequence[str], *, weighted: bool) -> list[Entry]:
    """Return the entries for the nodes and arcs that occur; y is the middle of the line."""
    found = []
    rows = any(node.rows for node in nodes)
    for kind, words in (
        ("decision", "decision"),
        ("chance", "uncertain quantity"),
        ("value", "value"),
    ):
        if any(node.kind == kind for node in nodes):
            found.append(Entry(words=words, sample=_node_sample(kind, rows=rows)))
    found += [
        Entry(words=words, sample=_badge_sample(finding))
        for finding, words in (
            ("set", "made so"),
            ("seen", "learned"),
            ("likely", "made more or less likely"),
        )
        if any(node.finding == finding for node in nodes)
    ]
    if "cause" in kinds:
        if weighted:
            found.append(Entry(words="weak influence", sample=_arc_sample("cause", 0.05)))
            found.append(Entry(words="strong influence", sample=_arc_sample("cause", 0.8)))
        else:
            found.append(Entry(words="influence", sample=_arc_sample("cause", 0.2)))
    if "cut" in kinds:
        found.append(Entry(words="cut, because made so", sample=_arc_sample("cut", 0)))
    if "information" in kinds:
        found.append(Entry(words="known when deciding", sample=_arc_sample("information", 0)))
    if "counts" in kinds:
        found.append(Entry(words="counts towards value", sample=_arc_sample("counts", 0)))
    if rows:
        found.append(Entry(words="probability", sample=_bar_sample(ticked=False)))
    if any(row.before is not None for node in nodes for row in node.rows):
        found.append(
            Entry(words="where it stood in the comparison", sample=_bar_sample(ticked=True))
        )
    return found


def strip(found: Sequence[Entry], left: float, top: float, width: float) -> tuple[list[str], float]:
    """Return the drawn strip and its height; entries flow over as many lines as they need."""
    drawn = [
        element(
            "line",
            x1=left,
            y1=top,
            x2=left + width,
            y2=top,
            stroke=style.HAIRLINE,
            stroke_width=1.0,
        )
    ]
    x, y = left, top + LINE
    for entry in found:
        needed = SAMPLE + 8 + text_width(entry.words, style.SMALL_SIZE) + SPACE
        if x > left and x + needed - SPACE > left + width:
            x, y = left, y + LINE
        drawn += entry.sample(x, y)
        drawn.append(text(x + SAMPLE + 8, y + 4, entry.words, style.SMALL_SIZE))
        x += needed
    return drawn, y + LINE / 2 - top


def _node_sample(kind: str, *, rows: bool) -> Callable[[float, float], list[str]]:
    def draw(x: float, y: float) -> list[str]:
        look = {"decision": style.DECISION, "chance": style.CHANCE, "value": style.VALUE}[kind]
        paint: dict[str, str | float] = {
            "fill": look.fill,
            "stroke": look.line,
            "stroke_width": look.width,
        }
        if kind == "chance" and not rows:
            return [element("ellipse", cx=x + 22, cy=y, rx=20.0, ry=8.0, **paint)]
        if kind == "value":
            corners = f"{x + 2},{y} {x + 12},{y - 8} {x + 32},{y - 8} {x + 42},{y} "
            corners += f"{x + 32},{y + 8} {x + 12},{y + 8}"
            return [element("polygon", points=corners, **paint)]
        radius = 6.0 if kind == "chance" else 0.0
        size: dict[str, str | float] = {"width": 40.0, "height": 16.0, "rx": radius}
        return [element("rect", x=x + 2, y=y - 8, **size, **paint)]

    return draw


def _badge_sample(finding: str) -> Callable[[float, float], list[str]]:
    return lambda x, y: badge(BADGES[finding], x + SAMPLE / 2, y + 1)


def _arc_sample(kind: str, strength: float) -> Callable[[float, float], list[str]]:
    def draw(x: float, y: float) -> list[str]:
        points = ((x, y), (x + 11, y), (x + 22, y), (x + 34, y))
        return arc(Curve(parent="", child="", points=points, tip=(x + 43, y)), kind, strength)

    return draw


def _bar_sample(*, ticked: bool) -> Callable[[float, float], list[str]]:
    def draw(x: float, y: float) -> list[str]:
        top = y - style.BAR_HEIGHT / 2
        box: dict[str, str | float] = {"x": x + 2, "y": top, "height": style.BAR_HEIGHT}
        drawn = [
            element("rect", **box, width=40.0, fill=style.PAPER, stroke=style.CHANCE.line),
            element("rect", **box, width=22.0, fill=style.CHANCE.bar),
        ]
        return [*drawn, tick(x + 30, top)] if ticked else drawn

    return draw
