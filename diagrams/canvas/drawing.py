"""Hold a finished picture: its SVG and the words that have to travel with it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from diagrams.canvas import style
from diagrams.canvas.provenance import Stamp, as_text
from diagrams.canvas.svg import clean, element, number

_FONT_SIZE = re.compile(r'font-size="([\d.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture that is ready to be shown or written; notebooks show it by themselves.

    about: the alternative text. caption: to be set under the picture in a text, whole sentences.
    stamp: what made it. content: SVG elements. width, height: of the drawing, in pixels.
    scale: of the print against 96 pixels to the inch. prefix: begins every id inside.
    """

    title: str
    about: str
    caption: str
    stamp: Stamp
    content: str
    width: float
    height: float
    scale: float = 1.0
    prefix: str = "d"

    @property
    def svg(self) -> str:
        """Return the whole SVG text, with title, alternative text and provenance inside."""
        labels = f"{self.prefix}-title {self.prefix}-desc"
        parts = [
            element("title", clean(self.title), id=f"{self.prefix}-title"),
            element("desc", clean(self.about), id=f"{self.prefix}-desc"),
            element("metadata", clean(as_text(self.stamp))),
            element("rect", width=self.width, height=self.height, fill=style.PAPER),
            element("g", f"\n{self.content}\n", font_family=style.FAMILY),
        ]
        return (
            element(
                "svg",
                "\n".join(["", *parts, ""]),
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {number(self.width)} {number(self.height)}",
                width=self.width * self.scale,
                height=self.height * self.scale,
                role="img",
                aria_labelledby=labels,
            )
            + "\n"
        )

    @property
    def inches(self) -> tuple[float, float]:
        """Return width and height in print."""
        pixels = style.PIXELS_PER_INCH / self.scale
        return self.width / pixels, self.height / pixels

    @property
    def points(self) -> float:
        """Return the size of the smallest text in print, in points."""
        sizes = [float(size) for size in _FONT_SIZE.findall(self.content)]
        return min(sizes, default=style.NAME_SIZE) * self.scale * style.POINTS_PER_PIXEL

    def scaled(self, scale: float) -> Drawing:
        """Return the same drawing at another size of print."""
        return dataclasses.replace(self, scale=scale)

    def with_prefix(self, prefix: str) -> Drawing:
        """Return the same drawing with other ids, so that it can share a page with others."""
        content = self.content.replace(f' id="{self.prefix}-', f' id="{prefix}-')
        return dataclasses.replace(self, content=content, prefix=prefix)

    def _repr_svg_(self) -> str:
        return self.svg
