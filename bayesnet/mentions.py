"""Mark where a sentence mentions an id, so that it can be said by its label where people read.

An id may be any word: an expert may be called ``a``, a node ``is``. Whoever makes a sentence knows
which of its words are ids; nobody can tell afterwards. Two code points that are no characters stand
around a mention until the sentence is a ``Problem`` or the like, whose texts are bare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MENTION = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


def mention(name: str) -> str:
    """Return an id, or the key of a question, marked as such."""
    return f"{_OPEN}{name}{_CLOSE}"


def mentions(names: Iterable[str]) -> list[str]:
    """Return ids marked as such."""
    return [mention(name) for name in names]


def bare(text: str) -> str:
    """Return a text without marks."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def sentence_of(texts: Iterable[str], before: str) -> str:
    """Return texts as one sentence with its marks; if they have none, those of before are kept.

    before: the sentence that the same texts were once made of, or any other, which is dropped.
    """
    whole = " ".join(filter(None, texts))
    return before if bare(whole) == whole == bare(before) else whole


def with_mentions(
    text: str, called: Callable[[str], str], between: Callable[[str], str] = str
) -> str:
    """Return a text in which each mention is what it is called, and all else what ``between`` says.

    between: of the words before, between and behind mentions; as they stand if not given.
    """
    parts = _MENTION.split(text)
    said = [called(part) if at % 2 else between(part) for at, part in enumerate(parts)]
    return bare("".join(said))
