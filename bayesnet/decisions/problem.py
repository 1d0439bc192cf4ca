"""State a decision problem: chance tables, decisions in time order, utilities that add up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from bayesnet.decisions.strategy import DecisionRule, fixed_rule
from bayesnet.graph import descendants, no_forgetting, requisite_information
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.query import Network, Table


class Unsolvable(ValueError):
    """Raised for a problem that has no best strategy; the message is meant for its author."""


class Infeasible(Unsolvable):
    """Raised when every strategy leads to a combination that is forbidden."""

    def __init__(self) -> None:
        super().__init__("whatever is decided, a forbidden combination comes about.")


class SeenTooLate(Unsolvable):
    """Raised when evidence lies below a decision still open: what is decided could change it."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        verb = "depends" if len(self.names) == 1 else "depend"
        super().__init__(f"{', '.join(self.names)} {verb} on a decision still open.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityTerm:
    """One summand of the utility: a table, or the product of several.

    values: shape (*sizes of scope, worlds or 1). times: further tables it is multiplied by.
    """

    name: str
    scope: Scope
    values: Array
    times: tuple[Table, ...] = ()

    @property
    def factors(self) -> tuple[Table, ...]:
        """Return all tables whose product the summand is."""
        return (Table(scope=self.scope, values=self.values), *self.times)

    @property
    def variables(self) -> Scope:
        """Return every variable that the summand depends on."""
        if not self.times:
            return self.scope
        return tuple(dict.fromkeys(name for factor in self.factors for name in factor.scope))


@dataclass(frozen=True, kw_only=True)
class DecisionProblem:
    """What is to be decided.

    network: sizes of all variables, tables of the chance variables.
    decisions: what is known at each, in time order.
    recall: ``perfect`` adds to that all that was known or decided before.
    seen: evidence that is in before the first decision that is still open.
    made: the option taken at each decision that is no longer open.
    forbidden: combinations, by state, that must never come about: of decisions, or of decisions and
    what is known when they are made.
    """

    network: Network
    decisions: Mapping[str, tuple[str, ...]]
    utilities: tuple[UtilityTerm, ...]
    recall: Literal["perfect", "limited"]
    seen: Mapping[str, int] = field(default_factory=dict)
    made: Mapping[str, int] = field(default_factory=dict)
    forbidden: tuple[Mapping[str, int], ...] = ()

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The decisions that are still to be made, in time order."""
        return tuple(decision for decision in self.decisions if decision not in self.made)

    @cached_property
    def rules_made(self) -> Mapping[str, DecisionRule]:
        """The rule of every decision that is no longer open: its option, whatever is known."""
        sizes = self.network.sizes
        return {name: fixed_rule(name, option, sizes) for name, option in self.made.items()}

    @cached_property
    def chance_parents(self) -> Mapping[str, tuple[str, ...]]:
        """Parents of every variable that is not to be decided."""
        parents = {name: table.scope[:-1] for name, table in self.network.tables.items()}
        return {**parents, **dict.fromkeys(self.made, ())}

    @cached_property
    def penalties(self) -> tuple[UtilityTerm, ...]:
        """A term of -1 for each forbidden combination that comes about."""
        terms = []
        for combination in self.forbidden:
            shape = tuple(self.network.sizes[name] for name in combination)
            values = np.zeros((*shape, 1))
            values[(*combination.values(), 0)] = -1.0
            terms.append(UtilityTerm(name="forbidden", scope=tuple(combination), values=values))
        return tuple(terms)

    @cached_property
    def utility_scopes(self) -> Mapping[str, Scope]:
        """Variables of every summand and penalty, under a name that no variable has."""
        terms = (*self.utilities, *self.penalties)
        return {f"value {i} of {term.name}": term.variables for i, term in enumerate(terms)}

    @cached_property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        """What is known at each open decision, beyond what is the same in every case."""
        known = dict(self.decisions)
        if self.recall == "perfect":
            known = no_forgetting(known)
        return {d: tuple(v for v in known[d] if v not in self.same) for d in self.open}

    @cached_property
    def same(self) -> frozenset[str]:
        """What is the same in every case: seen, or decided already."""
        return frozenset([*self.seen, *self.made])

    @cached_property
    def information(self) -> Mapping[str, tuple[str, ...]]:
        """What is known at each open decision and can matter there."""
        return requisite_information(
            self.chance_parents, self.known, self.utility_scopes, self.same
        )

    @cached_property
    def worlds(self) -> int:
        """Length of the tables' last axis."""
        lengths = [table.values.shape[-1] for table in self.network.tables.values()]
        terms = [factor.values.shape[-1] for term in self.utilities for factor in term.factors]
        return max([*lengths, *terms], default=1)

    def check(self) -> None:
        """Raise SeenTooLate when evidence lies below a decision still open."""
        drawn = {**self.chance_parents, **{d: self.decisions[d] for d in self.open}}
        below = {s for s in self.seen for d in self.open if s in descendants(drawn, d)}
        if below:
            raise SeenTooLate(below)

    def world(self, index: int) -> DecisionProblem:
        """Return the problem as one world sees it."""

        def only(table: Table) -> Table:
            at = min(index, table.values.shape[-1] - 1)
            return Table(scope=table.scope, values=table.values[..., at : at + 1])

        tables = {name: only(table) for name, table in self.network.tables.items()}
        terms = tuple(
            UtilityTerm(name=term.name, scope=first.scope, values=first.values, times=tuple(rest))
            for term in self.utilities
            for first, *rest in [[only(factor) for factor in term.factors]]
        )
        network = Network(sizes=self.network.sizes, tables=tables)
        return dataclasses.replace(self, network=network, utilities=terms)
