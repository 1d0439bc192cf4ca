"""Search strategies by branch and bound, where a problem is too wide for one program.

Upper bounds come from the same problem with perfect recall: knowing more never makes the best
worse. Where a rule of that relaxed problem chooses differently in situations that the decision
maker cannot tell apart, the search branches on the option to be taken in all of them. Best replies
from several starts give strategies to beat.

Sources: Lauritzen & Nilsson (2001), single policy updating; Khaled, Hansen & Yuan (2013), Solving
limited-memory influence diagrams using branch-and-bound search.
"""

from __future__ import annotations

import dataclasses
import heapq
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.reply import Rules, best_reply, expected
from bayesnet.decisions.strategy import POSSIBLE, DecisionRule, Strategy, uniform_rule
from bayesnet.inference.arrays import Array
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import posteriors
from bayesnet.separation import descendants, no_forgetting

MOST_NODES = 2000
"""Relaxed problems to be solved before the search ends with a bound."""
MOST_CELLS = 2**20
"""Entries of one rule of a relaxed problem, 8 MiB, beyond which none is solved."""
STARTS = 8
"""Strategies drawn by lot that best replies start from, besides the one that leaves all open."""
EQUAL = 1e-10
"""A bound this close to the best strategy, relative to its size, leaves nothing to be found."""

