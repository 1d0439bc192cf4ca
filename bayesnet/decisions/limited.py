"""Solve a problem of limited memory, in one world: settle what can be settled, search the rest.

Decisions that can be settled one by one are, however many are left. These are searched by branch
and bound on an easier problem, small at every step; what that does not finish, a mixed-integer
program may. The size of either is known before it is built. What is too wide for both gets the best
of many best replies, and a bound that says on what ground it stands.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from bayesnet.decisions.backward import Settled, settle
from bayesnet.decisions.branching import EQUAL, Branched, above, branch_and_bound
from bayesnet.decisions.problem import DecisionProblem, Infeasible
from bayesnet.decisions.program import fits, programmed
from bayesnet.decisions.relaxation import Worth, relaxed
from bayesnet.decisions.reply import Rules, best_reply, expected
from bayesnet.decisions.rooted import Policies, Tree, improved, rooted_tree
from bayesnet.decisions.strategy import DecisionRule
from bayesnet.inference.arrays import Array
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import Network, Table

Method = Literal["solution order", "branch and bound", "integer program", "best of restarts"]
Ground = Literal["exact", "relaxation", "largest utilities"]
METHODS: tuple[Method, ...] = get_args(Method)
"""From the surest to the one that may miss the best."""
GROUNDS: tuple[Ground, ...] = get_args(Ground)
"""What a bound stands on, from the best to the poorest."""

STARTS = 8
"""Strategies drawn by lot that best replies start from, besides the one that leaves all open."""
REPLIES = 2_000
"""Best replies without a tree, times terms of utility, beyond which there is one start only."""
CLOSE = 1e-6
"""What HiGHS takes for nothing, relative to the largest utility of a cell."""
FORBIDDEN = -1e-12
"""A penalty below this is no rounding of an exact 0."""

Reached = tuple[Policies, Worth]
"""Policies for what was left, and what they are worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A best strategy of one world; no strategy has more than ``upper_bound``, on that ground."""

    rules: Rules
    upper_bound: float
    method: Method
    ground: Ground


def search(problem: DecisionProblem, settled: Settled | None = None) -> Found:
    """Return the best strategy of a problem with one world; raises Infeasible or TooLarge.

    settled: what can be, if that is known already.
    """
    settled = settled or settle(problem)
    if not settled.left:
        return _exact(settled, {}, "solution order")
    branched = _branched(settled)
    if branched is not None and branched.finished:
        return _exact(settled, branched.policies, "branch and bound")
    bound = math.inf if branched is None else branched.upper_bound[1]
    best: list[Reached] = [] if branched is None else [(branched.policies, branched.worth)]
    try:
        tree = rooted_tree(settled)
    except TooLarge:
        best += _replied(_rest(problem, settled))
        return _inexact(problem, settled, best, bound)
    best = [improved(tree, policies, EQUAL) for policies, _ in best]
    if fits(tree):
        answer = programmed(tree)
        if answer.policies is not None:
            best.append(improved(tree, answer.policies, EQUAL))
        bound = min(bound, answer.upper_bound)
        if answer.proved and best and _meets(_best(best)[1], bound, tree):
            return _exact(settled, _best(best)[0], "integer program")
    best += [improved(tree, start, EQUAL) for start in starts(_shapes(settled))]
    return _inexact(problem, settled, best, bound)


def _branched(settled: Settled) -> Branched | None:
    """Return what branch and bound finds, None where it would need too much room.

    Raises Infeasible where even the easier problem leads to what is forbidden.
    """
    try:
        found = branch_and_bound(relaxed(settled))
    except TooLarge:
        return None
    if found.upper_bound[0] < FORBIDDEN:
        raise Infeasible
    return found


def _exact(settled: Settled, policies: Policies, method: Method) -> Found:
    rules = {**settled.rules, **_rules(settled, policies)}
    return Found(rules=rules, upper_bound=-math.inf, method=method, ground="exact")


def _inexact(
    problem: DecisionProblem, settled: Settled, best: Iterable[Reached], bound: float
) -> Found:
    """Return the best there is, with the better of two bounds."""
    largest = sum(_largest(term.factors) for term in problem.utilities)
    return Found(
        rules={**settled.rules, **_rules(settled, _best(best)[0])},
        upper_bound=min(bound, largest),
        method="best of restarts",
        ground="relaxation" if bound <= largest else "largest utilities",
    )


def _largest(factors: Iterable[Table]) -> float:
    """Return a number that a product of tables cannot exceed."""
    first, *rest = factors
    if not rest:
        return float(first.values.max())
    return math.prod(float(np.abs(factor.values).max()) for factor in (first, *rest))


def _meets(worth: Worth, bound: float, tree: Tree) -> bool:
    """Return whether nothing is forbidden and nothing that HiGHS can tell apart is better."""
    return worth[0] >= FORBIDDEN and worth[1] >= bound - CLOSE * (1 + tree.largest)


def _best(found: Iterable[Reached]) -> Reached:
    """Return the first of those that are worth most."""
    return max(found, key=lambda one: one[1])


def _rules(settled: Settled, policies: Policies) -> dict[str, DecisionRule]:
    """Return policies as rules; the first option where it does not matter what is decided."""
    rules = {}
    for name, shape in _shapes(settled).items():
        table = policies.get(name)
        if table is None:
            table = np.zeros(shape)
            table[..., 0] = 1.0
        information = settled.ground.parents[name]
        rules[name] = DecisionRule(decision=name, information=information, table=table[..., None])
    return {name: rules[name] for name in settled.left}


def _shapes(settled: Settled) -> dict[str, tuple[int, ...]]:
    """Return the shape of every policy that is left to be found."""
    ground = settled.ground
    return {
        name: tuple(ground.sizes[v] for v in (*ground.parents[name], name)) for name in settled.left
    }


def starts(shapes: Mapping[str, tuple[int, ...]]) -> Iterator[dict[str, Array]]:
    """Yield policies to start from: those that leave all open, then others by lot."""
    yield {name: np.full(shape, 1.0 / shape[-1]) for name, shape in shapes.items()}
    chance = np.random.default_rng(0)
    for _ in range(STARTS):
        yield {
            name: np.eye(shape[-1])[chance.integers(shape[-1], size=shape[:-1])]
            for name, shape in shapes.items()
        }


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


def _replied(problem: DecisionProblem) -> Iterator[Reached]:
    """Yield what best replies lead to from several starts, without a tree."""
    sizes = problem.network.sizes
    known = problem.information
    shapes = {d: tuple(sizes[v] for v in (*own, d)) for d, own in known.items()}
    most = max(1, REPLIES // max(1, len(shapes) * len(problem.utilities)))
    for start in itertools.islice(starts(shapes), most):
        rules = {
            d: DecisionRule(decision=d, information=known[d], table=table[..., None])
            for d, table in start.items()
        }
        better = improve(problem, rules)
        yield {d: better[d].table[..., 0] for d in shapes}, value(problem, better)


def improve(problem: DecisionProblem, start: Rules) -> Rules:
    """Return rules none of which can be bettered alone: best replies until nothing changes."""
    rules = {**problem.rules_made, **start}
    worth = value(problem, rules)
    while True:
        for decision in reversed(problem.open):
            rules = {**rules, decision: best_reply(problem, rules, decision)}
        now = value(problem, rules)
        if now <= above(worth):
            return rules
        worth = now


def value(problem: DecisionProblem, rules: Rules) -> Worth:
    """Return minus the probability of what is forbidden, and the expected utility."""
    penalty = sum((float(v[0]) for v in expected(problem, rules, problem.penalties)), 0.0)
    utility = sum((float(v[0]) for v in expected(problem, rules, problem.utilities)), 0.0)
    return round(penalty, 12), utility
