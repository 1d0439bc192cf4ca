"""The plans that are best for somebody, and what each is worth in every world.

A plan is a strategy with nothing in it that can never be called upon, so that two plans are the
same exactly if they do the same.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.reply import Rules, evidence_of
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import POSSIBLE, DecisionRule, Strategy
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.query import Findings, Network, Table, contract_with, posteriors
from bayesnet.inference.scaled import Contraction

_PLAN = "\0plan"
"""The variable whose states are the plans; no node can be called so."""
MOST_STRATEGIES = 2_000
"""So many strategies are all looked at to say which plans are efficient."""


def best_plans(problem: DecisionProblem) -> tuple[Strategy, ...]:
    """Return the distinct best plans of all worlds of a problem, in the order of the worlds.

    Raises ImpossibleEvidence or Unsolvable, as ``solve`` does.
    """
    return distinct(problem, solve(problem).strategy)


def distinct(problem: DecisionProblem, strategy: Strategy) -> tuple[Strategy, ...]:
    """Return the distinct plans among the worlds of a strategy."""
    return tuple(plan for plan, _ in counted(problem, strategy))


def counted(problem: DecisionProblem, strategy: Strategy) -> tuple[tuple[Strategy, int], ...]:
    """Return the distinct plans among the worlds of a strategy, and of how many worlds each is.

    They come in the order of the worlds.
    """
    followed = strategy.applied_to(problem.network)
    told = posteriors(followed, seen=problem.seen, targets=tuple(strategy.rules)).families
    worlds = max(problem.worlds, *(rule.table.shape[-1] for rule in strategy.rules.values()))
    choices = {}
    for name, rule in strategy.rules.items():
        reached = told[name].values.sum(axis=-2) > POSSIBLE
        chosen = np.where(reached, rule.table.argmax(axis=-2), 0)
        choices[name] = np.broadcast_to(chosen, (*chosen.shape[:-1], worlds))
    count: Counter[tuple[bytes, ...]] = Counter()
    plans: dict[tuple[bytes, ...], Strategy] = {}
    for world in range(worlds):
        own = {name: chosen[..., world] for name, chosen in choices.items()}
        key = tuple(chosen.tobytes() for chosen in own.values())
        count[key] += 1
        if key not in plans:
            plans[key] = _plan(problem, strategy, own)
    return tuple((plan, count[key]) for key, plan in plans.items())


def _plan(problem: DecisionProblem, strategy: Strategy, chosen: dict[str, np.ndarray]) -> Strategy:
    rules = {}
    for name, rule in strategy.rules.items():
        options = np.eye(problem.network.sizes[name])[chosen[name]][..., None]
        rules[name] = DecisionRule(
            decision=name, information=rule.information, table=np.asarray(options)
        )
    return Strategy(rules=rules)


def without_doubles(plans: Iterable[Strategy]) -> tuple[Strategy, ...]:
    """Return the plans without those that are there already, rule for rule."""
    kept: dict[tuple[tuple[str, tuple[str, ...], bytes], ...], Strategy] = {}
    for plan in plans:
        key = tuple((d, r.information, r.table.tobytes()) for d, r in plan.rules.items())
        kept.setdefault(key, plan)
    return tuple(kept.values())


def stacked(plans: Sequence[Strategy]) -> Strategy:
    """Return plans of the same problem as the worlds of one strategy."""
    return Strategy(
        rules={
            name: dataclasses.replace(
                rule, table=np.concatenate([plan.rules[name].table for plan in plans], axis=-1)
            )
            for name, rule in plans[0].rules.items()
        }
    )


def possible_world(problem: DecisionProblem) -> DecisionProblem:
    """Return the problem in a world in which all can happen that can in any: the tables' means."""
    tables = {
        name: Table(scope=table.scope, values=table.values.mean(axis=-1, keepdims=True))
        for name, table in problem.network.tables.items()
    }
    network = Network(sizes=problem.network.sizes, tables=tables)
    return dataclasses.replace(problem.world(0), network=network)


