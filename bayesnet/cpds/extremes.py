"""Choose a ranked node's expression and weights from its extreme situations.

An expert names the child's most probable state in the 2n situations in which one parent stands at
one end of its scale and all others at the other end. Of each expression the weights that give most
of these answers back are looked up among small whole numbers, which is as finely as 2n answers can
tell (after Laitila & Virtanen 2022). Ends of scales are the middles of the outermost intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from bayesnet.cpds.parameter import Array, Domain
from bayesnet.cpds.ranked import EXPRESSIONS, aggregate

WEIGHTS = (1, 2, 3, 4, 5, 7, 10)
FEW_WEIGHTS = (1, 3, 10)
MOST_COMBINATIONS = 20_000
"""Above so many combinations only the few weights are tried."""
EDGE = 1e-9
"""What rounding may take from a mean that lies on the edge of an interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """One parent at one end, all others at the other; ``high``: whether that one is at the top."""

    parent: str
    high: bool

    def configuration(self, domain: Domain, falling: frozenset[str]) -> tuple[str, ...]:
        """Return the parents' states; a falling parent's first state is its highest."""
        found = []
        for name, states in domain.parents:
            top = self.high if name == self.parent else not self.high
            found.append(states[-1 if top != (name in falling) else 0])
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An expression with its weights, and how many of the answers it gives back.

    weights: one a parent, or of minimum and maximum for ``mixminmax``.
    """

    expression: str
    weights: tuple[float, ...]
    agreeing: int
    asked: int


def extremes(domain: Domain) -> tuple[Extreme, ...]:
    """Return the 2n situations; with a single parent only two."""
    return tuple(
        Extreme(parent=parent, high=high) for parent, _ in domain.parents for high in (True, False)
    )


def suggest(domain: Domain, modes: Sequence[int]) -> tuple[Suggestion, ...]:
    """Return a suggestion for each expression, the best first.

    modes: for each of ``extremes(domain)`` the child's most probable state, 0 for the lowest.
    Raises ValueError for a number of answers that is not 2n.
    """
    situations = extremes(domain)
    if len(modes) != len(situations):
        raise ValueError(f"{len(modes)} answers to {len(situations)} situations")
    states, size = len(domain.states), len(domain.parents)
    answered = np.array(modes)[:, None]
    places = (answered + 0.5) / states
    low = np.array([0.5 / len(s) for _, s in domain.parents])
    ends = np.array([low, 1 - low])  # shape (end, parent)
    tops = np.array(
        [[(i == index // 2) == e.high for i in range(size)] for index, e in enumerate(situations)]
    )
    z = np.where(tops, ends[1], ends[0]).T[:, :, None]  # shape (parents, situations, 1)
    found = []
    for expression in EXPRESSIONS:
        tried = _tried(2 if expression == "mixminmax" else size)
        means = aggregate(expression, list(z), list(tried.T))
        given = np.minimum((means * states + EDGE).astype(int), states - 1)
        agreeing = (given == answered).sum(axis=0)
        miss = ((means - places) ** 2).sum(axis=0)
        best = int(np.lexsort((tried.sum(axis=1), miss.round(9), -agreeing))[0])
        weights = tuple(tried[best].tolist())
        found.append((-int(agreeing[best]), float(miss[best].round(9)), expression, weights))
    found.sort(key=lambda each: each[:2])
    return tuple(
        Suggestion(expression=name, weights=weights, agreeing=-disagreeing, asked=len(modes))
        for disagreeing, _, name, weights in found
    )


def _tried(number: int) -> Array:
    """Return the combinations of weights tried, shape (combinations, weights)."""
    scale = WEIGHTS if len(WEIGHTS) ** number <= MOST_COMBINATIONS else FEW_WEIGHTS
    return np.array(list(product(scale, repeat=number)), dtype=float)
