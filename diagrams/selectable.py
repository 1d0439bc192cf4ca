"""Draw an influence diagram whose nodes are links, for a page on which it is drawn.

It is the picture of the report: nodes keep the places that people gave them, and whatever is new
finds a free one beside its neighbours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bayesnet.number_words import percent
from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.svg import clean, element, number
from diagrams.network.arc_ends import reaching
from diagrams.network.diagram import THIN, tooltip
from diagrams.network.kept_layout import SAME
from diagrams.network.layout import Curve, Layout, Point
from diagrams.network.nodes import Node, nodes_of
from diagrams.network.picture import ArcKind, ArcName, Picture
from diagrams.network.shapes import arc, content, outline
from diagrams.render import laid_out, render

AIR = 12.0
"""Pixels between the picture and its edge."""
HANDLE = 12.0
"""Radius of the spot at which a script begins an arc; a page without one hides it."""

Address: TypeAlias = Callable[[Name], str]
"""Where the link of a node leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where everything stands, and the shapes that arcs were led round: by node, kind and size."""

    layout: Layout
    shapes: Mapping[Name, tuple[str, float, float]]


def placed(
    picture: Picture, kept: Mapping[Name, Point], before: Standing | None = None
) -> Standing:
    """Return where everything stands; raises StudyError where there is no layout program.

    kept: centres that nodes keep, as the layout before had them; without any all are laid out.
    before: how the picture before stood; while no node moves or grows, new arcs alone are led.
    """
    nodes = nodes_of(picture, "full")
    shapes = {node.name: (_outline(node), node.width, node.height) for node in nodes}
    if not nodes:
        empty = Layout(centres={}, curves=(), width=0.0, height=0.0)
        return Standing(layout=empty, shapes=shapes)
    layout = None
    if before and before.shapes == shapes and before.layout.centres == dict(kept):
        layout = _with_arcs(before.layout, nodes, picture.arcs)
    if layout is None and any(node.name in kept for node in nodes):
        layout = reaching(laid_out(nodes, picture.arcs, kept), nodes)
    if layout is None:
        layout = reaching(render(picture, "full")[1], nodes)
    return Standing(layout=layout, shapes=shapes)


def _with_arcs(layout: Layout, nodes: Sequence[Node], arcs: Sequence[ArcName]) -> Layout | None:
    """Return the layout with these arcs, those it has as they are; None where it has to grow.

    An arc is led round nodes, whatever the others do.
    """
    known = {(curve.parent, curve.child): curve for curve in layout.curves}
    new = [arc for arc in arcs if arc not in known]
    if new:
        led = reaching(laid_out(nodes, new, layout.centres), nodes)
        name = nodes[0].name
        (x, y), (then_x, then_y) = led.centres[name], layout.centres[name]
        if abs(x - then_x) > SAME or abs(y - then_y) > SAME:
            return None
        known |= {(curve.parent, curve.child): curve for curve in led.curves}
        width, height = max(led.width, layout.width), max(led.height, layout.height)
        layout = dataclasses.replace(layout, width=width, height=height)
    return dataclasses.replace(layout, curves=tuple(known[arc] for arc in arcs))


def _outline(node: Node) -> str:
    """Return what an arc is led round: the kind, and whether it is drawn with rows."""
    return f"{node.kind} {bool(node.rows)}"


def selectable(
    picture: Picture, layout: Layout, address: Address, *, chosen: Name = "", about: str
) -> str:
    """Return the SVG element, the chosen node marked; about: what a screen reader calls it."""
    nodes = nodes_of(picture, "full")
    arcs = [_arc(curve, picture.kind((curve.parent, curve.child))) for curve in layout.curves]
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
    return element("g", _drawn(node, centre) + link + handle, class_="node")


@lru_cache(maxsize=1024)
def _arc(curve: Curve, kind: ArcKind) -> str:
    return element("g", "".join(arc(curve, kind, THIN)), data_arc=f"{curve.parent} {curve.child}")


@lru_cache(maxsize=1024)
def _drawn(node: Node, centre: Point) -> str:
    """Return the node itself; most are the same from one edit to the next."""
    return element(
        "g", "".join([outline(node, centre), *content(node, centre)]), aria_hidden="true"
    )


def _spoken(picture: Picture, node: Node) -> str:
    """Return a node and what is believed of it, as a screen reader says it."""
    label = picture.diagram.labels[node.name]
    rows = ", ".join(f"{row.state} {percent(row.share)}" for row in node.rows)
    return f"{label}: {rows}" if rows else label
