"""Combine attributes of value into one utility: weighted sums and products of them, in any depth.

A diagram may have utilities of utilities ("super-value nodes"). Whatever they are, the total is a
sum of products of tables, which is what the solver takes.

Sources: Tatman & Shachter (1990), Dynamic programming and influence diagrams; Keeney & Raiffa
(1976), Decisions with multiple objectives, ch. 6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.decisions.problem import UtilityTerm
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.elimination import LARGEST_ENTRIES, TooLarge
from bayesnet.inference.query import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedSum:
    """``constant + sum of weight * part``."""

    parts: tuple[tuple[float, Value], ...]
    constant: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The product of the parts."""

    parts: tuple[Value, ...]


Value: TypeAlias = UtilityTerm | WeightedSum | Product


def terms_of(
    value: Value, sizes: Mapping[str, int], name: str = "value"
) -> tuple[UtilityTerm, ...]:
    """Return the summands of a value; raises TooLarge when a factor's own sum would be.

    A factor that is itself a sum becomes one table over all it depends on.
    """
    match value:
        case UtilityTerm():
            return (value,)
        case WeightedSum(parts=parts, constant=constant):
            terms = [
                UtilityTerm(name=t.name, scope=t.scope, values=weight * t.values, times=t.times)
                for weight, part in parts
                for t in terms_of(part, sizes, name)
            ]
            if constant:
                terms.append(UtilityTerm(name=name, scope=(), values=np.array([constant])))
            return tuple(terms)
        case Product(parts=parts):
            first, *rest = [table_of(terms_of(part, sizes, name), sizes) for part in parts]
            return (
                UtilityTerm(name=name, scope=first.scope, values=first.values, times=tuple(rest)),
            )


def table_of(terms: Sequence[UtilityTerm], sizes: Mapping[str, int]) -> Table:
    """Return the sum of the terms as one table over all they depend on; raises TooLarge."""
    scope = tuple(dict.fromkeys(v for term in terms for v in term.variables))
    entries = math.prod(sizes[v] for v in scope)
    if entries > LARGEST_ENTRIES:
        raise TooLarge(scope, entries)
    total: Array = np.zeros((*(1 for _ in scope), 1))
    for term in terms:
        product: Array = np.ones((*(1 for _ in scope), 1))
        for factor in term.factors:
            product = product * _spread(factor.values, factor.scope, scope)
        total = total + product
    shape = (*(sizes[v] for v in scope), total.shape[-1])
    return Table(scope=scope, values=np.broadcast_to(total, shape))


def multiplicative(parts: Sequence[tuple[float, Value]], interaction: float) -> Value:
    """Return Keeney and Raiffa's multiplicative utility of parts that go from 0 to 1.

    ``1 + K U = product of (1 + K k_i u_i)``: parts are (k_i, u_i), ``interaction`` is K, above -1.
    K = 0 gives the weighted sum; K > 0 means that the parts complement each other.
    """
    if interaction <= -1:
        raise ValueError(f"the interaction constant is above -1, not {interaction}.")
    if interaction == 0:
        return WeightedSum(parts=tuple(parts))
    factors = tuple(
        WeightedSum(parts=((interaction * weight, part),), constant=1.0) for weight, part in parts
    )
    whole = Product(parts=factors)
    return WeightedSum(parts=((1 / interaction, whole),), constant=-1 / interaction)


def _spread(values: Array, scope: Scope, union: Scope) -> Array:
    """Return the table with the union's axes, of length 1 where it lacks one."""
    order = [scope.index(v) for v in union if v in scope]
    arranged = values.transpose(*order, len(scope))
    shape = iter(arranged.shape[:-1])
    return arranged.reshape(*(next(shape) if v in scope else 1 for v in union), -1)
