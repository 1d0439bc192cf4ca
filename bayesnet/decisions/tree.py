"""Unfold a decision problem into a tree: what is learned and what is decided, in the order of time.

===================  ======================================================================
tree                 what it holds
===================  ======================================================================
``decision_tree``    every option and everything that can be learned; rolled back from the
                     leaves: the mean at what is learned, the best at what is decided
``strategy_tree``    what one strategy does: one option at each decision, and only what makes
                     a difference to it
===================  ======================================================================

Branches that cannot occur are left out of both. Source: Raiffa (1968), Decision Analysis.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import evaluate
from bayesnet.decisions.strategy import POSSIBLE, Situation, Strategy, situations, uniform_rule
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import joint
from bayesnet.rounding import steady

MOST_CELLS = 1_000_000
"""Combinations of everything in a tree beyond which it is not even begun."""

Path = Mapping[str, int]


class TooManyEnds(ValueError):
    """Raised when a tree would have more ends than asked for; ``count`` is how many at most."""

    def __init__(self, count: int, most: int) -> None:
        self.count = count
        self.most = most
        super().__init__(f"the tree has up to {count:,} ends; {most} can be drawn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way on: the state of the fork's variable, its probability there, and what follows.

    probability: given all that came before; None at a decision.
    """

    state: int
    probability: float | None
    after: Fork | None
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A point at which something is learned or decided.

    value: expected utility from here. best: index of the best branch at a decision, else None.
    """

    kind: Literal["learned", "decided"]
    variable: str
    branches: tuple[Branch, ...]
    value: float
    best: int | None = None

    @property
    def ends(self) -> int:
        """Return the number of leaves."""
        return sum(branch.after.ends if branch.after else 1 for branch in self.branches)

    @property
    def forks(self) -> tuple[Fork, ...]:
        """Return this fork and all that follow, each before those behind it."""
        below = (branch.after.forks for branch in self.branches if branch.after)
        return (self, *itertools.chain.from_iterable(below))


def decision_tree(problem: DecisionProblem, *, most: int, world: int = 0) -> Fork:
    """Return the whole tree of one world; its value is the best expected utility.

    Raises TooManyEnds, ImpossibleEvidence, or ValueError where memory is limited: a tree
    remembers everything.
    """
    if problem.recall != "perfect":
        raise ValueError(
            "a decision tree needs perfect recall: along a branch nothing is forgotten."
        )
    problem.check()
    one = problem.world(world)
    order = _time_order(one)
    cells = math.prod(one.network.sizes[name] for name in order)
    if cells > MOST_CELLS:
        raise TooManyEnds(cells, most)
    open_rules = {d: uniform_rule(d, (), one.network.sizes) for d in one.open}
    followed = Strategy(rules={**one.rules_made, **open_rules}).applied_to(one.network)
    chances = joint(followed, order, seen=one.seen)[..., 0]
    ends = int((chances > 0).sum())
    if ends > most:
        raise TooManyEnds(ends, most)
    fork = _unfolded(one, order, chances, {})
    if fork is None:
        raise ValueError("nothing is left to learn or to decide.")
    return fork


def _time_order(problem: DecisionProblem) -> list[str]:
    """Return the decisions and what matters: just before the decision it is known at, or last."""
    order: list[str] = []
    for decision in problem.open:
        order += [name for name in problem.information[decision] if name not in order]
        order.append(decision)
    fixed = {*problem.seen, *problem.made}
    for term in (*problem.utilities, *problem.penalties):
        order += [n for n in term.variables if n not in order and n not in fixed]
    return order


def _unfolded(
    problem: DecisionProblem, order: Sequence[str], chances: Array, path: Path
) -> Fork | None:
    """Return the tree below a path; ``chances`` is the joint of the rest of the order, and it."""
    if len(path) == len(order):
        return None
    name = order[len(path)]
    total = float(chances.sum())
    decided = name in problem.open
    branches = []
    for state in range(problem.network.sizes[name]):
        share = float(chances[state].sum()) / total
        if share <= POSSIBLE:
            continue
        step = {**path, name: state}
        after = _unfolded(problem, order, chances[state], step)
        value = after.value if after else _utility(problem, step)
        branches.append(
            Branch(state=state, probability=None if decided else share, after=after, value=value)
        )
    if decided:
        best = max(range(len(branches)), key=lambda index: steady(branches[index].value))
        return Fork(
            kind="decided",
            variable=name,
            branches=tuple(branches),
            value=branches[best].value,
            best=best,
        )
    mean = sum((b.probability or 0.0) * b.value for b in branches)
    return Fork(kind="learned", variable=name, branches=tuple(branches), value=mean)


def _utility(problem: DecisionProblem, path: Path) -> float:
    """Return the utility at a leaf, minus infinity where a forbidden combination came about."""
    at = {**path, **problem.seen, **problem.made}
    if any(all(at.get(n) == s for n, s in rule.items()) for rule in problem.forbidden):
        return -math.inf
    total = 0.0
    for term in problem.utilities:
        factors = [float(f.values[(*(at[n] for n in f.scope), 0)]) for f in term.factors]
        total += math.prod(factors)
    return total


def strategy_tree(problem: DecisionProblem, strategy: Strategy, *, world: int = 0) -> Fork:
    """Return what a strategy does, decision by decision, in every case that makes a difference.

    Raises ImpossibleEvidence, or ValueError when nothing is open.
    """
    one, followed = problem.world(world), strategy.world(world)
    if not one.open:
        raise ValueError("nothing is left to decide.")
    rules = {
        decision: situations(followed, one.network, one.seen, decision, 0) for decision in one.open
    }
    fork = _followed(one, followed, rules, list(_steps(one, rules)), {})
    assert fork is not None  # noqa: S101 - a decision is open
    return fork


def _steps(problem: DecisionProblem, rules: Mapping[str, tuple[Situation, ...]]) -> Iterator[str]:
    """Yield every decision after what makes a difference to it, in the order of time."""
    told: set[str] = set(problem.open)
    for decision in problem.open:
        for name in rules[decision][0].known:
            if name not in told:
                told.add(name)
                yield name
        yield decision


def _followed(
    problem: DecisionProblem,
    strategy: Strategy,
    rules: Mapping[str, tuple[Situation, ...]],
    steps: Sequence[str],
    path: Path,
) -> Fork | None:
    if not steps:
        return None
    name, *rest = steps
    if name in problem.open:
        states = {_option(rules[name], path): 1.0}
    else:
        states = _learned(problem, strategy, name, path)
    branches = []
    for state, share in states.items():
        step = {**path, name: state}
        after = _followed(problem, strategy, rules, rest, step)
        value = after.value if after else _expected(problem, strategy, step)
        probability = None if name in problem.open else share
        branches.append(Branch(state=state, probability=probability, after=after, value=value))
    decided = name in problem.open
    return Fork(
        kind="decided" if decided else "learned",
        variable=name,
        branches=tuple(branches),
        value=sum(b.value * (1.0 if decided else b.probability or 0.0) for b in branches),
        best=0 if decided else None,
    )


def _option(found: tuple[Situation, ...], path: Path) -> int:
    """Return what the rule says on a path; every path that can occur has its situation."""
    return next(s.option for s in found if all(path[n] == at for n, at in s.known.items()))


def _learned(
    problem: DecisionProblem, strategy: Strategy, name: str, path: Path
) -> dict[int, float]:
    """Return the states that can occur on a path, with their probabilities."""
    followed = strategy.applied_to(problem.network)
    chances = joint(followed, (name,), seen={**problem.seen, **path})[..., 0]
    return {state: float(p) for state, p in enumerate(chances) if p > POSSIBLE}


def _expected(problem: DecisionProblem, strategy: Strategy, path: Path) -> float:
    on_path = dataclasses.replace(problem, seen={**problem.seen, **path})
    return sum(float(value[0]) for _, value in evaluate(on_path, strategy))
