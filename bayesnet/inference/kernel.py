"""Run a contraction's program in compiled loops, forward and backward, chunk after chunk of worlds.

One set of loops, compiled for two shapes: a single world, whose innermost loops run along the
tables' rows, and ``LANES`` worlds side by side, whose innermost loops run over the worlds. Against
the same plan in numpy both are an order of magnitude faster (``tests/benchmarks``); importing this
module costs .3 s, which is why small questions asked once never do (``contraction.run``). Where
numba is not installed the same loops run uncompiled: the same answers, many times as slowly.

``values`` and ``adjoints`` hold all tables of a chunk end to end, shape (entries,) or (entries,
LANES), entry 0 being the constant 1 that a table multiplied alone is paired with. ``program`` says
what ``code`` and ``starts`` hold. Arrays have to fit; nothing is checked here.
"""

# Loops over flat arrays are what the compiler turns into vector instructions.
# ruff: noqa: PLR0913, PLR0917

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import numpy as np

from bayesnet.inference.arrays import Array, Integers
from bayesnet.inference.program import AXES, BOTH, FIRST, HEADER, SECOND

LANES = 64
"""Worlds side by side: wide enough to hide the loops around, narrow enough to stay in cache."""
_MOST_AXES = 128


_Loop = TypeVar("_Loop", bound=Callable[..., object])


def _compiled(loop: _Loop) -> _Loop:
    """Compile a loop when it is first called, and keep the code if there is a place for it.

    There is none where neither the installation nor the user's own cache can be written to.
    Without numba the loop stays as it is.
    """
    try:
        from numba import njit  # noqa: PLC0415
    except ModuleNotFoundError:
        return loop
    compiler: Any = partial(njit, nogil=True, error_model="numpy", fastmath={"contract"})
    try:
        compiled: _Loop = compiler(cache=True)(loop)
    except RuntimeError:
        compiled = compiler()(loop)
    return compiled


@_compiled
def sweep(
    code: Integers,
    starts: Integers,
    inputs: Array,
    same: Array,
    fixed: tuple[Integers, Array],
    memory: tuple[Array, Array],
    scales: Array,
    wanted: Integers,
    bars: Integers,
    relative: bool,
    results: tuple[Array, Array, Array],
    first: int,
    end: int,
) -> None:
    """Answer chunks ``first`` to ``end``.

    inputs: shape (chunks, input entries[, LANES]). same: the entries behind them, which no world
    differs in. fixed: entries that are given another number in all worlds, and the numbers.
    memory: values and adjoints.
    scales: what each step's result was divided by, (steps[, LANES]); of length 0: nothing is.
    wanted: input entries whose derivatives are kept. bars: per input entry, the row of the sums it
    adds to (its value times its derivative); of length 0: no sums.
    relative: whether derivatives are of the total's logarithm, else of the total itself.
    results: totals (chunks[, LANES]), derivatives (chunks, wanted[, LANES]), sums (chunks,
    rows[, LANES], zeroed).
    """
    values, adjoints = memory
    entries, numbers = fixed
    totals, derivatives, sums = results
    values[0] = 1.0
    for k in range(same.shape[0]):
        values[1 + inputs.shape[1] + k] = same[k]
    for chunk in range(first, end):
        values[1 : 1 + inputs.shape[1]] = inputs[chunk]
        for k in range(entries.shape[0]):
            values[1 + entries[k]] = numbers[k]
        _forward(code, starts, values, scales)
        totals[chunk] = values[-1]
        if wanted.shape[0] + bars.shape[0]:
            adjoints[-1] = 1.0
            if relative:
                adjoints[-1] /= values[-1]
            _backward(code, starts, values, adjoints, scales)
        for row in range(wanted.shape[0]):
            derivatives[chunk, row] = adjoints[1 + wanted[row]]
        for entry in range(bars.shape[0]):
            sums[chunk, bars[entry]] += values[1 + entry] * adjoints[1 + entry]


@_compiled
def _forward(code: Integers, starts: Integers, values: Array, scales: Array) -> None:
    """Fill in the result of every step."""
    at = np.zeros(_MOST_AXES, np.int64)
    for step in range(starts.shape[0]):
        p = starts[step]
        a, b, c, axes = code[p], code[p + 1], code[p + 2], code[p + 7]
        values[c : c + code[p + 5]] = 0.0
        last = p + HEADER + AXES * (axes - 1)
        n, sa, sb, sc = code[last], code[last + 1], code[last + 2], code[last + 3]
        more = True
        while more:
            _row_forward(values, a, b, c, n, sa, sb, sc)
            a, b, c, more = _next(code, p + HEADER, axes, at, a, b, c)
        if scales.shape[0]:
            c = code[p + 2]
            _scale(values[c : c + code[p + 5]], scales, step)


