"""Write a report as one HTML page that needs nothing beside itself."""

from __future__ import annotations

import base64
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from diagrams.canvas.text import font_bytes
from diagrams.report.blocks import (
    Box,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Paragraph,
    numbers,
)

KINDS = {
    Box: "box",
    Bullets: "bullets",
    Figure: "figure",
    Grid: "grid",
    Heading: "heading",
    Paragraph: "paragraph",
}
REGULAR, BOLD = "400", "700"


def html(document: Document) -> str:
    """Return the page; all texts escaped, fonts and pictures inside, no request to anywhere."""
    package = files("diagrams")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((package / "report" / "page.html").read_text("utf-8"))
    fonts = {
        weight: base64.b64encode(font_bytes(bold=weight == BOLD)).decode()
        for weight in (REGULAR, BOLD)
    }
    # "<" could end the script element that holds the provenance, or open a comment in it.
    provenance = document.keywords.replace("<", "\\u003c")
    return template.render(
        document=document,
        blocks=[
            (KINDS[type(block)], block, number, place)
            for place, (block, number) in enumerate(
                zip(document.blocks, numbers(document.blocks), strict=True)
            )
        ],
        contents=[
            (place, block.text)
            for place, block in enumerate(document.blocks)
            if isinstance(block, Heading) and block.level == 2  # noqa: PLR2004 - below the title
        ],
        fonts=fonts,
        style=Markup((package / "report" / "page.css").read_text("utf-8")),  # noqa: S704 - ours
        printed_notice=Markup(css_string(document.notice)),  # noqa: S704 - quoted for CSS
        provenance=Markup(provenance),  # noqa: S704 - JSON without "<"
        safe=Markup,
    )


def css_string(text: str) -> str:
    """Return a CSS string literal that can end neither itself nor the style element."""
    safe = "".join(
        letter if letter.isalnum() or letter in " .,:;-()" else f"\\{ord(letter):x} "
        for letter in text
    )
    return f'"{safe}"'
