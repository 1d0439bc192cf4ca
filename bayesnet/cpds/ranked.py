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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product

import numpy as np

from bayesnet.cpds.parameter import Array, Domain, Parameter, Values

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
        numbers = [
            (weight_key(child, name), least, LARGEST_WEIGHT, f"weight of {name}")
            for name in self.weighted
        ]
        numbers.append((spread_key(child), 0.0, LARGEST_SPREAD, "spread (standard deviation)"))
        return tuple(
            Parameter(
                key=key,
                node=child,
                kind="number",
                components=("value",),
                lower=low,
                upper=high,
                text=text,
            )
            for key, low, high, text in numbers
        )

    def table(self, values: Values) -> Array:
        """Return the table; see the module for the two variants."""
        weights = [float(values[weight_key(self.domain.child, n)][0]) for n in self.weighted]
        spread = float(values[spread_key(self.domain.child)][0])
        rows = []
        for configuration in self.domain.configurations():
            points = [
                self._points(parent, states.index(state))
                for (parent, states), state in zip(self.domain.parents, configuration, strict=True)
            ]
            sampled = [self._row(self._mean(z, weights), spread) for z in product(*points)]
            rows.append(np.mean(sampled, axis=0))
        return np.stack(rows).reshape(self.domain.shape)

    def _points(self, parent: str, index: int) -> Sequence[float]:
        """Return the positions that stand for one state of a parent."""
        size = len(dict(self.domain.parents)[parent])
        if parent in self.scores:
            return (self.scores[parent][index],)
        place = size - 1 - index if parent in self.falling else index
        if self.variant == "midpoint":
            return ((place + 0.5) / size,)
        return [float(x) for x in np.linspace(place / size, (place + 1) / size, POINTS)]

    def _mean(self, z: Sequence[float], weights: Sequence[float]) -> float:
        return aggregate(self.expression, z, weights)

    def _row(self, mean: float, spread: float) -> Array:
        variance = spread**2
        if self.variant == "midpoint":
            variance = min(variance, mean * (1 - mean)) or variance
        return truncated_normal_masses(mean, math.sqrt(variance), len(self.domain.states))

    def check(self, values: Values) -> tuple[str, ...]:
        """Return a sentence for each weight or spread out of bounds."""
        found = []
        for parameter in self.parameters():
            value = values[parameter.key][0]
            if value <= 0 or value < parameter.lower or value > parameter.upper:
                low = f"at least {parameter.lower:g}" if parameter.lower else "above 0"
                found.append(
                    f"{parameter.key}: {value} is not {low} and up to {parameter.upper:g}."
                )
        return tuple(found)


def aggregate(expression: str, z: Sequence[float], weights: Sequence[float]) -> float:
    """Return the position that an expression gives to parents at ``z`` (Fenton et al. 2007)."""
    if expression == "wmean":
        return sum(w * x for w, x in zip(weights, z, strict=True)) / sum(weights)
    if expression == "mixminmax":
        return (weights[0] * min(z) + weights[1] * max(z)) / (weights[0] + weights[1])
    each = [(w * x + (sum(z) - x)) / (w + len(z) - 1) for w, x in zip(weights, z, strict=True)]
    return min(each) if expression == "wmin" else max(each)


def truncated_normal_masses(mean: float, spread: float, bins: int) -> Array:
    """Return the masses of a normal, truncated to [0, 1], in equal bins."""
    edges = [(k / bins - mean) / (spread * math.sqrt(2)) for k in range(bins + 1)]
    masses = np.array([_erf_difference(a, b) for a, b in pairwise(edges)])
    total = masses.sum()
    if total > 0:
        return np.asarray(masses / total)
    nearest = np.zeros(bins)  # so narrow that nothing reaches [0, 1]: cannot happen for means in it
    nearest[min(int(mean * bins), bins - 1)] = 1.0
    return nearest


def _erf_difference(low: float, high: float) -> float:
    """Return erf(high) - erf(low) without losing the tails."""
    if low > 0:
        return math.erfc(low) - math.erfc(high)
    if high < 0:
        return math.erfc(-high) - math.erfc(-low)
    return math.erf(high) - math.erf(low)


def weight_key(child: str, name: str) -> str:
    """Return the key of one weight."""
    return f"{child}.weight[{name}]"


def spread_key(child: str) -> str:
    """Return the key of the spread."""
    return f"{child}.spread"
