"""Prepare a network once and ask it often: any evidence, any intervention, no further planning.

The circuit is the contraction of all the network's tables. Evidence multiplies the rows of its
node's own table as they are loaded, an intervention replaces them, so one plan serves every
question; this is what makes bars move while a person clicks, with a thousand worlds behind them.

Source: Darwiche (2003), A differential approach to inference in Bayesian networks, JACM 50(3).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from bayesnet.inference import kernel
from bayesnet.inference.arrays import Array
from bayesnet.inference.compiled import Chunk, Machine
from bayesnet.inference.elimination import plan
from bayesnet.inference.query import Findings, Network, Posteriors, Table, impossible

_TRIES = 16
"""Plans tried at least: a better one pays off when it is run often."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Lazy(Mapping[str, T], Generic[T]):
    """A mapping whose values are made when they are asked for."""

    names: Mapping[str, object]
    make: Callable[[str], T]

    def __getitem__(self, name: str) -> T:
        if name not in self.names:
            raise KeyError(name)
        return self.make(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


class Circuit:
    """A network made ready for many questions. Raises TooLarge when it would not fit in memory.

    Every variable needs a table; a decision's is its rule. The numbers are copied: changing the
    network's arrays later changes nothing here.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        tables = network.tables
        self.plan = plan(
            tuple(table.scope for table in tables.values()),
            tuple((name, network.sizes[name]) for name in network.sizes),
            _TRIES,
        )
        self.worlds = max((t.values.shape[-1] for t in tables.values()), default=1)
        self._machine = Machine(self.plan, self.worlds)
        lengths = {name: math.prod(table.values.shape[:-1]) for name, table in tables.items()}
        self._rows = _end_to_end(lengths)
        self._bars = _end_to_end({name: network.sizes[name] for name in tables})
        self._all_bars = sum(network.sizes[name] for name in tables)
        self._bar = np.concatenate(
            [
                np.tile(np.arange(bars.start, bars.stop), lengths[name] // network.sizes[name])
                for name, bars in self._bars.items()
            ]
        )
        self._inputs = self._chunked(sum(lengths.values()))
        for name, table in tables.items():
            flat = table.values.reshape(-1, table.values.shape[-1])
            for chunk in self._machine.chunks:
                of = slice(chunk.first, chunk.end) if flat.shape[-1] > 1 else slice(None)
                room = self._inputs[chunk.number, self._rows[name]]
                room[:, : chunk.end - chunk.first] = flat[:, of]

    def _chunked(self, rows: int) -> Array:
        """Return room for rows of all worlds, shape (chunks, rows, lanes)."""
        return np.zeros((len(self._machine.chunks), rows, self._machine.lanes))

    def _worlds_last(self, chunked: Array) -> Array:
        """Return rows of shape (chunks, rows, lanes) as (rows, worlds)."""
        return np.moveaxis(chunked, 0, 1).reshape(chunked.shape[1], -1)[:, : self.worlds]

    def posteriors(
        self,
        *,
        set: Mapping[str, int] | None = None,
        seen: Mapping[str, int] | None = None,
        likely: Mapping[str, Array] | None = None,
        derivatives: bool = True,
    ) -> Posteriors:
        """Return the exact posterior of every variable, as ``query.posteriors`` does.

        ``likely`` holds a likelihood for each state, of shape (states, worlds or 1). Without
        ``derivatives`` there are no families either: only marginals and the evidence's probability.
        Raises ImpossibleEvidence.
        """
        findings = Findings(set=set or {}, seen=seen or {}, likely=likely or {})
        inputs = self._with(findings)
        bars = self._chunked(self._all_bars)
        gradients = self._chunked(inputs.shape[1]) if derivatives else None
        wide = self._machine.lanes > 1

        def load(chunk: Chunk, room: Array) -> None:
            room[:] = inputs[chunk.number]

        def take(chunk: Chunk, values: Array, adjoints: Array, total: Array) -> None:
            sums = bars[chunk.number]
            sums[:] = 0.0
            if wide:
                kernel.marginals_lanes(self._bar, values, adjoints, sums)
            else:
                kernel.marginals(self._bar, values[:, 0], adjoints[:, 0], sums[:, 0])
            possible = np.where(total > 0, total, 1.0)
            sums /= possible
            if gradients is not None:
                np.divide(adjoints, possible, out=gradients[chunk.number])

        mantissa, log_scale = self._machine.run(load, take)
        if not mantissa.min() > 0:
            raise impossible(self.network, findings, mantissa)
        return self._answer(findings, inputs, bars, gradients, np.log(mantissa) + log_scale)

    def _with(self, findings: Findings) -> Array:
        """Return the inputs with evidence multiplied in and interventions in their place."""
        if not (findings.set or findings.seen or findings.likely):
            return self._inputs
        inputs = self._inputs.copy()
        for name, state in findings.set.items():
            rows = inputs[:, self._rows[name]]
            rows[:] = 0.0
            rows[:, state :: self.network.sizes[name]] = 1.0
        for name, state in findings.seen.items():
            size = self.network.sizes[name]
            for other in range(size):
                if other != state:
                    inputs[:, self._rows[name]][:, other::size] = 0.0
        for name, likelihood in findings.likely.items():
            for state, factor in enumerate(likelihood):
                inputs[:, self._rows[name]][:, state :: self.network.sizes[name]] *= self._factor(
                    factor
                )
        return inputs

    def _factor(self, factor: Array) -> Array:
        """Return a number for each world, or one for all, as (chunks, 1, lanes)."""
        room = self._chunked(1)
        for chunk in self._machine.chunks:
            of = slice(chunk.first, chunk.end) if factor.shape[0] > 1 else slice(None)
            room[chunk.number, 0, : chunk.end - chunk.first] = factor[of]
        return room

    def _answer(
        self,
        findings: Findings,
        inputs: Array,
        bars: Array,
        gradients: Array | None,
        log_probability: Array,
    ) -> Posteriors:
        marginals = _Lazy(self._bars, lambda name: self._worlds_last(bars[:, self._bars[name]]))
        if gradients is None:
            return Posteriors(
                marginals=marginals, families={}, derivatives={}, log_probability=log_probability
            )
        tables = self.network.tables

        def shaped(rows: Array, name: str) -> Array:
            return self._worlds_last(rows).reshape(*tables[name].values.shape[:-1], self.worlds)

        def derivative(name: str) -> Array:
            return shaped(gradients[:, self._rows[name]], name)

        def family(name: str) -> Table:
            rows = self._rows[name]
            values = shaped(inputs[:, rows] * gradients[:, rows], name)
            scope = tables[name].scope
            if name in findings.set:  # it no longer depends on its parents
                scope, values = (name,), values.sum(axis=tuple(range(len(scope) - 1)))
            return Table(scope=scope, values=values)

        return Posteriors(
            marginals=marginals,
            families=_Lazy(tables, family),
            derivatives=_Lazy(tables, derivative),
            log_probability=log_probability,
        )


def _end_to_end(lengths: Mapping[str, int]) -> dict[str, slice]:
    """Return where each of them lies when they are laid out one after another."""
    bounds = np.cumsum([0, *lengths.values()]).tolist()
    return {name: slice(a, b) for name, a, b in zip(lengths, bounds, bounds[1:], strict=False)}
