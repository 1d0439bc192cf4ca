"""Lay a plan's tables out end to end, and write its loops down as numbers for the kernel.

All tables of one world lie in one array: entry 0 is the constant 1, then the inputs, each with its
axes as given, those that are the same in all worlds behind the others; then the result of every
step. A step's record in ``code`` is

    first entry of a, b and result; entries of a, b and result; which of a and b the derivatives
    are handed on to; number of axes; then for each axis, outermost first: its length and the
    stride in a, b and result.

Neighbouring axes that run through all three tables as one are one. A table multiplied alone has
the constant 1 for b.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bayesnet.inference.arrays import Integers, Scope
from bayesnet.inference.elimination import Plan, Step

HEADER = 8
"""Numbers of a step's record before its axes."""
AXES = 4
"""Numbers of an axis."""
FIRST, SECOND = 1, 2
BOTH = FIRST + SECOND
"""Which of a step's tables need their derivatives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A plan as the kernel reads it.

    starts: where each step's record begins in ``code``. entries: of all tables of one world.
    inputs: first entry of each input, and at the end the first entry after them all.
    """

    code: Integers
    starts: Integers
    inputs: tuple[int, ...]
    entries: int


@lru_cache(maxsize=1024)
def program(
    plan: Plan,
    *,
    sum_innermost: bool,
    wanted: tuple[int, ...] | None = None,
    same: tuple[int, ...] = (),
) -> Program:
    """Return the plan's program.

    wanted: numbers of the inputs whose derivatives are asked for; all if None.
    sum_innermost: whether the innermost loop runs over what is summed, so that the result stays at
    hand while whole rows of worlds are added to it; else over the result's own last axis.
    same: numbers of the inputs that are the same in all worlds.
    """
    layouts = [*plan.scopes, *(step.kept for step in plan.steps)]
    lengths = [math.prod(plan.sizes[v] for v in scope) for scope in layouts]
    inputs = len(plan.scopes)
    order = [*sorted(range(inputs), key=lambda k: k in same), *range(inputs, len(lengths))]
    bounds = np.cumsum([1, *(lengths[number] for number in order)]).tolist()
    offsets = [first for _, first in sorted(zip(order, bounds, strict=False))]
    needed = plan.leading_to(range(len(plan.scopes)) if wanted is None else wanted)
    code: list[int] = []
    starts: list[int] = []
    for number, step in enumerate(plan.steps, start=len(plan.scopes)):
        a, b = step.members[0], step.members[-1] if len(step.members) > 1 else None
        starts.append(len(code))
        axes = _axes(step, [layouts[a], layouts[b] if b is not None else ()], plan, sum_innermost)
        code += [
            offsets[a],
            offsets[b] if b is not None else 0,
            offsets[number],
            lengths[a],
            lengths[b] if b is not None else 1,
            lengths[number],
            FIRST * (a in needed) + SECOND * (b in needed),
            len(axes),
        ]
        code += [number for axis in axes for number in axis]
    return Program(
        code=np.array(code, dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        inputs=(*offsets[:inputs], bounds[inputs]),
        entries=bounds[-1],
    )


def _axes(
    step: Step, members: list[Scope], plan: Plan, sum_innermost: bool
) -> list[tuple[int, int, int, int]]:
    summed = [v for v in step.scope if v not in step.kept]
    order = [*step.kept, *summed] if sum_innermost else [*summed, *step.kept]
    strides = [_strides(scope, plan.sizes) for scope in (*members, step.kept)]
    merged: list[tuple[int, int, int, int]] = []
    for variable in order:
        length = plan.sizes[variable]
        if length == 1:
            continue
        a, b, c = (stride.get(variable, 0) for stride in strides)
        if merged and merged[-1][1:] == (a * length, b * length, c * length):
            length *= merged.pop()[0]
        merged.append((length, a, b, c))
    return merged or [(1, 0, 0, 0)]


def _strides(scope: Scope, sizes: Mapping[str, int]) -> dict[str, int]:
    strides: dict[str, int] = {}
    step = 1
    for variable in reversed(scope):
        strides[variable] = step
        step *= sizes[variable]
    return strides
