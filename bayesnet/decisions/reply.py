"""Ask what every option of a decision is worth in every situation, while all other rules stand.

The expected utility is linear in each rule, so its derivative by a rule answers for all options and
situations at once: the expected utility there times the probability of the situation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.strategy import DecisionRule, Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.contraction import plan, run
from bayesnet.inference.query import ImpossibleEvidence, Table
from bayesnet.inference.scaled import Contraction

SLACK = 1e-12
"""Options this close, relative to the largest number involved, are worth the same."""

CERTAIN = run(plan((), ()), ())
"""The probability of no evidence at all."""

Rules = Mapping[str, DecisionRule]


def best_reply(
    problem: DecisionProblem, rules: Rules, decision: str, allowed: Array | None = None
) -> DecisionRule:
    """Return the rule that is best while all other rules stand; the first option wins a tie.

    What is forbidden is avoided first, whatever it costs. allowed: 1 where an option may be taken,
    shape (*information sizes, options, 1); all may if None.
    """
    rule = rules[decision]
    worth = worth_of(problem, rules, decision, problem.utilities)
    eligible = np.ones(worth.shape, dtype=bool) if allowed is None else allowed > 0
    eligible = np.broadcast_to(eligible, worth.shape)
    if problem.penalties:
        eligible = best_options(worth_of(problem, rules, decision, problem.penalties), eligible)
    return chosen_rule(rule, best_options(worth, eligible))


def best_options(worth: Array, eligible: np.ndarray) -> np.ndarray:
    """Return which of the eligible options are as good as the best of them.

    Both of shape (*information sizes, options, worlds).
    """
    peak = np.abs(worth).max(axis=-2, keepdims=True)
    best = np.where(eligible, worth, -np.inf).max(axis=-2, keepdims=True)
    return np.asarray(eligible & (worth >= best - SLACK * peak))


def chosen_rule(rule: DecisionRule, best: np.ndarray) -> DecisionRule:
    """Return the rule that takes the first of the best options."""
    return DecisionRule(decision=rule.decision, information=rule.information, table=first_of(best))


def first_of(best: np.ndarray) -> Array:
    """Return 1 for the first of the best options and 0 for all others, of the same shape."""
    options = np.arange(best.shape[-2])[:, None]
    return np.asarray(options == best.argmax(axis=-2)[..., None, :], dtype=float)


def worth_of(
    problem: DecisionProblem, rules: Rules, decision: str, terms: Sequence[UtilityTerm]
) -> Array:
    """Return the derivative of the terms' expected sum by one rule.

    Shape (*information sizes, options, worlds), in utility times probability of the situation given
    the evidence; terms that the decision does not reach are left out. Raises ImpossibleEvidence.
    """
    followed = Strategy(rules=rules).applied_to(problem.network)
    reached = [term for term in terms if decision in followed.ancestors(term.variables)]
    worth = np.zeros((*rules[decision].table.shape[:-1], problem.worlds))
    if not reached:
        return worth
    evidence = evidence_of(problem, rules)
    for term in reached:
        worth += derivative(problem, rules, decision, term, evidence)
    return worth


def derivative(
    problem: DecisionProblem,
    rules: Rules,
    decision: str,
    term: UtilityTerm | None,
    evidence: Contraction,
) -> Array:
    """Return the derivative by one rule of a term's expectation given the evidence.

    Shape (*information sizes, options, worlds). Without a term: the probability of each situation
    given the evidence, the same for every option.
    """
    return contract(problem, rules, term, decision).slope(0, evidence)


def expected(problem: DecisionProblem, rules: Rules, terms: Sequence[UtilityTerm]) -> list[Array]:
    """Return the expected value of each term given the evidence, shape (worlds,) each.

    Raises ImpossibleEvidence.
    """
    evidence = evidence_of(problem, rules)
    return [contract(problem, rules, term).over(evidence) for term in terms]


def contract(
    problem: DecisionProblem, rules: Rules, term: UtilityTerm | None, decision: str | None = None
) -> Contraction:
    """Return the contraction of one term, or of the evidence alone.

    Only tables that the term, the evidence or the decision depend on take part. The one gradient is
    that by the decision's rule.
    """
    followed = Strategy(rules=rules).applied_to(problem.network)
    asked = [decision] if decision else []
    known = followed.ancestors([*(term.variables if term else ()), *problem.seen, *asked])
    names = [name for name in followed.tables if name in known]
    tables = [followed.tables[name] for name in names]
    tables += term.factors if term else ()
    for name, state in problem.seen.items():
        weight = np.zeros((problem.network.sizes[name], 1))
        weight[state] = 1.0
        tables.append(Table(scope=(name,), values=weight))
    made = plan(
        tuple(table.scope for table in tables),
        tuple((n, size) for n, size in problem.network.sizes.items() if n in known),
    )
    return run(made, [t.values for t in tables], tuple(names.index(name) for name in asked))


def evidence_of(problem: DecisionProblem, rules: Rules) -> Contraction:
    """Return P(evidence) as a contraction; raises ImpossibleEvidence where it is 0."""
    evidence = evidence_at(problem, rules)
    if not (evidence.mantissa > 0).all():
        worlds = tuple(np.flatnonzero(~(evidence.mantissa > 0)).tolist())
        raise ImpossibleEvidence(tuple(problem.seen.items()), worlds)
    return evidence


def evidence_at(problem: DecisionProblem, rules: Rules) -> Contraction:
    """Return P(evidence) as a contraction, also where it is 0."""
    return contract(problem, rules, None) if problem.seen else CERTAIN


def largest_utility(problem: DecisionProblem) -> Array:
    """Return the largest utility that there can be, (worlds,) or (1,)."""
    total: Array = np.zeros(1)
    for term in problem.utilities:
        size: Array = np.ones(1)
        for factor in term.factors:
            size = size * np.abs(factor.values).reshape(-1, factor.values.shape[-1]).max(axis=0)
        total = total + size
    return total


def impossible_worlds(problem: DecisionProblem, rules: Rules) -> list[int]:
    """Return the worlds in which the evidence has probability 0."""
    found = np.broadcast_to(evidence_at(problem, rules).mantissa > 0, (problem.worlds,))
    return np.flatnonzero(~found).tolist()


def refuse_impossible(problem: DecisionProblem, rules: Rules) -> None:
    """Raise ImpossibleEvidence where the evidence has probability 0."""
    evidence_of(problem, rules)
