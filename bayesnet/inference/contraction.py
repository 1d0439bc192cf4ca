"""Contract a product of tables to a number, and differentiate it by every entry of every table.

The plan (which variable to sum out when, and how shapes line up) depends on names and sizes alone
and is kept; running it touches arrays only. All arrays carry a trailing batch axis, the worlds:
draws, experts or scenarios of one pattern are answered together, each exactly as if alone.

Planning is greedy by the size of the table that summing out a variable makes (min-weight).
Entries may be zero or negative: derivatives are products of the other factors, never quotients.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Scope: TypeAlias = tuple[str, ...]
LARGEST_ENTRIES = 2**27
"""Entries of the largest table for one world: 1 GiB of float64."""


class TooLarge(Exception):
    """Raised before anything runs, when summing out would make a table too large to hold."""

    def __init__(self, variables: Scope, entries: int) -> None:
        self.variables = variables
        self.entries = entries
        gib = entries * 8 / 2**30
        super().__init__(
            f"the table over {', '.join(variables)} would hold {entries:,} numbers ({gib:.1f} GiB)."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Multiply some tables and sum one variable out.

    members: their numbers (inputs first, then results of earlier steps).
    shapes: of each member, spread over the union's axes with 1 where it lacks one.
    axis: of the variable in the union.
    """

    members: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]
    axis: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to contract tables of given scopes.

    orders: the permutation that sorts each input's axes; largest: the union with most entries.
    leftovers: numbers of the tables without variables whose product is the result.
    """

    orders: tuple[tuple[int, ...], ...]
    shapes: tuple[tuple[int, ...], ...]
    steps: tuple[Step, ...]
    leftovers: tuple[int, ...]
    largest: Scope
    entries: int


@lru_cache(maxsize=4096)
def plan(scopes: tuple[Scope, ...], sizes: tuple[tuple[str, int], ...]) -> Plan:
    """Return a plan for tables of these scopes; raises TooLarge. Deterministic, and remembered."""
    size = dict(sizes)
    rank = {name: index for index, name in enumerate(size)}
    tables: dict[int, frozenset[str]] = {i: frozenset(scope) for i, scope in enumerate(scopes)}
    union = {v: frozenset().union(*(s for s in tables.values() if v in s)) for v in size}
    union = {v: s for v, s in union.items() if s}
    weight = {v: math.prod(size[u] for u in s) for v, s in union.items()}
    steps: list[Step] = []
    largest: Scope = ()
    entries = 1
    following = len(scopes)
    while union:
        variable = min(union, key=lambda v: (weight[v], rank[v]))
        axes = sorted(union.pop(variable), key=rank.__getitem__)
        if weight[variable] > entries:
            largest, entries = tuple(axes), weight[variable]
        if entries > LARGEST_ENTRIES:
            raise TooLarge(largest, entries)
        members = tuple(i for i, scope in tables.items() if variable in scope)
        steps.append(
            Step(
                members=members,
                shapes=tuple(
                    tuple(size[a] if a in tables[i] else 1 for a in axes) for i in members
                ),
                axis=axes.index(variable),
            )
        )
        for member in members:
            del tables[member]
        tables[following] = frozenset(axes) - {variable}
        following += 1
        for other in axes:
            if other in union:
                union[other] = frozenset().union(*(s for s in tables.values() if other in s))
                weight[other] = math.prod(size[u] for u in union[other])
    return Plan(
        orders=tuple(
            tuple(sorted(range(len(scope)), key=lambda axis: rank[scope[axis]])) for scope in scopes
        ),
        shapes=tuple(tuple(size[name] for name in scope) for scope in scopes),
        steps=tuple(steps),
        leftovers=tuple(tables),
        largest=largest,
        entries=entries,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraction:
    """The value of the contraction in each world, and its derivatives.

    The value is ``mantissa * exp(log_scale)``, the derivative by table k
    ``gradients[k] * exp(log_scale)``: kept apart, so that deep products neither vanish nor blow up.
    mantissa, log_scale: shape (worlds,). gradients: as the tables, shape (*sizes, worlds).
    """

    mantissa: Array
    log_scale: Array
    gradients: tuple[Array, ...]

    @property
    def value(self) -> Array:
        """Return the contraction itself, shape (worlds,)."""
        return np.asarray(self.mantissa * np.exp(self.log_scale))


def run(plan: Plan, tables: Sequence[Array]) -> Contraction:
    """Return value and derivatives; tables have shape (*sizes, worlds), worlds maybe 1."""
    worlds = max((table.shape[-1] for table in tables), default=1)
    arrays: list[Array] = [
        table.transpose(*order, len(order))
        for table, order in zip(tables, plan.orders, strict=True)
    ]
    log_scale = np.zeros(worlds)
    spreads: list[list[Array]] = []
    scales: list[Array] = []
    for step in plan.steps:
        spread = [
            arrays[i].reshape(*shape, arrays[i].shape[-1])
            for i, shape in zip(step.members, step.shapes, strict=True)
        ]
        message = _product(spread).sum(axis=step.axis)
        peak = np.abs(message).reshape(-1, message.shape[-1]).max(axis=0)
        scale = np.where(peak > 0, peak, 1.0)
        arrays.append(message / scale)
        log_scale = log_scale + np.log(scale)
        spreads.append(spread)
        scales.append(scale)
    mantissa = np.ones(worlds)
    for i in plan.leftovers:
        mantissa = mantissa * arrays[i]
    gradients = _backward(plan, arrays, spreads, scales, worlds)
    return Contraction(mantissa=mantissa, log_scale=log_scale, gradients=gradients)


def _product(factors: Sequence[Array]) -> Array:
    result = factors[0]
    for factor in factors[1:]:
        result = result * factor
    return result


def _others(factors: Sequence[Array], seed: Array) -> list[Array]:
    """Return, for each factor, the seed times the product of all the others."""
    if not factors:
        return []
    after = [seed]
    for factor in reversed(factors[1:]):
        after.append(after[-1] * factor)
    after.reverse()
    results = [after[0]]
    before = factors[0]
    for factor, rest in zip(factors[1:], after[1:], strict=True):
        results.append(before * rest)
        before = before * factor
    return results


def _backward(
    plan: Plan,
    arrays: Sequence[Array],
    spreads: Sequence[Sequence[Array]],
    scales: Sequence[Array],
    worlds: int,
) -> tuple[Array, ...]:
    ends = [arrays[i] for i in plan.leftovers]
    adjoint = dict(zip(plan.leftovers, _others(ends, np.ones(worlds)), strict=True))
    inputs = len(plan.orders)
    for number in range(len(plan.steps) - 1, -1, -1):
        step, spread = plan.steps[number], spreads[number]
        seed = np.expand_dims(adjoint.pop(inputs + number) / scales[number], step.axis)
        for i, shape, grad in zip(step.members, step.shapes, _others(spread, seed), strict=True):
            summed = tuple(axis for axis, length in enumerate(shape) if length == 1)
            own = grad.sum(axis=summed) if summed else grad
            # A lone factor never meets the others' axes: spread the seed over its own.
            kept = tuple(length for axis, length in enumerate(shape) if axis not in summed)
            adjoint[i] = np.broadcast_to(own, (*kept, own.shape[-1]))
    return tuple(
        _restore(adjoint[i], order, shape)
        for i, (order, shape) in enumerate(zip(plan.orders, plan.shapes, strict=True))
    )


def _restore(gradient: Array, order: tuple[int, ...], shape: tuple[int, ...]) -> Array:
    """Return the gradient with its table's own axis order."""
    worlds = gradient.shape[-1]
    arranged = gradient.reshape(*(shape[axis] for axis in order), worlds)
    inverse = tuple(int(axis) for axis in np.argsort(order)) if order else ()
    return arranged.transpose(*inverse, len(order))
