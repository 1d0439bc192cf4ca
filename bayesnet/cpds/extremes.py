"""Choose a ranked node's expression and weights from its extreme situations.

An expert names the child's most probable state in the 2n situations in which one parent stands at
one end of its scale and all others at the other end. Of each expression the weights that give most
of these answers back are looked up among small whole numbers, which is as finely as 2n answers can
tell (after Laitila & Virtanen 2022). The end of a scale is the score of its outermost state, or
the middle of its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from bayesnet.cpds.parameter import Array
from bayesnet.cpds.ranked import EXPRESSIONS, Ranked, aggregate

WEIGHTS = (1, 2, 3, 4, 5, 7, 10)
FEW_WEIGHTS = (1, 3, 10)
MOST_COMBINATIONS = 20_000
"""Above so many combinations only the few weights are tried."""
EDGE = 1e-9
"""What rounding may take from a mean that lies on the edge of an interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """One parent at one end of its scale, all others at the other.

    high: whether that one is at the top; configuration: the parents' states.
    """

    parent: str
    high: bool
    configuration: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An expression with its weights, and how many of the answers it gives back.

    weights: one a parent, or of minimum and maximum for ``mixminmax``.
    """

    expression: str
    weights: tuple[float, ...]
    agreeing: int
    asked: int


def extremes(cpd: Ranked) -> tuple[Extreme, ...]:
    """Return the 2n situations; of two parents, one high is the other low, so they come twice."""
    parents = cpd.domain.parents
    ends = {parent: _ends(cpd, parent, states) for parent, states in parents}
    return tuple(
        Extreme(
            parent=one,
            high=high,
            configuration=tuple(
                states[ends[parent][(parent == one) == high][0]] for parent, states in parents
            ),
        )
        for one, _ in parents
        for high in (True, False)
    )


def suggest(cpd: Ranked, modes: Sequence[int]) -> tuple[Suggestion, ...]:
    """Return a suggestion for each expression, the best first.

    modes: for each of ``extremes(cpd)`` the child's most probable state, 0 for the lowest.
    Raises ValueError for a number of answers that is not 2n.
    """
    situations = extremes(cpd)
    if len(modes) != len(situations):
        raise ValueError(f"{len(modes)} answers to {len(situations)} situations")
    states, parents = len(cpd.domain.states), cpd.domain.parents
    answered = np.array(modes)[:, None]
    places = (answered + 0.5) / states
    ends = [_ends(cpd, parent, names) for parent, names in parents]
    z = [  # each of shape (situations, 1)
        np.array([[end[(parent == each.parent) == each.high][1]] for each in situations])
        for (parent, _), end in zip(parents, ends, strict=True)
    ]
    found = []
    for expression in EXPRESSIONS:
        tried = _tried(2 if expression == "mixminmax" else len(parents))
        means = aggregate(expression, z, list(tried.T))
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


def _ends(
    cpd: Ranked, parent: str, states: Sequence[str]
) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return index and position of a parent's lowest and of its highest state."""
    size = len(states)
    middles = [(place + 0.5) / size for place in range(size)]
    positions = list(cpd.scores.get(parent, middles[::-1] if parent in cpd.falling else middles))
    low, high = min(positions), max(positions)
    return (positions.index(low), low), (positions.index(high), high)


def _tried(number: int) -> Array:
    """Return the combinations of weights tried, shape (combinations, weights)."""
    scale = WEIGHTS if len(WEIGHTS) ** number <= MOST_COMBINATIONS else FEW_WEIGHTS
    return np.array(list(product(scale, repeat=number)), dtype=float)
