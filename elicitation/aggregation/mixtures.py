"""Average whole distributions, made of low, best and high, and return the median of the mean."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from elicitation.aggregation.estimates import EPSILON, Array, Rounds

_NEAR = 1e-15


def straight(rounds: Rounds) -> Array:
    """Return it of distributions that are even between 0, the 5, 50 and 95 % points, and 1."""

    def below(x: float, points: Array) -> float:
        low, best, high = points
        return float(np.interp(x, [0.0, low, best, high, 1.0], [0.0, 0.05, 0.5, 0.95, 1.0]))

    return _medians(rounds, below)


def triangular(rounds: Rounds) -> Array:
    """Return it of triangular distributions over the ranges."""

    def below(x: float, points: Array) -> float:
        low, best, high = points
        if x < low or x >= high:
            return float(x >= high)
        if x < best:
            return float((x - low) ** 2 / ((high - low) * (best - low)))
        return float(1 - (high - x) ** 2 / ((high - low) * (high - best)))

    return _medians(rounds, below)


def _medians(rounds: Rounds, below: Callable[[float, Array], float]) -> Array:
    """Return where the mean of the experts' distribution functions reaches a half."""
    from scipy.optimize import bisect  # noqa: PLC0415 - slow to import

    now = rounds.now
    low = np.minimum(np.where(now.low == 0, EPSILON, now.low), now.best)
    high = np.maximum(np.where(now.high == 1, 1 - EPSILON, now.high), now.best)
    found = []
    for claim, answered in zip(np.stack([low, now.best, high], axis=-1), now.answered, strict=True):

        def short(x: float, points: Array = claim[answered]) -> float:
            return sum(below(x, own) for own in points) / len(points) - 0.5

        found.append(float(bisect(short, 0.0, 1.0, xtol=_NEAR)))
    return np.array(found)
