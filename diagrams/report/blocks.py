"""Define what a report is made of, without saying how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section's title; level 2 stands below the report's own title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; ``quiet`` is for what is read only when looked for."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What a hurried reader has to see, as a list under a title; ``warning`` sets it apart."""

    title: str
    items: Sequence[str]
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. right: indexes of columns aligned right; strong: indexes of rows set in bold."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as SVG text, with its caption; the SVG carries its own alternative text."""

    svg: str
    caption: str


Block: TypeAlias = Heading | Paragraph | Box | Grid | Figure


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
    provenance: Mapping[str, str] = field(default_factory=dict)
