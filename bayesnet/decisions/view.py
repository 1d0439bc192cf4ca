"""See what one decision leads to, among the few tables that this can depend on.

Everything already settled has been put into terms of value (``backward``), so that a view holds
only what lies between what is known at the decision and the terms that it leads to.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import math
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.graph import children_of, reached, requisite
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.contraction import LARGEST_ENTRIES, TooLarge, plan, run
from bayesnet.inference.query import Table
from bayesnet.inference.scaled import LEAST, Contraction

SMALL = 50_000
"""Cells of a product that is summed in one loop, sooner than a plan for it is made."""
MOST_LETTERS = len(string.ascii_letters)
"""Variables that ``numpy.einsum`` can tell apart."""

Terms = tuple[UtilityTerm, ...]


class Ground:
    """A problem as every view of it sees it: what is the same in every case is cut out of tables.

    parents, children: the arcs, rules' information among them. tables: by child; rules join them
    as they are settled. sizes: states of every variable that is not the same in every case.
    """

    def __init__(self, problem: DecisionProblem) -> None:
        self.fixed: Mapping[str, int] = {**problem.seen, **problem.made}
        self.worlds = problem.worlds
        self.sizes = {n: s for n, s in problem.network.sizes.items() if n not in self.fixed}
        network = problem.network.tables
        self.parents: dict[str, Scope] = {name: t.scope[:-1] for name, t in network.items()}
        self.parents |= problem.information
        self.children = children_of(self.parents)
        self.tables = {name: self.evidence(table) for name, table in network.items()}

    def with_rule(self, table: Table) -> Ground:
        """Return the same with a rule that has been settled."""
        ruled = copy.copy(self)
        ruled.tables = {**self.tables, table.scope[-1]: table}
        return ruled

    def cut(self, table: Table) -> Table:
        """Return the part of a table that what is fixed leaves."""
        if self.fixed.keys().isdisjoint(table.scope):
            return table
        index = tuple(self.fixed.get(name, slice(None)) for name in table.scope)
        scope = tuple(name for name in table.scope if name not in self.fixed)
        return Table(scope=scope, values=table.values[index])

    def evidence(self, table: Table) -> Table:
        """Return ``cut``; of what was seen with the largest entry of each world near 1.

        Probabilities are asked for up to a factor only, and the product of what was seen in many
        tables is below the smallest double. A table whose child is open still sums to 1.
        """
        part = self.cut(table)
        if table.scope[-1] not in self.fixed:
            return part
        peak = part.values.reshape(-1, part.values.shape[-1]).max(axis=0)
        powers = np.frexp(np.where(peak > 0, peak, 1.0))[1]
        return Table(scope=part.scope, values=np.ldexp(part.values, -powers))

    def cut_terms(self, terms: Terms) -> Terms:
        """Return terms of what can still differ."""
        if not self.fixed:
            return terms
        return tuple(
            UtilityTerm(name=term.name, scope=first.scope, values=first.values, times=tuple(rest))
            for term in terms
            for first, *rest in [[self.cut(factor) for factor in term.factors]]
        )

    def entries(self, scope: Collection[str]) -> int:
        """Return the number of entries of a table of one world."""
        return math.prod(self.sizes[name] for name in scope)

    def summed(self, tables: Sequence[Table], onto: Scope) -> Array:
        """Return the product of tables summed onto ``onto``; an axis that none has is of length 1.

        Shape (*sizes or 1, worlds or 1). Raises TooLarge.
        """
        held = dict.fromkeys(name for table in tables for name in table.scope)
        kept = tuple(name for name in onto if name in held)
        if len(held) <= MOST_LETTERS and self.entries(held) * self.worlds <= SMALL:
            values = _summed_in_turn(tables, kept)
        else:
            values = self._planned(tables, kept)
        shape = tuple(self.sizes[name] if name in held else 1 for name in onto)
        return values.reshape(*shape, values.shape[-1])

    def _planned(self, tables: Sequence[Table], kept: Scope) -> Array:
        """The derivative by a table of ones is the sum onto that table's scope."""
        found = self.contracted(tables, kept)
        return np.asarray(found.gradients[0] * np.exp(found.log_scale))

    def contracted(self, tables: Sequence[Table], onto: Scope) -> Contraction:
        """Return the contraction whose one gradient is the sum onto ``onto``, of its full shape."""
        ones = Table(scope=onto, values=np.ones((*(self.sizes[name] for name in onto), 1)))
        everything = [ones, *tables]
        held = {name for table in everything for name in table.scope}
        made = plan(
            tuple(table.scope for table in everything),
            tuple((name, size) for name, size in self.sizes.items() if name in held),
        )
        return run(made, [table.values for table in everything], (0,))


def may_vanish(tables: Collection[Table]) -> bool:
    """Return whether a product of the tables' smallest entries is below what doubles hold well."""
    sizes = (np.abs(table.values) for table in tables)
    least = (np.min(size, initial=1.0, where=size > 0) for size in sizes)
    return sum(math.log2(one) for one in least) < LEAST


def without_barren(tables: Mapping[str, Table], targets: Collection[str]) -> list[Table]:
    """Return conditional tables, by child, but those that add up to 1 whatever is asked."""
    while True:
        used = {name for child, t in tables.items() for name in t.scope if name != child}
        left = {child: t for child, t in tables.items() if child in used or child in targets}
        if len(left) == len(tables):
            return [*left.values()]
        tables = left