Allowed = Mapping[str, Array]
"""By decision: 1 where an option may be taken, shape (*information sizes, options, 1)."""
Worth = tuple[float, float]
"""Minus the probability of what is forbidden, then the expected utility; more is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branched:
    """What a search ends with, in one world; ``finished`` if nothing better can exist."""

    rules: Rules
    upper_bound: float
    finished: bool


@dataclass(order=True, slots=True)
class _Node:
    """A relaxed problem with some options ruled out.

    cost: minus its penalty and minus its expected utility; the least of both comes first.
    """

    cost: tuple[float, float]
    number: int
    allowed: Allowed = field(compare=False)
    rules: Rules = field(compare=False)


def best_of_restarts(problem: DecisionProblem) -> Rules:
    """Return the best that best replies lead to from several starts, in one world."""
    found = [improve(problem, start) for start in starts(problem)]
    return max(found, key=lambda rules: _value(problem, rules))


def branch_and_bound(problem: DecisionProblem, best: Rules) -> Branched:
    """Return the best strategy in one world, ``best`` being one to beat; raises TooLarge."""
    relaxed = _relaxed(problem)
    value = _value(problem, best)
    counter = itertools.count()

    def node(allowed: Allowed) -> _Node:
        rules = _relaxed_rules(problem, relaxed, allowed)
        penalty, bound = _value(relaxed, rules)
        return _Node((-penalty, -bound), next(counter), allowed, rules)

    queue = [node({})]
    while queue and next(counter) < MOST_NODES:
        top = heapq.heappop(queue)
        bound = (-top.cost[0], -top.cost[1])
        if bound <= _above(value):
            return Branched(rules=best, upper_bound=value[1], finished=True)
        masses = _masses(problem, top.rules)
        projected = _projected(problem, masses)
        reached = _value(problem, projected)
        if reached > value:
            best, value = projected, reached
        split = _most_split(masses)
        if split is None:  # what it knows beyond the decision maker makes no difference
            continue
        decision, cell = split
        room = top.allowed.get(decision, np.ones((*masses[decision].shape, 1)))
        for option in np.flatnonzero(room[cell][:, 0]):
            only = room.copy()
            only[cell] = 0.0
            only[cell][option] = 1.0
            heapq.heappush(queue, node({**top.allowed, decision: only}))
    if not queue:
        return Branched(rules=best, upper_bound=value[1], finished=True)
    return Branched(rules=best, upper_bound=max(value[1], -queue[0].cost[1]), finished=False)


def _above(value: Worth) -> Worth:
    """Return what a bound has to exceed for anything better to be there."""
    return value[0], value[1] + EQUAL * (1 + abs(value[1]))


def _relaxed(problem: DecisionProblem) -> DecisionProblem:
    """Return the problem in which nothing is forgotten, in an order that the arcs allow.

    Raises TooLarge.
    """
    graph = {**problem.chance_parents, **problem.known}
    above = {d: {o for o in problem.open if d in descendants(graph, o)} for d in problem.open}
    order = sorted(problem.open, key=lambda d: (len(above[d]), problem.open.index(d)))
    known = no_forgetting({d: problem.known[d] for d in order})
    for decision, own in known.items():
        cells = math.prod(problem.network.sizes[name] for name in (*own, decision))
        if cells > MOST_CELLS:
            raise TooLarge((*own, decision), cells)
    made: dict[str, tuple[str, ...]] = dict.fromkeys(problem.made, ())
    return dataclasses.replace(problem, decisions={**made, **known}, recall="perfect")


def _relaxed_rules(problem: DecisionProblem, relaxed: DecisionProblem, allowed: Allowed) -> Rules:
    """Return the best strategy with perfect recall that only takes what is allowed."""
    sizes = problem.network.sizes
    known = relaxed.known
    rules = dict(relaxed.rules_made)
    rules |= {d: uniform_rule(d, known[d], sizes) for d in relaxed.open}
    for decision in reversed(relaxed.open):
        mask = None
        if decision in allowed:
            own = problem.information[decision]
            order = [own.index(v) for v in known[decision] if v in own]
            shape = tuple(sizes[v] if v in own else 1 for v in known[decision])
            mask = allowed[decision].transpose(*order, -2, -1)
            mask = mask.reshape(*shape, sizes[decision], 1)
        rules[decision] = best_reply(relaxed, rules, decision, mask)
    return rules


def _masses(problem: DecisionProblem, rules: Rules) -> dict[str, Array]:
    """Return how often each option is taken in each situation that can be told apart.

    Shape (*information sizes, options) by decision, the information as ``problem`` has it.
    """
    network = Strategy(rules=rules).applied_to(problem.network)
    answer = posteriors(network, seen=problem.seen, targets=problem.open)
    masses = {}
    for decision in problem.open:
        family = answer.families[decision]
        own = (*problem.information[decision], decision)
        others = tuple(axis for axis, v in enumerate(family.scope) if v not in own)
        left = [v for v in family.scope if v in own]
        summed = family.values[..., 0].sum(axis=others)
        masses[decision] = summed.transpose([left.index(v) for v in own])
    return masses


def _projected(problem: DecisionProblem, masses: Mapping[str, Array]) -> Rules:
    """Return rules that take, in each situation, what is taken there most often."""
    rules = dict(problem.rules_made)
    for decision, mass in masses.items():
        table = np.eye(mass.shape[-1])[mass.argmax(axis=-1)][..., None]
        known = problem.information[decision]
        rules[decision] = DecisionRule(decision=decision, information=known, table=table)
    return rules


def _most_split(masses: Mapping[str, Array]) -> tuple[str, tuple[int, ...]] | None:
    """Return the decision and situation in which two options are most taken; None if nowhere."""
    most, found = POSSIBLE, None
    for decision, mass in masses.items():
        second = np.sort(mass, axis=-1)[..., -2]
        cell = np.unravel_index(int(second.argmax()), second.shape)
        if second[cell] > most:
            most, found = float(second[cell]), (decision, tuple(int(i) for i in cell))
    return found


def improve(problem: DecisionProblem, start: Rules) -> Rules:
    """Return rules none of which can be bettered alone: best replies until nothing changes."""
    rules = {**problem.rules_made, **start}
    value = _value(problem, rules)
    while True:
        for decision in reversed(problem.open):
            rules = {**rules, decision: best_reply(problem, rules, decision)}
        now = _value(problem, rules)
        if now <= _above(value):
            return rules
        value = now


def starts(problem: DecisionProblem) -> Iterator[Rules]:
    """Yield strategies to start from: the one that leaves all open, then others by lot."""
    sizes = problem.network.sizes
    yield {d: uniform_rule(d, known, sizes) for d, known in problem.information.items()}
    chance = np.random.default_rng(0)
    for _ in range(STARTS):
        yield {
            d: _random(uniform_rule(d, known, sizes), chance)
            for d, known in problem.information.items()
        }


def _random(rule: DecisionRule, chance: np.random.Generator) -> DecisionRule:
    options = chance.integers(rule.table.shape[-2], size=rule.table.shape[:-2])
    table = np.eye(rule.table.shape[-2])[options][..., None]
    return dataclasses.replace(rule, table=table)


def _value(problem: DecisionProblem, rules: Rules) -> Worth:
    """Return minus the probability of what is forbidden, and the expected utility."""
    penalty = sum((float(v[0]) for v in expected(problem, rules, problem.penalties)), 0.0)
    utility = sum((float(v[0]) for v in expected(problem, rules, problem.utilities)), 0.0)
    return round(penalty, 12), utility
