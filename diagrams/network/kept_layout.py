"""Keep where the nodes stand, so that a picture does not jump from one version to the next.

``layout.json`` is written on request alone, or by who imports a diagram, and may be edited.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from bayesnet.formats.layout_json import FILE, Kept, read_kept, write_centres
from bayesnet.study.model import Name
from diagrams.network.layout import Layout, Point
from diagrams.network.nodes import Node
from diagrams.network.picture import ArcName

__all__ = ["FILE", "Kept", "read_kept", "settled", "stands_as", "write_kept"]
APART = 8.0
"""Pixels that stay free between two nodes."""
SAME = 0.06
"""Centres are kept to a tenth of a pixel."""
RINGS = 60


def write_kept(kept: Kept, view: str, layout: Layout) -> str:
    """Return the text of ``layout.json`` with one view's centres put in place of the old ones."""
    return write_centres({**kept, view: layout.centres})


def stands_as(layout: Layout, kept: Mapping[Name, Point]) -> bool:
    """Return whether a layout has every node where it was kept."""
    return all(
        name in kept and max(abs(x - kept[name][0]), abs(y - kept[name][1])) <= SAME
        for name, (x, y) in layout.centres.items()
    )


def settled(
    nodes: Sequence[Node], arcs: Sequence[ArcName], kept: Mapping[Name, Point]
) -> Mapping[Name, Point]:
    """Return a centre for every node: the kept one, or a free place among its neighbours.

    A node that has grown into another one counts as new.
    """
    centres: dict[Name, Point] = {}
    by_name = {node.name: node for node in nodes}
    new = []
    for node in nodes:
        if node.name in kept and _is_free(node, kept[node.name], centres, by_name):
            centres[node.name] = kept[node.name]
        else:
            new.append(node)
    for node in new:
        start = _middle(node.name, arcs, centres)
        centres[node.name] = next(
            place for place in _around(start) if _is_free(node, place, centres, by_name)
        )
    return centres


def _middle(name: Name, arcs: Sequence[ArcName], centres: Mapping[Name, Point]) -> Point:
    """Return the middle of the neighbours that have their place, or of all."""
    linked = dict.fromkeys(other for arc in arcs if name in arc for other in arc)
    near = [centres[other] for other in linked if other in centres] or list(centres.values())
    if not near:
        return 0.0, 0.0
    return sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near)


def _around(start: Point) -> Iterator[Point]:
    """Yield places further and further from the start."""
    yield start
    for ring in range(1, RINGS):
        steps = 8 * ring
        for step in range(steps):
            angle = 2 * math.pi * step / steps
            yield start[0] + 24 * ring * math.cos(angle), start[1] + 24 * ring * math.sin(angle)
    yield start[0], start[1] + 1e5


def _is_free(
    node: Node, place: Point, centres: Mapping[Name, Point], nodes: Mapping[Name, Node]
) -> bool:
    return all(
        abs(place[0] - x) >= (node.width + nodes[name].width) / 2 + APART
        or abs(place[1] - y) >= (node.height + nodes[name].height) / 2 + APART
        for name, (x, y) in centres.items()
    )
