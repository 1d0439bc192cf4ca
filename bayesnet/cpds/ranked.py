"""Ranked nodes: parents and child on one scale from 0 to 1, a function of the parents, a spread.

The row for a configuration is a normal distribution around a function of the parents' positions,
truncated to [0, 1] and cut at equal intervals into the child's states (Fenton, Neil & Caballero
2007; formal statement in Laitila & Virtanen). Two variants differ in where a parent's state lies:

``midpoint``    at the middle of its interval, or at a given score; the variance is held to at most
                mean * (1 - mean). This reproduces the published examples.
``agenarisk``   at five equally spaced points of its interval, both ends included; the rows are
                averaged over all combinations. This reproduces tables written by AgenaRisk.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bayesnet.cpds.parameter import (
    Array,
    Domain,
    ManyValues,
    Parameter,
    Values,
    number_parameter,
    of_question,
    one_table,
)
from bayesnet.messages.facts import Phrase, phrase

Erfc: TypeAlias = Callable[[Array], Array]

EXPRESSIONS = {
    "wmean": "weighted mean",
    "wmin": "weighted minimum",
    "wmax": "weighted maximum",
    "mixminmax": "mixture of minimum and maximum",
}
VARIANTS = ("midpoint", "agenarisk")
POINTS = 5
LARGEST_WEIGHT = 100.0
LARGEST_SPREAD = 10.0
FEW = 300_000
"""Up to so many normal tails, the standard library is done before scipy is imported."""
CHUNK = 40_000
"""Tails worked on at a time: what the processor's cache holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Asks a weight for each parent and a spread.

    scores: a parent's positions on [0, 1], by state, where not the middles of equal intervals.
    falling: parents whose first state is the highest.
    A weighted mean cannot say that one parent's effect depends on another; nothing here can say
    that an effect is not monotone.
    """

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]]
    expression: str
    variant: str
    scores: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    falling: frozenset[str] = frozenset()
    asked: bool = True
    method: str = "ranked"

    @property
    def additive(self) -> bool:
        """Return whether it can only add up: a mean, or a minimum or maximum of equal weights 1."""
        ones = all(
            self.placeholder[weight_key(self.domain.child, name)][0] == 1 for name in self.weighted
        )
        return self.expression == "wmean" or (self.expression in ("wmin", "wmax") and ones)

    @property
    def weighted(self) -> tuple[str, ...]:
        """Return what has a weight: each parent, or ``min`` and ``max``."""
        if self.expression == "mixminmax":
            return ("min", "max")
        return tuple(parent for parent, _ in self.domain.parents)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the weights and the spread."""
        child = self.domain.child
        least = 1.0 if self.expression in ("wmin", "wmax") else 0.0
        weights = (weight_parameter(child, name, least) for name in self.weighted)
        bounds = (0.0, LARGEST_SPREAD)
        return (
            *weights,
            number_parameter(child, spread_key(child), bounds, "spread (standard deviation)"),
        )

    def table(self, values: Values) -> Array:
        """Return the table; see the module for the two variants."""
        return one_table(self.tables, values)

    def tables(self, values: ManyValues) -> Array:
        """Return the tables of many worlds, shape (*parents, child, worlds).

        Positions that states share, such as the common end of two intervals, are worked out once.
        """
        child, bins = self.domain.child, len(self.domain.states)
        numbers = [values[weight_key(child, name)][0] for name in self.weighted]
        *weights, spread = np.broadcast_arrays(*numbers, values[spread_key(child)][0])
        positions, picked = zip(
            *(self._positions(parent, states) for parent, states in self.domain.parents),
            strict=True,
        )
        # each parent's positions on an axis of its own, before that of the worlds
        z = [axis[..., None] for axis in np.ix_(*positions)]
        cells = math.prod(map(len, positions)) * (bins + 1)
        erfc = _erfc_for(cells * spread.size)
        made = np.empty((*self.domain.shape, spread.size))
        step = max(1, CHUNK // cells)
        for start in range(0, spread.size, step):
            part = slice(start, start + step)
            mean = np.clip(aggregate(self.expression, z, [w[part] for w in weights]), 0.0, 1.0)
            masses = truncated_normal_masses(mean, self._held(spread[part], mean), bins, erfc)
            for axis, index in enumerate(picked, 1):
                masses = masses.take(index, axis=axis)
                masses = (
                    masses.mean(axis=axis + 1) if index.shape[1] > 1 else masses.squeeze(axis + 1)
                )
            made[..., part] = np.moveaxis(masses, 0, -2)
        return made

    def _positions(self, parent: str, states: Sequence[str]) -> tuple[Array, npt.NDArray[np.intp]]:
        """Return a parent's distinct positions, and the indexes of those standing for each state.

        The indexes have shape (states, points).
        """
        points = [self._points(parent, index) for index in range(len(states))]
        distinct, inverse = np.unique(np.array(points), return_inverse=True)
        return distinct, inverse.reshape(len(states), -1)

    def _points(self, parent: str, index: int) -> Sequence[float]:
        """Return the positions that stand for one state of a parent."""
        size = len(dict(self.domain.parents)[parent])
        if parent in self.scores:
            return (self.scores[parent][index],)
        place = size - 1 - index if parent in self.falling else index
        if self.variant == "midpoint":
            return ((place + 0.5) / size,)
        return [float(x) for x in np.linspace(place / size, (place + 1) / size, POINTS)]

    def _held(self, spread: Array, mean: Array) -> Array:
        """Return the spread, held to what the variant allows around a mean."""
        if self.variant != "midpoint":
            return spread
        most = np.sqrt(mean * (1 - mean))
        return np.where(most > 0, np.minimum(spread, most), spread)

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return what is wrong with each weight or spread out of bounds."""
        found = []
        for parameter in self.parameters():
            value = values[parameter.key][0]
            if value <= 0 or value < parameter.lower or value > parameter.upper:
                low, high = parameter.lower, parameter.upper
                bounds = phrase("table.not-above-zero", number=value, high=high)
                if low:
                    bounds = phrase("table.below-least", number=value, low=low, high=high)
                found.append(of_question(parameter.key, bounds))
        return tuple(found)


def aggregate(expression: str, z: Sequence[Array], weights: Sequence[Array]) -> Array:
    """Return the position that an expression gives to parents at ``z`` (Fenton et al. 2007).

    Numbers or arrays, in any shapes that broadcast.
    """
    if expression == "wmean":
        return np.asarray(sum(w * x for w, x in zip(weights, z, strict=True)) / sum(weights))
    if expression == "mixminmax":
        low, high = reduce(np.minimum, z), reduce(np.maximum, z)
        return np.asarray((weights[0] * low + weights[1] * high) / (weights[0] + weights[1]))
    total, others = sum(z), len(z) - 1  # in this order parents that are all at 1 give exactly 1
    each = [(w * x + (total - x)) / (w + others) for w, x in zip(weights, z, strict=True)]
    return np.asarray(reduce(np.minimum if expression == "wmin" else np.maximum, each))


def truncated_normal_masses(
    mean: Array, spread: Array, bins: int, erfc: Erfc | None = None
) -> Array:
    """Return the masses of normals with means in [0, 1], truncated to it, in equal bins.

    Mean and spread have any shapes that broadcast; the bins become the first axis. Each mass is a
    difference of two tails on the side of the mean where it lies, so that small ones stay exact;
    neighbouring bins share the tail at their common edge.
    """
    mean = np.asarray(mean, dtype=float)
    edges = np.arange(bins + 1).reshape(-1, *(1,) * mean.ndim) / bins
    with np.errstate(over="ignore"):  # a spread next to nothing: tails of 0 are right
        x = (edges - mean) / (spread * math.sqrt(2))
    lower = np.signbit(x)
    tails = np.copysign((erfc or _erfc_for(x.size))(np.abs(x)), x)  # the lower ones negative
    masses = tails[:-1] - tails[1:]
    masses += 2.0 * (lower[:-1] != lower[1:])  # the bin of the mean: all but both tails
    masses /= masses.sum(axis=0)
    return masses


def _erfc_for(size: int) -> Erfc:
    """Return the complementary error function, from where it is quickest to have."""
    if size <= FEW:
        return _few_erfc
    from scipy.special import erfc  # noqa: PLC0415 - takes a fifth of a second to import

    return lambda x: np.asarray(erfc(x, out=x))


def _few_erfc(x: Array) -> Array:
    return np.fromiter(map(math.erfc, x.ravel().tolist()), float, x.size).reshape(x.shape)


def weight_parameter(child: str, name: str, least: float = 0.0) -> Parameter:
    """Return the question for one weight."""
    bounds = (least, LARGEST_WEIGHT)
    return number_parameter(child, weight_key(child, name), bounds, f"weight of {name}")


def weight_key(child: str, name: str) -> str:
    """Return the key of one weight."""
    return f"{child}.weight[{name}]"


def spread_key(child: str) -> str:
    """Return the key of the spread."""
    return f"{child}.spread"
