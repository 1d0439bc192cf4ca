"""Print numbers and names alike everywhere in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.whatif import OutcomeAnswer

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"


def percent(value: float) -> str:
    """Return a probability in whole percent; what is not quite certain never shows as certain."""
    if 0 < value < 0.005:  # noqa: PLR2004 - half a percent
        return "<1 %"
    if 0.995 < value < 1:  # noqa: PLR2004
        return ">99 %"
    return f"{value:.0%}".replace("%", " %")


def percent_range(values: Sequence[float]) -> str:
    """Return the lowest and highest probability in whole percent."""
    low, high = percent(min(values)), percent(max(values))
    return low if low == high else f"{low.removesuffix(' %')}{EN_DASH}{high}"


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


def plain(name: str) -> str:
    """Return an identifier as words."""
    return name.replace("_", " ")


def settings(entries: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return what was set or seen as a list of label and state."""
    return ", ".join(f"{labels[name]}: {plain(state)}" for name, state in entries.items())


def moved(answer: OutcomeAnswer) -> str:
    """Return a sentence's end that tells how one outcome moved, for whom."""
    change = answer.difference or 0.0
    reach = points_range(answer.differences)
    return f"{points(change)} points (experts {reach}; {answer.agreement()})"
