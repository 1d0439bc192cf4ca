"""Run a contraction's program in compiled loops, forward and backward.

Two loops over one program: for a single world, whose innermost loops run along the tables' rows;
and for ``LANES`` worlds side by side, whose innermost loops run over the worlds. Against the same
plan in numpy they were measured 20 and 3 to 10 times as fast (``tests/benchmarks``); importing
this module costs .3 s, which is why small questions asked once never do (``contraction.run``).

``values`` and ``adjoints`` hold all tables end to end, entry 0 being the constant 1 that a table
multiplied alone is paired with. A program is described in ``program``. Arrays have to fit; nothing
is checked here.
"""

# Loops over flat arrays are what the compiler turns into vector instructions.
# ruff: noqa: PLR0912

from __future__ import annotations

import numba
import numpy as np

from bayesnet.inference.arrays import Array, Integers
from bayesnet.inference.program import AXES, HEADER

LANES = 64
"""Worlds side by side: wide enough to hide the loops around, narrow enough to stay in cache."""

_compiled = numba.njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract"})


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
def forward(code: Integers, starts: Integers, values: Array, scales: Array) -> None:
    """Fill in the results of every step in one world, ``values`` of shape (entries,).

    scales: per step what its result was divided by, shape (steps,); of length 0 where nothing is
    to be scaled.
    """
    at = np.zeros(64, np.int64)
    for step in range(starts.shape[0]):
        p = starts[step]
        a, b, c, axes = code[p], code[p + 1], code[p + 2], code[p + 6]
        values[c : c + code[p + 5]] = 0.0
        first = p + HEADER
        last = first + AXES * (axes - 1)
        n, sa, sb, sc = code[last], code[last + 1], code[last + 2], code[last + 3]
        more = True
        while more:
            if sc == 0:
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
            a, b, c, more = _next(code, first, axes, at, a, b, c)
        if scales.shape[0]:
            result = values[code[p + 2] : code[p + 2] + code[p + 5]]
            peak = np.abs(result).max()
            scales[step] = peak if peak > 0 else 1.0
            result /= scales[step]


@_compiled
def backward(
    code: Integers, starts: Integers, values: Array, adjoints: Array, scales: Array
) -> None:
    """Fill in the derivatives of the last step's result by every table of one world."""
    at = np.zeros(64, np.int64)
    adjoints[-1] = 1.0
    for step in range(starts.shape[0] - 1, -1, -1):
        p = starts[step]
        a, b, c, axes = code[p], code[p + 1], code[p + 2], code[p + 6]
        if scales.shape[0]:
            adjoints[c : c + code[p + 5]] /= scales[step]
        adjoints[a : a + code[p + 3]] = 0.0
        adjoints[b : b + code[p + 4]] = 0.0
        first = p + HEADER
        last = first + AXES * (axes - 1)
        n, sa, sb, sc = code[last], code[last + 1], code[last + 2], code[last + 3]
        more = True
        while more:
            if sc == 1 and sa == 1 and sb == 1:
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
            a, b, c, more = _next(code, first, axes, at, a, b, c)


@_compiled
def _add_product(total: Array, one: Array, other: Array) -> None:
    for lane in range(LANES):
        total[lane] += one[lane] * other[lane]


@_compiled
def forward_lanes(code: Integers, starts: Integers, values: Array, scales: Array) -> None:
    """Fill in the results of every step, ``values`` of shape (entries, LANES).

    scales: of shape (steps, LANES), or of length 0.
    """
    at = np.zeros(64, np.int64)
    for step in range(starts.shape[0]):
        p = starts[step]
        a, b, c, axes = code[p], code[p + 1], code[p + 2], code[p + 6]
        values[c : c + code[p + 5]] = 0.0
        first = p + HEADER
        last = first + AXES * (axes - 1)
        n, sa, sb, sc = code[last], code[last + 1], code[last + 2], code[last + 3]
        more = True
        while more:
            for i in range(n):
                _add_product(values[c + i * sc], values[a + i * sa], values[b + i * sb])
            a, b, c, more = _next(code, first, axes, at, a, b, c)
        if scales.shape[0]:
            c = code[p + 2]
            scales[step] = 0.0
            for entry in range(c, c + code[p + 5]):
                scales[step] = np.maximum(scales[step], np.abs(values[entry]))
            scales[step] = np.where(scales[step] > 0, scales[step], 1.0)
            values[c : c + code[p + 5]] /= scales[step]


@_compiled
def backward_lanes(
    code: Integers, starts: Integers, values: Array, adjoints: Array, scales: Array
) -> None:
    """Fill in the derivatives, ``adjoints`` of shape (entries, LANES)."""
    at = np.zeros(64, np.int64)
    adjoints[-1] = 1.0
    for step in range(starts.shape[0] - 1, -1, -1):
        p = starts[step]
        a, b, c, axes = code[p], code[p + 1], code[p + 2], code[p + 6]
        if scales.shape[0]:
            adjoints[c : c + code[p + 5]] /= scales[step]
        adjoints[a : a + code[p + 3]] = 0.0
        adjoints[b : b + code[p + 4]] = 0.0
        first = p + HEADER
        last = first + AXES * (axes - 1)
        n, sa, sb, sc = code[last], code[last + 1], code[last + 2], code[last + 3]
        more = True
        while more:
            for i in range(n):
                x, y, z = a + i * sa, b + i * sb, c + i * sc
                _add_product(adjoints[x], adjoints[z], values[y])
                _add_product(adjoints[y], adjoints[z], values[x])
            a, b, c, more = _next(code, first, axes, at, a, b, c)


@_compiled
def marginals(states: Integers, values: Array, adjoints: Array, sums: Array) -> None:
    """Add each entry's share of the total to the state it belongs to, in one world.

    states: per input entry, the row of ``sums``, (input entries,); sums: (all states,), zeroed.
    """
    for entry in range(states.shape[0]):
        sums[states[entry]] += values[entry] * adjoints[entry]


@_compiled
def marginals_lanes(states: Integers, values: Array, adjoints: Array, sums: Array) -> None:
    """Do the same for ``LANES`` worlds, arrays having a last axis of that length."""
    for entry in range(states.shape[0]):
        _add_product(sums[states[entry]], values[entry], adjoints[entry])
