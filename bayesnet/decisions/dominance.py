"""Say which risk profile everyone prefers who likes more, or who likes more and dislikes risk.

Source: Hadar & Russell (1969), Rules for ordering uncertain prospects, American Economic Review
59(1), theorems 1 and 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.decisions.risk import RiskProfile
from bayesnet.inference.arrays import Array

Dominance: TypeAlias = Literal["equal", "first", "second", "none"]

TOLERANCE = 1e-12
"""Differences this small, as a share of what is compared, are rounding."""


def dominates_first(a: RiskProfile, b: RiskProfile) -> bool:
    """Return whether a has first-order dominance over b.

    Its distribution function lies nowhere above b's and somewhere below, so that nobody who likes
    more prefers b.
    """
    _, above = _lead(a, b)
    return bool((above >= -TOLERANCE).all() and (above > TOLERANCE).any())


def dominates_second(a: RiskProfile, b: RiskProfile) -> bool:
    """Return whether a has second-order dominance over b; first-order dominance is a case of it.

    The integral of its distribution function lies nowhere above that of b's and somewhere below,
    so that nobody who likes more and dislikes risk prefers b.
    """
    if dominates_first(a, b):  # told apart more finely than by the integral
        return True
    grid, above = _lead(a, b)
    integral = np.cumsum(above[:-1] * np.diff(grid))
    tolerance = TOLERANCE * float(grid[-1] - grid[0])
    return bool((integral >= -tolerance).all() and (integral > tolerance).any())


def dominance(a: RiskProfile, b: RiskProfile) -> Dominance:
    """Return the strongest dominance of a over b.

    ``equal`` says that both are the same distribution, ``none`` that a does not dominate b,
    whether or not b dominates a.
    """
    if bool((np.abs(_lead(a, b)[1]) <= TOLERANCE).all()):
        return "equal"
    if dominates_first(a, b):
        return "first"
    return "second" if dominates_second(a, b) else "none"


def undominated(profiles: Mapping[str, RiskProfile], order: Literal[1, 2] = 1) -> tuple[str, ...]:
    """Return the names of the profiles that no other dominates, in the order given.

    order: 1 or 2, of dominance; equal profiles stay together. Raises ValueError for another order.
    """
    if order not in (1, 2):
        raise ValueError(f"the order of dominance is 1 or 2, not {order}.")
    dominates = dominates_first if order == 1 else dominates_second
    return tuple(
        name
        for name, profile in profiles.items()
        if not any(dominates(other, profile) for other in profiles.values())
    )


def _lead(a: RiskProfile, b: RiskProfile) -> tuple[Array, Array]:
    """Return all values of both, and how far b's distribution function lies above a's there.

    Values that differ by rounding are one, so that the same value reached by two ways counts once.
    """
    grid = np.union1d(a.values, b.values)
    apart = np.diff(grid) > TOLERANCE * float(np.abs(grid).max())
    grid = grid[np.append(apart, True)]
    return grid, _cumulative(b, grid) - _cumulative(a, grid)


def _cumulative(profile: RiskProfile, grid: Array) -> Array:
    """Return the probability of each value of the grid or less."""
    counts = np.searchsorted(profile.values, grid, side="right")
    return np.asarray(np.concatenate([[0.0], profile.cumulative])[counts])
