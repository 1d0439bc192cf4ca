"""Write probabilities, changes and utilities for people, alike in pictures, reports and pages."""

from __future__ import annotations

from collections.abc import Sequence

from bayesnet.rounding import ends, shown, written

MINUS = "\N{MINUS SIGN}"
ROUNDING = 1e-9
"""Probabilities that differ by less are the same."""


def minus(text: str) -> str:
    """Return a number's text with the minus sign that is read, in place of that which is typed."""
    return text.replace("-", MINUS)


def percent(share: float) -> str:
    """Return a share in whole percent, ``<1 %`` and ``>99 %`` next to the ends.

    What can occur never prints as nothing, and what is not certain never as certain.
    """
    text = f"{100 * abs(share):.0f}"
    if text == "0" and share > ROUNDING:
        return "<1 %"
    if text == "100" and share < 1 - ROUNDING:
        return ">99 %"
    return f"{'-' * (share < 0 and text != '0')}{text} %"


def percents(values: Sequence[float]) -> str:
    """Return the lowest and highest of some probabilities, ``23 to 34``, or the one they share."""
    low, high = (percent(end(values)).removesuffix(" %") for end in (min, max))
    return low if low == high else f"{low} to {high}"


def utility(value: float, digits: int, *, signed: bool = False) -> str:
    """Return an expected utility, or a difference of two, with so many digits after the point."""
    return minus(written(value, digits, signed=signed))


def points(value: float, spread: Sequence[float] = ()) -> str:
    """Return a change of probability in percentage points, signed.

    spread: what it is rounded by, in probability: no more digits than that supports, at most one.
    """
    return minus(shown(100 * value, [100 * v for v in spread], 1, signed=True))


def points_range(values: Sequence[float]) -> str:
    """Return the lowest and highest change in percentage points, rounded by their spread."""
    low, high = ends([100 * value for value in values], 1, signed=True)
    return minus(low if low == high else f"{low} to {high}")


def in_points(value: float, spread: Sequence[float] = ()) -> str:
    """Return a change in percentage points with its unit: ``+36 points``, ``+1 point``."""
    told = points(value, spread)
    return f"{told} point{'' if told.lstrip('+' + MINUS) == '1' else 's'}"


def signed_points(change: float) -> str:
    """Return a change of probability in percentage points, whole, with its sign."""
    return utility(100 * change, 0, signed=True)


def points_apart(size: float) -> str:
    """Return the size of a change in words: ``16 points``, ``1 point``, ``under 1 point``."""
    whole = round(100 * abs(size))
    if not whole and abs(size) > ROUNDING:
        return "under 1 point"
    return f"{whole} point{'' if whole == 1 else 's'}"
