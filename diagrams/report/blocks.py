"""Define what a report is made of, without saying how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bayesnet.kinds import Style
from bayesnet.table import ResultTable
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.provenance import Stamp, as_text

SHORT_ROWS, SHORT_LETTERS = 14, 1400


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section's title; level 2 stands below the report's own title, 3 below a section's.

    new_page: on paper it begins a page.
    """

    text: str
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list without order."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What a hurried reader has to see, as a list under a title."""

    title: str
    items: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. right: indexes of columns aligned right; strong: indexes of rows set in bold.

    groups: a line over all columns that stands before the row of that index.
    wide: on paper it wants a page turned on its side.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    groups: Mapping[int, str] = field(default_factory=dict)
    wide: bool = False

    @property
    def short(self) -> bool:
        """Return whether it is small enough to be kept on one page."""
        letters = sum(len(cell) for row in self.rows for cell in row)
        return not self.groups and len(self.rows) <= SHORT_ROWS and letters <= SHORT_LETTERS


def grid(
    table: ResultTable, style: Style, caption: str, heads: Mapping[str, str] | None = None
) -> Grid:
    """Return an answer's table as a report prints it. heads: of the columns wanted, by key."""
    picked = table.pick(heads) if heads else table
    rows = picked.texts(style)
    return Grid(caption=caption, heads=picked.heads, rows=rows, right=picked.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture and its caption.

    wide: on paper it wants a page turned on its side.
    """

    drawing: Drawing
    caption: str
    wide: bool = False

    @property
    def alt(self) -> str:
        """Return the words for who cannot see it."""
        return self.drawing.about


Block: TypeAlias = Heading | Paragraph | Bullets | Box | Grid | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report.

    notice: printed on every page; empty when no number is a placeholder.
    provenance: what the document was made from, kept inside it.
    """

    title: str
    subtitle: str
    blocks: Sequence[Block]
    notice: str
    provenance: Stamp = field(default_factory=dict)

    @property
    def keywords(self) -> str:
        """Return the provenance as one line of JSON, keys sorted."""
        return as_text(self.provenance)


def numbers(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Return the number of each figure and table, counted apart; 0 for every other block."""
    counted: Counter[type] = Counter()
    found = []
    for block in blocks:
        if isinstance(block, Figure | Grid):
            counted[type(block)] += 1
            found.append(counted[type(block)])
        else:
            found.append(0)
    return tuple(found)


Page: TypeAlias = Literal["upright", "side", "large"]


def pages(blocks: Sequence[Block]) -> tuple[Page, ...]:
    """Return on what kind of page each block stands: A4 upright or on its side, or A3.

    A heading and the text below it go where their first table or picture goes.
    """
    found: list[Page] = []
    waiting = 0
    for block in blocks:
        if isinstance(block, Heading):
            found += _upright(waiting)
            waiting = 1
        elif waiting and isinstance(block, Paragraph | Bullets):
            waiting += 1
        else:
            page: Page = "upright"
            if isinstance(block, Figure | Grid) and block.wide:
                page = "side" if isinstance(block, Grid) else "large"
            found += [page] * (waiting + 1)
            waiting = 0
    return (*found, *_upright(waiting))


def _upright(count: int) -> list[Page]:
    return ["upright"] * count


def label(block: Figure | Grid, number: int) -> str:
    """Return ``Figure 2`` or ``Table 3``."""
    return f"{'Figure' if isinstance(block, Figure) else 'Table'} {number}"
