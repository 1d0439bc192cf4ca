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

from bayesnet.decisions.alike import alike
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.reply import Rules, contract, evidence_at
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import DecisionRule, Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, Table
from bayesnet.inference.scaled import Contraction, larger

MOST_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Where on the way from 0 to 1 the best strategy first changes, in every world.

    at: shape (worlds,), infinite where it never does. strategy: the one that is best just beyond;
    where nothing changes, the one there was. beyond: a place up to which it is best and where it is
    worth strictly more than the one there was.
    """

    at: Array
    strategy: Strategy
    beyond: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where the best strategy first changes for real on the way from 0 to 1, in every world.

    at, beyond: as of a change. before, after: the strategies that are best on either side of it,
    alike wherever that costs nothing. level: whether another strategy was as good at the start and
    is better as soon as one leaves it; ``before`` is then that other one.
    """

    at: Array
    beyond: Array
    before: Strategy
    after: Strategy
    level: npt.NDArray[np.bool_]


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
    slack = _slack(start, end, worlds)
    at, beyond = np.full(worlds, np.inf), np.ones(worlds)
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
        still = higher > slack[open_]
        open_, other = open_[still], other[:, still]
        if not open_.size:
            break
        lead = own[:, open_] - other
        crossing = lead[0] / (lead[0] - lead[1])
        beyond[open_] = place[open_]
        place[open_] = at[open_] = np.clip(crossing, after[open_], place[open_])
        for name, rule in rules.items():
            best[name].table[..., open_] = _wide(rule, still.size).table[..., still]
    return Change(at=at, strategy=Strategy(rules=best), beyond=beyond)


def first_turn(start: DecisionProblem, end: DecisionProblem, strategy: Strategy) -> Turn:
    """Return the first point at which what is best changes and is worth strictly more beyond it.

    As ``first_change`` from the start, where ``strategy`` is best. One that is as good at the start
    and better beyond it settles a tie, and the search goes on from there.
    """
    worlds = max(start.worlds, end.worlds)
    slack = _slack(start, end, worlds)
    unit = _unit(start, end, strategy, worlds)
    own = Strategy(rules={name: _wide(rule, worlds) for name, rule in strategy.rules.items()})
    change = first_change(start, end, own)
    at, beyond = change.at, change.beyond
    after = change.strategy
    level = np.zeros(worlds, dtype=bool)
    for _ in range(MOST_STEPS):
        lead = _worth(start, own.rules, unit) - _worth(start, after.rules, unit)
        tied = np.isfinite(at) & (lead <= slack)
        if not tied.any():
            break
        level |= tied
        own = _where(tied, after, own)
        change = first_change(start, end, own, np.where(tied, 0.0, 1.0))
        at, beyond = np.where(tied, change.at, at), np.where(tied, change.beyond, beyond)
        after = _where(tied, change.strategy, after)
    found = np.isfinite(at)
    before = alike(between(start, end, np.where(found, at, 1.0) / 2), own, strategy)
    nearest = alike(between(start, end, np.where(found, (at + beyond) / 2, 1.0)), after, before)
    after = _where(found & _differ(nearest, before, worlds), nearest, after)
    after = _where(found, after, before)
    return Turn(at=at, beyond=beyond, before=before, after=after, level=level)


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


def _where(chosen: npt.NDArray[np.bool_], one: Strategy, other: Strategy) -> Strategy:
    """Return one strategy in the chosen worlds, the other in the rest."""
    return Strategy(
        rules={
            name: dataclasses.replace(
                rule, table=np.where(chosen, one.rules[name].table, rule.table)
            )
            for name, rule in other.rules.items()
        }
    )


def _differ(one: Strategy, other: Strategy, worlds: int) -> npt.NDArray[np.bool_]:
    """Return in which worlds two strategies take different options, shape (worlds,)."""
    apart = np.zeros(worlds, dtype=bool)
    for name, rule in one.rules.items():
        cells = rule.table != other.rules[name].table
        apart |= cells.any(axis=tuple(range(cells.ndim - 1)))
    return apart


def _slack(start: DecisionProblem, end: DecisionProblem, worlds: int) -> Array:
    """Return what is only rounding in the worth of a strategy, P(evidence) being the unit."""
    return np.full(worlds, max(resolution(start), resolution(end)))


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
