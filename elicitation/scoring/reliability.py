"""Ask of many forecasts of events whether what was called 70 % happened in 70 % of the cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bayesnet.study.pools import Array

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Murphy's parts of a mean half Brier score: reliability - resolution + uncertainty.

    Exact: forecasts are grouped only where they are the same.
    """

    reliability: float
    resolution: float
    uncertainty: float

    @property
    def brier(self) -> float:
        """Return the mean half Brier score that the parts add up to."""
        return self.reliability - self.resolution + self.uncertainty


def murphy(forecasts: Array, happened: Array) -> Partition:
    """Return the partition of events' forecasts, both of shape (events,).

    Murphy (1973), Journal of Applied Meteorology 12:595.
    """
    values, group = np.unique(forecasts, return_inverse=True)
    sizes = np.bincount(group)
    observed = np.bincount(group, weights=happened) / sizes
    mean = happened.mean()
    shares = sizes / sizes.sum()
    return Partition(
        reliability=float((shares * (values - observed) ** 2).sum()),
        resolution=float((shares * (observed - mean) ** 2).sum()),
        uncertainty=float(mean * (1 - mean)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One point of a calibration curve: events called about as probable, and what came of them."""

    low: float
    high: float
    events: int
    forecast: float
    observed: float


def calibration_curve(forecasts: Array, happened: Array, bins: int = BINS) -> tuple[Bin, ...]:
    """Return the points of the calibration curve, in bins of equal width; empty ones left out."""
    edges = np.linspace(0.0, 1.0, bins + 1)
    group = np.clip(np.searchsorted(edges, forecasts, side="right") - 1, 0, bins - 1)
    return tuple(
        Bin(
            low=float(edges[index]),
            high=float(edges[index + 1]),
            events=int((group == index).sum()),
            forecast=float(forecasts[group == index].mean()),
            observed=float(happened[group == index].mean()),
        )
        for index in np.unique(group)
    )