def _summed_in_turn(tables: Sequence[Table], kept: Scope) -> Array:
    """Return the product of a few small tables, the last variable that is not kept summed first."""
    names = dict.fromkeys(name for table in tables for name in table.scope)
    letters = dict(zip(names, string.ascii_letters, strict=False))
    rest = [(table.values, table.scope) for table in tables]
    for name in reversed([name for name in letters if name not in kept]):
        members = [one for one in rest if name in one[1]]
        rest = [one for one in rest if name not in one[1]]
        scope = tuple({n: 0 for _, own in members for n in own if n != name})
        rest.append((_multiplied(members, scope, letters), scope))
    return _multiplied(rest, kept, letters)


def _multiplied(
    members: Sequence[tuple[Array, Scope]], onto: Scope, letters: Mapping[str, str]
) -> Array:
    """Return the product of arrays, summed onto some of their variables."""
    if not members:
        return np.ones(1)
    own = ["".join([letters[name] for name in scope]) + "..." for _, scope in members]
    sums = f"{','.join(own)}->{''.join([letters[name] for name in onto])}..."
    return np.asarray(np.einsum(sums, *[values for values, _ in members]))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one decision leads to.

    known: the decision, after what is known at it. reached: what it leads to. terms: those among
    it, by kind; rest: the others. variables: of the terms. needed: names of the tables that the
    terms can depend on, given what is known.
    """

    ground: Ground
    decision: str
    known: Scope
    reached: set[str]
    terms: Mapping[str, Terms]
    rest: Mapping[str, Terms]
    variables: frozenset[str]
    needed: set[str]

    def relevant(self, others: Collection[str]) -> bool:
        """Return whether the best reply depends on a rule of ``others``."""
        return not self.needed.isdisjoint(others)

    def parted(self, others: Collection[str]) -> tuple[View, Scope] | None:
        """Return the view of a decision that knows all that parts it from the rules of ``others``.

        Also what that is. None where it leads to one of them. What is not above any of them lies
        after all of them; the border of that, as far as it matters, parts the decision from them.
        """
        if not self.reached.isdisjoint(others):
            return None
        parents = self.ground.parents
        above = reached(parents, others)
        border = {p for name, ps in parents.items() if name not in above for p in ps}
        border = ((border | self.variables) & above).difference(self.known, self.ground.fixed)
        given = (*self.known, *self.ground.fixed, *border)
        needed, told = requisite(parents, self.ground.children, self.variables, given)
        beyond = tuple(name for name in self.ground.sizes if name in border and name in told)
        known = (*self.known[:-1], *beyond, self.decision)
        return dataclasses.replace(self, known=known, needed=needed), beyond

    def worth(self) -> tuple[dict[str, Array], Array]:
        """Return the terms' expected sum given what is known, by kind, and what can occur.

        worth: shape (*known sizes, worlds), 0 in a situation that cannot occur; its probability up
        to a factor has the same shape, or 1 for sizes that it does not depend on. Raises TooLarge.
        """
        shape = tuple(self.ground.sizes[name] for name in self.known)
        if math.prod(shape) > LARGEST_ENTRIES:
            raise TooLarge(self.known, math.prod(shape))
        tables = {name: t for name, t in self.ground.tables.items() if name in self.needed}
        fixed = (*self.known, *self.ground.fixed)
        if may_vanish([*tables.values()]):
            return self._worth_of_any_size(tables, shape)
        chance = self.ground.summed(without_barren(tables, fixed), self.known)
        worth = {}
        for kind, terms in self.terms.items():
            total = np.zeros((*shape, 1))
            if not terms:
                worth[kind] = total
                continue
            for term in terms:
                needed = without_barren(tables, {*fixed, *term.variables})
                total = total + self.ground.summed([*needed, *term.factors], self.known)
            worlds = max(total.shape[-1], chance.shape[-1])
            worth[kind] = np.zeros((*shape, worlds))
            np.divide(total, chance, out=worth[kind], where=chance > 0)
        return worth, chance

    def _worth_of_any_size(
        self, tables: Mapping[str, Table], shape: tuple[int, ...]
    ) -> tuple[dict[str, Array], Array]:
        """Return what ``worth`` does where doubles are too narrow for the probabilities."""
        every = [*tables.values()]
        chance = self.ground.contracted(every, self.known)
        worth = {
            kind: sum(
                (
                    self.ground.contracted([*every, *term.factors], self.known).quotients(0, chance)
                    for term in terms
                ),
                np.zeros((*shape, 1)),
            )
            for kind, terms in self.terms.items()
        }
        return worth, chance.gradients[0]


def view(ground: Ground, decision: str, kinds: Mapping[str, Terms]) -> View:
    """Return what a decision leads to, among terms of each kind."""
    below = reached(ground.children, [decision])
    terms: dict[str, Terms] = {}
    rest: dict[str, Terms] = {}
    variables: set[str] = set()
    for kind, every in kinds.items():
        scopes = [term.variables for term in every]
        led = [not below.isdisjoint(scope) for scope in scopes]
        terms[kind] = tuple(itertools.compress(every, led))
        rest[kind] = tuple(itertools.compress(every, [not one for one in led]))
        variables.update(*itertools.compress(scopes, led))
    known = (*ground.parents[decision], decision)
    needed, _ = requisite(ground.parents, ground.children, variables, (*known, *ground.fixed))
    return View(
        ground=ground,
        decision=decision,
        known=known,
        reached=below,
        terms=terms,
        rest=rest,
        variables=frozenset(variables),
        needed=needed,
    )
