"""Draw an influence diagram: title, nodes, arcs, legend, caption, with provenance inside."""

from __future__ import annotations

import json

from diagrams import style
from diagrams.caption import alternative_text
from diagrams.layout import Layout
from diagrams.legend import entries, strip
from diagrams.nodes import Node
from diagrams.picture import Picture
from diagrams.shapes import arc, content, outline
from diagrams.svg import clean, element, number, text
from diagrams.text import text_width, wrap

NARROWEST = 520.0


def draw(picture: Picture, nodes: tuple[Node, ...], layout: Layout, *, prefix: str = "d") -> str:
    """Return the picture as SVG text; ``prefix`` keeps ids apart where pictures share a page."""
    margin = style.MARGIN
    width = max(layout.width, NARROWEST) + 2 * margin
    inner = width - 2 * margin
    head, y = _head(picture, margin, inner)
    across = (inner - layout.width) / 2 + margin
    kinds = {(c.parent, c.child): _kind(picture, c.child) for c in layout.curves}
    drawn = [
        piece
        for curve in layout.curves
        for piece in arc(
            curve,
            kinds[curve.parent, curve.child],
            picture.strengths.get((curve.parent, curve.child), 0.2),
        )
    ]
    for node in nodes:
        centre = layout.centres[node.name]
        title = element("title", clean(_tooltip(picture, node)))
        pieces = [title, outline(node, centre), *content(node, centre)]
        drawn.append(element("g", "".join(pieces), id=f"{prefix}-{node.name}", class_=node.kind))
    body = element("g", "\n".join(drawn), transform=f"translate({number(across)},{number(y)})")
    y += layout.height + margin
    found = entries(nodes, sorted(set(kinds.values())), weighted=bool(picture.strengths))
    legend, height = strip(found, margin, y, inner)
    foot, y = _foot(picture, margin, inner, y + height + 6)
    return _document(picture, "\n".join([*head, body, *legend, *foot]), width, y + margin, prefix)


def _document(picture: Picture, body: str, width: float, height: float, prefix: str) -> str:
    labels = f"{prefix}-title {prefix}-desc"
    told = json.dumps(dict(picture.provenance), indent=1, sort_keys=True, ensure_ascii=False)
    parts = [
        element("title", clean(picture.title), id=f"{prefix}-title"),
        element("desc", clean(alternative_text(picture)), id=f"{prefix}-desc"),
        element("metadata", clean(told)),
        element("rect", width=width, height=height, fill=style.PAPER),
        element("g", f"\n{body}\n", font_family=style.FAMILY),
    ]
    return (
        element(
            "svg",
            "\n".join(["", *parts, ""]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            role="img",
            aria_labelledby=labels,
        )
        + "\n"
    )


def _kind(picture: Picture, child: str) -> str:
    if child in picture.diagram.decisions:
        return "information"
    if picture.findings.get(child) == "set":
        return "cut"
    return "counts" if child in picture.diagram.utilities else "cause"


def _tooltip(picture: Picture, node: Node) -> str:
    known = picture.diagram.nodes[node.name]
    return f"{known.label}. {known.definition.text}".strip()


def _lines(
    words: str, size: float, left: float, width: float, y: float, *, bold: bool, fill: str
) -> tuple[list[str], float]:
    drawn = []
    for line in wrap(words, size, width, bold=bold):
        drawn.append(text(left, y + size, line, size, bold=bold, fill=fill))
        y += size * 1.3
    return drawn, y


def _head(picture: Picture, left: float, width: float) -> tuple[list[str], float]:
    y = style.MARGIN
    title, y = _lines(picture.title, style.TITLE_SIZE, left, width, y, bold=True, fill=style.INK)
    if not picture.subtitle:
        return title, y + 12
    under, y = _lines(
        picture.subtitle, style.NAME_SIZE, left, width, y + 2, bold=False, fill=style.QUIET
    )
    return [*title, *under], y + 14


def _foot(picture: Picture, left: float, width: float, y: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    if picture.notice:
        drawn, y = _notice(picture.notice, left, width, y)
    under, y = _lines(
        picture.caption, style.SMALL_SIZE, left, width, y, bold=False, fill=style.QUIET
    )
    return [*drawn, *under], y


def _notice(words: str, left: float, width: float, y: float) -> tuple[list[str], float]:
    """Return the placeholder warning in a frame, on every picture made of placeholder numbers."""
    size = style.SMALL_SIZE
    lines, bottom = _lines(
        f"ILLUSTRATIVE. {words}", size, left + 8, width - 16, y + 4, bold=True, fill=style.WARNING
    )
    widest = max(
        text_width(line, size, bold=True)
        for line in wrap(f"ILLUSTRATIVE. {words}", size, width - 16, bold=True)
    )
    frame = element(
        "rect",
        x=left,
        y=y,
        width=widest + 16,
        height=bottom - y + 4,
        fill="#fff4d6",
        stroke=style.WARNING,
        stroke_width=1.0,
    )
    return [frame, *lines], bottom + 10
