"""One picture of a report, before it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diagrams.canvas.drawing import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One picture: its name, which names its file too, and the place where the report shows it.

    place: a section, for behind its opening paragraphs, or a place that a section itself gives to
    pictures further down. draw: makes the drawing, when it is asked for.
    """

    name: str
    place: str
    caption: str
    draw: Callable[[], Drawing]
