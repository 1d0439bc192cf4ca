"""The product rule: the child is a probability that is the product of its parents'.

Nothing is asked. Where a threat works only if it is both believed and effective, the probability
that it works is the product of the two, and the table follows from the grades' definitions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np

from bayesnet.cpds.parameter import Array, Domain, ManyValues, Parameter, Values, one_table
from bayesnet.messages.facts import Phrase

GRID = 400
"""Points that stand for an interval in each parent; masses are then right to about 1/400."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Asks nothing.

    intervals: for each parent, the ascending edges of its states' intervals (one more than states).
    cuts: the same for the child. Within an interval every value is taken as equally probable.
    """

    domain: Domain
    intervals: Mapping[str, tuple[float, ...]]
    cuts: tuple[float, ...]
    asked: bool = False
    method: str = "product"
    additive: bool = False

    @property
    def placeholder(self) -> Mapping[str, tuple[Decimal, ...]]:
        """Return nothing: there is nothing to ask."""
        return {}

    def parameters(self) -> tuple[Parameter, ...]:
        """Return nothing: there is nothing to ask."""
        return ()

    def table(self, values: Values) -> Array:
        """Return P(product falls into the child's interval | the parents' intervals)."""
        return one_table(self.tables, values)

    def tables(self, values: ManyValues) -> Array:
        """Return the same for all worlds, shape (*parents, child, 1): no number is uncertain."""
        rows = []
        for configuration in self.domain.configurations():
            bounds = [
                self.intervals[parent][(i := states.index(state)) : i + 2]
                for (parent, states), state in zip(self.domain.parents, configuration, strict=True)
            ]
            below = [self._below(bounds, cut) for cut in self.cuts]
            below[0], below[-1] = 0.0, 1.0
            rows.append([high - low for low, high in pairwise(below)])
        return np.array(rows).reshape(*self.domain.shape, 1)

    @staticmethod
    def _below(bounds: Sequence[Sequence[float]], cut: float) -> float:
        """Return P(product <= cut): exact in the last parent, midpoints in the others."""
        factor = np.ones(1)
        for low, high in bounds[:-1]:
            points = low + (high - low) * (np.arange(GRID) + 0.5) / GRID
            factor = np.multiply.outer(factor, points).ravel()
            if factor.size > GRID:  # keep the grid one-dimensional: quantiles of what is there
                factor = np.sort(factor).reshape(GRID, -1).mean(axis=1)
        low, high = bounds[-1]
        share = (cut / np.maximum(factor, 1e-300) - low) / (high - low)
        return float(np.clip(share, 0.0, 1.0).mean())

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return nothing: there is nothing to be wrong."""
        return ()
