"""Decide what stands in each node and how large its shape has to be to hold it."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.number_words import utility
from bayesnet.rounding import places, steady
from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.style import Look
from diagrams.canvas.text import balanced, text_width
from diagrams.network.picture import Finding, Picture, View

GAP = 6.0
PERCENT_WIDTH = 41.0
PADDING = 9.0
CUT = 8.0
"""How much is cut off each corner of what somebody else decides."""
CORNER = 14.0
"""Radius of the corners of an uncertain quantity that is drawn with its states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One state with its bar; before is None where no tick is drawn."""

    state: str
    share: float
    before: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node's content and the size of its shape, in pixels.

    kind: decision, chance, theirs (another's decision) or value.
    states: width of the column of state names.
    under: a line below the name, for what a value scores.
    reach: the change that fills half a bar where bars show changes, 0 where they show beliefs.
    outside: whether it lies outside the part of the diagram that the picture is about.
    """

    name: Name
    kind: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    finding: Finding | None
    look: Look
    states: float
    width: float
    height: float
    under: str = ""
    reach: float = 0.0
    outside: bool = False

    @property
    def row_width(self) -> float:
        """Width of a row: state, bar, percent."""
        return self.states + GAP + style.BAR_WIDTH + PERCENT_WIDTH if self.rows else 0.0

    @property
    def content_height(self) -> float:
        """Height of name and rows together."""
        return content_height(len(self.lines), len(self.rows) + bool(self.under))


def slant(node: Node) -> float:
    """Return how far the slanted sides of a value's hexagon reach in from its ends."""
    return min(node.height / 2, node.width / 4)


def content_height(lines: int, rows: int) -> float:
    """Return the height of so many lines of the name and so many rows."""
    return lines * style.NAME_SIZE * 1.2 + rows * style.ROW_HEIGHT + (3 if rows else 0)


def nodes_of(picture: Picture, view: View) -> tuple[Node, ...]:
    """Return every node that is drawn, with its content and size."""
    diagram = picture.diagram
    kinds = dict.fromkeys(diagram.decisions, "decision")
    kinds |= dict.fromkeys(diagram.chance, "chance")
    kinds |= {name: "theirs" for name, node in diagram.chance.items() if node.decided_by}
    kinds |= dict.fromkeys(diagram.utilities, "value")
    reach = reach_of(picture)
    return tuple(_node(picture, view, kinds[name], name, reach) for name in picture.names)


def reach_of(picture: Picture) -> float:
    """Return the change that fills half a bar: the next round number above the largest."""
    if not picture.difference:
        return 0.0
    inside = set(picture.names) - picture.outside - set(picture.findings)
    largest = max(
        (
            abs(now - then)
            for name in inside.intersection(picture.before)
            for now, then in zip(picture.beliefs[name], picture.before[name], strict=True)
        ),
        default=0.0,
    )
    return next(step for step in (0.05, 0.1, 0.2, 0.3, 0.5, 1.0) if steady(largest) <= step)


def _node(picture: Picture, view: View, kind: str, name: Name, reach: float) -> Node:
    outside = name in picture.outside
    rows = _rows(picture, name) if view == "full" and not outside else ()
    label = picture.diagram.labels[name]
    lines = balanced(label, style.NAME_SIZE, 200.0 if rows else 104.0, bold=True)
    states = max((text_width(row.state, style.ROW_SIZE) for row in rows), default=0.0)
    finding = picture.findings.get(name)
    looks = {
        "decision": style.DECISION,
        "chance": style.CHANCE,
        "theirs": style.THEIRS,
        "value": style.VALUE,
    }
    look = style.OUTSIDE if outside else looks[kind]
    under = _score(picture, name) if view == "full" and not outside else ""
    widths = [text_width(line, style.NAME_SIZE, bold=True) for line in lines]
    widths.append(text_width(under, style.ROW_SIZE))
    row_width = states + GAP + style.BAR_WIDTH + PERCENT_WIDTH if rows else 0.0
    inner = max(*widths, row_width)
    height = content_height(len(lines), len(rows) + bool(under))
    width, height = _outer(kind, inner, height, has_rows=bool(rows))
    return Node(
        name=name,
        kind=kind,
        lines=lines,
        rows=rows,
        finding=finding,
        look=style.FIXED if finding else look,
        states=states,
        width=width,
        height=height,
        under=under,
        reach=0.0 if finding else reach,
        outside=outside,
    )


def _score(picture: Picture, name: Name) -> str:
    """Return what a value scores, and what it scored in the comparison."""
    if name not in picture.scores:
        return ""
    score, before = picture.scores[name], picture.scores_before.get(name)
    told = [score] if before is None else [score, before]
    digits = places(max(map(abs, told))) if picture.diagram.value_unit else 0
    now = f"{utility(score, digits)} {picture.diagram.scale}"
    return now if before is None else f"{now}, was {utility(before, digits)}"


def _rows(picture: Picture, name: Name) -> tuple[Row, ...]:
    beliefs = picture.beliefs.get(name, ())
    before = picture.before.get(name)
    return tuple(
        Row(
            state=picture.diagram.state_label(name, state),
            share=share,
            before=before[i] if before else None,
        )
        for i, (state, share) in enumerate(
            zip(picture.diagram.states.get(name, ()), beliefs, strict=False)
        )
    )


def _outer(kind: str, width: float, height: float, *, has_rows: bool) -> tuple[float, float]:
    """Return the size of the shape around content of that size.

    An ellipse whose half-axes are 1.22 and 1.75 times the content's just holds its corners
    (1/1.22^2 + 1/1.75^2 < 1); with rows a rounded box wastes less.
    """
    if kind == "chance" and not has_rows:
        return width * 1.22 + PADDING, height * 1.75 + PADDING / 2
    if kind == "value":
        return width + 2 * PADDING + height, height + 2 * PADDING
    return width + 2.4 * PADDING, height + 2 * PADDING
