"""Define what a sensitivity is of: a weighted sum of expected values, each under its own findings.

A probability is one part (the indicator of an event), a what-if difference two (with a minus), an
expected utility one for the plan it is of, and the lead of a plan over another again two. Plans
are held as they are: it is their worth that moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from bayesnet.decisions.problem import UtilityTerm
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.expectation import Expectation, expectation
from bayesnet.inference.query import Findings, Network, Table

Unit = Literal["probability", "points"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One expected value: coefficient times the expected sum of the terms.

    terms: not yet weighted; the quantity's weights say how much those of each name count.
    strategy: what is done at every decision that is not set.
    """

    coefficient: float
    terms: tuple[UtilityTerm, ...]
    findings: Findings
    strategy: Strategy = field(default_factory=lambda: Strategy(rules={}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What is asked about, as a sum of parts.

    unit: a probability from 0 to 1, or points of utility from 0 to 100.
    weights: how much terms of a name count; a name that is not there counts 1.
    target: the node whose own states are being asked about, of a lead the decision that is led in;
    empty if there is none.
    """

    label: str
    unit: Unit
    parts: tuple[Part, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    target: str = ""

    def weighted(self, part: Part) -> tuple[tuple[Table, ...], ...]:
        """Return the part's terms, each as the tables whose product it is, weights included."""
        found = []
        for term in part.terms:
            first, *rest = term.factors
            weight = self.weights.get(term.name, 1.0) * part.coefficient
            found.append((Table(scope=first.scope, values=weight * first.values), *rest))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A quantity at some tables, and what replacing any one of them would make of it."""

    parts: tuple[Expectation, ...]

    @property
    def value(self) -> Array:
        """Return the quantity itself, shape (worlds,)."""
        return np.asarray(sum(part.value for part in self.parts))

    def replaced(self, name: str, differences: Array, world: int = 0) -> Array:
        """Return the quantity with one table changed, shape (alternatives,).

        differences: what is added to the table, shape (*table, alternatives).
        """
        return np.asarray(sum(part.replaced(name, differences, world) for part in self.parts))


def respond(quantity: Quantity, network: Network, *, derivatives: bool = True) -> Response:
    """Return the quantity and its derivatives in every world; raises ImpossibleEvidence."""
    return Response(
        parts=tuple(
            expectation(
                part.strategy.applied_to(network),
                quantity.weighted(part),
                part.findings,
                derivatives=derivatives,
            )
            for part in quantity.parts
        )
    )


def value_of(quantity: Quantity, network: Network) -> Array:
    """Return the quantity in every world, shape (worlds or 1,); raises ImpossibleEvidence."""
    return respond(quantity, network, derivatives=False).value


def by_name(quantity: Quantity, network: Network) -> Mapping[str, Array]:
    """Return what the terms of each name add, unweighted; they sum to the quantity by weights."""
    found: dict[str, Array] = {}
    for name in dict.fromkeys(term.name for part in quantity.parts for term in part.terms):
        parts = tuple(
            Part(
                coefficient=part.coefficient,
                terms=tuple(term for term in part.terms if term.name == name),
                findings=part.findings,
                strategy=part.strategy,
            )
            for part in quantity.parts
        )
        alone = Quantity(label=name, unit=quantity.unit, parts=parts)
        found[name] = value_of(alone, network)
    return found
