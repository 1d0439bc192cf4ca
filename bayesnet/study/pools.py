"""Pool experts' distributions into one: linear, logarithmic or median, a weight for each expert.

===========  ====================================  ================================================
pool         p(state) is                           known for
===========  ====================================  ================================================
linear       the weighted mean (Stone 1961)        never sharper than the experts; keeps marginals
log          prod p_e^w_e, scaled to sum to 1      one expert's 0 would forbid a state, so low
             (Genest & Zidek 1986)                 answers are first raised to an epsilon
median       the weighted median of each state,    one far answer moves it little
             scaled to sum to 1
===========  ====================================  ================================================

Distributions have shape (..., states, experts); pooling drops the last axis. Weights need not sum
to 1; an expert of weight 0 changes nothing. Equal experts are pooled into what they all say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Pool: TypeAlias = Callable[[Array, Array], Array]
WEIGHTINGS = ("equal", "user", "performance")
EPSILON = 0.005
"""What a probability is raised to in a log pool that others would be vetoed by."""
HALF = 0.5 - 1e-9
"""Weights that should add up to a half may miss it by rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRule:
    """How distributions are pooled: the rule of record where it is fixed before the first round.

    weighting: where the weights come from: equal, given by the user, or performance on questions
    with known answers. epsilon: of a log pool; other pools have no use for it.
    """

    pooling: str = "linear"
    weighting: str = "equal"
    epsilon: float = EPSILON

    def pool(self, rows: Array, weights: Array) -> Array:
        """Return the pooled distributions, of shape (..., states).

        weights: shape (experts,); where they differ between rows, shape (..., experts) of the
        rows' first axes.
        """
        if weights.ndim == 1:
            return self._pool(rows, weights)
        between = (1,) * (rows.ndim - 1 - weights.ndim)
        spread = weights.reshape(*weights.shape[:-1], *between, weights.shape[-1])
        own = np.broadcast_to(spread, (*rows.shape[:-2], rows.shape[-1]))
        pooled = np.empty(rows.shape[:-1])
        for each in np.unique(weights.reshape(-1, weights.shape[-1]), axis=0):
            chosen = (own == each).all(axis=-1)
            pooled[chosen] = self._pool(rows[chosen], each)
        return pooled

    def _pool(self, rows: Array, weights: Array) -> Array:
        if self.pooling == "log":
            return log_pool(rows, weights, self.epsilon)
        return POOLS[self.pooling](rows, weights)

    @property
    def label(self) -> str:
        """Return the pool's name, a log pool's epsilon with it."""
        return f"log (epsilon {self.epsilon:g})" if self.pooling == "log" else self.pooling


def linear_pool(rows: Array, weights: Array) -> Array:
    """Return the weighted mean (Stone 1961, Annals of Mathematical Statistics 32:1339)."""
    return np.asarray(rows @ (weights / weights.sum()))


def log_pool(rows: Array, weights: Array, epsilon: float = EPSILON) -> Array:
    """Return the weighted geometric mean, scaled (Genest & Zidek 1986, Statistical Science 1:114).

    For two states this is the logistic of the weighted mean of the log-odds.
    """
    counted = weights > 0
    raised = without_veto(rows[..., counted], epsilon)
    with np.errstate(divide="ignore"):  # what all call impossible stays so
        logs = np.log(raised) @ (weights[counted] / weights.sum())
    pooled = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(pooled / pooled.sum(axis=-1, keepdims=True))


def without_veto(rows: Array, epsilon: float) -> Array:
    """Return the distributions with every probability at least epsilon, the others scaled down.

    A state that nobody gives more than epsilon is raised only to the most that anybody gives it,
    so that experts who agree keep what they agree on. For two states this is the usual clipping to
    [epsilon, 1 - epsilon].
    """
    floor = np.minimum(epsilon, rows.max(axis=-1, keepdims=True))
    low = rows < floor
    added = np.where(low, floor - rows, 0.0).sum(axis=-2, keepdims=True)
    rest = np.where(low, 0.0, rows).sum(axis=-2, keepdims=True)
    return np.asarray(np.where(low, floor, rows * (1 - added / rest)))


def vetoes(rows: Array, weights: Array, epsilon: float) -> int:
    """Return how many distributions of a log pool the epsilon bites in, of all pooled."""
    counted = np.broadcast_to(weights[..., None, :] > 0, rows.shape)
    floor = np.minimum(epsilon, np.where(counted, rows, 0.0).max(axis=-1, keepdims=True))
    return int((counted & (rows < floor)).any(axis=(-2, -1)).sum())


def median_pool(rows: Array, weights: Array) -> Array:
    """Return the weighted median of each state, scaled to sum to 1.

    Where the weight below and above two answers is equal, their mean. Where every median is 0,
    which no scaling mends, the linear pool.
    """
    order = np.argsort(rows, axis=-1)
    reached = np.cumsum((weights / weights.sum())[order], axis=-1)
    ordered = np.take_along_axis(rows, order, axis=-1)
    lower = (reached >= HALF).argmax(axis=-1)[..., None]
    upper = (reached > 1 - HALF).argmax(axis=-1)[..., None]
    both = [np.take_along_axis(ordered, place, axis=-1)[..., 0] for place in (lower, upper)]
    medians = (both[0] + both[1]) / 2
    total = medians.sum(axis=-1, keepdims=True)
    scaled = medians / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, scaled, linear_pool(rows, weights)))


POOLS: Mapping[str, Pool] = {"linear": linear_pool, "log": log_pool, "median": median_pool}
POOLINGS = tuple(POOLS)


def extremised(pooled: Array, factor: float) -> Array:
    """Return a pool pushed away from the middle: p^factor, scaled (Baron et al. 2014).

    Decision Analysis 11:133. For experts who each know a part. Never done to the rows of a table
    by default: the errors would multiply down the network.
    """
    raised = np.power(pooled, factor)
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def beta_transformed(pooled: Array, shape: float) -> Array:
    """Return probabilities (not distributions) put through Beta(shape, shape)'s CDF.

    Above 1 it pushes a linear pool away from the middle (Ranjan & Gneiting 2010, JRSS B 72:71).
    """
    from scipy.special import betainc  # noqa: PLC0415 - takes a fifth of a second to import

    return np.asarray(betainc(shape, shape, pooled))
