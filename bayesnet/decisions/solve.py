"""Solve a decision problem exactly: one best reply after another, in solution order.

The expected utility is linear in each rule, so the derivative of the expected utility by a rule
says what every option is worth in every situation. Where an order exists in which each decision
can be settled without knowing the rules still open, best replies in that order are globally
best. Every world (the pool, each expert) gets its own best strategy in the same pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.strategy import DecisionRule, Strategy, fixed_rule, uniform_rule
from bayesnet.inference.arrays import Array
from bayesnet.inference.contraction import Contraction, plan, run
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.separation import descendants, solution_order


class NotSoluble(Exception):
    """Raised when no exact solution order exists: some decisions must be chosen jointly."""

    def __init__(self, decisions: Sequence[str]) -> None:
        self.decisions = tuple(decisions)
        super().__init__(
            f"the decisions {', '.join(decisions)} depend on each other's rules without memory."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A best strategy in each world and its expected utility, shape (worlds,)."""

    strategy: Strategy
    expected_utility: Array


def solve(problem: DecisionProblem) -> Solution:
    """Return the best strategy. Raises NotSoluble, ImpossibleEvidence, or ValueError.

    ValueError: when evidence lies downstream of a decision, so that deciding would change it.
    """
    return _settle(problem, {})


def forced_options(problem: DecisionProblem) -> Mapping[str, Array]:
    """Return, by decision, the best expected utility with it fixed to each option.

    Shape (options, worlds); the other decisions are chosen anew for each option.
    """
    sizes = problem.network.sizes
    return {
        decision: np.stack(
            [
                _settle(problem, {decision: fixed_rule(decision, option, sizes)}).expected_utility
                for option in range(sizes[decision])
            ]
        )
        for decision in problem.decisions
    }


def evaluate(problem: DecisionProblem, strategy: Strategy) -> tuple[tuple[str, Array], ...]:
    """Return the expected value of each utility term under a strategy, shape (worlds,)."""
    probability = _evidence_probability(problem, strategy.rules)
    return tuple(
        (term.name, _contract(problem, strategy.rules, term)[1].value / probability)
        for term in problem.utilities
    )


def _settle(problem: DecisionProblem, fixed: Mapping[str, DecisionRule]) -> Solution:
    drawn = {**problem.chance_parents, **problem.decisions}
    downstream = {s for s in problem.seen for d in problem.decisions if s in descendants(drawn, d)}
    if downstream:
        raise ValueError(f"{', '.join(sorted(downstream))} depends on a decision still open.")
    information = problem.information
    open_ = {d: seen for d, seen in information.items() if d not in fixed}
    parents = {**problem.chance_parents, **{d: rule.information for d, rule in fixed.items()}}
    order = solution_order(parents, open_, problem.utility_scopes)
    if order is None:
        raise NotSoluble(list(open_))
    sizes = problem.network.sizes
    rules = {d: fixed.get(d) or uniform_rule(d, information[d], sizes) for d in information}
    for decision in order:
        rules[decision] = _best_reply(problem, rules, decision)
    strategy = Strategy(rules=rules)
    values = [value for _, value in evaluate(problem, strategy)]
    total = np.asarray(sum(values, np.zeros(problem.worlds)))
    return Solution(strategy=strategy, expected_utility=total)


def _best_reply(
    problem: DecisionProblem, rules: Mapping[str, DecisionRule], decision: str
) -> DecisionRule:
    """Return the rule that is best while all other rules stand; the first option wins a tie."""
    rule = rules[decision]
    worth = np.zeros((*rule.table.shape[:-1], problem.worlds))
    followed = Strategy(rules=rules).applied_to(problem.network)
    for term in problem.utilities:
        if decision in followed.ancestors(term.scope):
            names, contraction = _contract(problem, rules, term)
            gradient = contraction.gradients[names.index(decision)]
            worth = worth + gradient * np.exp(contraction.log_scale)
    peak = np.abs(worth).max(axis=-2, keepdims=True)
    first_best = (worth >= worth.max(axis=-2, keepdims=True) - 1e-12 * peak).argmax(axis=-2)
    table = np.moveaxis(np.eye(worth.shape[-2])[first_best], -1, -2)
    return DecisionRule(decision=decision, information=rule.information, table=table, values=worth)


def _contract(
    problem: DecisionProblem, rules: Mapping[str, DecisionRule], term: UtilityTerm | None
) -> tuple[list[str], Contraction]:
    """Return the contraction of one term (or of the evidence alone), and its tables' names."""
    followed = Strategy(rules=rules).applied_to(problem.network)
    known = followed.ancestors([*(term.scope if term else ()), *problem.seen])
    names = [name for name in followed.tables if name in known]
    scopes = [followed.tables[name].scope for name in names]
    arrays = [followed.tables[name].values for name in names]
    if term is not None:
        scopes.append(term.scope)
        arrays.append(term.values)
    for name, state in problem.seen.items():
        weight = np.zeros((problem.network.sizes[name], 1))
        weight[state] = 1.0
        scopes.append((name,))
        arrays.append(weight)
    sizes = tuple((n, size) for n, size in problem.network.sizes.items() if n in known)
    return names, run(plan(tuple(scopes), sizes), arrays)


def _evidence_probability(problem: DecisionProblem, rules: Mapping[str, DecisionRule]) -> Array:
    if not problem.seen:
        return np.ones(1)
    probability = _contract(problem, rules, None)[1].value
    if not (probability > 0).all():
        worlds = tuple(np.flatnonzero(~(probability > 0)).tolist())
        raise ImpossibleEvidence(tuple(problem.seen.items()), worlds)
    return probability
