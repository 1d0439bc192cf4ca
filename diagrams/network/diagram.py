"""Draw an influence diagram: nodes, arcs and the labels on them."""

from __future__ import annotations

from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import clean, element
from diagrams.network.caption import alternative_text, caption
from diagrams.network.frame import Body, Words, framed
from diagrams.network.layout import Layout
from diagrams.network.legend import entries
from diagrams.network.marks import placed
from diagrams.network.nodes import Node
from diagrams.network.picture import Picture
from diagrams.network.shapes import arc, content, outline
from diagrams.network.wording import meaning

THIN = 0.2
"""Strength of an arc that nothing is known of."""


def draw(
    picture: Picture, nodes: tuple[Node, ...], layout: Layout, *, prefix: str = "d"
) -> Drawing:
    """Return the finished drawing; ``prefix`` keeps ids apart where pictures share a page."""
    drawn = [
        piece
        for curve in layout.curves
        for name in [(curve.parent, curve.child)]
        for piece in arc(curve, picture.kind(name), picture.strengths.get(name, THIN))
    ]
    for node in nodes:
        centre = layout.centres[node.name]
        title = element("title", clean(tooltip(picture, node)))
        pieces = [title, outline(node, centre), *content(node, centre)]
        drawn.append(element("g", "".join(pieces), id=f"{prefix}-{node.name}", class_=node.kind))
    drawn += placed(layout, nodes, picture.marks)
    words = Words(
        title=picture.title,
        subtitle=picture.subtitle,
        origin=picture.caption,
        notice=picture.notice,
        about=alternative_text(picture),
        caption=caption(picture),
        stamp=picture.provenance,
    )
    body = Body(
        pieces=drawn,
        width=layout.width,
        height=layout.height,
        legend=entries(picture, nodes),
        notes=picture.told,
    )
    return framed(words, body, prefix=prefix)


def tooltip(picture: Picture, node: Node) -> str:
    """Return what is said of a node that is pointed at: its name and what it means."""
    label = picture.diagram.labels[node.name]
    return f"{label}. {meaning(node.name, picture.diagram)}".strip()
