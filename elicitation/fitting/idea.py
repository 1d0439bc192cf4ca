"""Bring ranges of differing confidence onto the same one: the four-point question of IDEA."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Number = TypeVar("Number", float, Decimal)
TARGET = 90.0
"""Percent that a standardised range holds: its ends are then the quantiles 5 and 95."""
LEAST_CONFIDENCE = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FourPoint:
    """Lowest, highest and best value of a probability, and how sure the range holds it.

    confidence: percent, 50 to 100.
    """

    low: float
    best: float
    high: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """A range widened or narrowed to hold ``target`` percent; clamped where it met 0 or 1."""

    low: float
    best: float
    high: float
    target: float
    low_clamped: bool
    high_clamped: bool

    @property
    def clamped(self) -> bool:
        """Return whether either end was held."""
        return self.low_clamped or self.high_clamped

    @property
    def probabilities(self) -> tuple[float, float, float]:
        """Return what the three values are quantiles of, in order."""
        tail = (100 - self.target) / 200
        return tail, 0.5, 1 - tail

    @property
    def values(self) -> tuple[float, float, float]:
        """Return the three values."""
        return self.low, self.best, self.high


def stretched(
    low: Number, best: Number, high: Number, *, confidence: Number, target: Number
) -> tuple[Number, Number]:
    """Return both ends, stretched in proportion about the best value, wherever they come to lie.

    confidence, target: percent (Hemming et al. 2018, Methods in Ecology and Evolution 9:169).
    """
    factor = target / confidence
    return best - (best - low) * factor, best + (high - best) * factor


def standardised(answer: FourPoint, target: float = TARGET) -> Standardised:
    """Return the range stretched to the target and held between 0 and 1.

    Linear stretching is a convention, no distribution.
    Raises ValueError for values that are not in order or a confidence not of 50 to 100 percent.
    """
    if not 0 <= answer.low <= answer.best <= answer.high <= 1:
        raise ValueError("lowest, best and highest go upwards from 0 to 1")
    if not LEAST_CONFIDENCE <= answer.confidence <= 100:  # noqa: PLR2004 - percent
        raise ValueError(f"how sure goes from {LEAST_CONFIDENCE:g} to 100 percent")
    low, high = stretched(
        answer.low, answer.best, answer.high, confidence=answer.confidence, target=target
    )
    return Standardised(
        low=max(low, 0.0),
        best=answer.best,
        high=min(high, 1.0),
        target=target,
        low_clamped=low < 0,
        high_clamped=high > 1,
    )
