"""Write a diagram as DOT, for Graphviz and what reads its language: to be laid out by others."""

from __future__ import annotations

import graphviz

from diagrams.canvas.provenance import as_text
from diagrams.network.picture import Picture

SHAPES = {"decision": "box", "chance": "ellipse", "value": "hexagon"}


def dot_file(picture: Picture) -> str:
    """Return DOT of the nodes that a picture shows, by name and label; its stamp is a comment."""
    graph = graphviz.Digraph(comment=as_text(picture.provenance))
    graph.attr(label=graphviz.escape(picture.title), labelloc="t")
    diagram = picture.diagram
    for name in picture.names:
        kind = "decision" if name in diagram.decisions else "chance"
        shape = SHAPES["value" if name in diagram.utilities else kind]
        graph.node(name, label=graphviz.escape(diagram.labels[name]), shape=shape)
    for parent, child in picture.arcs:
        known = picture.kind((parent, child)) == "information"
        graph.edge(parent, child, **({"style": "dashed"} if known else {}))
    return str(graph.source)
