"""The conditional expectation of many quantities given what is learned, from one set of draws.

What is to be learned gives each draw a few features; a linear regression on them stands for the
conditional expectation (Strong, Oakley & Brennan 2014, Estimating multiparameter partial expected
value of perfect information, Medical Decision Making 34:311). The features follow from how worlds
are drawn:

- every answer of a network is linear in one node's table, so given an expert the rows enter
  linearly; splines are added where there are few of them;
- a coherent world comes from one expert, and what is learned tells who: the chance of each expert
  given it is a feature, from normal densities with the expert's own means and deviations;
- for groups (which expert, which structure) the features are the groups: their means, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bayesnet.study.priors import Array
from bayesnet.uncertainty.spread import Groups

FEW = 4
"""Up to so many varying numbers each gets a spline."""
KNOTS = 5
CUT = 1e-10
"""Share of a feature's variance that the other features have to leave open; else it is left out."""
NARROWEST = 1e-9
"""Deviation of an expert who gave no range: whoever is not exactly there is somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Each quantity's expectation given what is learned, shape (quantities, draws).

    fitted: on all draws, a little too variable; crossed: on the other half of them, so that a
    choice made by it owes nothing to chance.
    """

    fitted: Array
    crossed: Array


def expectation(features: Array, values: Array) -> Expectation:
    """Return the regression of values (quantities, draws) on features (draws, features)."""
    design = np.column_stack([np.ones(len(features)), _standardised(features)])
    halves = (slice(0, None, 2), slice(1, None, 2))
    parts = [np.ascontiguousarray(design[half]) for half in halves]  # strided ones miss BLAS
    grams = [part.T @ part for part in parts]
    moments = [
        part.T @ np.ascontiguousarray(values[:, half]).T
        for part, half in zip(parts, halves, strict=True)
    ]
    crossed = np.empty_like(values)
    for own, other in ((0, 1), (1, 0)):
        weights = _solved(grams[other], moments[other])
        crossed[:, halves[own]] = (parts[own] @ weights).T
    fitted = (design @ _solved(grams[0] + grams[1], moments[0] + moments[1])).T
    return Expectation(fitted=np.asarray(fitted), crossed=crossed)


def group_features(groups: Groups) -> Array:
    """Return an indicator of each group but the first, shape (draws, groups - 1)."""
    return np.eye(int(groups.max(initial=0)) + 1)[groups][:, 1:]


def answer_features(answers: Array, experts: Groups | None) -> Array:
    """Return the features of learning some answers, shape (draws, features).

    answers: shape (numbers, draws). experts: whose world each draw is; None if nobody's.
    """
    varying = answers[np.ptp(answers, axis=1) > 0]
    columns = [*varying]
    if len(varying) <= FEW:
        columns += [column for row in varying for column in _spline(row)]
    if experts is not None and len(varying):
        columns += [*_chances(varying, experts)]
    return np.array(columns).T.reshape(answers.shape[1], -1)


def _spline(values: Array) -> list[Array]:
    """Return the square, the cube and truncated cubes at quantiles of one variable."""
    scaled = (values - values.mean()) / values.std()
    knots = np.unique(np.quantile(scaled, np.linspace(0, 1, KNOTS + 2)[1:-1]))
    return [scaled**2, scaled**3, *(np.maximum(scaled - knot, 0) ** 3 for knot in knots)]


def _chances(values: Array, experts: Groups) -> Array:
    """Return the chance of each expert but the first given the values, shape (experts - 1, draws).

    By Bayes, the values taken as independent and normal given the expert.
    """
    present = np.unique(experts)
    scale = values.std(axis=1)
    log_density = np.empty((len(present), values.shape[1]))
    for row, expert in enumerate(present):
        own = values[:, experts == expert]
        deviation = np.maximum(own.std(axis=1), NARROWEST * scale)[:, None]
        off = (values - own.mean(axis=1)[:, None]) / deviation
        log_density[row] = -(off**2 / 2 + np.log(deviation)).sum(axis=0) + np.log(own.shape[1])
    chance = np.exp(log_density - log_density.max(axis=0))
    return np.asarray((chance / chance.sum(axis=0))[1:])


def _standardised(features: Array) -> Array:
    deviation = features.std(axis=0)
    kept = features[:, deviation > 0]
    return np.asarray((kept - kept.mean(axis=0)) / deviation[deviation > 0])


def _solved(gram: Array, moments: Array) -> Array:
    """Return least-squares weights, 0 for features that others already say all of.

    By Cholesky with pivots, which takes the features one by one, what is least explained first.
    """
    from scipy.linalg import lapack, solve_triangular  # noqa: PLC0415 - takes .15 s to import

    factor, pivots, rank, _ = lapack.dpstrf(gram, tol=CUT * gram.diagonal().max(), lower=1)
    kept = pivots[:rank] - 1
    lower = np.tril(factor[:rank, :rank])
    half = solve_triangular(lower, moments[kept], lower=True)
    weights = np.zeros_like(moments)
    weights[kept] = solve_triangular(lower, half, lower=True, trans="T")
    return weights
