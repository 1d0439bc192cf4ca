"""Share the width of a page among a table's columns by what stands in them."""

from __future__ import annotations

from diagrams.canvas.text import text_width
from diagrams.report.blocks import Grid

MOST_OF_ONE_WORD = 0.3
"""A single word, such as a hash, claims at most this share of the page."""
NARROWEST = 0.6
"""A table takes this share of the page at least, however little stands in it."""
PADDING = 9.0
"""What a cell needs beside its text, in points."""


def shares(grid: Grid, width: float, size: float) -> tuple[float, ...]:
    """Return the share of the page that each column takes; a table with little in it is narrower.

    width: of the page's column, in points; size: of the letters. Every column holds its longest
    word; what is left goes where the text is, so that rows come out low.
    """
    least, natural, usual = [], [], []
    for index, head in enumerate(grid.heads):
        cells = [row[index] for row in grid.rows]
        words = [word for cell in (head, *cells) for word in cell.replace("-", " ").split(" ")]
        longest = max(text_width(word, size, bold=True) for word in words) + PADDING
        widths = [text_width(cell, size, bold=True) + PADDING for cell in cells]
        least.append(min(longest, MOST_OF_ONE_WORD * width))
        natural.append(max(least[-1], *widths) if widths else least[-1])
        usual.append((natural[-1] + sum(widths) / max(len(widths), 1)) / 2)
    if sum(natural) <= width:
        air = max(NARROWEST * width - sum(natural), 0.0) / len(natural)
        return tuple((part + air) / width for part in natural)
    spare = max(width - sum(least), 0.0)
    over = [max(want - need, 0.0) for want, need in zip(usual, least, strict=True)]
    found = [
        need + spare * more / (sum(over) or 1.0) for need, more in zip(least, over, strict=True)
    ]
    return tuple(part / sum(found) for part in found)
