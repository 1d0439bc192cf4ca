"""Place the nodes: write DOT with fixed sizes, read coordinates and curves back from Graphviz."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import graphviz

from bayesnet.model import InfluenceDiagram, Name
from diagrams.nodes import Node

Point: TypeAlias = tuple[float, float]
POINTS_PER_INCH = 72.0


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


def dot_source(diagram: InfluenceDiagram, nodes: Sequence[Node]) -> str:
    """Return DOT text; nodes go by number there, so that no name needs quoting."""
    number = {node.name: f"n{index}" for index, node in enumerate(nodes)}
    graph = graphviz.Digraph()
    graph.attr(rankdir="TB", splines="spline", nodesep="0.22", ranksep="0.42")
    graph.attr("edge", arrowsize="0.8")
    for node in nodes:
        shape = "ellipse" if node.kind == "chance" and not node.rows else "box"
        graph.node(
            number[node.name],
            label="",
            shape=shape,
            fixedsize="true",
            width=f"{node.width / POINTS_PER_INCH:.4f}",
            height=f"{node.height / POINTS_PER_INCH:.4f}",
        )
    for child, parents in diagram.parents.items():
        for parent in parents:
            graph.edge(number[parent], number[child])
    return str(graph.source)


def read_layout(answer: str, nodes: Sequence[Node]) -> Layout:
    """Return the layout from Graphviz's JSON answer."""
    document: dict[str, Any] = json.loads(answer)
    _, _, width, height = (float(part) for part in document["bb"].split(","))
    name = {f"n{index}": node.name for index, node in enumerate(nodes)}
    objects = {entry["_gvid"]: name[entry["name"]] for entry in document.get("objects", ())}
    centres = {
        name[entry["name"]]: _point(entry["pos"], height) for entry in document.get("objects", ())
    }
    curves = []
    for edge in document.get("edges", ()):
        tip, *points = edge["pos"].split()
        curves.append(
            Curve(
                parent=objects[edge["tail"]],
                child=objects[edge["head"]],
                points=tuple(_point(point, height) for point in points),
                tip=_point(tip.removeprefix("e,"), height),
            )
        )
    return Layout(centres=centres, curves=tuple(curves), width=width, height=height)


def _point(text: str, height: float) -> Point:
    x, y = (float(part) for part in text.split(","))
    return x, height - y
