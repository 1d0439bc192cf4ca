"""Draw an influence diagram whose states are links, for a page that answers clicks.

The nodes keep the places and sizes of a frame, so that only bars, badges and arcs change from one
picture to the next. Title, caption and notice are the page's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bayesnet.study.model import Name, State
from diagrams.canvas import style
from diagrams.canvas.svg import clean, element, number
from diagrams.network.arc_ends import reaching
from diagrams.network.diagram import THIN, tooltip
from diagrams.network.kept_layout import Kept
from diagrams.network.layout import Layout, Point
from diagrams.network.legend import LINE, entries, strip
from diagrams.network.nodes import Node, nodes_of
from diagrams.network.picture import Picture
from diagrams.network.shapes import arc, content, outline
from diagrams.render import render

LEGEND_LINES = 3
"""Lines kept free for the legend, so that what stands below it does not move."""
AIR = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a state leads, what a screen reader says of it, and a name that stays the same."""

    href: str
    words: str
    key: str


Linked: TypeAlias = Callable[[Name, State], Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the nodes of a structure stand and how large they are, whatever is believed."""

    nodes: Mapping[Name, Node]
    layout: Layout


def frame_of(picture: Picture, kept: Kept) -> Frame:
    """Return the frame that a picture with all its bars gives; kept: places that a study keeps."""
    _, layout = render(picture, "full", kept=kept.get("full"))
    nodes = nodes_of(picture, "full")
    return Frame(nodes={node.name: node for node in nodes}, layout=reaching(layout, nodes))


def clickable(picture: Picture, frame: Frame, linked: Linked, about: str) -> str:
    """Return the SVG element; about: what a screen reader calls the whole."""
    nodes = [_sized(node, frame) for node in nodes_of(picture, "full")]
    layout = frame.layout
    drawn = [
        piece
        for curve in layout.curves
        for name in [(curve.parent, curve.child)]
        for piece in arc(curve, picture.kind(name), picture.strengths.get(name, THIN))
    ]
    drawn = [element("g", "".join(drawn), aria_hidden="true")]
    drawn += [_node(picture, node, layout.centres[node.name], linked) for node in nodes]
    width, height = layout.width + 2 * AIR, layout.height + 4 * AIR
    legend, deep = strip(entries(picture, nodes), 0.0, layout.height + 4 * AIR, layout.width)
    drawn.append(element("g", "".join(legend)))
    height += max(deep, LEGEND_LINES * LINE)
    shifted = element(
        "g", "\n".join(drawn), transform=f"translate({number(AIR)},{number(3 * AIR)})"
    )
    return element(
        "svg",
        element("g", shifted, font_family=style.FAMILY),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height + 2 * AIR)}",
        width=width,
        height=height + 2 * AIR,
        role="group",
        aria_label=about,
    )


def _sized(node: Node, frame: Frame) -> Node:
    first = frame.nodes[node.name]
    return dataclasses.replace(node, width=first.width, height=first.height)


def _node(picture: Picture, node: Node, centre: Point, linked: Linked) -> str:
    label = picture.diagram.labels[node.name]
    states = picture.diagram.states.get(node.name, ())
    left, room = centre[0] - node.width / 2 + AIR, node.width - 2 * AIR

    def wrapped(node: Node, index: int, baseline: float, pieces: Sequence[str]) -> str:
        link = linked(node.name, states[index])
        top = baseline - style.ROW_HEIGHT + AIR
        place = {"x": left, "y": top, "width": room, "height": style.ROW_HEIGHT, "rx": 3.0}
        field = element("rect", class_="field", fill="none", pointer_events="all", **place)
        return element(
            "a",
            " ".join([field, *pieces]),
            href=link.href,
            data_key=link.key,
            aria_label=link.words,
        )

    pieces = [
        element("title", clean(tooltip(picture, node))),
        outline(node, centre),
        *content(node, centre, wrapped),
    ]
    return element("g", "".join(pieces), role="group", aria_label=label)
