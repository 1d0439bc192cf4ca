"""Solve a decision problem: exactly, or saying how far from the best the answer can be.

Decisions that can be settled one by one are (``backward``): with perfect recall, all of them. What
is left of problems of limited memory is searched (``limited``). Every world (the pool, each expert,
each draw) gets its own best strategy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.backward import Settled, settle
from bayesnet.decisions.limited import GROUNDS, METHODS, Ground, Method, search
from bayesnet.decisions.problem import DecisionProblem, Infeasible, UtilityTerm
from bayesnet.decisions.reply import Rules, expected, refuse_impossible
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A best strategy in each world.

    expected_utility: of the strategy. upper_bound: no strategy has more; the same number where the
    answer is exact. Both of shape (worlds,). method: how it was found. ground: of the bound, the
    poorest in any world; ``largest utilities`` says next to nothing.
    """

    strategy: Strategy
    expected_utility: Array
    upper_bound: Array
    method: Method
    ground: Ground = "exact"

    @property
    def exact(self) -> bool:
        """Return whether no strategy is better, in any world."""
        return self.ground == "exact"

    def world(self, index: int) -> Solution:
        """Return the solution of one world."""
        at = min(index, len(self.expected_utility) - 1)
        return dataclasses.replace(
            self,
            strategy=self.strategy.world(index),
            expected_utility=self.expected_utility[at : at + 1],
            upper_bound=self.upper_bound[at : at + 1],
        )


def solve(problem: DecisionProblem) -> Solution:
    """Return the best strategy found, and whether a better one can exist.

    Raises ImpossibleEvidence, Infeasible, SeenTooLate or TooLarge.
    """
    problem.check()
    settled = settle(problem)
    if settled.left:
        return _limited(problem, settled)
    total = _total(problem, settled.rules, settled.utilities, settled.penalties)
    return Solution(
        strategy=Strategy(rules=settled.rules),
        expected_utility=total,
        upper_bound=total,
        method="solution order",
    )


def forced_options(
    problem: DecisionProblem,
    solution: Solution | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Mapping[str, Array]:
    """Return, by open decision, the best expected utility with it fixed to each option.

    Shape (options, worlds); the other decisions are chosen anew for each option. An option that
    cannot be taken without a forbidden combination is worth minus infinity. solution: the best
    strategy, which needs no solving anew for what it does anyway. progress: called after each.
    """
    values: dict[str, Array] = {}
    for decision in problem.open:
        rows = []
        for option in range(problem.network.sizes[decision]):
            rows.append(_forced(problem, solution, decision, option))
            progress()
        values[decision] = np.stack(rows)
    return values


def _forced(
    problem: DecisionProblem, solution: Solution | None, decision: str, option: int
) -> Array:
    """Return the best expected utility with one option always taken, shape (worlds,)."""
    if solution is None or not (solution.strategy.rules[decision].table[..., option, :] == 1).all():
        fixed = dataclasses.replace(problem, made={**problem.made, decision: option})
        try:
            solution = solve(fixed)
        except Infeasible:
            return np.full(problem.worlds, -np.inf)
    return np.broadcast_to(solution.expected_utility, (problem.worlds,))


def evaluate(problem: DecisionProblem, strategy: Strategy) -> tuple[tuple[str, Array], ...]:
    """Return the expected value of each utility term under a strategy, shape (worlds,)."""
    values = expected(problem, strategy.rules, problem.utilities)
    return tuple((term.name, v) for term, v in zip(problem.utilities, values, strict=True))


def _total(
    problem: DecisionProblem,
    rules: Rules,
    utilities: Sequence[UtilityTerm],
    penalties: Sequence[UtilityTerm],
) -> Array:
    """Return the expected sum of the utilities, shape (worlds,); raises Infeasible."""
    penalty = sum(expected(problem, rules, penalties), np.zeros(problem.worlds))
    if (penalty < -1e-12).any():  # noqa: PLR2004 - what rounding leaves of an exact 0
        raise Infeasible
    return sum(expected(problem, rules, utilities), np.zeros(problem.worlds))


def _limited(problem: DecisionProblem, settled: Settled) -> Solution:
    """Return the best of each world on its own."""
    refuse_impossible(problem, problem.rules_made)
    if problem.worlds == 1:
        found = [search(problem, settled)]
    else:
        found = [search(problem.world(world)) for world in range(problem.worlds)]
    rules = {
        decision: dataclasses.replace(
            rule,
            table=np.concatenate([answer.rules[decision].table for answer in found], axis=-1),
        )
        for decision, rule in found[0].rules.items()
    }
    total = _total(problem, rules, problem.utilities, problem.penalties)
    bound = np.array([answer.upper_bound for answer in found])
    return Solution(
        strategy=Strategy(rules=rules),
        expected_utility=total,
        upper_bound=np.maximum(bound, total),
        method=max((answer.method for answer in found), key=METHODS.index),
        ground=max((answer.ground for answer in found), key=GROUNDS.index),
    )
