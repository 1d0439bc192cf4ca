"""Contract once more where doubles are too narrow: every entry has an exponent of its own.

A table whose largest entry is 1 holds nothing below 1e-308, and that is all there is once a later
finding rules the large entries out. So a number here is ``mantissa * 2**exponent``, the exponent a
whole number of 64 bits: nothing vanishes and nothing blows up, at ten times the price. Only worlds
in which something may have been lost come here (``contraction.run``, ``circuit``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bayesnet.inference.arrays import Array, Integers, Scope
from bayesnet.inference.elimination import Plan, Step

LARGEST = 1e300
"""What takes the place of a number too large for a double; a sum of thousands still fits."""
_NOTHING = -(2**40)
"""The exponent of 0: below any other, so that it never decides what a sum is aligned to."""
_SMALLEST = -1000
"""Powers of 2 that a double still holds to all its digits."""
_AT_ONCE = 2**22
"""Entries of all tables of the worlds that are contracted at once, so that memory stays small."""
_DEEP = 1100
"""Binary digits below the largest summand at which nothing is left of a double."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """``mantissa * 2**exponent``, entry by entry; a mantissa is 0 or from .5 to 1 in size."""

    mantissa: Array
    exponent: Integers

    def __mul__(self, other: Numbers) -> Numbers:
        return of_any_size(self.mantissa * other.mantissa, self.exponent + other.exponent)

    def over(self, other: Numbers) -> Numbers:
        """Return the quotient; 0 where the divisor is 0."""
        divisor = np.where(other.mantissa == 0, 1.0, other.mantissa)
        mantissa = np.where(other.mantissa == 0, 0.0, self.mantissa / divisor)
        return of_any_size(mantissa, self.exponent - other.exponent)

    def sum(self, axes: tuple[int, ...]) -> Numbers:
        """Return the sum over some axes, aligned to the largest summand of each."""
        if not axes:
            return self
        peak = self.exponent.max(axis=axes, keepdims=True)
        below = np.maximum(self.exponent - peak, -_DEEP)
        return of_any_size(np.ldexp(self.mantissa, below).sum(axis=axes), peak.squeeze(axes))

    def reshape(self, *shape: int) -> Numbers:
        """Return the same numbers in another shape."""
        return Numbers(mantissa=self.mantissa.reshape(shape), exponent=self.exponent.reshape(shape))

    def transpose(self, *axes: int) -> Numbers:
        """Return the same numbers, axes in another order."""
        return Numbers(
            mantissa=self.mantissa.transpose(axes), exponent=self.exponent.transpose(axes)
        )

    def broadcast_to(self, shape: tuple[int, ...]) -> Numbers:
        """Return the same numbers repeated along what has length 1."""
        return Numbers(
            mantissa=np.broadcast_to(self.mantissa, shape),
            exponent=np.broadcast_to(self.exponent, shape),
        )

    def doubles(self) -> Array:
        """Return them as doubles: 0 below the smallest, at most ``LARGEST`` in size."""
        bounded = np.clip(self.exponent, -_DEEP, 1000)
        return np.asarray(np.clip(np.ldexp(self.mantissa, bounded), -LARGEST, LARGEST))


def numbers(values: Array) -> Numbers:
    """Return doubles as numbers of any size, exactly."""
    return of_any_size(np.asarray(values), np.zeros(np.shape(values), dtype=np.int64))


def of_any_size(mantissa: Array, exponent: Integers) -> Numbers:
    """Return ``mantissa * 2**exponent`` for mantissas of whatever size."""
    mantissa, more = np.frexp(mantissa)
    exponent = np.where(mantissa == 0, _NOTHING, exponent + more)
    return Numbers(mantissa=mantissa, exponent=exponent)


def contract(
    plan: Plan, tables: Sequence[Array], wanted: Sequence[int]
) -> tuple[Numbers, tuple[Numbers, ...]]:
    """Return the value, (worlds,), and its derivatives by the wanted tables, (*sizes, worlds)."""
    worlds = max((table.shape[-1] for table in tables), default=1)
    width = max(1, _AT_ONCE // plan.entries)
    parts = []
    for first in range(0, worlds, width):
        some = [t if t.shape[-1] == 1 else t[..., first : first + width] for t in tables]
        parts.append(_contract(plan, some, wanted, min(width, worlds - first)))
    values, gradients = zip(*parts, strict=True)
    return _side_by_side(values), tuple(map(_side_by_side, zip(*gradients, strict=True)))


def _side_by_side(parts: Sequence[Numbers]) -> Numbers:
    """Return the worlds of all parts as worlds of one."""
    return Numbers(
        mantissa=np.concatenate([part.mantissa for part in parts], axis=-1),
        exponent=np.concatenate([part.exponent for part in parts], axis=-1),
    )


def _contract(
    plan: Plan, tables: Sequence[Array], wanted: Sequence[int], worlds: int
) -> tuple[Numbers, list[Numbers]]:
    values = [_in_order(numbers(t), s, plan) for t, s in zip(tables, plan.scopes, strict=True)]
    scopes = [_ordered(scope, plan) for scope in plan.scopes]
    for step in plan.steps:
        spread = [_spread(values[i], scopes[i], step, plan) for i in step.members]
        product = spread[0] * spread[1] if len(spread) > 1 else spread[0]
        values.append(product.sum(_lacking(step, step.kept)))
        scopes.append(step.kept)
    gradients = _backward(plan, wanted, values, scopes)
    found = []
    for k in wanted:
        scope = plan.scopes[k]
        back = [_ordered(scope, plan).index(name) for name in scope]
        shape = (*(plan.sizes[name] for name in scope), worlds)
        found.append(gradients[k].transpose(*back, len(scope)).broadcast_to(shape))
    return values[-1].broadcast_to((worlds,)), found


def _backward(
    plan: Plan, wanted: Sequence[int], values: Sequence[Numbers], scopes: Sequence[Scope]
) -> dict[int, Numbers]:
    inputs = len(plan.scopes)
    needed = plan.leading_to(wanted)
    adjoints = {inputs + len(plan.steps) - 1: numbers(np.ones(1))}
    for number in range(len(plan.steps) - 1, -1, -1):
        if inputs + number not in needed:
            continue
        step = plan.steps[number]
        seed = _spread(adjoints.pop(inputs + number), step.kept, step, plan)
        spread = [_spread(values[i], scopes[i], step, plan) for i in step.members]
        for i, other in zip(step.members, reversed(spread), strict=True):
            if i not in needed:
                continue
            gradient = seed * other if len(spread) > 1 else seed
            own = gradient.sum(_lacking(step, scopes[i]))
            # What neither the seed nor the other factor holds is the same all along its axis.
            shape = (*(plan.sizes[v] for v in scopes[i]), own.mantissa.shape[-1])
            adjoints[i] = own.broadcast_to(shape)
    return adjoints


def can_vanish(tables: Sequence[Array]) -> bool:
    """Return whether a product of one entry of each table, none of them 0, may be 0 as a double."""
    sizes = (np.abs(table) for table in tables)
    least = (np.min(size, where=size > 0, initial=1.0) for size in sizes)
    return bool(sum(np.frexp(one)[1] - 1 for one in least) < _SMALLEST)


def occurs(plan: Plan, tables: Sequence[Array]) -> npt.NDArray[np.bool_]:
    """Return whether any product of entries is other than 0, shape (worlds,)."""
    worlds = max((table.shape[-1] for table in tables), default=1)
    scopes = [_ordered(scope, plan) for scope in plan.scopes]
    values = [
        (table != 0).transpose(*(scope.index(name) for name in order), len(scope))
        for table, scope, order in zip(tables, plan.scopes, scopes, strict=True)
    ]
    for step in plan.steps:
        spread = [
            values[i].reshape(*(plan.sizes[v] if v in scopes[i] else 1 for v in step.scope), -1)
            for i in step.members
        ]
        product = spread[0] & spread[1] if len(spread) > 1 else spread[0]
        values.append(product.any(axis=_lacking(step, step.kept)))
        scopes.append(step.kept)
    return np.broadcast_to(values[-1], (worlds,))


def _ordered(scope: Scope, plan: Plan) -> Scope:
    """Return a scope in the plan's order."""
    return tuple(sorted(scope, key=_rank(plan).__getitem__))


@lru_cache(maxsize=8)
def _rank(plan: Plan) -> Mapping[str, int]:
    """Return every variable's place in the plan's order."""
    return {variable: index for index, variable in enumerate(plan.sizes)}


def _in_order(table: Numbers, scope: Scope, plan: Plan) -> Numbers:
    return table.transpose(*(scope.index(name) for name in _ordered(scope, plan)), len(scope))


def _spread(table: Numbers, scope: Scope, step: Step, plan: Plan) -> Numbers:
    """Return the table with an axis of length 1 for each variable of the step that it lacks."""
    shape = tuple(plan.sizes[v] if v in scope else 1 for v in step.scope)
    return table.reshape(*shape, table.mantissa.shape[-1])


def _lacking(step: Step, scope: Scope) -> tuple[int, ...]:
    return tuple(axis for axis, variable in enumerate(step.scope) if variable not in scope)
