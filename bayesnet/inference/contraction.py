"""Contract a product of tables to a number, and differentiate it by every entry of every table.

The plan depends on names and sizes alone and is kept (``elimination``); running it touches arrays
only. All arrays carry a trailing batch axis, the worlds: draws, experts or scenarios of one pattern
are answered together, each exactly as if alone.

One plan, two ways to run it. A small question asked once is multiplied and summed by numpy, here:
a command then answers in half the time that the compiled loops take to be loaded. More work than
``LARGE`` goes to those loops (``compiled``), which are 3 to 20 times as fast. Which way is taken
depends on the work alone, so the same question gets the same digits every time. Worlds whose
numbers span more than doubles hold are contracted once more, with numbers of any size
(``unbounded``).

Entries may be zero or negative: derivatives are products of the other factors, never quotients.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext

import numpy as np
import numpy.typing as npt

from bayesnet.inference import unbounded
from bayesnet.inference.arrays import Array, Integers, Scope
from bayesnet.inference.elimination import LARGEST_ENTRIES, Plan, Step, TooLarge, plan
from bayesnet.inference.scaled import LEAST, Contraction, with_any_size

__all__ = ["LARGEST_ENTRIES", "Contraction", "Plan", "TooLarge", "plan", "run"]

LARGE = 2_000_000
"""Multiplications from which the compiled loops earn the .3 s that loading them takes."""
_FAR = 2.0**200
"""Numbers between this and its inverse: products of a few, and their sums, are all doubles."""
_NONE: Integers = np.empty(0, dtype=np.int64)


def run(plan: Plan, tables: Sequence[Array], wanted: tuple[int, ...] | None = None) -> Contraction:
    """Return value and derivatives; tables have shape (*sizes, worlds), worlds maybe 1.

    wanted: numbers of the tables whose derivatives are asked for, in that order; all if None.
    """
    asked = tuple(range(len(tables))) if wanted is None else wanted
    worlds = max((table.shape[-1] for table in tables), default=1)
    if not plan.steps:
        values = np.broadcast_to(tables[0], (worlds,)) if tables else np.ones(worlds)
        return Contraction(
            mantissa=values,
            exponent=np.zeros(worlds, dtype=np.int64),
            gradients=tuple(np.ones(worlds) for _ in asked),
        )
    if plan.operations * worlds >= LARGE:
        from bayesnet.inference.compiled import contract  # noqa: PLC0415 - takes .3 s

        found, doubtful = contract(plan, tables, worlds, wanted)
    else:
        found, doubtful = _multiply_and_sum(plan, tables, worlds, asked)
    return _again(found, plan, tables, asked, doubtful) if doubtful.size else found


def _again(
    found: Contraction,
    plan: Plan,
    tables: Sequence[Array],
    wanted: tuple[int, ...],
    doubtful: Integers,
) -> Contraction:
    """Return the contraction with the doubtful worlds contracted once more, in their place."""
    some = [table if table.shape[-1] == 1 else table[..., doubtful] for table in tables]
    again = with_any_size(plan, some, wanted)
    assert again.shifts is not None  # noqa: S101 - numbers of any size have them
    mantissa, exponent = np.array(found.mantissa), np.array(found.exponent)
    mantissa[doubtful], exponent[doubtful] = again.mantissa, again.exponent
    gradients, shifts = [], []
    for gradient, slope, shift in zip(found.gradients, again.gradients, again.shifts, strict=True):
        shape = (*gradient.shape[:-1], len(mantissa))
        gradients.append(np.array(np.broadcast_to(gradient, shape)))
        shifts.append(np.zeros(shape, dtype=np.int64))
        gradients[-1][..., doubtful], shifts[-1][..., doubtful] = slope, shift
    return Contraction(
        mantissa=mantissa, exponent=exponent, gradients=tuple(gradients), shifts=tuple(shifts)
    )


def _multiply_and_sum(
    plan: Plan, tables: Sequence[Array], worlds: int, wanted: tuple[int, ...]
) -> tuple[Contraction, Integers]:
    """Run the plan in numpy, every result divided by the power of 2 below its largest entry.

    Also return the worlds in which that may not have been enough.
    """
    rank = {variable: index for index, variable in enumerate(plan.sizes)}
    orders = [sorted(range(len(s)), key=lambda axis: rank[s[axis]]) for s in plan.scopes]
    arrays = [t.transpose(*order, len(order)) for t, order in zip(tables, orders, strict=True)]
    scopes = [tuple(s[axis] for axis in o) for s, o in zip(plan.scopes, orders, strict=True)]
    exponents = np.zeros((len(plan.steps), worlds), dtype=np.int64)
    spreads: list[list[Array]] = []
    scales: list[Array] = []
    for number, step in enumerate(plan.steps):
        spread = [_spread(arrays[i], scopes[i], step, plan) for i in step.members]
        product = spread[0] * spread[1] if len(spread) > 1 else spread[0]
        # The ufuncs' own reductions: half of a small question's time is numpy's wrappers.
        result = np.add.reduce(product, axis=_summed(step))
        peak = np.maximum.reduce(np.abs(result).reshape(-1, result.shape[-1]), axis=0)
        exponent = np.frexp(peak)[1] - 1
        exponents[number] = exponent
        scale = np.ldexp(1.0, exponent)
        arrays.append(result / scale)
        scopes.append(step.kept)
        spreads.append(spread)
        scales.append(scale)
    mantissa = np.broadcast_to(arrays[-1], (worlds,))
    doubtful = _doubtful(plan, tables, mantissa, exponents)
    # What overflows here is a doubtful world's, and is not kept.
    with np.errstate(over="ignore", invalid="ignore") if doubtful.size else nullcontext():
        gradients, passed = _backward(plan, wanted, spreads, scales, scopes)
    if doubtful.size:
        doubtful = doubtful[~_near_one([*arrays, *passed], worlds)[doubtful]]
    found = Contraction(
        mantissa=mantissa,
        exponent=exponents.sum(axis=0),
        gradients=tuple(
            gradients[k].transpose(*np.argsort(orders[k]).astype(int), len(orders[k]))
            for k in wanted
        ),
    )
    return found, doubtful


def _doubtful(
    plan: Plan, tables: Sequence[Array], mantissa: Array, exponents: Integers
) -> Integers:
    """Return the worlds in which entries may have vanished that matter."""
    shallow = np.minimum.reduce(exponents, axis=None) * len(exponents) >= LEAST
    if shallow and np.logical_and.reduce(mantissa):
        return _NONE
    deep = np.minimum(exponents, 0).sum(axis=0) < LEAST
    if not mantissa.all() and unbounded.can_vanish(tables):
        deep = deep | (mantissa == 0) & unbounded.occurs(plan, tables)
    return np.flatnonzero(deep)


def _near_one(arrays: Iterable[Array], worlds: int) -> npt.NDArray[np.bool_]:
    """Return the worlds all of whose numbers are so near 1, or 0, that no product of two is lost.

    However deep a product of many is: a long chain is one.
    """
    near = np.ones(worlds, dtype=bool)
    for array in arrays:
        size = np.abs(array)
        lost = (size != 0) & ~((size > 1 / _FAR) & (size < _FAR))
        near &= ~lost.reshape(-1, array.shape[-1]).any(axis=0)
    return near


def _summed(step: Step) -> tuple[int, ...]:
    return tuple(axis for axis, v in enumerate(step.scope) if v not in step.kept)


def _spread(array: Array, scope: Scope, step: Step, plan: Plan) -> Array:
    """Return the table with an axis of length 1 for each variable of the step that it lacks."""
    shape = tuple(plan.sizes[v] if v in scope else 1 for v in step.scope)
    return array.reshape(*shape, array.shape[-1])


def _backward(
    plan: Plan,
    wanted: tuple[int, ...],
    spreads: Sequence[Sequence[Array]],
    scales: Sequence[Array],
    scopes: Sequence[Scope],
) -> tuple[dict[int, Array], list[Array]]:
    """Return the derivatives by the wanted inputs, axes in the plan's order, and by all else."""
    inputs = len(plan.scopes)
    needed = plan.leading_to(wanted)
    adjoints: dict[int, Array] = {inputs + len(plan.steps) - 1: np.ones(1)}
    passed: list[Array] = []
    for number in range(len(plan.steps) - 1, -1, -1):
        if inputs + number not in needed:
            continue
        step, spread = plan.steps[number], spreads[number]
        seed = adjoints.pop(inputs + number) / scales[number]
        seed = seed.reshape(*(plan.sizes[v] if v in step.kept else 1 for v in step.scope), -1)
        for i, other in zip(step.members, reversed(spread), strict=True):
            if i not in needed:
                continue
            gradient = seed * other if len(spread) > 1 else seed
            lacking = tuple(a for a, v in enumerate(step.scope) if v not in scopes[i])
            own = np.add.reduce(gradient, axis=lacking) if lacking else gradient
            # What neither the seed nor the other factor holds is the same all along its axis.
            shape = (*(plan.sizes[v] for v in scopes[i]), own.shape[-1])
            adjoints[i] = own if own.shape == shape else np.broadcast_to(own, shape)
            passed.append(own)
    return adjoints, passed
