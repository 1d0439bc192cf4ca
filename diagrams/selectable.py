"""Draw an influence diagram whose nodes are links, for a page on which it is drawn.

It is the picture of the report: nodes keep the places that people gave them, and whatever is new
finds a free one beside its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bayesnet.number_words import percent
from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.svg import clean, element, number
from diagrams.network.arc_ends import reaching
from diagrams.network.diagram import THIN, tooltip
from diagrams.network.layout import Layout, Point
from diagrams.network.nodes import Node, nodes_of
from diagrams.network.picture import Picture
from diagrams.network.shapes import arc, content, outline
from diagrams.render import laid_out, render

AIR = 12.0
"""Pixels between the picture and its edge."""
HANDLE = 12.0
"""Radius of the spot at which a script begins an arc; a page without one hides it."""

Address: TypeAlias = Callable[[Name], str]
"""Where the link of a node leads."""


def placed(picture: Picture, kept: Mapping[Name, Point]) -> Layout:
    """Return where everything stands; raises StudyError where there is no layout program.

    kept: centres that nodes keep, as the layout before had them; without any all are laid out.
    """
    nodes = nodes_of(picture, "full")
    if not nodes:
        return Layout(centres={}, curves=(), width=0.0, height=0.0)
    if any(node.name in kept for node in nodes):
        return reaching(laid_out(nodes, picture.arcs, kept), nodes)
    return reaching(render(picture, "full")[1], nodes)


def selectable(
    picture: Picture, layout: Layout, address: Address, *, chosen: Name = "", about: str
) -> str:
    """Return the SVG element, the chosen node marked; about: what a screen reader calls it."""
    nodes = nodes_of(picture, "full")
    arcs = [
        element(
            "g",
            "".join(arc(curve, picture.kind((curve.parent, curve.child)), THIN)),
            data_arc=f"{curve.parent} {curve.child}",
        )
        for curve in layout.curves
    ]
    drawn = [element("g", "".join(arcs), aria_hidden="true")]
    drawn += [_node(picture, node, layout.centres[node.name], address, chosen) for node in nodes]
    place = f"translate({number(AIR)},{number(AIR)})"
    width, height = max(layout.width, 200.0) + 2 * AIR, max(layout.height, 60.0) + 2 * AIR
    return element(
        "svg",
        element("g", "\n".join(drawn), transform=place, font_family=style.FAMILY),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group",
        aria_label=about,
    )


def _node(picture: Picture, node: Node, centre: Point, address: Address, chosen: Name) -> str:
    x, y = centre
    around = {
        "x": x - node.width / 2 - 4,
        "y": y - node.height / 2 - 4,
        "width": node.width + 8,
        "height": node.height + 8,
        "rx": 6.0,
    }
    here: dict[str, str | float] = {"aria_current": "true"} if node.name == chosen else {}
    drawn = element(
        "g", "".join([outline(node, centre), *content(node, centre)]), aria_hidden="true"
    )
    told = element("title", clean(tooltip(picture, node)))
    link = element(
        "a",
        element("rect", told, class_="field", fill="none", pointer_events="all", **around),
        href=address(node.name),
        data_node=node.name,
        data_key=f"node.{node.name}",
        data_x=x,
        data_y=y,
        aria_label=_spoken(picture, node),
        **here,
    )
    handle = element("circle", class_="handle", cx=x, cy=y + node.height / 2, r=HANDLE)
    return element("g", drawn + link + handle, class_="node")


def _spoken(picture: Picture, node: Node) -> str:
    """Return a node and what is believed of it, as a screen reader says it."""
    label = picture.diagram.labels[node.name]
    rows = ", ".join(f"{row.state} {percent(row.share)}" for row in node.rows)
    return f"{label}: {rows}" if rows else label
