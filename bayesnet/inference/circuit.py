"""Prepare a network once and ask it often: any evidence, any intervention, no further planning.

The circuit is the contraction of all the network's tables. Evidence makes 0 of entries of its
node's own table as they are read, an intervention replaces them, so one plan serves every question;
this is what makes bars move while a person clicks, with a thousand worlds behind them.

Source: Darwiche (2003), A differential approach to inference in Bayesian networks, JACM 50(3).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from bayesnet.inference.arrays import Array, Integers
from bayesnet.inference.compiled import NOTHING_FIXED, Fixed, Machine, Swept
from bayesnet.inference.elimination import plan
from bayesnet.inference.query import Findings, Network, Posteriors, Table, impossible
from bayesnet.inference.scaled import LN2, Contraction, with_any_size

_TRIES = 16
"""Plans tried at least: a better one pays off when it is run often."""
_NONE: Integers = np.empty(0, dtype=np.int64)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """What some worlds say once their numbers may have any size, by variable."""

    tables: Mapping[str, Array]
    contraction: Contraction
    worlds: Integers

    @property
    def mantissa(self) -> Array:
        return self.contraction.mantissa

    @property
    def exponent(self) -> Integers:
        return self.contraction.exponent

    def slope(self, name: str) -> Array:
        return self.contraction.slope(list(self.tables).index(name))

    def family(self, name: str) -> Array:
        k = list(self.tables).index(name)
        return self.contraction.family(k, self.tables[name], self.contraction.slope(k))

    def marginal(self, name: str) -> Array:
        family = self.family(name)
        return np.asarray(family.sum(axis=tuple(range(family.ndim - 2))))


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
        self._bar = np.concatenate(
            [
                np.tile(np.arange(bars.start, bars.stop), lengths[name] // network.sizes[name])
                for name, bars in self._bars.items()
            ]
        )
        self._inputs = self._machine.chunked(sum(lengths.values()))
        for name, table in tables.items():
            rows = table.values.reshape(-1, table.values.shape[-1])
            self._machine.to_chunks(rows, self._inputs[:, self._rows[name]])
        self._all = np.arange(self._inputs.shape[1])

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
        inputs = self._weighed(findings)
        fixed = self._fixed(findings)
        wanted = self._all if derivatives else _NONE
        found = self._machine.run(inputs, wanted, self._bar, fixed=fixed, relative=True)
        again = None
        if found.doubtful.size:
            again = self._again(inputs, fixed, found.doubtful)
            found.mantissa[found.doubtful] = again.mantissa
            found.exponent[found.doubtful] = again.exponent
            np.nan_to_num(found.derivatives, copy=False, posinf=0.0, neginf=0.0)  # not read there
        if not found.mantissa.min() > 0:
            raise impossible(self.network, findings, found.mantissa)
        return self._answer(findings, inputs, fixed, found, again)

    def _again(self, inputs: Array, fixed: Fixed, worlds: Integers) -> _Again:
        """Return some worlds' contraction with numbers of any size."""
        tables = self._machine.tables(inputs, fixed, worlds)
        return _Again(
            tables=dict(zip(self.network.tables, tables, strict=True)),
            contraction=with_any_size(self.plan, tables),
            worlds=worlds,
        )

    def _weighed(self, findings: Findings) -> Array:
        """Return the inputs with likelihoods multiplied in, also into what is set."""
        if not findings.likely:
            return self._inputs
        inputs = self._inputs.copy()
        for name, likelihood in findings.likely.items():
            if name in findings.set:
                inputs[:, self._rows[name]] = 1.0
            for state, factor in enumerate(likelihood):
                room = self._machine.chunked(1)
                self._machine.to_chunks(factor[None], room)
                inputs[:, self._rows[name]][:, state :: self.network.sizes[name]] *= room
        return inputs

    def _fixed(self, findings: Findings) -> Fixed:
        """Return what hard evidence makes 0, and what interventions put in the tables' place."""
        entries: list[Integers] = []
        numbers: list[Array] = []
        for name, state in {**findings.seen, **findings.set}.items():
            rows = self._all[self._rows[name]].reshape(-1, self.network.sizes[name])
            if name in findings.set and name not in findings.likely:
                entries.append(rows[:, state])
                numbers.append(np.ones(len(rows)))
            others = np.delete(rows, state, axis=1).ravel()
            entries.append(others)
            numbers.append(np.zeros(len(others)))
        return (np.concatenate(entries), np.concatenate(numbers)) if entries else NOTHING_FIXED

    def _answer(
        self, findings: Findings, inputs: Array, fixed: Fixed, found: Swept, again: _Again | None
    ) -> Posteriors:
        log_probability = np.log(found.mantissa) + found.exponent * LN2
        gradients = found.derivatives
        tables = self.network.tables

        def marginal(name: str) -> Array:
            values = self._machine.from_chunks(found.sums[:, self._bars[name]])
            if again is not None:
                values[:, again.worlds] = again.marginal(name)
            return values

        marginals = _Lazy(self._bars, marginal)
        if not gradients.shape[1]:
            return Posteriors(
                marginals=marginals, families={}, derivatives={}, log_probability=log_probability
            )

        def shaped(rows: Array, name: str) -> Array:
            return self._machine.from_chunks(rows).reshape(
                *tables[name].values.shape[:-1], self.worlds
            )

        def derivative(name: str) -> Array:
            values = shaped(gradients[:, self._rows[name]], name)
            if again is not None:
                values[..., again.worlds] = again.slope(name)
            return values

        def family(name: str) -> Table:
            rows = self._rows[name]
            own = inputs[:, rows].copy()
            for entry, number in zip(*fixed, strict=True):
                if rows.start <= entry < rows.stop:
                    own[:, entry - rows.start] = number
            values = shaped(own * gradients[:, rows], name)
            if again is not None:
                values[..., again.worlds] = again.family(name)
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
