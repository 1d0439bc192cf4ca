"""Put probabilities into the words of a published scale, never without the number beside them.

A scale's terms may leave gaps (a number in a gap has no term of its own and is said to lie between
two) and may be nested (the narrowest term that holds a number is taken). Source of the default:
Intelligence Community Directive 203 (2015), Annex D.6.e.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words for the probabilities from ``low`` to ``high``, both between 0 and 1."""

    words: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A scale of likelihood words.

    name: as in ``elicitation.toml``. source: where the scale was published.
    terms: from the least likely up; bounds may be shared, leave gaps or overlap.
    """

    name: str
    source: str
    terms: tuple[Term, ...]

    def word(self, probability: float) -> str:
        """Return the term for a probability, or between or beyond which terms it lies.

        On a bound that two terms share the higher one is taken; of nested terms the narrowest.
        """
        holding = [t for t in self.terms if t.low <= probability <= t.high]
        holding = [t for t in holding if t.high > probability] or holding
        if holding:
            return min(holding, key=lambda term: term.high - term.low).words
        below = [term for term in self.terms if term.high < probability]
        above = [term for term in self.terms if term.low > probability]
        if not below:
            return f"below '{above[0].words}'"
        if not above:
            return f"above '{below[-1].words}'"
        return f"between '{below[-1].words}' and '{above[0].words}'"

    def span(self, low: float, high: float) -> tuple[str, ...]:
        """Return the terms at both ends of a range, one where they are the same."""
        return tuple(dict.fromkeys((self.word(low), self.word(high))))


ICD_203 = Lexicon(
    name="ICD-203",
    source="US Intelligence Community Directive 203 (2015), Annex D",
    terms=(
        Term(words="almost no chance", low=0.01, high=0.05),
        Term(words="very unlikely", low=0.05, high=0.20),
        Term(words="unlikely", low=0.20, high=0.45),
        Term(words="roughly even chance", low=0.45, high=0.55),
        Term(words="likely", low=0.55, high=0.80),
        Term(words="very likely", low=0.80, high=0.95),
        Term(words="almost certain", low=0.95, high=0.99),
    ),
)
