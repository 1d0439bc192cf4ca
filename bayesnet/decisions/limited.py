"""Solve a problem of limited memory, in one world: settle what can be settled, search the rest.

Decisions that can be settled one by one are, however large the rest is. For what is left, an easier
problem gives a bound and best replies a strategy; where they do not meet, a mixed-integer program
decides. Only what is too wide for one program is searched branch by branch.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from bayesnet.decisions.backward import Settled, relaxed, settle
from bayesnet.decisions.branching import EQUAL, STARTS, best_of_restarts, branch_and_bound
from bayesnet.decisions.problem import DecisionProblem, Infeasible
from bayesnet.decisions.program import fits, programmed
from bayesnet.decisions.reply import Rules, expected
from bayesnet.decisions.rooted import Policies, Tree, Worth, improved, rooted_tree
from bayesnet.decisions.strategy import DecisionRule
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import Network, Table

Method = Literal["solution order", "integer program", "branch and bound", "best of restarts"]
Ground = Literal["exact", "relaxation", "largest utilities"]
METHODS: tuple[Method, ...] = get_args(Method)
"""From the surest to the one that may miss the best."""
GROUNDS: tuple[Ground, ...] = get_args(Ground)
"""Of a bound, from the best to the poorest."""

CLOSE = 1e-7
"""What a mixed-integer program takes for nothing, relative to the utilities' size."""
FORBIDDEN = -1e-12
"""A penalty below this is no rounding of an exact 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A best strategy of one world; no strategy has more than ``upper_bound``, on that ground."""

    rules: Rules
    upper_bound: float
    method: Method
    ground: Ground


def search(problem: DecisionProblem) -> Found:
    """Return the best strategy of a problem with one world; raises Infeasible or TooLarge."""
    settled = settle(problem)
    if not settled.left:
        return _exact(settled.rules, "solution order")
    bound, start = _easier(problem, settled)
    try:
        tree = rooted_tree(settled)
    except TooLarge:
        rest = _rest(problem, settled)
        return _branched(rest, settled, best_of_restarts(rest), bound)
    best = improved(tree, start or next(_starts(tree)), EQUAL)
    if _meets(best[1], bound, EQUAL):
        return _exact({**settled.rules, **_rules(settled, best[0])}, "branch and bound")
    if fits(tree):
        return _programmed(problem, settled, tree, best, bound)
    best = _best([best, *(improved(tree, other, EQUAL) for other in _starts(tree))])
    return _branched(_rest(problem, settled), settled, _rules(settled, best[0]), bound)


def _easier(problem: DecisionProblem, settled: Settled) -> tuple[float, Policies]:
    """Return the value of an easier problem, and policies to start from; infinity if too large.

    Raises Infeasible where even that leads to what is forbidden.
    """
    try:
        easier, rules = relaxed(settled)
        penalty, utility = (
            sum((float(v[0]) for v in expected(problem, problem.rules_made, terms)), 0.0)
            for terms in (easier.penalties, easier.utilities)
        )
    except TooLarge:
        return math.inf, {}
    if penalty < FORBIDDEN:
        raise Infeasible
    return utility, {name: rule.table[..., 0] for name, rule in rules.items()}


def _programmed(
    problem: DecisionProblem,
    settled: Settled,
    tree: Tree,
    best: tuple[Policies, Worth],
    bound: float,
) -> Found:
    """Return what the integer program finds; where it is ended early, the best of restarts too."""
    answer = programmed(tree)
    if answer.policies is not None:
        best = _best([best, improved(tree, answer.policies, EQUAL)])
    bound = min(bound, answer.upper_bound)
    if answer.barred and best[1][0] < FORBIDDEN:
        raise Infeasible
    if best[1][0] >= FORBIDDEN and _meets(best[1], bound, CLOSE):
        return _exact({**settled.rules, **_rules(settled, best[0])}, "integer program")
    best = _best([best, *(improved(tree, other, EQUAL) for other in _starts(tree))])
    rules = _rules(settled, best[0])
    if best[1][0] < FORBIDDEN:
        return _branched(_rest(problem, settled), settled, rules, bound)
    return Found(
        rules={**settled.rules, **rules},
        upper_bound=bound,
        method="best of restarts",
        ground="relaxation",
    )


def _branched(rest: DecisionProblem, settled: Settled, best: Rules, bound: float) -> Found:
    """Return what branch and bound finds for the rest of a problem, ``best`` being one to beat."""
    try:
        answer = branch_and_bound(rest, best)
    except TooLarge:
        largest = sum(
            float(np.prod([np.abs(factor.values).max() for factor in term.factors]))
            if term.times
            else float(term.values.max())
            for term in rest.utilities
        )
        return Found(
            rules={**settled.rules, **best},
            upper_bound=min(bound, largest),
            method="best of restarts",
            ground="relaxation" if bound <= largest else "largest utilities",
        )
    rules = {**settled.rules, **answer.rules}
    if answer.finished:
        return _exact(rules, "branch and bound")
    return Found(
        rules=rules,
        upper_bound=min(bound, answer.upper_bound),
        method="best of restarts",
        ground="relaxation",
    )


def _exact(rules: Rules, method: Method) -> Found:
    return Found(rules=rules, upper_bound=-math.inf, method=method, ground="exact")


def _meets(worth: Worth, bound: float, slack: float) -> bool:
    """Return whether nothing that counts can be better."""
    return worth[1] >= bound - slack * (1 + abs(bound))


def _best(found: Iterable[tuple[Policies, Worth]]) -> tuple[Policies, Worth]:
    """Return the first of those that are worth most."""
    return max(found, key=lambda one: one[1])


def _rest(problem: DecisionProblem, settled: Settled) -> DecisionProblem:
    """Return the problem in which only what could not be settled is to be decided."""
    tables = dict(problem.network.tables)
    for name, rule in settled.rules.items():
        if name not in problem.made:
            tables[name] = Table(scope=(*rule.information, name), values=rule.table)
    decisions = {
        name: settled.ground.parents.get(name, ())
        for name in problem.decisions
        if name in settled.left or name in problem.made
    }
    network = Network(sizes=problem.network.sizes, tables=tables)
    return dataclasses.replace(problem, network=network, decisions=decisions)


def _rules(settled: Settled, policies: Policies) -> dict[str, DecisionRule]:
    """Return policies as rules; the first option where it does not matter what is decided."""
    rules = {}
    for name in settled.left:
        information = settled.ground.parents[name]
        if name in policies:
            table = policies[name]
        else:
            table = np.zeros([settled.ground.sizes[v] for v in (*information, name)])
            table[..., 0] = 1.0
        rules[name] = DecisionRule(decision=name, information=information, table=table[..., None])
    return rules


def _starts(tree: Tree) -> Iterator[Policies]:
    """Yield policies to start from: those that leave all open, then others by lot."""
    shapes = {c.variable: c.family_sizes for c in tree.clusters if c.chance is None}
    yield {name: np.full(shape, 1.0 / shape[-1]) for name, shape in shapes.items()}
    chance = np.random.default_rng(0)
    for _ in range(STARTS):
        yield {
            name: np.eye(shape[-1])[chance.integers(shape[-1], size=shape[:-1])]
            for name, shape in shapes.items()
        }
