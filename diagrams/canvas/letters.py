"""Print what our fonts lack as a sign that they have, and say which letters those are.

A PNG or PDF holds its fonts, so that it looks the same on every machine; HTML, SVG and Word leave
letters that ours lack to their reader's fonts.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bayesnet.errors import Problem, warning_at
from bayesnet.messages.facts import items
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.text import has_letter

SIGN = "\u25a1"
"""Stands for a letter that our fonts lack: an empty box, which they have."""
MOST = 12
"""Letters that a warning lists."""
_JOINERS = ("Mn", "Me", "Cf", "Cc", "Cs")
"""Kinds of signs that nobody sees, or that only change the letter beside them: no box for them."""


@lru_cache(maxsize=20_000)
def _printed(letter: str) -> str:
    if letter.isspace() or has_letter(letter):
        return letter
    return "" if unicodedata.category(letter) in _JOINERS else SIGN


def in_print(text: str) -> str:
    """Return a text in letters that our fonts have."""
    return text if text.isascii() else "".join(map(_printed, text))


def drawing_in_print(drawing: Drawing) -> Drawing:
    """Return a drawing whose visible words our fonts have; title and description stay."""
    return dataclasses.replace(drawing, content=in_print(drawing.content))


def lost(texts: Iterable[str]) -> frozenset[str]:
    """Return the letters of some texts that stand as the sign in print."""
    letters = frozenset("".join(text for text in texts if not text.isascii()))
    return frozenset(letter for letter in letters if _printed(letter) == SIGN != letter)


def lost_problems(letters: Iterable[str]) -> tuple[Problem, ...]:
    """Return a warning that names letters that were lost in print, none if none were."""
    found = sorted(letters)
    if not found:
        return ()
    return (
        warning_at(
            "",
            "",
            "draw.many-letters-lost" if len(found) > MOST else "draw.letters-lost",
            letters=items(found[:MOST], "space"),
            others=len(found) - MOST,
            sign=SIGN,
        ),
    )
