"""Find where the best strategy changes along a straight line between two problems, exactly.

Along a line on which one table, or one utility, changes linearly, every strategy's expected utility
times the probability of the evidence is a straight line too. The best of them all is their upper
envelope, which is convex: where two strategies found so far cross, solving once more either
confirms the crossing or names a strategy that lies higher there. That ends after finitely many
steps, at the exact point; no grid is searched.

Source: Eisner & Severance (1976), Mathematical techniques for efficient record segmentation in
large shared databases, JACM 23(4).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.reply import Rules, contract, evidence_at, largest_utility
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import DecisionRule, Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, Table
from bayesnet.inference.scaled import Contraction, larger

HIGHER = 1e-12
"""A strategy that lies higher by less than this share of the utility does not lie higher."""
ROUNDING = 1e-15
"""The share of the largest utility that rounding may leave of an exact 0."""
MOST_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Where on the way from 0 to 1 the best strategy first changes, in every world.

    at: shape (worlds,), infinite where it never does. strategy: the one that is best just beyond;
    where nothing changes, the one there was.
    """

    at: Array
    strategy: Strategy


def first_change(
    start: DecisionProblem, end: DecisionProblem, strategy: Strategy, after: Array | float = 0.0
) -> Change:
    """Return the first point beyond ``after`` at which ``strategy`` is no longer best.

    In every world, start and end differ in one table or in utilities alone; ``strategy`` is best at
    ``after``. All have the same number of worlds, or one. Raises ImpossibleEvidence where the
    evidence cannot occur somewhere on the way.
    """
    worlds = max(start.worlds, end.worlds)
    after = np.broadcast_to(np.asarray(after, dtype=float), (worlds,))
    unit = _unit(start, end, strategy, worlds)
    own = _line(start, end, strategy, unit)
    largest = np.maximum(largest_utility(start), largest_utility(end))
    noise = ROUNDING * np.broadcast_to(largest, (worlds,))
    at = np.full(worlds, np.inf)
    best = {name: _wide(rule, worlds) for name, rule in strategy.rules.items()}
    place = np.ones(worlds)
    open_ = np.flatnonzero(after < 1)
    for _ in range(MOST_STEPS):
        if not open_.size:
            break
        some = only_worlds(start, open_), only_worlds(end, open_)
        rules = solve(between(*some, place[open_])).strategy.rules
        other = _line(*some, Strategy(rules=rules), _only(unit, open_))
        higher = _at(other, place[open_]) - _at(own[:, open_], place[open_])
        size = np.abs(own[:, open_]).max(axis=0) + np.abs(other).max(axis=0)
        still = higher > HIGHER * size + noise[open_]
        open_, other = open_[still], other[:, still]
        if not open_.size:
            break
        lead = own[:, open_] - other
        crossing = lead[0] / (lead[0] - lead[1])
        place[open_] = at[open_] = np.clip(crossing, after[open_], place[open_])
        for name, rule in rules.items():
            best[name].table[..., open_] = _wide(rule, still.size).table[..., still]
    return Change(at=at, strategy=Strategy(rules=best))


def between(start: DecisionProblem, end: DecisionProblem, place: Array) -> DecisionProblem:
    """Return the problem at a place from 0 (start) to 1 (end) in each world, shape (worlds,)."""

    def mixed(one: Array, other: Array) -> Array:
        return one if one is other else np.asarray((1 - place) * one + place * other)

    def table(one: Table, other: Table) -> Table:
        return Table(scope=one.scope, values=mixed(one.values, other.values))

    tables = {
        name: table(one, end.network.tables[name]) for name, one in start.network.tables.items()
    }
    terms = tuple(
        UtilityTerm(
            name=one.name,
            scope=one.scope,
            values=mixed(one.values, other.values),
            times=one.times,
        )
        for one, other in zip(start.utilities, end.utilities, strict=True)
    )
    network = Network(sizes=start.network.sizes, tables=tables)
    return dataclasses.replace(start, network=network, utilities=terms)


def only_worlds(problem: DecisionProblem, worlds: npt.NDArray[np.intp]) -> DecisionProblem:
    """Return the problem with some of its worlds alone; what all worlds share stays shared."""

    def kept(values: Array) -> Array:
        return values if values.shape[-1] == 1 else values[..., worlds]

    tables: Mapping[str, Table] = {
        name: Table(scope=t.scope, values=kept(t.values))
        for name, t in problem.network.tables.items()
    }
    terms = tuple(dataclasses.replace(term, values=kept(term.values)) for term in problem.utilities)
    network = Network(sizes=problem.network.sizes, tables=tables)
    return dataclasses.replace(problem, network=network, utilities=terms)


def _wide(rule: DecisionRule, worlds: int) -> DecisionRule:
    table = np.array(np.broadcast_to(rule.table, (*rule.table.shape[:-1], worlds)))
    return dataclasses.replace(rule, table=table)


def _line(
    start: DecisionProblem, end: DecisionProblem, strategy: Strategy, unit: Contraction
) -> Array:
    """Return a strategy's expected utility times P(evidence) / unit at both ends, (2, worlds)."""
    return np.stack([_worth(problem, strategy.rules, unit) for problem in (start, end)])


def _worth(problem: DecisionProblem, rules: Rules, unit: Contraction) -> Array:
    total: Array = np.zeros(len(unit.mantissa))
    for term in problem.utilities:
        total = total + contract(problem, rules, term).over(unit)
    return total


def _unit(
    start: DecisionProblem, end: DecisionProblem, strategy: Strategy, worlds: int
) -> Contraction:
    """Return P(evidence) at the end where it is larger: lines in its multiples never vanish."""
    found = larger(*(evidence_at(problem, strategy.rules) for problem in (start, end)))
    return Contraction(
        mantissa=np.broadcast_to(found.mantissa, (worlds,)),
        exponent=np.broadcast_to(found.exponent, (worlds,)),
        gradients=(),
    )


def _only(unit: Contraction, worlds: npt.NDArray[np.intp]) -> Contraction:
    return Contraction(mantissa=unit.mantissa[worlds], exponent=unit.exponent[worlds], gradients=())


def _at(line: Array, place: Array) -> Array:
    return np.asarray((1 - place) * line[0] + place * line[1])
