"""Hold experts' quantiles for a set of items, some of whose true values are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.study.pools import Array

Scale: TypeAlias = Literal["uniform", "log", "probability"]
SCALES: tuple[Scale, ...] = ("uniform", "log", "probability")


@dataclass(frozen=True, kw_only=True, eq=False)
class Assessment:
    """What every expert said about every item.

    scales: of each item; distances on a log item are those of the logarithm, a probability ends at
    0 and 1. probabilities: of the quantiles asked for, rising, shape (quantiles,).
    quantiles: shape (experts, items, quantiles), strictly rising, NaN for an item not answered.
    realisations: the items' true values, shape (items,), NaN where not known.
    """

    experts: tuple[str, ...]
    items: tuple[str, ...]
    scales: tuple[Scale, ...]
    probabilities: Array
    quantiles: Array
    realisations: Array

    @cached_property
    def answered(self) -> Array:
        """Whether each expert answered each item, shape (experts, items), 1 or 0."""
        return np.asarray(~np.isnan(self.quantiles).any(axis=-1), dtype=float)

    @cached_property
    def seeds(self) -> Array:
        """Whether each item's true value is known, shape (items,), 1 or 0."""
        return np.asarray(~np.isnan(self.realisations), dtype=float)

    @cached_property
    def number(self) -> int:
        """The number of seeds that scores are compared on: the fewest that any expert answered."""
        return int((self.answered @ self.seeds).min())

    @cached_property
    def bins(self) -> Array:
        """Probability of each bin between the quantiles, shape (quantiles + 1,)."""
        return np.diff(self.probabilities, prepend=0.0, append=1.0)

    @cached_property
    def _log(self) -> Array:
        return np.array([scale == "log" for scale in self.scales])

    @cached_property
    def positions(self) -> Array:
        """The quantiles on the scale that distances are taken on."""
        return self.on_scale(self.quantiles)

    @cached_property
    def truths(self) -> Array:
        """The true values on the scale that distances are taken on."""
        return self.on_scale(self.realisations[:, None])[:, 0]

    def on_scale(self, values: Array) -> Array:
        """Return values of shape (..., items, any) with the logarithm taken of log items."""
        logs = np.log(np.where(self._log[:, None], values, 1.0))
        return np.where(self._log[:, None], logs, values)

    def off_scale(self, values: Array) -> Array:
        """Return what ``on_scale`` was given."""
        return np.where(self._log[:, None], np.exp(np.where(self._log[:, None], values, 0)), values)

    def part(self, experts: Sequence[int], items: Sequence[int]) -> Assessment:
        """Return the answers of these experts on these items, by their places, and nobody else's.

        As if the others had never been asked: they have no part in the intrinsic ranges either.
        """
        return Assessment(
            experts=tuple(self.experts[expert] for expert in experts),
            items=tuple(self.items[item] for item in items),
            scales=tuple(self.scales[item] for item in items),
            probabilities=self.probabilities,
            quantiles=self.quantiles[np.ix_(experts, items)],
            realisations=self.realisations[np.asarray(items, dtype=int)],
        )
