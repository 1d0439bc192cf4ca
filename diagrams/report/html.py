"""Write a report as one HTML page that needs nothing beside itself."""

from __future__ import annotations

import base64
import json
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from diagrams.report.blocks import Box, Document, Figure, Grid, Heading, Paragraph

KINDS = {Box: "box", Figure: "figure", Grid: "grid", Heading: "heading", Paragraph: "paragraph"}
FONTS = {"400": "LiberationSans-Regular.ttf", "700": "LiberationSans-Bold.ttf"}


def html(document: Document) -> str:
    """Return the page; all texts escaped, fonts and pictures inside, no request to anywhere."""
    package = files("diagrams")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((package / "report" / "page.html").read_text("utf-8"))
    fonts = {
        weight: base64.b64encode((package / "fonts" / name).read_bytes()).decode()
        for weight, name in FONTS.items()
    }
    # "<" could end the script element that holds the provenance, or open a comment in it.
    provenance = json.dumps(dict(document.provenance), indent=1).replace("<", "\\u003c")
    return template.render(
        document=document,
        blocks=[(KINDS[type(block)], _numbered(block, document)) for block in document.blocks],
        contents=[
            (index, block.text)
            for index, block in enumerate(document.blocks)
            if isinstance(block, Heading)
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


def _numbered(block: object, document: Document) -> tuple[object, int]:
    """Return the block and its number: headings by place, figures and tables by their own count."""
    if isinstance(block, Figure | Grid):
        same = [other for other in document.blocks if isinstance(other, type(block))]
        return block, 1 + next(i for i, other in enumerate(same) if other is block)
    return block, next(i for i, other in enumerate(document.blocks) if other is block)
