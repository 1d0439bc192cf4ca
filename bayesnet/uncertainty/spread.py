"""Split the spread of an answer: how much is structure, how much between and within experts.

By the law of total variance, structures first and experts within each structure:

    Var(y) = Var_s E(y|s)  +  E_s Var_e E(y|s,e)  +  E_s E_e Var(y|s,e)
             structure        between experts        within experts

Structures count alike; experts count as often as they were drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bayesnet.study.priors import Array

Groups = npt.NDArray[np.intp]
QUANTILES = (0.05, 0.5, 0.95)
ROUNDING = 1e-12
"""Share of the largest value: what differs by less is one number worked out twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A variance in its three parts, in squared units of the answer; they sum to the whole."""

    structure: float
    between: float
    within: float

    @property
    def total(self) -> float:
        """Return the whole variance."""
        return self.structure + self.between + self.within

    @property
    def shares(self) -> tuple[float, float, float]:
        """Return the parts as shares of the whole: structure, between, within; 0 if none."""
        parts = (self.structure, self.between, self.within)
        total = self.total
        return tuple(part / total if total > 0 else 0.0 for part in parts)  # type: ignore[return-value]


def split(values: Array, experts: Groups) -> Spread:
    """Return the parts of the variance of values of shape (structures, draws).

    experts: whose world each draw is, shape (draws,). Rounding is no spread.
    """
    if np.ptp(values) <= ROUNDING * np.abs(values).max():
        return Spread(structure=0.0, between=0.0, within=0.0)
    means = group_means(values, experts)
    count = np.bincount(experts, minlength=means.shape[-1])
    share = count / count.sum()
    whole = values.mean(axis=1)
    return Spread(
        structure=float(whole.var()),
        between=float((((means - whole[:, None]) ** 2) @ share).mean()),
        within=float(((values - means[:, experts]) ** 2).mean()),
    )


def group_means(values: Array, groups: Groups) -> Array:
    """Return the mean over the draws of each group, shape (rows, groups); 0 for an empty one."""
    number = int(groups.max(initial=-1)) + 1
    count = np.maximum(np.bincount(groups, minlength=number), 1)
    sums = [np.bincount(groups, weights=row, minlength=number) for row in values]
    return np.asarray(np.stack(sums) / count)


def quantiles(values: Array) -> tuple[float, float, float]:
    """Return the 5 %, 50 % and 95 % points of all values."""
    low, middle, high = np.quantile(values, QUANTILES)
    return float(low), float(middle), float(high)
