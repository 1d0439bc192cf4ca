"""Fix the look: colours, line widths and sizes, in pixels of the SVG (96 to the inch on screen)."""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1b2733"
QUIET = "#56626e"
HAIRLINE = "#b9c2ca"
PAPER = "#ffffff"
FAMILY = "Liberation Sans, Arial, Helvetica, sans-serif"
WARNING = "#8a4b00"
PALE = "#8b96a1"
"""Arcs and outlines that a picture is not about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one kind of node is drawn; shape and outline repeat what the colour says."""

    fill: str
    line: str
    bar: str
    width: float


DECISION = Look(fill="#dbeaf7", line="#00497a", bar="#0067a8", width=2.2)
CHANCE = Look(fill="#fdf6e3", line="#7a5a00", bar="#d98c00", width=1.4)
VALUE = Look(fill="#daf1e8", line="#005b41", bar="#00805f", width=1.6)
THEIRS = Look(fill="#f4e6f2", line="#6b2a63", bar="#9a3f8f", width=2.2)
"""A node that somebody else decides, or that shows what they decide."""
OUTSIDE = Look(fill="#ffffff", line=PALE, bar=PALE, width=1.2)
"""A node outside the part of the diagram that a picture is about."""
FIXED = Look(fill="#e9e9e9", line="#000000", bar="#3a444d", width=3.0)
"""A node that is set, seen or made likely: grey, with a heavy outline."""

ARC = "#56626e"
INFORMATION = "#0067a8"
COUNTS = "#00805f"
ADDED = "#9a3b00"

NAME_SIZE = 14.0
ROW_SIZE = 12.0
TITLE_SIZE = 20.0
SMALL_SIZE = 12.0
ROW_HEIGHT = 17.0
BAR_WIDTH = 62.0
BAR_HEIGHT = 10.0
MARGIN = 18.0
PIXELS_PER_INCH = 96.0
POINTS_PER_PIXEL = 0.75
LEAST_POINTS = 6.5
"""Print size below which text is not read."""