@_compiled
def _backward(
    code: Integers, starts: Integers, values: Array, adjoints: Array, scales: Array
) -> None:
    """Fill in the derivatives by all tables that are asked for, from that by the last result."""
    at = np.zeros(_MOST_AXES, np.int64)
    for step in range(starts.shape[0] - 1, -1, -1):
        p = starts[step]
        a, b, c, needs, axes = code[p], code[p + 1], code[p + 2], code[p + 6], code[p + 7]
        if needs == 0:
            continue
        if scales.shape[0]:
            adjoints[c : c + code[p + 5]] /= scales[step]
        adjoints[a : a + code[p + 3]] = 0.0
        adjoints[b : b + code[p + 4]] = 0.0
        last = p + HEADER + AXES * (axes - 1)
        n, sa, sb, sc = code[last], code[last + 1], code[last + 2], code[last + 3]
        more = True
        while more:
            if needs == BOTH:
                _row_backward(values, adjoints, a, b, c, n, sa, sb, sc)
            elif needs == FIRST:
                _row_to_one(values, adjoints, a, b, c, n, sa, sb, sc)
            elif needs == SECOND:
                _row_to_one(values, adjoints, b, a, c, n, sb, sa, sc)
            a, b, c, more = _next(code, p + HEADER, axes, at, a, b, c)


@_compiled
def _next(
    code: Integers, first: int, axes: int, at: Integers, a: int, b: int, c: int
) -> tuple[int, int, int, bool]:
    """Move to the next point of all axes but the last, as an odometer does."""
    for axis in range(axes - 2, -1, -1):
        row = first + AXES * axis
        length, sa, sb, sc = code[row], code[row + 1], code[row + 2], code[row + 3]
        at[axis] += 1
        a += sa
        b += sb
        c += sc
        if at[axis] < length:
            return a, b, c, True
        at[axis] = 0
        a -= length * sa
        b -= length * sb
        c -= length * sc
    return a, b, c, False


@_compiled
def _row_forward(values: Array, a: int, b: int, c: int, n: int, sa: int, sb: int, sc: int) -> None:
    """Add products along one row to the result."""
    if values.ndim > 1:
        for i in range(n):
            _add_product(values[c + i * sc], values[a + i * sa], values[b + i * sb])
    elif sc == 0:
        total = 0.0
        for i in range(n):
            total += values[a + i * sa] * values[b + i * sb]
        values[c] += total
    elif sc == 1 and sa == 1 and sb == 1:
        for i in range(n):
            values[c + i] += values[a + i] * values[b + i]
    elif sc == 1 and sa == 1 and sb == 0:
        factor = values[b]
        for i in range(n):
            values[c + i] += values[a + i] * factor
    elif sc == 1 and sa == 0 and sb == 1:
        factor = values[a]
        for i in range(n):
            values[c + i] += values[b + i] * factor
    else:
        for i in range(n):
            values[c + i * sc] += values[a + i * sa] * values[b + i * sb]


@_compiled
def _row_backward(
    values: Array, adjoints: Array, a: int, b: int, c: int, n: int, sa: int, sb: int, sc: int
) -> None:
    """Hand the derivatives by one row of the result on to both factors."""
    if values.ndim > 1:
        for i in range(n):
            x, y, z = a + i * sa, b + i * sb, c + i * sc
            _add_product(adjoints[x], adjoints[z], values[y])
            _add_product(adjoints[y], adjoints[z], values[x])
    elif sc == 1 and sa == 1 and sb == 1:
        for i in range(n):
            adjoints[a + i] += adjoints[c + i] * values[b + i]
            adjoints[b + i] += adjoints[c + i] * values[a + i]
    elif sc == 1 and sa == 1 and sb == 0:
        total, factor = 0.0, values[b]
        for i in range(n):
            adjoints[a + i] += adjoints[c + i] * factor
            total += adjoints[c + i] * values[a + i]
        adjoints[b] += total
    elif sc == 1 and sa == 0 and sb == 1:
        total, factor = 0.0, values[a]
        for i in range(n):
            adjoints[b + i] += adjoints[c + i] * factor
            total += adjoints[c + i] * values[b + i]
        adjoints[a] += total
    else:
        for i in range(n):
            seed = adjoints[c + i * sc]
            adjoints[a + i * sa] += seed * values[b + i * sb]
            adjoints[b + i * sb] += seed * values[a + i * sa]


@_compiled
def _row_to_one(
    values: Array, adjoints: Array, a: int, b: int, c: int, n: int, sa: int, sb: int, sc: int
) -> None:
    """Hand the derivatives by one row of the result on to the factor at ``a`` alone."""
    for i in range(n):
        if values.ndim > 1:
            _add_product(adjoints[a + i * sa], adjoints[c + i * sc], values[b + i * sb])
        else:
            adjoints[a + i * sa] += adjoints[c + i * sc] * values[b + i * sb]


@_compiled
def _add_product(total: Array, one: Array, other: Array) -> None:
    for lane in range(LANES):
        total[lane] += one[lane] * other[lane]


@_compiled
def _scale(result: Array, scales: Array, step: int) -> None:
    """Divide a result by the power of 2 below its largest entry, in every lane of its own."""
    scales[step] = 0.0
    for entry in range(result.shape[0]):
        scales[step] = np.maximum(scales[step], np.abs(result[entry]))
    peak = np.where(scales[step] > 0, scales[step], 1.0)
    scales[step] = np.exp2(np.floor(np.log2(peak)))
    result /= scales[step]
