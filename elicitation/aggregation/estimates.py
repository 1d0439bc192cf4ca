"""Hold what experts say of the probability of many claims: best, low and high, by claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
EPSILON = float(np.finfo(np.float64).eps)
"""Stands in the place of a width of 0, and keeps 0 and 1 from infinite odds, as in aggreCAT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Probabilities of shape (claims, experts); NaN where an expert did not answer.

    low, high: equal to best where no range was given.
    """

    best: Array
    low: Array
    high: Array

    @property
    def width(self) -> Array:
        """Return how wide the ranges are, none of them 0."""
        wide = np.abs(self.high - self.low)
        return np.where(wide == 0, EPSILON, wide)

    @property
    def answered(self) -> npt.NDArray[np.bool_]:
        """Return who answered which claim."""
        return np.asarray(~np.isnan(self.best))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The answers that stand, and those of the round before; of the same claims and experts.

    given: weights of the experts from elsewhere, shape (experts,), such as those of the study.
    """

    now: Estimates
    before: Estimates
    given: Array


def weighted(best: Array, weights: Array) -> Array:
    """Return each claim's weighted mean, shape (claims,).

    A weight of NaN is none; of a claim on which all weights are 0 everybody counts the same.
    """
    counted = np.where(np.isnan(best) | np.isnan(weights), 0.0, weights)
    none = ~(counted > 0).any(axis=1, keepdims=True)
    counted = np.where(none & ~np.isnan(best), 1.0, counted)
    values = np.where(np.isnan(best), 0.0, best)
    return np.asarray((counted * values).sum(axis=1) / counted.sum(axis=1))
