"""Write SVG text: escaped, numbers printed alike, so that the same input gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from bayesnet.rounding import steady
from diagrams.canvas import style
from diagrams.canvas.text import text_width

# Characters that XML 1.0 cannot hold at all.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_BLANKS = re.compile(r"[ \t\r\n]+")


def number(value: float) -> str:
    """Return a coordinate with two digits at most, without a trailing zero or a minus nought."""
    text = f"{steady(value, 10_000):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """Return text escaped for XML."""
    return escape(text.translate(_FORBIDDEN))


def element(tag: str, content: str = "", /, **attributes: str | float) -> str:
    """Return an element; ``stroke_width`` stands for ``stroke-width``, ``class_`` for ``class``."""
    parts = [tag]
    for name, value in attributes.items():
        shown = value if isinstance(value, str) else number(value)
        key = name.rstrip("_").replace("_", "-")
        parts.append(f"{key}={quoteattr(shown.translate(_FORBIDDEN))}")
    head = " ".join(parts)
    return f"<{head}>{content}</{tag}>" if content else f"<{head}/>"


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    bold: bool = False,
    anchor: str = "start",
    fill: str = style.INK,
) -> str:
    """Return one line of text with its baseline at ``y``, as wide as the layout measured it.

    Where our font and its likes are missing, a reader's own font is drawn to that width: the text
    stays in its shape and on the picture.
    """
    # A viewer shows blanks in a row as one, and none at the ends.
    shown = _BLANKS.sub(" ", words.translate(_FORBIDDEN)).strip(" ")
    width = text_width(shown, size, bold=bold)
    fixed: dict[str, str | float] = (
        {"textLength": width, "lengthAdjust": "spacingAndGlyphs"} if width else {}
    )
    return element(
        "text",
        escape(shown),
        x=x,
        y=y,
        **fixed,
        font_size=size,
        font_weight="700" if bold else "400",
        text_anchor=anchor,
        fill=fill,
    )


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return the ``d`` of a Bezier spline: a start, then three points a segment."""
    start, *rest = [f"{number(x)},{number(y)}" for x, y in points]
    return f"M{start} C{' '.join(rest)}"


def arrow(
    tip: tuple[float, float], end: tuple[float, float], half: float, *, fill: str, line: str
) -> str:
    """Return an arrowhead from where the line ends to its tip, ``half`` as wide to each side."""
    dx, dy = tip[0] - end[0], tip[1] - end[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    nx, ny = -dy / length * half, dx / length * half
    corners = [tip, (end[0] + nx, end[1] + ny), (end[0] - nx, end[1] - ny)]
    drawn = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return element("polygon", points=drawn, fill=fill, stroke=line, stroke_width=1.2)
