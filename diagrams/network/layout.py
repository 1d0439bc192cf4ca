"""Place the nodes: write DOT with fixed sizes, read coordinates and curves back from Graphviz."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import graphviz

from bayesnet.study.model import Name
from diagrams.network.nodes import Node
from diagrams.network.picture import ArcName

Point: TypeAlias = tuple[float, float]
POINTS_PER_INCH = 72.0
LABELLED = "0.55"
HEAD = 15.0
"""Pixels between the middles of two arrowheads that are clear of each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """An arc as a Bezier spline; ``tip`` is where its arrow ends."""

    parent: Name
    child: Name
    points: tuple[Point, ...]
    tip: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Centres of the nodes, curves of the arcs and the size of the whole, y downwards."""

    centres: Mapping[Name, Point]
    curves: tuple[Curve, ...]
    width: float
    height: float


def dot_source(
    nodes: Sequence[Node],
    arcs: Sequence[ArcName],
    *,
    lying: bool = False,
    aside: Collection[ArcName] = (),
    labelled: bool = False,
    centres: Mapping[Name, Point] | None = None,
) -> str:
    """Return DOT text; nodes go by number there, so that no name needs quoting.

    lying: causes stand to the left of effects instead of above. aside: arcs that have to end in the
    middle of their node's side, because their heads would touch others at its corner.
    labelled: arcs are as long as several labels on one of them need.
    centres: where the nodes stand already, so that only the arcs are to be routed.
    """
    number = {node.name: f"n{index}" for index, node in enumerate(nodes)}
    graph = graphviz.Digraph()
    bars = any(node.rows for node in nodes)
    ranksep, nodesep = ("0.42", "0.32") if bars else ("0.38", "0.22")
    ranksep = LABELLED if labelled else ranksep
    graph.attr(rankdir="LR" if lying else "TB", splines="spline")
    graph.attr(ranksep=ranksep, nodesep=nodesep)
    graph.attr("edge", arrowsize="0.8")
    if centres is not None:
        graph.attr(esep="+4", sep="+5")  # how far routed arcs keep from nodes
    for node in nodes:
        place = {}
        if centres is not None:
            x, y = centres[node.name]
            place = {"pos": f"{x:.2f},{-y:.2f}!"}
        graph.node(
            number[node.name],
            label="",
            shape="ellipse" if node.kind == "chance" and not node.rows else "box",
            fixedsize="true",
            width=f"{node.width / POINTS_PER_INCH:.4f}",
            height=f"{node.height / POINTS_PER_INCH:.4f}",
            **place,
        )
    for parent, child in arcs:
        port = {"headport": "w" if lying else "n"} if (parent, child) in aside else {}
        graph.edge(number[parent], number[child], **port)
    return str(graph.source)


def read_layout(answer: str, nodes: Sequence[Node]) -> Layout:
    """Return the layout from Graphviz's JSON answer."""
    document: dict[str, Any] = json.loads(answer)
    left, bottom, right, top = (float(part) for part in document["bb"].split(","))
    corner = (left, top)
    name = {f"n{index}": node.name for index, node in enumerate(nodes)}
    objects = {entry["_gvid"]: name[entry["name"]] for entry in document.get("objects", ())}
    centres = {
        name[entry["name"]]: _point(entry["pos"], corner) for entry in document.get("objects", ())
    }
    curves = []
    for edge in document.get("edges", ()):
        tip, *points = edge["pos"].split()
        curves.append(
            Curve(
                parent=objects[edge["tail"]],
                child=objects[edge["head"]],
                points=tuple(_point(point, corner) for point in points),
                tip=_point(tip.removeprefix("e,"), corner),
            )
        )
    return Layout(centres=centres, curves=tuple(curves), width=right - left, height=top - bottom)


def touching(layout: Layout) -> frozenset[ArcName]:
    """Return the arcs whose heads touch the head of an arc into another node."""
    heads = [
        ((c.parent, c.child), (c.tip[0] + c.points[-1][0]) / 2, (c.tip[1] + c.points[-1][1]) / 2)
        for c in layout.curves
    ]
    return frozenset(
        arc
        for one, x, y in heads
        for other, ox, oy in heads
        if one[1] != other[1] and math.hypot(x - ox, y - oy) < HEAD
        for arc in (one, other)
    )


def _point(text: str, corner: Point) -> Point:
    """Return a point as seen from the upper left corner, y downwards."""
    x, y = (float(part) for part in text.rstrip("!").split(","))
    return x - corner[0], corner[1] - y
