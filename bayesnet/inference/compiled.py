"""Run a plan with the compiled kernel: worlds in chunks of ``LANES``, chunks on all processors.

A chunk's result does not depend on which processor ran it, nor on the other chunks. Nothing is
scaled, which saves a quarter of the time, unless a chunk's value comes near the smallest numbers
there are: then it is run again, every step divided by its largest entry.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.inference import kernel
from bayesnet.inference.arrays import Array
from bayesnet.inference.elimination import Plan
from bayesnet.inference.kernel import LANES
from bayesnet.inference.program import Program, program

TINY = 1e-200
"""A value below this makes its chunk run again with every step scaled."""
_CHUNK_ENTRIES = 2**27
"""Numbers in a chunk's tables and derivatives, 1 GiB; where it is more, worlds run one by one."""
_PARALLEL = 1_000_000
"""Multiplications from which a second processor is worth being woken."""
_UNSCALED = {1: np.empty(0), LANES: np.empty((0, LANES))}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some worlds that run side by side: the how-manieth chunk, its first world and the next's."""

    number: int
    first: int
    end: int


Load: TypeAlias = Callable[[Chunk, Array], None]
"""Write the inputs of a chunk, shape (input entries, lanes); lanes without a world may hold any
number."""
Take: TypeAlias = Callable[[Chunk, Array, Array, Array], None]
"""Read what was found: the inputs and the derivatives by them, (input entries, lanes), both to be
divided by the value, (lanes,)."""


class Machine:
    """A plan laid out for a number of worlds, with memory that is used again from run to run."""

    def __init__(self, plan: Plan, worlds: int) -> None:
        self.plan = plan
        self.worlds = worlds
        wide = worlds > 1 and 2 * plan.entries * LANES <= _CHUNK_ENTRIES
        self.lanes = LANES if wide else 1
        self.chunks = [
            Chunk(number, first, min(first + self.lanes, worlds))
            for number, first in enumerate(range(0, worlds, self.lanes))
        ]
        self._program = program(plan, sum_innermost=wide)
        large = plan.operations * worlds > _PARALLEL
        self._workers = min(len(self.chunks), os.cpu_count() or 1) if large else 1
        self._local = threading.local()

    def run(self, load: Load, take: Take) -> tuple[Array, Array]:
        """Run every world; returns mantissa and log_scale, each of shape (worlds,)."""
        mantissa, log_scale = np.empty(self.worlds), np.zeros(self.worlds)

        def answer(chunk: Chunk) -> None:
            here = slice(chunk.first, chunk.end)
            count = chunk.end - chunk.first
            mantissa[here] = self._answer(chunk, load, take, _UNSCALED[self.lanes])[:count]
            if np.abs(mantissa[here]).min() < TINY:
                scales = np.ones((len(self.plan.steps), self.lanes))
                scales = scales[:, 0] if self.lanes == 1 else scales
                mantissa[here] = self._answer(chunk, load, take, scales)[:count]
                log_scale[here] = (
                    np.log(scales).sum(axis=0)[:count] if self.lanes > 1 else np.log(scales).sum()
                )

        if self._workers == 1:
            for chunk in self.chunks:
                answer(chunk)
        else:
            with ThreadPoolExecutor(self._workers) as pool:
                list(pool.map(answer, self.chunks))
        return mantissa, log_scale

    def _answer(self, chunk: Chunk, load: Load, take: Take, scales: Array) -> Array:
        """Run one chunk; returns the value in every lane."""
        values, adjoints = self._memory()
        code, starts = self._program.code, self._program.starts
        end = self._program.inputs[-1]
        load(chunk, values[1:end])
        if self.lanes == 1:
            kernel.forward(code, starts, values[:, 0], scales)
            kernel.backward(code, starts, values[:, 0], adjoints[:, 0], scales)
        else:
            kernel.forward_lanes(code, starts, values, scales)
            kernel.backward_lanes(code, starts, values, adjoints, scales)
        take(chunk, values[1:end], adjoints[1:end], values[-1])
        return np.asarray(values[-1])

    def _memory(self) -> tuple[Array, Array]:
        """Return this thread's room for all tables and for the derivatives, (entries, lanes)."""
        if not hasattr(self._local, "memory"):
            self._local.memory = tuple(_aligned(self._program, self.lanes) for _ in range(2))
            self._local.memory[0][0] = 1.0
        values, adjoints = self._local.memory
        return values, adjoints


def _aligned(loops: Program, lanes: int) -> Array:
    """Return an array (entries, lanes) of zeros whose rows begin with a cache line."""
    room = np.zeros(loops.entries * lanes + 8)
    start = -room.ctypes.data // 8 % 8
    return room[start : start + loops.entries * lanes].reshape(loops.entries, lanes)


def contract(
    plan: Plan, tables: Sequence[Array], worlds: int
) -> tuple[Array, Array, tuple[Array, ...]]:
    """Return mantissa, log_scale and gradients of the plan's tables; see ``contraction.run``."""
    flat = [table.reshape(-1, table.shape[-1]) for table in tables]
    bounds = np.cumsum([0, *(len(table) for table in flat)]).tolist()
    # Rows of a power of two would all compete for the same few lines of the cache.
    gradients = np.empty((bounds[-1], worlds + 8 * (worlds % 64 == 0)))[:, :worlds]

    def load(chunk: Chunk, room: Array) -> None:
        for table, first, last in zip(flat, bounds, bounds[1:], strict=False):
            of = slice(chunk.first, chunk.end) if table.shape[-1] > 1 else slice(None)
            room[first:last, : chunk.end - chunk.first] = table[:, of]

    def take(chunk: Chunk, _: Array, adjoints: Array, __: Array) -> None:
        count = chunk.end - chunk.first
        gradients[:, chunk.first : chunk.end] = adjoints[:, :count]

    mantissa, log_scale = Machine(plan, worlds).run(load, take)
    return (
        mantissa,
        log_scale,
        tuple(
            gradients[first:last].reshape(*table.shape[:-1], worlds)
            for table, first, last in zip(tables, bounds, bounds[1:], strict=False)
        ),
    )
