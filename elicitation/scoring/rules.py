"""Score single forecasts by proper rules: less is better, but for the logarithm."""

from __future__ import annotations

import numpy as np

from bayesnet.study.pools import Array


def half_brier(forecasts: Array, happened: Array) -> Array:
    """Return (f - y)^2 of probabilities of an event, y being 1 where it happened, else 0.

    The half form, from 0 to 1: half of what ``brier`` gives for two states.
    """
    return np.asarray((forecasts - happened) ** 2)


def brier(forecasts: Array, state: int) -> Array:
    """Return sum over states of (f - y)^2, from 0 to 2 (Brier 1950, Monthly Weather Review 78:1).

    forecasts: shape (states, ...); state: index of the one that came true.
    """
    return np.asarray((forecasts**2).sum(axis=0) - 2 * forecasts[state] + 1)


def log_score(forecasts: Array, state: int) -> Array:
    """Return ln of the probability given to what came true; minus infinity for a 0 (Good 1952)."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(forecasts[state]))


def ranked(forecasts: Array, state: int) -> Array:
    """Return the ranked probability score of states in order, not divided by their number.

    The sum over states j of (F_j - O_j)^2, F and O the cumulative forecast and outcome: near misses
    cost less than far ones (Epstein 1969, Journal of Applied Meteorology 8:985).
    """
    below = np.cumsum(forecasts, axis=0)
    reached = (np.arange(len(forecasts)) >= state).reshape(-1, *(1,) * (forecasts.ndim - 1))
    return np.asarray(((below - reached) ** 2).sum(axis=0))


def crps(knots: Array, levels: Array, truth: float) -> float:
    """Return the integral of (F(x) - [x >= truth])^2 for a piecewise linear CDF, exactly.

    knots: rising, where the CDF bends; levels: its values there, from 0 to 1. In the unit of the
    knots (Matheson & Winkler 1976, Management Science 22:1087).
    """
    beyond = max(knots[0] - truth, 0.0) + max(truth - knots[-1], 0.0)
    at = float(np.interp(truth, knots, levels))
    inside = min(max(truth, knots[0]), knots[-1])
    left, right = knots < inside, knots > inside
    below = _squared(np.append(knots[left], inside), np.append(levels[left], at))
    above = _squared(np.append(inside, knots[right]), 1 - np.append(at, levels[right]))
    return float(below + above + beyond)


def _squared(x: Array, y: Array) -> float:
    """Return the integral of the square of a piecewise linear function."""
    return float((np.diff(x) * (y[:-1] ** 2 + y[:-1] * y[1:] + y[1:] ** 2)).sum() / 3)
