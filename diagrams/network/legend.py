"""Draw the legend strip: what occurs in the picture, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diagrams.canvas import style
from diagrams.canvas.svg import element, text
from diagrams.canvas.text import text_width
from diagrams.network.layout import Curve
from diagrams.network.marks import draw_mark, mark_width
from diagrams.network.nodes import Node
from diagrams.network.picture import ArcKind, Mark, Picture
from diagrams.network.shapes import BADGES, arc, badge, change_bar, cut_box, tick

SAMPLE = 44.0
SPACE = 22.0
LINE = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: ``sample`` draws it in a box of 44 pixels from (x, y)."""

    words: str
    sample: Callable[[float, float], Sequence[str]]


ARC_WORDS: Sequence[tuple[ArcKind, str, float]] = (
    ("cause", "influence", 0.2),
    ("sourced", "one source", 0.0),
    ("sourced", "three sources or more", 1.0),
    ("unsourced", "no source", 0.0),
    ("unchanged", "the same in both", 0.0),
    ("added", "added", 0.0),
    ("changed", "in both, but changed", 0.0),
    ("dropped", "dropped", 0.0),
    ("cut", "cut, because made so", 0.0),
    ("information", "known when deciding", 0.0),
    ("counts", "counts towards value", 0.0),
)
STRENGTH_WORDS: Sequence[tuple[ArcKind, str, float]] = (
    ("cause", "weak influence", 0.05),
    ("cause", "strong influence", 0.8),
)
MARK_WORDS: Sequence[tuple[Mark, str]] = (
    (Mark(text="+", look="plus"), "raises"),
    (Mark(text="\N{MINUS SIGN}", look="minus"), "lowers"),
    (Mark(text="±", look="mixed"), "no single sign"),
    (Mark(text="?", look="contested"), "contrary evidence is named"),
    (Mark(text="A1", look="solid"), "assumption, solid"),
    (Mark(text="A1", look="caveat"), "assumption with a caveat"),
    (Mark(text="A1", look="unsupported"), "assumption without support"),
)


def entries(picture: Picture, nodes: Sequence[Node]) -> list[Entry]:
    """Return the entries for what occurs; y is the middle of the line."""
    found = _node_entries(nodes)
    kinds = {picture.kind(arc) for arc in picture.arcs}
    words = [entry for entry in ARC_WORDS if entry[0] in kinds]
    if picture.strengths and "cause" in kinds:
        words = [*STRENGTH_WORDS, *words[1:]]
    found += [Entry(words=said, sample=_arc_sample(kind, s)) for kind, said, s in words]
    looks = {mark.look for arc in picture.arcs for mark in picture.marks.get(arc, ())}
    found += [
        Entry(words=said, sample=_mark_sample(mark))
        for mark, said in MARK_WORDS
        if mark.look in looks
    ]
    if not any(node.rows for node in nodes):
        return found
    reach = max(node.reach for node in nodes)
    if reach:
        for share, more in ((0.7, "more"), (-0.7, "less")):
            said = f"{more} likely, in percentage points; a full bar is {100 * reach:.0f}"
            found.append(Entry(words=said, sample=_change_sample(share)))
    if not any(node.rows and not node.reach for node in nodes):
        return found
    found.append(Entry(words="probability", sample=_bar_sample(ticked=False)))
    if any(row.before is not None for node in nodes for row in node.rows if not node.reach):
        said = "where it stood in the comparison"
        found.append(Entry(words=said, sample=_bar_sample(ticked=True)))
    return found


def _node_entries(nodes: Sequence[Node]) -> list[Entry]:
    rows = any(node.rows for node in nodes)
    kinds = {node.kind for node in nodes if not (node.finding or node.outside)}
    findings = {node.finding for node in nodes}
    found = [
        Entry(words=words, sample=_node_sample(kind, rows=rows))
        for kind, words in (
            ("decision", "decision"),
            ("chance", "uncertain quantity"),
            ("theirs", "decided by another, or showing it"),
            ("value", "value"),
        )
        if kind in kinds
    ]
    if any(node.outside for node in nodes):
        found.append(Entry(words="outside this part", sample=_node_sample("outside", rows=False)))
    found += [
        Entry(words=words, sample=_badge_sample(finding))
        for finding, words in (
            ("set", "made so"),
            ("seen", "learned"),
            ("likely", "made more or less likely"),
        )
        if finding in findings
    ]
    return found


def strip(found: Sequence[Entry], left: float, top: float, width: float) -> tuple[list[str], float]:
    """Return the drawn strip and its height; entries flow over as many lines as they need."""
    if not found:
        return [], 0.0
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


def sample_of(kind: str) -> Callable[[float, float], list[str]]:
    """Return the sample of a kind of node: decision, chance or value."""
    return _node_sample(kind, rows=False)


def _node_sample(kind: str, *, rows: bool) -> Callable[[float, float], list[str]]:
    looks = {
        "decision": style.DECISION,
        "chance": style.CHANCE,
        "theirs": style.THEIRS,
        "value": style.VALUE,
        "outside": style.OUTSIDE,
    }

    def draw(x: float, y: float) -> list[str]:
        look = looks[kind]
        paint: dict[str, str | float] = {
            "fill": look.fill,
            "stroke": look.line,
            "stroke_width": look.width,
        }
        if kind == "outside":
            paint["stroke_dasharray"] = "4 3"
        if kind in ("chance", "outside") and not rows:
            return [element("ellipse", cx=x + 22, cy=y, rx=20.0, ry=8.0, **paint)]
        if kind == "value":
            corners = f"{x + 2},{y} {x + 12},{y - 8} {x + 32},{y - 8} {x + 42},{y} "
            corners += f"{x + 32},{y + 8} {x + 12},{y + 8}"
            return [element("polygon", points=corners, **paint)]
        if kind == "theirs":
            return [element("polygon", points=cut_box(x + 2, y - 8, 40.0, 16.0, 4.0), **paint)]
        radius = 6.0 if kind == "chance" else 0.0
        size: dict[str, str | float] = {"width": 40.0, "height": 16.0, "rx": radius}
        return [element("rect", x=x + 2, y=y - 8, **size, **paint)]

    return draw


def _badge_sample(finding: str) -> Callable[[float, float], list[str]]:
    return lambda x, y: badge(BADGES[finding], x + SAMPLE / 2, y + 1)


def _arc_sample(kind: ArcKind, strength: float) -> Callable[[float, float], list[str]]:
    def draw(x: float, y: float) -> list[str]:
        points = ((x, y), (x + 11, y), (x + 22, y), (x + 34, y))
        return arc(Curve(parent="", child="", points=points, tip=(x + 43, y)), kind, strength)

    return draw


def _mark_sample(mark: Mark) -> Callable[[float, float], list[str]]:
    return lambda x, y: draw_mark(mark, x + (SAMPLE - mark_width(mark)) / 2, y)


def _change_sample(share: float) -> Callable[[float, float], list[str]]:
    def draw(x: float, y: float) -> list[str]:
        top = y - style.BAR_HEIGHT / 2
        left = x + SAMPLE / 2 - style.BAR_WIDTH / 2
        axis = x + SAMPLE / 2
        line = element("line", x1=axis, y1=top - 2, x2=axis, y2=top + 12, stroke=style.INK)
        return [change_bar(left, top, share, style.CHANCE), line]

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
