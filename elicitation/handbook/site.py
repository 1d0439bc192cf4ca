"""Make the pages of the handbook: HTML with its style inside, which fetches nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

import jinja2
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from elicitation.handbook.contents import CONTENTS, MADE, PICTURES

HERE: Traversable = files("elicitation") / "handbook"
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_PAGE = re.compile(r"^([\w-]+)\.md(#.*)?$")
_FORMAT = "../../FORMAT.md"
"""How pages lead to the one that stands outside, so that their source can be read by itself too."""


def texts(made: Mapping[str, str]) -> Mapping[str, str]:
    """Return the Markdown of every page by name, in the order of the contents.

    made: the pages that are made from the program, but for the one of the files.
    """
    own = {**made, "files": (files("elicitation") / "FORMAT.md").read_text("utf-8")}
    names = [name for section in CONTENTS.values() for name in section]
    return {
        name: own[name] if name in MADE else (HERE / "pages" / f"{name}.md").read_text("utf-8")
        for name in names
    }


def site(made: Mapping[str, str]) -> Mapping[str, bytes]:
    """Return the content of every file of the site by its name; made: see ``texts``."""
    pages = texts(made)
    titles = {name: _title(text) for name, text in pages.items()}
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(
        (HERE / "page.html").read_text("utf-8")
    )
    style = Markup((HERE / "page.css").read_text("utf-8"))  # noqa: S704 - our own
    out = {
        f"{name}.html": template.render(
            title=titles[name],
            name=name,
            contents=CONTENTS,
            titles=titles,
            style=style,
            body=Markup(body(text)),  # noqa: S704 - HTML in our Markdown is escaped
        ).encode()
        for name, text in pages.items()
    }
    pictures = {name: (HERE / "pages" / "pictures" / name).read_bytes() for name in PICTURES}
    return {**out, **{f"pictures/{name}": content for name, content in pictures.items()}}


def body(text: str) -> str:
    """Return a page's Markdown as HTML: headings can be linked to, links lead to HTML pages."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(_words(inline)))
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                target = str(child.attrGet("href")).replace(_FORMAT, "files.md")
                child.attrSet("href", _PAGE.sub(r"\1.html\2", target))
    answer: str = parser.renderer.render(tokens, parser.options, {})
    return answer


def slug(heading: str) -> str:
    """Return what a heading is linked to by, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", html.unescape(heading).lower()).replace(" ", "-")


def _title(text: str) -> str:
    match = _TITLE.search(text)
    assert match is not None  # noqa: S101 - tests hold every page to it
    return match[1].replace("`", "")


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())
