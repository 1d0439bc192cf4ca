"""The smallest drawing there is, every text of it the same."""

from __future__ import annotations

from diagrams.canvas.drawing import Drawing


def drawing(text):
    return Drawing(
        title=text, about=text, caption=text, stamp={"study": text}, content="", width=96, height=96
    )