def worth(problem: DecisionProblem, plans: Iterable[Strategy]) -> Array:
    """Return the expected utility of every plan in every world, shape (plans, worlds).

    Plans have rules of one world. Those that are told the same are one more variable of the
    network, on whose state the rules depend: one contraction a term answers for all of them, and
    what no plan changes is done once. Raises ImpossibleEvidence.
    """
    every = [*plans]
    told_the_same: dict[object, list[int]] = {}
    for number, plan in enumerate(every):
        told_the_same.setdefault(_information(plan), []).append(number)
    total: Array = np.zeros((len(every), problem.worlds))
    for numbers in told_the_same.values():
        rules = stacked([every[number] for number in numbers]).rules
        evidence = evidence_of(problem, every[numbers[0]].rules)
        for term in added_up(problem.utilities):
            total[numbers] += _expected(problem, rules, term, evidence)
    return total


def _information(plan: Strategy) -> object:
    return tuple((name, rule.information) for name, rule in plan.rules.items())


def _expected(
    problem: DecisionProblem, rules: Rules, term: UtilityTerm, evidence: Contraction
) -> Array:
    """Return the expected value of a term under every plan, shape (plans, worlds or 1).

    rules: of all plans, each a world of its own.
    """
    followed = Strategy(rules=rules).applied_to(problem.network)
    names = followed.ancestors([*term.variables, *problem.seen])
    own = {name: rule for name, rule in rules.items() if name in names}
    varying = {name: rule for name, rule in own.items() if np.ptp(rule.table, axis=-1).any()}
    first = which = np.zeros(1, dtype=np.intp)
    if varying:
        columns = [rule.table.reshape(-1, rule.table.shape[-1]) for rule in varying.values()]
        _, first, which = np.unique(
            np.concatenate(columns), axis=1, return_index=True, return_inverse=True
        )
    tables = {name: followed.tables[name] for name in followed.tables if name in names}
    for name, rule in own.items():
        table = rule.table[..., :1]
        if name in varying:
            table = np.moveaxis(rule.table[..., first], -1, 0)[..., None]
        before = (_PLAN,) if name in varying else ()
        tables[name] = Table(scope=(*before, *rule.information, name), values=table)
    network = Network(sizes={**problem.network.sizes, _PLAN: len(first)}, tables=tables)
    ones = Table(scope=(_PLAN,), values=np.ones((len(first), 1)))
    found = contract_with(
        network, [ones, *tables.values(), *term.factors], Findings(seen=problem.seen), (0,)
    )
    return found.slope(0, evidence)[which]


def added_up(terms: Iterable[UtilityTerm]) -> tuple[UtilityTerm, ...]:
    """Return the terms with those over the same variables in one, which is as much in sum."""
    merged: dict[object, UtilityTerm] = {}
    for number, term in enumerate(terms):
        key = number if term.times else term.scope
        same = merged.get(key)
        values = term.values if same is None else same.values + term.values
        merged[key] = dataclasses.replace(term, values=values)
    return tuple(merged.values())


def every_strategy(problem: DecisionProblem) -> tuple[Strategy, ...] | None:
    """Return every strategy of options that depend on what can matter; None if they are many."""
    sizes = problem.network.sizes
    cells = {d: [sizes[name] for name in known] for d, known in problem.information.items()}
    counts = [sizes[d] ** math.prod(shape) for d, shape in cells.items()]
    if math.prod(counts) > MOST_STRATEGIES:
        return None
    choices = np.indices(counts).reshape(len(counts), -1).T
    return tuple(
        Strategy(
            rules={
                **problem.rules_made,
                **{
                    d: _numbered(d, problem.information[d], sizes, int(choice))
                    for d, choice in zip(cells, chosen, strict=True)
                },
            }
        )
        for chosen in choices
    )


def _numbered(decision: str, known: Scope, sizes: Mapping[str, int], number: int) -> DecisionRule:
    """Return one of all rules of a decision: its number written in the base of its options."""
    shape = tuple(sizes[name] for name in known)
    digits = [number // sizes[decision] ** at % sizes[decision] for at in range(math.prod(shape))]
    table = np.eye(sizes[decision])[np.array(digits, dtype=int).reshape(shape)][..., None]
    return DecisionRule(decision=decision, information=known, table=np.asarray(table))
