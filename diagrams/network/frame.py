"""Put title, legend, notes, placeholder notice and origin round what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.provenance import Stamp
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.legend import Entry, strip

NARROWEST = 520.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words round a picture.

    origin: printed small under it: which model, priors and software. caption: offered for the text
    that the picture is put into. about: the alternative text. notice: the placeholder warning,
    empty for none.
    """

    title: str
    subtitle: str
    origin: str
    notice: str
    about: str
    caption: str
    stamp: Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was drawn, from (0, 0), with the entries of its legend and the notes below it."""

    pieces: Sequence[str]
    width: float
    height: float
    legend: Sequence[Entry] = ()
    notes: Sequence[str] = field(default=())


def framed(words: Words, body: Body, *, prefix: str = "d") -> Drawing:
    """Return the finished drawing; ``prefix`` keeps ids apart where pictures share a page."""
    margin = style.MARGIN
    width = max(body.width, NARROWEST) + 2 * margin
    inner = width - 2 * margin
    drawn, y = _head(words, margin, inner)
    across = (inner - body.width) / 2 + margin
    place = f"translate({number(across)},{number(y)})"
    drawn.append(element("g", "\n".join(body.pieces), transform=place))
    y += body.height + margin
    legend, height = strip(body.legend, margin, y, inner)
    y += height + 6
    drawn += legend
    for note in body.notes:
        said, y = _lines(note, style.SMALL_SIZE, margin, inner, y)
        drawn += said
        y += 2
    foot, y = _foot(words, margin, inner, y + (6 if body.notes else 0))
    return Drawing(
        title=words.title,
        about=words.about,
        caption=words.caption,
        stamp=words.stamp,
        content="\n".join([*drawn, *foot]),
        width=width,
        height=y + margin,
        prefix=prefix,
    )


def _lines(
    words: str,
    size: float,
    left: float,
    width: float,
    y: float,
    *,
    bold: bool = False,
    fill: str = style.INK,
) -> tuple[list[str], float]:
    drawn = []
    for line in wrap(words, size, width, bold=bold):
        drawn.append(text(left, y + size, line, size, bold=bold, fill=fill))
        y += size * 1.3
    return drawn, y


def _head(words: Words, left: float, width: float) -> tuple[list[str], float]:
    y = style.MARGIN
    title, y = _lines(words.title, style.TITLE_SIZE, left, width, y, bold=True)
    if not words.subtitle:
        return title, y + 12
    under, y = _lines(words.subtitle, style.NAME_SIZE, left, width, y + 2, fill=style.QUIET)
    return [*title, *under], y + 14


def _foot(words: Words, left: float, width: float, y: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    if words.notice:
        drawn, y = _notice(words.notice, left, width, y)
    under, y = _lines(words.origin, style.SMALL_SIZE, left, width, y, fill=style.QUIET)
    return [*drawn, *under], y


def _notice(words: str, left: float, width: float, y: float) -> tuple[list[str], float]:
    """Return the placeholder warning in a frame, on every picture made of placeholder numbers."""
    size = style.SMALL_SIZE
    told = f"ILLUSTRATIVE. {words}"
    lines, bottom = _lines(told, size, left + 8, width - 16, y + 4, bold=True, fill=style.WARNING)
    widest = max(
        text_width(line, size, bold=True) for line in wrap(told, size, width - 16, bold=True)
    )
    frame = element(
        "rect",
        x=left,
        y=y,
        width=widest + 16,
        height=bottom - y + 4,
        fill="#fff4d6",
        stroke=style.WARNING,
        stroke_width=1.0,
    )
    return [frame, *lines], bottom + 10
