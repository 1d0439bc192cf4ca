"""Words for probabilities: named lexicons, as data; a word is a caption, the number the answer.

A word's range holds its lower end and not its upper one, except at the top of the scale. Where
ranges are nested the narrowest one that holds the number speaks; where a lexicon has a gap there is
no word, and none is made up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TOP = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One row of a lexicon: words that mean the same, and their range in percent."""

    words: tuple[str, ...]
    low: float
    high: float

    @property
    def range(self) -> str:
        """Return the range as it is printed beside the words."""
        ends = f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"
        return f"{ends} %"

    def holds(self, percent: float) -> bool:
        """Return whether the number lies in the range, its upper end left out below the top."""
        if self.low == self.high:
            return percent == self.low
        return self.low <= percent < self.high or percent == self.high == TOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A published scale of words; ``source`` says what of it was read, ``notes`` what to mind."""

    id: str
    title: str
    source: str
    notes: str
    terms: tuple[Term, ...]

    def caption(self, percent: float) -> str:
        """Return the word for a number; in a gap ``between 'a' and 'b'``; beyond the ends nothing.

        A lexicon of single points gives a word at its points alone.
        """
        holding = [term for term in self.terms if term.holds(percent)]
        if not holding:  # the upper end of the last range, as 99 in ICD 203
            last = max(self.terms, key=lambda term: term.high)
            holding = [last] if percent == last.high else []
        if holding:
            return min(holding, key=lambda term: term.high - term.low).words[0]
        below = [term for term in self.terms if term.high <= percent]
        above = [term for term in self.terms if term.low > percent]
        if not below or not above:
            return ""
        first = max(below, key=lambda term: term.high).words[0]
        return f"between '{first}' and '{min(above, key=lambda term: term.low).words[0]}'"

    def term(self, word: str) -> Term | None:
        """Return the row of a word, in any capitals; None if the lexicon has no such word."""
        wanted = " ".join(word.lower().split())
        return next((t for t in self.terms if wanted in {w.lower() for w in t.words}), None)

    def scale(self) -> str:
        """Return every term with its range beside it: read so, words are understood best.

        Wintle et al. (2019), PLoS ONE 14:e0213522.
        """
        ordered = sorted(self.terms, key=lambda term: term.low + term.high)
        return ", ".join(f"{term.words[0]} [{term.range}]" for term in ordered)

    @property
    def words(self) -> tuple[str, ...]:
        """Return every word, the least probable first."""
        ordered = sorted(self.terms, key=lambda term: term.low + term.high)
        return tuple(word for term in ordered for word in term.words)


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """Return every lexicon that ships with the package, by id."""
    text = (files("elicitation") / "lexicons.json").read_text("utf-8")
    return {id_: _lexicon(id_, entry) for id_, entry in json.loads(text)["lexicons"].items()}


def _lexicon(id_: str, entry: Mapping[str, object]) -> Lexicon:
    ranges = entry["ranges"]
    assert isinstance(ranges, dict)  # noqa: S101 - our own file
    return Lexicon(
        id=id_,
        title=str(entry["title"]),
        source=str(entry["source_seen"]),
        notes=str(entry.get("notes", "")),
        terms=tuple(
            Term(words=tuple(words.split("|")), low=float(low), high=float(high))
            for words, (low, high) in ranges.items()
        ),
    )
