"""Put words beside probabilities, as a published lexicon defines them; never instead of them.

Boundaries: a term holds from its lower bound up to, not including, its upper bound; the last term
includes its own. Where terms overlap the narrowest is taken. Where a lexicon leaves a gap there is
no term, and that is said: a number is never moved to the nearest word.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

RULE = (
    "A term holds from its lower bound up to, not including, its upper bound; the last includes it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word for the probabilities from ``low`` to ``high``, on the scale 0 to 1.

    word: the first of its wordings; others: the rest, which mean the same but are not to be mixed.
    """

    word: str
    low: float
    high: float
    others: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return every wording of the term."""
        return (self.word, *self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Terms, from the least probable to the most, and who defined them.

    name: as in ``elicitation.toml``. title: as it is printed. source: what of it was read.
    notes: what to mind.
    """

    name: str
    terms: tuple[Term, ...]
    title: str = ""
    source: str = ""
    notes: str = ""

    def word(self, probability: float) -> str:
        """Return the term that a probability falls under; empty where the lexicon has none."""
        holding = [term for term in self.terms if self._holds(term, probability)]
        return min(holding, key=lambda term: term.high - term.low).word if holding else ""

    def term(self, word: str) -> Term | None:
        """Return the term of a wording, in any capitals; None if the lexicon has none such."""
        wanted = " ".join(word.lower().split())
        return next((t for t in self.terms if wanted in map(str.lower, t.wordings)), None)

    def spanned(self, low: float, high: float) -> tuple[str, ...]:
        """Return the terms that a range touches, least probable first; gaps have none."""
        inside = [low, high, *(end for t in self.terms for end in (t.low, t.high))]
        points = sorted({p for p in inside if low <= p <= high})
        between = [(a + b) / 2 for a, b in itertools.pairwise(points)]
        words = (self.word(p) for p in sorted([low, high, *between]))
        return tuple(dict.fromkeys(word for word in words if word))

    def gap(self, probability: float) -> tuple[str, str] | None:
        """Return the terms below and above a probability that has none; empty text for neither."""
        if self.word(probability):
            return None
        below = [term for term in self.terms if term.high <= probability]
        above = [term for term in self.terms if term.low >= probability]
        return (
            max(below, key=lambda t: t.high).word if below else "",
            min(above, key=lambda t: t.low).word if above else "",
        )

    def beside(self, probability: float) -> str:
        """Return the words to print beside a probability: its term, or that there is none."""
        found = self.gap(probability)
        if found is None:
            return self.word(probability)
        below, above = found
        if below and above:
            return f"no term: between '{below}' and '{above}'"
        return f"no term: {'above' if below else 'below'} '{below or above}'"

    def caution(self, low: float, high: float) -> str:
        """Return what to say of a range that one term does not cover, or an empty text."""
        terms = self.spanned(low, high)
        if len(terms) < 2:  # noqa: PLR2004 - one term, or a gap, which ``beside`` tells
            return ""
        *first, last = [f"'{term}'" for term in terms]
        spanned = f"{', '.join(first)} and {last}"
        return f"{percent(low, high)} spans {spanned}. Print {_all(len(terms))} or the range."

    def scale(self) -> str:
        """Return every term with its range beside it: read so, words are understood best.

        Wintle et al. (2019), PLoS ONE 14:e0213522.
        """
        return ", ".join(f"{t.word} [{percent(t.low, t.high)}]" for t in self._ascending())

    @property
    def words(self) -> tuple[str, ...]:
        """Return every wording, the least probable first."""
        return tuple(word for term in self._ascending() for word in term.wordings)

    def _ascending(self) -> Sequence[Term]:
        return sorted(self.terms, key=lambda term: (term.low + term.high, term.low))

    def _holds(self, term: Term, probability: float) -> bool:
        last = term.high == max(t.high for t in self.terms)
        point = term.low == term.high == probability
        return point or term.low <= probability < term.high or (last and probability == term.high)


def percent(low: float, high: float) -> str:
    """Return a range of probabilities as people write it, for example ``14-29 %``."""
    a, b = f"{100 * low:.0f}", f"{100 * high:.0f}"
    return f"{a} %" if a == b else f"{a}-{b} %"


def _all(number: int) -> str:
    return "both" if number == 2 else f"all {number}"  # noqa: PLR2004
