"""Score quantiles against what came true: calibration, information, the intrinsic range."""

from __future__ import annotations

import numpy as np

from bayesnet.study.pools import Array
from elicitation.classical.assessment import Assessment

OVERSHOOT = 0.10
"""How far the intrinsic range reaches beyond what was said, as a share of its width."""


def bin_counts(positions: Array, truths: Array) -> Array:
    """Return how many true values fell into each bin between the quantiles.

    positions: shape (..., items, quantiles), truths: (items,); unanswered items and unknown values
    are left out. A value on a quantile falls into the bin below it. Shape (..., quantiles + 1).
    """
    known = ~(np.isnan(positions).any(axis=-1) | np.isnan(truths))
    bins = (positions < truths[:, None]).sum(axis=-1)
    every = np.arange(positions.shape[-1] + 1)
    return np.asarray(((bins[..., None] == every) & known[..., None]).sum(axis=-2), dtype=float)


def calibration(counts: Array, bins: Array, number: int | None = None, power: float = 1.0) -> Array:
    """Return P(chi-square with R degrees of freedom >= 2 N I(s, p)), R quantiles, in [0, 1].

    How probable it is that an expert whose quantiles are right does at least so badly by chance.
    counts: shape (..., bins); bins: their probabilities. number: N, if not all that were counted.
    power: multiplies N, to make scores from more seeds comparable with scores from fewer.
    """
    from scipy.special import chdtrc  # noqa: PLC0415 - only for those who score

    total = counts.sum(axis=-1, keepdims=True)
    shares = counts / np.where(total > 0, total, 1.0)
    ratios = np.where(shares > 0, shares, bins) / bins
    divergence = (shares * np.log(ratios)).sum(axis=-1)
    used = total[..., 0] if number is None else number
    statistic = np.maximum(2 * used * power * divergence, 0.0)
    return np.asarray(chdtrc(len(bins) - 1, statistic))


def intrinsic_ranges(assessment: Assessment, overshoot: float = OVERSHOOT) -> Array:
    """Return the ends of each item's range, shape (items, 2), on the scale of distances.

    From the least to the largest that anybody said or that came true, and a little beyond.
    """
    experts, items, quantiles = assessment.positions.shape
    said = np.moveaxis(assessment.positions, 1, 0).reshape(items, experts * quantiles)
    every = np.column_stack([said, assessment.truths])
    low, high = np.nanmin(every, axis=1), np.nanmax(every, axis=1)
    beyond = overshoot * (high - low)
    ends = np.stack([low - beyond, high + beyond], axis=1)
    inside = np.array([scale == "probability" for scale in assessment.scales])
    return np.where(inside[:, None], np.clip(ends, 0.0, 1.0), ends)


def information(positions: Array, ranges: Array, bins: Array) -> Array:
    """Return how much narrower than the intrinsic range each answer is, in nats.

    positions: shape (..., items, quantiles); the answer (..., items), NaN where there is none.
    It is the divergence of the piecewise uniform density from the uniform one on the range.
    """
    low = np.broadcast_to(ranges[:, :1], (*positions.shape[:-1], 1))
    high = np.broadcast_to(ranges[:, 1:], low.shape)
    widths = np.diff(np.concatenate([low, positions, high], axis=-1), axis=-1)
    return np.asarray(np.log(ranges[:, 1] - ranges[:, 0]) + (bins * np.log(bins / widths)).sum(-1))


def mean_over(values: Array, counted: Array) -> Array:
    """Return the mean over the last axis of the values that are counted and there; 0 of none."""
    there = ~np.isnan(values) & (counted > 0)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.asarray(total / np.maximum(there.sum(axis=-1), 1))
