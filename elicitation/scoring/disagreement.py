"""Measure how far experts' distributions are apart.

Distributions have shape (..., states, experts), as everywhere; weights sum to 1.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from bayesnet.study.pools import Array


def entropy(rows: Array, axis: int) -> Array:
    """Return the entropy along an axis, in nats; a state of probability 0 adds nothing."""
    logs = np.log(np.where(rows > 0, rows, 1.0))
    return np.asarray(-(rows * logs).sum(axis=axis))


def jensen_shannon(rows: Array, weights: Array) -> Array:
    """Return the weighted Jensen-Shannon divergence in nats (Lin 1991, IEEE T. Inf. Theory 37:145).

    The entropy of the linear pool less the experts' mean entropy. At most the entropy of the
    weights: ln of the number of experts where they count alike.
    """
    mixed = entropy(rows @ weights, -1)
    return np.asarray(np.maximum(mixed - entropy(rows, -2) @ weights, 0.0))


def mean_total_variation(rows: Array) -> Array:
    """Return the mean over pairs of experts of half the summed absolute difference, 0 to 1."""
    pairs = list(combinations(range(rows.shape[-1]), 2))
    if not pairs:
        return np.zeros(rows.shape[:-2])
    distances = [np.abs(rows[..., a] - rows[..., b]).sum(axis=-1) / 2 for a, b in pairs]
    return np.asarray(np.mean(distances, axis=0))


def divergence_to(rows: Array, pooled: Array) -> Array:
    """Return each expert's Kullback-Leibler divergence to a pool, in nats, shape (..., experts).

    Infinite where the pool forbids what the expert allows. The largest tells who stands apart.
    """
    other = np.broadcast_to(pooled[..., None], rows.shape)
    with np.errstate(divide="ignore"):
        ratio = np.log(np.where(rows > 0, rows, 1.0)) - np.log(np.where(rows > 0, other, 1.0))
    return np.asarray(np.maximum((rows * ratio).sum(axis=-2), 0.0))


def mean_rank(rows: Array) -> Array:
    """Return each expert's mean state, counted from 0, of states in order; shape (..., experts)."""
    return np.asarray(np.einsum("...se,s->...e", rows, np.arange(rows.shape[-2])))


def concordance(values: Array) -> float:
    """Return Kendall's W of the ranks that experts give to things, ties sharing the mean rank.

    values: shape (things, experts). 1 where all order them alike, 0 where the orders cancel, NaN
    where there is nothing to order (Kendall & Babington Smith 1939, Annals of Math. Stat. 10:275).
    """
    from scipy.stats import rankdata  # noqa: PLC0415 - only for those who ask for it

    things, experts = values.shape
    if things < 2 or experts < 2:  # noqa: PLR2004 - no order among fewer
        return float("nan")
    ranks = rankdata(values, axis=0)
    spread = ((ranks.sum(axis=1) - experts * (things + 1) / 2) ** 2).sum()
    tied = sum(
        float((sizes**3 - sizes).sum())
        for column in ranks.T
        for sizes in [np.unique(column, return_counts=True)[1]]
    )
    most = experts**2 * (things**3 - things) - experts * tied
    return float(12 * spread / most) if most > 0 else float("nan")
