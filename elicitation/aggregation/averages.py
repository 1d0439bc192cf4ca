"""Average best values: as they are, as odds, as probits; and pushed away from the middle."""

from __future__ import annotations

import numpy as np

from bayesnet.study.pools import beta_transformed
from elicitation.aggregation.estimates import EPSILON, Array, Rounds

SHAPE = 6.0
"""Of the beta transformation; aggreCAT's own."""
MIDDLE = (0.3, 0.7)
"""Between these a mean is left as it is by BetaArMean2; its users choose them, these are ours."""


def mean(rounds: Rounds) -> Array:
    """Return the arithmetic mean."""
    return np.asarray(np.nanmean(rounds.now.best, axis=1))


def median(rounds: Rounds) -> Array:
    """Return the median."""
    return np.asarray(np.nanmedian(rounds.now.best, axis=1))


def geometric(rounds: Rounds) -> Array:
    """Return the geometric mean, not scaled: one 0 makes it 0."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(np.nanmean(np.log(rounds.now.best), axis=1)))


def log_odds(rounds: Rounds) -> Array:
    """Return the probability whose log-odds are the mean of the experts'."""
    return _of_odds(np.nanmean(_log_odds(rounds.now.best), axis=1))


def log_odds_product(rounds: Rounds) -> Array:
    """Return aggreCAT's LOGeoMean: the geometric mean of the log-odds.

    Log-odds are negative below a half: NaN where their product is and the root is of an even
    number, as there. It is here to be compared with, not to be recommended.
    """
    odds = _log_odds(np.where(rounds.now.best == 1 / 2, 1 / 2 + EPSILON, rounds.now.best))
    there = (~np.isnan(odds)).sum(axis=1)
    product = np.nanprod(odds, axis=1)
    with np.errstate(invalid="ignore"):
        return _of_odds(np.power(product, 1 / there))


def probits(rounds: Rounds) -> Array:
    """Return the probability whose probit is the mean of the experts'."""
    from scipy.special import ndtr, ndtri  # noqa: PLC0415 - slow to import

    inside = np.clip(rounds.now.best, EPSILON, 1 - EPSILON)
    return np.asarray(ndtr(np.nanmean(ndtri(inside), axis=1)))


def beta(rounds: Rounds) -> Array:
    """Return the mean put through the distribution function of Beta(6, 6)."""
    return beta_transformed(mean(rounds), SHAPE)


def beta_outside(rounds: Rounds) -> Array:
    """Return the same, of means outside the middle alone."""
    plain = mean(rounds)
    outside = (plain < MIDDLE[0]) | (plain > MIDDLE[1])
    return np.where(outside, beta_transformed(plain, SHAPE), plain)


def normal_posterior(rounds: Rounds) -> Array:
    """Return aggreCAT's BayTriVar, exactly instead of by sampling.

    The log-odds of a claim have a normal prior of mean 0 and precision 3. An expert's log-odds, of
    .99 times the best value, have them as mean, and as standard deviation the range's width and .01
    times the root of the claim's and the expert's own variance of best values. The returned
    probability is that of the posterior mean.
    """
    now = rounds.now
    value = 0.99 * np.clip(now.best, EPSILON, 1.0)
    odds = np.log(value / (1 - value))
    of_claim, of_expert = (_deviation(now.best, axis) for axis in (1, 0))
    sigma = (now.high - now.low + 0.01) * np.hypot(of_claim[:, None], of_expert[None, :])
    precision = sigma**-2
    total = 3 + np.nansum(precision, axis=1)
    return _of_odds(np.nansum(precision * odds, axis=1) / total)


def _deviation(best: Array, axis: int) -> Array:
    """Return the sample standard deviation, or next to nothing where there is none."""
    count = (~np.isnan(best)).sum(axis=axis)
    apart = best - np.nanmean(best, axis=axis, keepdims=True)
    squares = np.nansum(apart**2, axis=axis)
    found = np.sqrt(squares / np.maximum(count - 1, 1))
    return np.where(found == 0, EPSILON, found)


def _log_odds(best: Array) -> Array:
    inside = np.where(best == 1, 1 - EPSILON, np.where(best == 0, EPSILON, best))
    return np.asarray(np.log(inside / (1 - inside)))


def _of_odds(odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-odds)))
