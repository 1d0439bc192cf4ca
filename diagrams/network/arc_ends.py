"""Let arcs reach the shapes that are drawn: Graphviz ends them at the boxes round them.

Rounded corners and the slanted sides of a hexagon lie inside their box, and an arrow that ends at
a corner of the box would end in the air.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

from bayesnet.study.model import Name
from diagrams.network.layout import Curve, Layout, Point
from diagrams.network.nodes import CORNER, Node, slant

STEP = 0.5
FARTHEST = 60.0


def reaching(layout: Layout, nodes: Sequence[Node]) -> Layout:
    """Return the layout with both ends of every arc on the outlines of its nodes."""
    by_name = {node.name: node for node in nodes}
    curves = tuple(_reaching(curve, by_name, layout.centres) for curve in layout.curves)
    return dataclasses.replace(layout, curves=curves)


def _reaching(curve: Curve, nodes: Mapping[Name, Node], centres: Mapping[Name, Point]) -> Curve:
    points = list(curve.points)
    start = _toward(points[0], points[1], nodes[curve.parent], centres[curve.parent])
    if start != (0.0, 0.0):
        points[0] = points[0][0] + start[0], points[0][1] + start[1]
    end = _toward(curve.tip, points[-1], nodes[curve.child], centres[curve.child])
    # The head moves as a whole, and the line's last handle with it.
    for index in (-2, -1):
        points[index] = points[index][0] + end[0], points[index][1] + end[1]
    tip = curve.tip[0] + end[0], curve.tip[1] + end[1]
    return dataclasses.replace(curve, points=tuple(points), tip=tip)


def _toward(end: Point, before: Point, node: Node, centre: Point) -> Point:
    """Return by how much to move an end so that it lies on the outline: straight on, or inwards."""
    if node.kind == "decision" or (node.kind == "chance" and not node.rows):
        return 0.0, 0.0
    on = _unit(end[0] - before[0], end[1] - before[1])
    inwards = _unit(centre[0] - end[0], centre[1] - end[1])
    for dx, dy in (on, inwards):
        for step in range(int(FARTHEST / STEP)):
            far = step * STEP
            if _inside(node, end[0] + far * dx - centre[0], end[1] + far * dy - centre[1]):
                return far * dx, far * dy
    return 0.0, 0.0


def _unit(x: float, y: float) -> Point:
    length = math.hypot(x, y)
    return (x / length, y / length) if length else (0.0, 0.0)


def _inside(node: Node, x: float, y: float) -> bool:
    """Return whether a point, seen from the middle, lies in the node's shape or on its outline."""
    x, y = abs(x), abs(y)
    half_width, half_height = node.width / 2, node.height / 2
    air = node.look.width / 2
    if x > half_width + air or y > half_height + air:
        return False
    if node.kind == "value":
        return x <= half_width + air - slant(node) * y / half_height
    dx, dy = x - (half_width - CORNER), y - (half_height - CORNER)
    return dx <= 0 or dy <= 0 or math.hypot(dx, dy) <= CORNER + air
