"""Say what every plan of fixed options is worth, in every world, all at once.

Such a plan takes one option at each decision, whatever is known. A table of ones over the decisions
is contracted with the rest; its derivative is what every plan is worth. What is said of efficiency,
weights and regret holds of any list of plans.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bayesnet.decisions.plans import added_up
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.strategy import DecisionRule, Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import (
    Findings,
    ImpossibleEvidence,
    Table,
    contract_with,
    cut_tables,
)

ALIKE = 1e-9
"""Scores that differ by a smaller share of the reach of all plans are the same."""
ROUNDING = 1e-12
"""Scores that differ by a smaller share of their own size are the same."""


def fixed_plans(problem: DecisionProblem) -> tuple[tuple[int, ...], ...]:
    """Return every plan: an option for each open decision, in time order, the last one fastest."""
    return tuple(itertools.product(*(range(problem.network.sizes[d]) for d in problem.open)))


def as_strategy(problem: DecisionProblem, plan: Sequence[int]) -> Strategy:
    """Return a plan of fixed options as a strategy that asks for what others are told, too."""
    rules = dict(problem.rules_made)
    sizes = problem.network.sizes
    for decision, option in zip(problem.open, plan, strict=True):
        known = problem.information[decision]
        table = np.zeros((*(sizes[name] for name in known), sizes[decision], 1))
        table[..., option, :] = 1.0
        rules[decision] = DecisionRule(decision=decision, information=known, table=table)
    return Strategy(rules=rules)


def plan_values(problem: DecisionProblem, terms: Sequence[UtilityTerm]) -> Array:
    """Return the expected sum of terms under every plan, shape (plans, worlds).

    Plans are those of ``fixed_plans``, whether forbidden or not. Raises ImpossibleEvidence or
    SeenTooLate.
    """
    problem.check()
    sizes = problem.network.sizes
    shape = tuple(sizes[decision] for decision in problem.open)
    findings = Findings(set=problem.made, seen=problem.seen)
    network = problem.network
    undecided = {*problem.open}

    def depends(names: Sequence[str]) -> set[str]:
        """Return what some variables and the evidence depend on."""
        return {*network.ancestors([*names, *problem.seen], problem.made)}

    def tables_of(names: set[str]) -> list[Table]:
        return list(cut_tables(network, names - undecided, findings).values())

    evidence = contract_with(network, tables_of(depends(())), findings, ())
    if not (evidence.mantissa > 0).all():
        worlds = tuple(np.flatnonzero(~(evidence.mantissa > 0)).tolist())
        raise ImpossibleEvidence(tuple(problem.seen.items()), worlds)
    total: Array = np.zeros((*shape, problem.worlds))
    for term in added_up(terms):
        names = depends(term.variables)
        matter = tuple(d for d in problem.open if d in names)
        ones = Table(scope=matter, values=np.ones((*(sizes[d] for d in matter), 1)))
        tables = [ones, *tables_of(names), *term.factors]
        worth = contract_with(network, tables, findings, (0,)).slope(0, evidence)
        spread = tuple(sizes[d] if d in matter else 1 for d in problem.open)
        total += worth.reshape(*spread, worth.shape[-1])
    return total.reshape(-1, problem.worlds)


def efficient(values: Array, among: Array | None = None) -> npt.NDArray[np.bool_]:
    """Return which plans no other plan matches everywhere and beats somewhere, shape (plans,).

    values: of each attribute, more being better, shape (plans, attributes). among: of the other
    plans; the same ones if None.
    """
    others = values if among is None else among
    slack = ROUNDING * np.abs(others).max(axis=0, initial=0.0)
    keep = np.ones(len(values), dtype=bool)
    for index, scores in enumerate(values):
        no_worse = (others >= scores - slack).all(axis=1)
        better = (others > scores + slack).any(axis=1)
        keep[index] = not (no_worse & better).any()
    return keep


def reach(values: Array) -> Array:
    """Return the span of each attribute over all plans, 1 where there is none but rounding."""
    span = np.asarray(np.ptp(values, axis=0))
    return np.where(span > ROUNDING * np.abs(values).max(axis=0, initial=0.0), span, 1.0)


def weights_for(values: Array, plan: int) -> Array | None:
    """Return weights under which a plan leads by the most, or None if it never leads at all.

    Weights are at least 0 and sum to 1, shape (attributes,). A linear programme: the largest lead
    over every other plan, as a share of the attributes' reach. Plans that are equal in every
    attribute do not stand against each other.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - takes half a second to import

    span = reach(values)
    apart = (values[plan] - values) / span
    apart = apart[np.abs(apart).max(axis=1) > ALIKE]
    attributes = values.shape[1]
    if not len(apart):
        return np.full(attributes, 1.0 / attributes)
    cost = np.append(np.zeros(attributes), -1.0)
    best = linprog(
        cost,
        A_ub=np.hstack([-apart, np.ones((len(apart), 1))]),
        b_ub=np.zeros(len(apart)),
        A_eq=np.append(np.ones(attributes), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, 1)] * attributes + [(None, None)],
    )
    lead = -best.fun if best.status == 0 else -np.inf
    if lead <= ALIKE:
        return None
    weights = best.x[:-1] / span
    return np.asarray(weights / weights.sum())


def regret(values: Array, best: Array | None = None) -> Array:
    """Return by how much each plan falls short of the best in each world, (plans, worlds).

    best: what the best is worth in each world; that of these plans if None.
    """
    return np.asarray(np.maximum((values.max(axis=0) if best is None else best) - values, 0.0))


def chance_best(values: Array, best: Array | None = None, slack: float = ALIKE) -> Array:
    """Return the share of worlds in which each plan is best, shape (plans,); ties are shared.

    What is missing from 1 is the share of worlds in which none of these plans is. slack: shortfall
    that is only rounding.
    """
    level = regret(values, best) <= slack
    return np.asarray((level / np.maximum(level.sum(axis=0), 1)).mean(axis=1))
