"""Settle decisions one by one in solution order, each leaving a single term in place of its own.

What a settled decision leads to is worth, to all decisions that are still open, what is expected of
it given what is known when it is made: one table over its requisite information takes the place of
every term that it leads to. So each decision is settled among few nodes, however many there are.

Sources: Shachter (1986), Evaluating influence diagrams; Lauritzen & Nilsson (2001), Representing
and solving decision problems with limited information, theorem 4 (why the order is exact).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.reply import best_options, chosen_rule
from bayesnet.decisions.strategy import DecisionRule, uniform_rule
from bayesnet.inference.arrays import Array
from bayesnet.inference.contraction import plan, run
from bayesnet.inference.query import Table
from bayesnet.inference.scaled import Contraction
from bayesnet.separation import children_of, reached_from, requisite


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The best rule of every decision, and what is left to be expected.

    utilities, penalties: terms that no decision leads to any more; their expectations add up to
    those of the strategy.
    """

    rules: Mapping[str, DecisionRule]
    utilities: tuple[UtilityTerm, ...]
    penalties: tuple[UtilityTerm, ...]


def settle(problem: DecisionProblem, order: Sequence[str]) -> Settled:
    """Return the best strategy; ``order`` is one in which no rule still open matters to the next.

    The first option wins a tie; what is forbidden is avoided first, whatever it costs.
    """
    sizes = problem.network.sizes
    rules: dict[str, DecisionRule] = dict(problem.rules_made)
    rules |= {d: uniform_rule(d, known, sizes) for d, known in problem.information.items()}
    kinds = {"utilities": problem.utilities, "penalties": problem.penalties}
    for decision in order:
        view = _View(problem, rules, decision)
        split = {kind: view.split(terms) for kind, terms in kinds.items()}
        worth = {kind: view.worth(touched) for kind, (touched, _) in split.items()}
        eligible = np.ones(worth["utilities"].shape, dtype=bool)
        if split["penalties"][0]:
            eligible = best_options(worth["penalties"], eligible)
        rules[decision] = chosen_rule(rules[decision], best_options(worth["utilities"], eligible))
        kinds = {
            kind: (*rest, *view.values(touched, worth[kind], rules[decision]))
            for kind, (touched, rest) in split.items()
        }
    return Settled(rules=rules, **kinds)


class _View:
    """What one decision sees of the problem while those settled before it are out of sight."""

    def __init__(
        self, problem: DecisionProblem, rules: Mapping[str, DecisionRule], decision: str
    ) -> None:
        self.problem = problem
        self.decision = decision
        self.information = rules[decision].information
        rule_tables = {
            name: Table(scope=(*rule.information, name), values=rule.table)
            for name, rule in rules.items()
            if name != decision
        }
        self.tables = {**problem.network.tables, **rule_tables}
        self.parents = {name: table.scope[:-1] for name, table in self.tables.items()}
        self.children = children_of(self.parents)
        self.reached = reached_from(self.children, decision)
        self.known = (*self.information, decision)

    def split(
        self, terms: Sequence[UtilityTerm]
    ) -> tuple[tuple[UtilityTerm, ...], tuple[UtilityTerm, ...]]:
        """Return the terms that the decision leads to, and the others."""
        leads = [not self.reached.isdisjoint(term.variables) for term in terms]
        return (
            tuple(term for term, led in zip(terms, leads, strict=True) if led),
            tuple(term for term, led in zip(terms, leads, strict=True) if not led),
        )

    def worth(self, terms: Sequence[UtilityTerm]) -> Array:
        """Return the terms' expected sum given what is known, shape (*known sizes, worlds).

        In a situation that cannot occur it is 0.
        """
        sizes = self.problem.network.sizes
        shape = tuple(sizes[name] for name in self.known)
        if not terms:
            return np.zeros((*shape, 1))
        variables = {name for term in terms for name in term.variables}
        given = (*self.known, *self.problem.seen)
        needed, _ = requisite(self.parents, self.children, variables, given)
        tables = [t for name, t in self.tables.items() if name in needed]
        chance = self._summed(tables, ())
        worth = (self._summed(tables, term.factors).quotients(0, chance) for term in terms)
        return np.asarray(sum(worth, np.zeros((*shape, 1))))

    def values(
        self, terms: Sequence[UtilityTerm], worth: Array, rule: DecisionRule
    ) -> tuple[UtilityTerm, ...]:
        """Return the term that takes the place of others once the decision follows its rule."""
        if not terms:
            return ()
        value = (worth * rule.table).sum(axis=-2)
        name = f"value of {self.decision}"
        return (UtilityTerm(name=name, scope=self.information, values=value),)

    def _summed(self, tables: Sequence[Table], factors: Sequence[Table]) -> Contraction:
        """Return the contraction of all; its gradient is the sum over what is not known.

        That has the shape (*known sizes, worlds).
        """
        sizes = self.problem.network.sizes
        ones = np.ones((*(sizes[name] for name in self.known), 1))
        everything = [Table(scope=self.known, values=ones), *tables, *factors]
        held = {name for table in everything for name in table.scope}
        for name, state in self.problem.seen.items():
            if name in held:
                weight = np.zeros((sizes[name], 1))
                weight[state] = 1.0
                everything.append(Table(scope=(name,), values=weight))
        made = plan(
            tuple(table.scope for table in everything),
            tuple((name, size) for name, size in sizes.items() if name in held),
        )
        return run(made, [table.values for table in everything], (0,))
