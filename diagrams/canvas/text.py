"""Measure and wrap text in the vendored font, so that widths are the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

from PIL import ImageFont

_MEASURED_AT = 100


def _file(*, bold: bool) -> Traversable:
    name = "LiberationSans-Bold.ttf" if bold else "LiberationSans-Regular.ttf"
    return files("diagrams") / "fonts" / name


def font_bytes(*, bold: bool) -> bytes:
    """Return the font's file, for documents that take it along."""
    return _file(bold=bold).read_bytes()


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    with as_file(_file(bold=bold)) as path:
        return ImageFont.truetype(path, _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the advance width of one line, in the unit of ``size``."""
    return float(_font(bold).getlength(text)) * size / _MEASURED_AT


@lru_cache(maxsize=2)
def _box(bold: bool) -> bytes:
    """Return what a font draws for a letter that it lacks."""
    return bytes(_font(bold).getmask("\uffff"))


def has_letter(letter: str) -> bool:
    """Return whether our fonts have a letter, regular and bold."""
    return all(bytes(_font(bold).getmask(letter)) != _box(bold) for bold in (False, True))


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return lines no wider than ``limit`` where words allow; a longer word is broken."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, size, limit, bold=bold):
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and text_width(joined, size, bold=bold) <= limit:
                lines[-1] = joined
            else:
                lines.append(piece)
    return tuple(lines) or ("",)


def balanced(text: str, size: float, limit: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return as many lines as ``wrap`` needs, broken so that they are about equally long."""
    lines = wrap(text, size, limit, bold=bold)
    longest = max((text_width(word, size, bold=bold) for word in text.split()), default=0.0)
    narrower = limit
    while len(lines) > 1 and (narrower := narrower * 0.95) >= longest:
        attempt = wrap(text, size, narrower, bold=bold)
        if len(attempt) > len(lines):
            break
        lines = attempt
    return lines


def _pieces(word: str, size: float, limit: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces
