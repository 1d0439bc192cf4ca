"""Fit a drawing to a page, or say why it would not be read there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bayesnet.messages.facts import Fact
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing

PageName: TypeAlias = Literal["a4", "a4-landscape", "a3", "a3-landscape", "slide"]
PIXELS_PER_MILLIMETRE = 96.0 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The room that a page leaves between its margins and above a caption, in millimetres.

    largest: how far a small drawing may be enlarged against its own size.
    """

    name: PageName
    width: float
    height: float
    largest: float = 1.0

    @property
    def lying(self) -> bool:
        """Return whether it is wider than high."""
        return self.width > self.height

    def scale(self, drawing: Drawing) -> float:
        """Return the scale at which the drawing just fits."""
        across = self.width * PIXELS_PER_MILLIMETRE / drawing.width
        down = self.height * PIXELS_PER_MILLIMETRE / drawing.height
        return min(across, down, self.largest)


PAGES: Mapping[PageName, Page] = {
    page.name: page
    for page in (
        Page(name="a4", width=160, height=237),
        Page(name="a4-landscape", width=247, height=150),
        Page(name="a3", width=257, height=370),
        Page(name="a3-landscape", width=380, height=247),
        Page(name="slide", width=314, height=170, largest=1.75),
    )
}
"""A4 with margins of 25 mm, A3 with 20 mm, a slide of 339 by 190 mm with its title."""


def fits(drawing: Drawing) -> bool:
    """Return whether every text of it would be read in print."""
    return drawing.points >= style.LEAST_POINTS - 1e-9


def too_small(drawing: Drawing, page: Page) -> dict[str, Fact]:
    """Return at which size its smallest text would print, as facts of ``draw.too-small``."""
    width = drawing.width * drawing.scale / PIXELS_PER_MILLIMETRE / 10
    points = shown_points(drawing)
    return {"width": width, "page": page.name, "points": points, "least": style.LEAST_POINTS}


def shown_points(drawing: Drawing) -> str:
    """Return the size of the smallest text in print, rounded down so that it promises nothing."""
    return f"{math.floor(drawing.points * 10 + 1e-9) / 10:.1f} pt"
