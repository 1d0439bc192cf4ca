"""Say what every plan of fixed options is worth, in every world, all at once.

A plan here takes one option at each decision, whatever is known. A table of ones over the decisions
is contracted with the rest; its derivative is what every plan is worth.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import (
    Findings,
    ImpossibleEvidence,
    Table,
    contract_with,
    cut_tables,
)

WEIGHT = 1e-9
"""A plan whose lead is no larger, for any weights, is never alone the best."""


def fixed_plans(problem: DecisionProblem) -> tuple[tuple[int, ...], ...]:
    """Return every plan: an option for each open decision, in time order, the last one fastest."""
    return tuple(itertools.product(*(range(problem.network.sizes[d]) for d in problem.open)))


def plan_values(problem: DecisionProblem, terms: Sequence[UtilityTerm]) -> Array:
    """Return the expected sum of terms under every plan, shape (plans, worlds).

    Plans are those of ``fixed_plans``, whether forbidden or not. Raises ImpossibleEvidence or
    SeenTooLate.
    """
    problem.check()
    sizes = problem.network.sizes
    shape = tuple(sizes[decision] for decision in problem.open)
    ones = Table(scope=problem.open, values=np.ones((*shape, 1)))
    findings = Findings(set=problem.made, seen=problem.seen)
    network = problem.network

    def tables_of(names: Sequence[str]) -> list[Table]:
        """Return the tables that some variables and the evidence depend on."""
        known = network.ancestors([*names, *problem.seen], problem.made)
        return list(cut_tables(network, known - {*problem.open}, findings).values())

    evidence = contract_with(network, tables_of(()), findings, ())
    if not (evidence.mantissa > 0).all():
        worlds = tuple(np.flatnonzero(~(evidence.mantissa > 0)).tolist())
        raise ImpossibleEvidence(tuple(problem.seen.items()), worlds)
    total: Array = np.zeros((*shape, problem.worlds))
    for term in terms:
        tables = [ones, *tables_of(term.variables), *term.factors]
        total = total + contract_with(network, tables, findings, (0,)).slope(0, evidence)
    return total.reshape(-1, problem.worlds)


def efficient(values: Array) -> npt.NDArray[np.bool_]:
    """Return which plans no other plan matches everywhere and beats somewhere, shape (plans,).

    values: of each attribute, more being better, shape (plans, attributes).
    """
    slack = 1e-12 * (1 + np.abs(values).max(initial=0.0))
    keep = np.ones(len(values), dtype=bool)
    for index, own in enumerate(values):
        no_worse = (values >= own - slack).all(axis=1)
        better = (values > own + slack).any(axis=1)
        keep[index] = not (no_worse & better).any()
    return keep


def weights_for(values: Array, plan: int) -> Array | None:
    """Return weights under which a plan leads by the most, or None if it never leads at all.

    Weights are at least 0 and sum to 1, shape (attributes,). A linear programme: the largest lead
    over every other plan. Plans that are equal in every attribute do not stand against each other.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - takes half a second to import

    apart = values[plan] - values
    apart = apart[np.abs(apart).max(axis=1) > WEIGHT]
    attributes = values.shape[1]
    if not len(apart):
        return np.full(attributes, 1.0 / attributes)
    cost = np.append(np.zeros(attributes), -1.0)
    found = linprog(
        cost,
        A_ub=np.hstack([-apart, np.ones((len(apart), 1))]),
        b_ub=np.zeros(len(apart)),
        A_eq=np.append(np.ones(attributes), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, 1)] * attributes + [(None, None)],
    )
    lead = -found.fun if found.status == 0 else -np.inf
    return np.asarray(found.x[:-1]) if lead > WEIGHT else None


def regret(values: Array) -> Array:
    """Return by how much each plan falls short of the best one in each world, (plans, worlds)."""
    return np.asarray(values.max(axis=0) - values)


def chance_best(values: Array) -> Array:
    """Return the share of worlds in which each plan is best, shape (plans,); ties are shared."""
    best = regret(values) <= 1e-9  # noqa: PLR2004 - equal up to rounding, in points
    return np.asarray((best / best.sum(axis=0)).mean(axis=1))
