"""Run a plan with the compiled kernel: worlds in chunks of ``LANES``, chunks on all processors.

A chunk's result does not depend on which processor ran it, nor on the other chunks. Nothing is
scaled, which saves a quarter of the time, unless a chunk's value comes near the smallest numbers
there are: then it is run again, every step divided by the power of 2 below its largest entry. Where
even so an entry that matters may have vanished beside larger ones, the world is named as doubtful.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.inference import kernel
from bayesnet.inference.arrays import Array, Integers
from bayesnet.inference.elimination import Plan
from bayesnet.inference.elimination import plan as eliminate
from bayesnet.inference.kernel import LANES
from bayesnet.inference.program import program
from bayesnet.inference.scaled import LEAST, Contraction
from bayesnet.inference.unbounded import occurs

TINY = 1e-200
"""A value below this makes its chunk run again with every step scaled."""
_CHUNK_ENTRIES = 2**27
"""Numbers in a chunk's tables and derivatives, 1 GiB; where it is more, worlds run one by one."""
_PARALLEL = 1_000_000
"""Multiplications from which a second processor is worth being woken."""
_NONE: Integers = np.empty(0, dtype=np.int64)
_NOTHING = np.empty(0)
Fixed: TypeAlias = tuple[Integers, Array]
"""Input entries that are given another number in all worlds, and the numbers."""
NOTHING_FIXED: Fixed = (_NONE, _NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a machine found; chunked arrays have the shape (chunks, rows[, lanes]).

    mantissa, exponent: the value is ``mantissa * 2**exponent``, (worlds,). derivatives: by the
    wanted input entries. sums: entries times derivatives, by bar.
    doubtful: the worlds in which numbers of this size are too narrow for the answer.
    """

    mantissa: Array
    exponent: Integers
    derivatives: Array
    sums: Array
    doubtful: Integers


class Machine:
    """A plan laid out for a number of worlds, with memory that is used again from run to run.

    wanted: numbers of the plan's inputs whose derivatives are asked for; all if None.
    same: numbers of those that are the same in all worlds, whose entries lie behind the others'.
    """

    def __init__(
        self,
        plan: Plan,
        worlds: int,
        wanted: tuple[int, ...] | None = None,
        same: tuple[int, ...] = (),
    ) -> None:
        self.plan = plan
        self.worlds = worlds
        self.wide = worlds > 1 and 2 * plan.entries * LANES <= _CHUNK_ENTRIES
        self.chunks = -(-worlds // LANES) if self.wide else worlds
        self._program = program(plan, sum_innermost=self.wide, wanted=wanted, same=same)
        self._same = same
        large = plan.operations * worlds > _PARALLEL
        self._workers = min(self.chunks, os.cpu_count() or 1) if large else 1
        self._local = threading.local()

    def chunked(self, rows: int) -> Array:
        """Return zeros for some rows of every world, shape (chunks, rows[, LANES])."""
        return np.zeros(self._shape(rows))

    def _shape(self, rows: int) -> tuple[int, ...]:
        return (self.chunks, rows, LANES) if self.wide else (self.chunks, rows)

    def to_chunks(self, rows: Array, room: Array) -> None:
        """Write rows of shape (rows, worlds or 1) into ``room``, (chunks, rows[, LANES]).

        Lanes that no world is left for repeat the last one, so that nothing is divided by 0.
        """
        if rows.shape[-1] == 1:
            room[:] = rows if self.wide else rows[:, 0]
        elif self.wide:
            whole = self.worlds // LANES
            head = rows[:, : whole * LANES].reshape(len(rows), whole, LANES)
            room[:whole] = head.swapaxes(0, 1)
            if whole < self.chunks:
                room[whole, :, : self.worlds - whole * LANES] = rows[:, whole * LANES :]
                room[whole, :, self.worlds - whole * LANES :] = rows[:, -1:]
        else:
            room[:] = rows.T

    def from_chunks(self, chunks: Array) -> Array:
        """Return rows of shape (chunks, rows[, LANES]) as (rows, worlds)."""
        rows = chunks.swapaxes(0, 1).reshape(chunks.shape[1], -1)
        return np.asarray(rows[:, : self.worlds])

    def run(
        self,
        inputs: Array,
        wanted: Integers = _NONE,
        bars: Integers = _NONE,
        *,
        same: Array = _NOTHING,
        fixed: Fixed = NOTHING_FIXED,
        relative: bool = False,
    ) -> Swept:
        """Answer every world.

        inputs: (chunks, input entries[, LANES]). wanted: input entries whose derivatives are kept.
        bars: per input entry, the row of the sums that it adds to; empty for no sums.
        same: the entries behind the inputs, the same in all worlds.
        fixed: what stands in some entries' place, so that evidence copies no inputs.
        relative: whether derivatives are of the value's logarithm: divided by the value.
        """
        totals = self.chunked(1)[:, 0]
        derivatives = np.empty(self._shape(len(wanted)))
        sums = self.chunked(int(bars.max()) + 1 if len(bars) else 0)
        exponent = np.zeros(totals.shape, dtype=np.int64)
        doubtful: list[tuple[int, Array]] = []
        steps = (len(self.plan.steps), LANES) if self.wide else (len(self.plan.steps),)

        def sweep(first: int, end: int, scales: Array) -> None:
            kernel.sweep(
                self._program.code,
                self._program.starts,
                inputs,
                same,
                fixed,
                self._memory(),
                scales,
                wanted,
                bars,
                relative,
                (totals, derivatives, sums),
                first,
                end,
            )

        def answer(first: int, end: int) -> None:
            sweep(first, end, np.empty((0, *steps[1:])))
            for chunk in self._tiny(totals[first:end]) + first:
                scales = np.ones(steps)
                sums[chunk] = 0.0
                sweep(int(chunk), int(chunk) + 1, scales)
                powers = np.log2(scales).astype(np.int64)
                exponent[chunk] = powers.sum(axis=0)
                if (np.minimum(powers, 0).sum(axis=0) < LEAST).any() or (totals[chunk] == 0).any():
                    doubtful.append(
                        (int(chunk), self._doubtful(inputs[chunk : chunk + 1], same, fixed))
                    )

        if self._workers == 1:
            answer(0, self.chunks)
        else:
            bounds = np.linspace(0, self.chunks, self._workers + 1).astype(int).tolist()
            with ThreadPoolExecutor(self._workers) as pool:
                list(pool.map(answer, bounds, bounds[1:]))
        return Swept(
            mantissa=totals.reshape(-1)[: self.worlds],
            exponent=exponent.reshape(-1)[: self.worlds],
            derivatives=derivatives,
            sums=sums,
            doubtful=self._possible(doubtful, inputs, same, fixed) if doubtful else _NONE,
        )

    def _possible(
        self, doubtful: list[tuple[int, Array]], inputs: Array, same: Array, fixed: Fixed
    ) -> Integers:
        """Return the doubtful worlds in which the value is not 0 for want of a single product."""
        marks = np.zeros((self.chunks, LANES) if self.wide else (self.chunks,), dtype=bool)
        for chunk, mark in doubtful:
            marks[chunk] = mark
        worlds = np.flatnonzero(marks.reshape(-1)[: self.worlds])
        if not worlds.size:
            return worlds
        return worlds[occurs(self.plan, self.tables(inputs, fixed, worlds, same))]

    def _doubtful(self, inputs: Array, same: Array, fixed: Fixed) -> Array:
        """Return, by lane, whether an entry that vanished in one chunk may be one that matters.

        How much one matters its derivative says; where the value is 0 every one may.
        """
        whole = program(self.plan, sum_innermost=self.wide, same=self._same)
        lanes = (LANES,) if self.wide else ()
        totals, room, sums = (
            np.empty((1, *lanes)),
            np.empty((1, 1, *lanes)),
            np.empty((1, 0, *lanes)),
        )
        memory, scales = self._memory(), np.ones((len(self.plan.steps), *lanes))
        results = (totals, room, sums)
        one = np.zeros(1, dtype=np.int64)
        kernel.sweep(
            whole.code,
            whole.starts,
            inputs,
            same,
            fixed,
            memory,
            scales,
            one,
            _NONE,
            False,
            results,
            0,
            1,
        )
        most = np.abs(memory[1][whole.inputs[-1] :]).max(axis=0)
        return np.asarray(~(most * 2.0**LEAST < np.abs(totals[0])))

    def tables(
        self, inputs: Array, fixed: Fixed, worlds: Integers, same: Array = _NOTHING
    ) -> list[Array]:
        """Return some worlds' input tables, each of shape (*sizes, those worlds)."""
        chunk, lane = np.divmod(worlds, LANES) if self.wide else (worlds, None)
        own = (inputs[chunk, :, lane] if self.wide else inputs[chunk]).T
        rows = np.concatenate([own, np.broadcast_to(same[:, None], (len(same), len(worlds)))])
        rows[fixed[0]] = fixed[1][:, None]
        return [
            rows[self.rows(k)].reshape(*(self.plan.sizes[v] for v in scope), len(worlds))
            for k, scope in enumerate(self.plan.scopes)
        ]

    def rows(self, k: int) -> slice:
        """Return where the entries of an input lie, those that are the same behind the others."""
        first = self._program.inputs[k] - 1
        return slice(first, first + math.prod(self.plan.sizes[v] for v in self.plan.scopes[k]))

    def _tiny(self, totals: Array) -> Integers:
        """Return the chunks whose value is too small, or too large, to be trusted unscaled."""
        size = np.abs(totals)
        if size.min() >= TINY and size.max() <= 1 / TINY:
            return _NONE
        sound = (size >= TINY) & (size <= 1 / TINY)
        return np.flatnonzero(~(sound.all(axis=-1) if self.wide else sound))

    def _memory(self) -> tuple[Array, Array]:
        """Return this thread's room for all tables and for the derivatives, (entries[, LANES])."""
        if not hasattr(self._local, "memory"):
            lanes = LANES if self.wide else 1
            shape = (self._program.entries, lanes)[: 2 if self.wide else 1]
            self._local.memory = tuple(
                _aligned(self._program.entries * lanes).reshape(shape) for _ in range(2)
            )
        values, adjoints = self._local.memory
        return values, adjoints


def _aligned(length: int) -> Array:
    """Return zeros that begin with a line of the cache, as rows of ``LANES`` then do."""
    room = np.zeros(length + 8)
    start = -room.ctypes.data // 8 % 8
    return room[start : start + length]


def warm() -> None:
    """Compile the loops for both shapes, kept on the disk, so that no question waits for it."""
    scopes = (("x",), ("x",))
    for worlds in (1, 2):
        machine = Machine(eliminate(scopes, (("x", 2),)), worlds)
        inputs = machine.chunked(4)
        machine.run(inputs, np.arange(4), np.arange(4), relative=True)


def contract(
    plan: Plan, tables: Sequence[Array], worlds: int, wanted: tuple[int, ...] | None
) -> tuple[Contraction, Integers]:
    """Return the contraction and the worlds to be contracted again; see ``contraction.run``."""
    same = tuple(k for k, t in enumerate(tables) if t.shape[-1] == 1) if worlds > 1 else ()
    machine = Machine(plan, worlds, wanted, same)
    varying = [k for k in range(len(tables)) if k not in same]
    inputs = machine.chunked(sum(math.prod(tables[k].shape[:-1]) for k in varying))
    for k in varying:
        machine.to_chunks(tables[k].reshape(-1, tables[k].shape[-1]), inputs[:, machine.rows(k)])
    numbers = range(len(tables)) if wanted is None else wanted
    rows = [machine.rows(k) for k in numbers]
    found = machine.run(
        inputs,
        np.concatenate([_NONE, *(np.arange(own.start, own.stop) for own in rows)]),
        same=np.concatenate([_NOTHING, *(tables[k].ravel() for k in same)]),
    )
    gradients, at = [], 0
    for k, own in zip(numbers, rows, strict=True):
        length = own.stop - own.start
        values = machine.from_chunks(found.derivatives[:, at : at + length])
        gradients.append(values.reshape(*tables[k].shape[:-1], worlds))
        at += length
    contraction = Contraction(
        mantissa=found.mantissa, exponent=found.exponent, gradients=tuple(gradients)
    )
    return contraction, found.doubtful
