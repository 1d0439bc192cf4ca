"""Find the plans that are best for some weights of the attributes: the front, and proof of it.

What the best plan is worth is a convex function of the weights, and what the best of a list is
worth is one below it, made of flat pieces. Where the two agree at every corner of the pieces they
agree everywhere, and no plan outside the list is ever needed. Where they do not, the best plan of
that corner joins the list.

Source: Cheng (1988), Algorithms for partially observable Markov decision processes (the corners);
Roijers, Whiteson & Oliehoek (2015), Computing convex coverage sets, JAIR 52 (for weights).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.backward import settle
from bayesnet.decisions.plans import distinct, stacked
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.solve import evaluate, solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array

ALIKE = 1e-9
"""What a corner may be better by, as a share of the attributes' reach, and still be the same."""
ROUNDING = 1e-10
"""A reach that is a smaller share of the scores is rounding: the attribute is always the same."""
MOST_ATTRIBUTES = 6
"""With more attributes the corners are too many."""
MOST_PLANS = 400
"""Plans on the front beyond which the search is given up."""
AT_ONCE = 1_000
"""Weights that are solved side by side, and plans that are evaluated so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A list of plans, and whether it holds a best one for every set of weights.

    values: each plan's score in each attribute, shape (plans, attributes).
    """

    plans: tuple[Strategy, ...]
    values: Array
    complete: bool


def is_ordered(problem: DecisionProblem) -> bool:
    """Return whether the decisions can be settled one by one: fast, and surely the best."""
    if problem.recall == "perfect":
        return True
    return not settle(problem.world(0)).left


def scores_of(
    problem: DecisionProblem,
    attributes: Sequence[Sequence[UtilityTerm]],
    plans: Sequence[Strategy],
) -> Array:
    """Return every plan's expected score in every attribute, shape (plans, attributes).

    problem: of one world. attributes: the terms of each.
    """
    found: list[Array] = []
    for start in range(0, len(plans), AT_ONCE):
        some = plans[start : start + AT_ONCE]
        strategy = stacked(some)
        columns = []
        for terms in attributes:
            scored = dataclasses.replace(problem, utilities=tuple(terms))
            nothing = np.zeros(len(some))
            columns.append(sum((value for _, value in evaluate(scored, strategy)), nothing))
        found.append(np.stack(columns, axis=1))
    return np.concatenate(found) if found else np.empty((0, len(attributes)))


def front(
    problem: DecisionProblem,
    attributes: Sequence[Sequence[UtilityTerm]],
    plans: Sequence[Strategy],
) -> Front:
    """Return the plans, with those added that are best for some weights and missing.

    problem: of one world. It is only searched where decisions can be settled one by one. Raises
    ImpossibleEvidence, Infeasible, or ValueError, as ``solve`` does.
    """
    kept = list(plans)
    values = scores_of(problem, attributes, kept)
    if not is_ordered(problem) or len(attributes) > MOST_ATTRIBUTES:
        return Front(plans=tuple(kept), values=values, complete=False)
    number = len(attributes)
    ends = np.concatenate([np.eye(number), -np.eye(number)])
    reach = _reach(problem, attributes, ends)
    asked: set[bytes] = set()
    most = len(kept) + MOST_PLANS
    while len(kept) <= most:
        corners = _corners(values / reach)
        if corners is None:
            break
        new = [w for w in corners if _key(w) not in asked]
        asked |= {_key(w) for w in new}
        more: list[Strategy] = []
        for start in range(0, len(new), AT_ONCE):
            some = np.array(new[start : start + AT_ONCE])
            asking = weighted(problem, attributes, some / reach)
            solution = solve(asking)
            peak = (some @ (values / reach).T).max(axis=1)
            above = solution.expected_utility - peak > ALIKE
            if above.any():
                missing = np.flatnonzero(above).tolist()
                more += _of_worlds(asking, solution.strategy, missing)
        if not more:
            return Front(plans=tuple(kept), values=values, complete=True)
        kept += more
        values = np.concatenate([values, scores_of(problem, attributes, more)])
    return Front(plans=tuple(kept), values=values, complete=False)


def weighted(
    problem: DecisionProblem, attributes: Sequence[Sequence[UtilityTerm]], weights: Array
) -> DecisionProblem:
    """Return the problem with a world for each set of weights, shape (sets, attributes)."""
    terms = tuple(
        dataclasses.replace(term, values=term.values * weights[:, number])
        for number, terms in enumerate(attributes)
        for term in terms
    )
    return dataclasses.replace(problem, utilities=terms)


def _reach(
    problem: DecisionProblem, attributes: Sequence[Sequence[UtilityTerm]], ends: Array
) -> Array:
    """Return how far apart the best and the worst plan are in each attribute; 1 if they are not."""
    solved = solve(weighted(problem, attributes, ends)).expected_utility
    high, low = np.broadcast_to(solved, (len(ends),)).reshape(2, -1)
    span = high + low
    return np.where(span > ROUNDING * np.maximum(np.abs(high), np.abs(low)), span, 1.0)


def _of_worlds(
    problem: DecisionProblem, strategy: Strategy, worlds: Sequence[int]
) -> tuple[Strategy, ...]:
    """Return the distinct plans of some of the worlds."""
    return distinct(problem.world(0), stacked([strategy.world(world) for world in worlds]))


def _key(weights: Array) -> bytes:
    return np.round(weights, 12).tobytes()


def _corners(values: Array) -> list[Array] | None:
    """Return the weights at which the best of a list changes, and those of one attribute alone.

    None where the geometry is too fine for the numbers.
    """
    from scipy.spatial import HalfspaceIntersection, QhullError  # noqa: PLC0415 - slow to import

    number = values.shape[1]
    if number == 1:
        return [np.ones(1)]
    values = values - values.mean(axis=0)  # the same for every plan: no corner moves
    values = np.unique(np.round(values, 11), axis=0)
    high = float(values.max()) + 1
    # weights of all attributes but the last, and a level above every plan's worth
    above = np.column_stack([values[:, :-1] - values[:, -1:], -np.ones(len(values)), values[:, -1]])
    bounds = np.column_stack([-np.eye(number - 1), np.zeros((number - 1, 2))])
    rest = np.array([[*np.ones(number - 1), 0.0, -1.0]])
    top = np.array([[*np.zeros(number - 1), 1.0, -high]])
    inside = np.array([*np.full(number - 1, 1 / number), high - 0.5])
    try:
        shape = HalfspaceIntersection(np.vstack([above, bounds, rest, top]), inside)
    except QhullError:
        return None
    points = shape.intersections
    points = points[np.isfinite(points).all(axis=1) & (points[:, -1] < high - ALIKE)]
    first = np.clip(points[:, :-1], 0.0, 1.0)
    weights = np.column_stack([first, np.clip(1 - first.sum(axis=1), 0.0, 1.0)])
    weights = weights / weights.sum(axis=1, keepdims=True)
    return list(np.unique(np.round(weights, 12), axis=0))
