"""Print numbers and names alike everywhere in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.lexicon import Lexicon
from bayesnet.whatif import OutcomeAnswer
from diagrams import wording
from diagrams.wording import MINUS

plain = wording.plain
EN_DASH = "\N{EN DASH}"
FIXED = "\N{NO-BREAK SPACE}"
"""Keeps a number and its sign on one line."""


def percent(value: float) -> str:
    """Return a probability in whole percent; what is not quite certain never shows as certain."""
    if 0 < value < 0.005:  # noqa: PLR2004 - half a percent
        return f"<1{FIXED}%"
    if 0.995 < value < 1:  # noqa: PLR2004
        return f">99{FIXED}%"
    return f"{value:.0%}".replace("%", f"{FIXED}%")


def percent_range(values: Sequence[float]) -> str:
    """Return the lowest and highest probability in whole percent."""
    low, high = percent(min(values)), percent(max(values))
    return low if low == high else f"{low.removesuffix(f'{FIXED}%')}{EN_DASH}{high}"


def likelihood(lexicon: Lexicon, answer: OutcomeAnswer) -> str:
    """Return the term with its number and the experts' range, for example ``unlikely (35 %, ...)``.

    Where the range reaches into other bands, their terms stand there too. The numbers are looked
    up as they are printed, in whole percent.
    """
    low, high = min(answer.by_expert), max(answer.by_expert)
    term = lexicon.beside(round(answer.value, 2))
    said = f"{percent(answer.value)}, experts {percent_range(answer.by_expert)}"
    spanned = lexicon.spanned(round(low, 2), round(high, 2))
    return f"{term} ({said}{'' if spanned in ((), (term,)) else f': {band(spanned)}'})"


def band(terms: Sequence[str]) -> str:
    """Return the terms that a range touches, by its ends."""
    if not terms:
        return "no term"
    return terms[0] if len(terms) == 1 else f"from {terms[0]} to {terms[-1]}"


def points(value: float) -> str:
    """Return a change of probability in percentage points, one digit, signed."""
    text = f"{100 * value:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", MINUS)


def points_range(values: Sequence[float]) -> str:
    """Return the lowest and highest change in percentage points."""
    low, high = points(min(values)), points(max(values))
    return low if low == high else f"{low} to {high}"


def score(value: float, *, signed: bool = False) -> str:
    """Return an expected utility on the scale 0 to 100, one digit."""
    text = f"{value:+.1f}" if signed else f"{value:.1f}"
    return text.replace("-", MINUS)


def settings(entries: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return what was set or seen as a list of label and state."""
    return ", ".join(f"{labels[name]}: {plain(state)}" for name, state in entries.items())


def moved(answer: OutcomeAnswer) -> str:
    """Return a sentence's end that tells how one outcome moved, for whom."""
    change = answer.difference or 0.0
    reach = points_range(answer.differences)
    return f"{points(change)} points (experts {reach}; {answer.agreement()})"


def listed(items: Sequence[str]) -> str:
    """Return a list in a sentence: ``a, b and c``."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def counted(count: int, word: str) -> str:
    """Return a number with its word, with an s unless it is one."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
