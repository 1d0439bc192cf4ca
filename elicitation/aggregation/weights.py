"""Weigh best values by what an expert's ranges and numbers show; each returns (claims, experts)."""

from __future__ import annotations

import numpy as np

from elicitation.aggregation.estimates import EPSILON, Array, Rounds

GRAIN = 0.05
_AS_TYPED = 1e-9
"""Decimals such as 0.15 are no whole multiple of 0.05 in binary."""


def narrow(rounds: Rounds) -> Array:
    """Return 1 by the range's width (IntWAgg)."""
    return 1 / rounds.now.width


def narrow_for_oneself(rounds: Rounds) -> Array:
    """Return the expert's widest range by this one (IndIntWAgg)."""
    wide = np.abs(rounds.now.high - rounds.now.low)
    widest = np.nanmax(wide, axis=0)
    return np.asarray(np.where(widest == 0, EPSILON, widest) / rounds.now.width)


def asymmetric(rounds: Rounds) -> Array:
    """Return how far the best value lies from the middle of the range (AsymWAgg)."""
    now = rounds.now
    nearest = np.where(now.best >= now.width / 2 + now.low, now.high - now.best, now.best - now.low)
    return np.where(now.answered, np.maximum(1 - 2 * nearest / now.width, 0.0), np.nan)


def varied(rounds: Rounds) -> Array:
    """Return the sample variance of the expert's widths over all claims (VarIndIntWAgg)."""
    now = rounds.now
    wide = np.where(now.answered, now.width, np.nan)
    count = now.answered.sum(axis=0)
    apart = wide - np.nansum(wide, axis=0) / np.maximum(count, 1)
    variance = np.nansum(apart**2, axis=0) / np.maximum(count - 1, 1)
    return np.asarray(np.broadcast_to(variance, now.best.shape))


def narrow_and_asymmetric(rounds: Rounds) -> Array:
    """Return the product of two, each of which counts only where somebody has any of it."""
    return _some(narrow_for_oneself(rounds)) * _some(asymmetric(rounds))


def kitchen_sink(rounds: Rounds) -> Array:
    """Return the product of three (KitchSinkWAgg)."""
    return narrow_and_asymmetric(rounds) * _some(varied(rounds))


def central(rounds: Rounds) -> Array:
    """Return 1 less the squared distance from the median, by the largest one (OutWAgg)."""
    best = rounds.now.best
    apart = (best - np.nanmedian(best, axis=1, keepdims=True)) ** 2
    largest = np.nanmax(apart, axis=1, keepdims=True)
    return np.asarray(1 - apart / np.where(largest == 0, EPSILON, largest))


def decided(rounds: Rounds) -> Array:
    """Return how near the best value is to 0 or 1 (DistLimitWAgg)."""
    return np.maximum(rounds.now.best, 1 - rounds.now.best)


def fine(rounds: Rounds) -> Array:
    """Return the share of an expert's best values that are no multiple of 0.05 (GranWAgg)."""
    steps = rounds.now.best / GRAIN
    off = np.abs(steps - np.round(steps)) > _AS_TYPED
    answered = rounds.now.answered
    share = (off & answered).sum(axis=0) / np.maximum(answered.sum(axis=0), 1)
    return np.asarray(np.broadcast_to(np.where(share == 0, EPSILON, share), answered.shape))


def given(rounds: Rounds) -> Array:
    """Return the weights that the experts have from elsewhere (Participant)."""
    return np.asarray(np.broadcast_to(rounds.given, rounds.now.best.shape))


def _some(weights: Array) -> Array:
    """Return the weights, all 1 on a claim where all are 0."""
    there = np.nan_to_num(weights)
    return np.where((there == 0).all(axis=1, keepdims=True), 1.0, weights)
