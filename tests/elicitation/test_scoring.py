"""Scores and distances equal their worked examples and definitions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from elicitation.scoring.disagreement import (
    concordance,
    divergence_to,
    jensen_shannon,
    mean_rank,
    mean_total_variation,
)
from elicitation.scoring.reliability import calibration_curve, murphy
from elicitation.scoring.rules import brier, crps, half_brier, log_score, ranked
from tests.oracles import methods as published

SEEDS = st.integers(0, 2**32 - 1)
EQUAL = np.full(3, 1 / 3)


# ------------------------------------------------------------------------------------- single scores


def test_both_forms_of_the_brier_score():
    half = half_brier(published.BRIER_FORECASTS, published.BRIER_HAPPENED)
    assert half.mean() == pytest.approx(published.BRIER_HALF)
    whole = [
        brier(np.array([1 - f, f]), int(y))
        for f, y in zip(published.BRIER_FORECASTS, published.BRIER_HAPPENED, strict=True)
    ]
    assert np.mean(whole) == pytest.approx(published.BRIER_WHOLE)


def test_the_logarithmic_score():
    logs = [
        log_score(np.array([1 - f, f]), int(y))
        for f, y in zip(published.BRIER_FORECASTS, published.BRIER_HAPPENED, strict=True)
    ]
    assert np.mean(logs) == pytest.approx(published.LOG_SCORE, rel=1e-12)
    assert log_score(np.array([0.0, 1.0]), 0) == -np.inf


def test_the_ranked_probability_score():
    assert ranked(np.array([0.2, 0.5, 0.3]), 2) == pytest.approx(published.RANKED_OF_THIRD)
    near, far = (ranked(np.array(row), 2) for row in ([0.0, 1.0, 0.0], [1.0, 0.0, 0.0]))
    assert (near, far) == (1, 2)


def test_the_crps_of_a_finely_cut_normal_is_that_of_the_normal():
    knots = np.linspace(-9, 9, 40001)
    levels = norm.cdf(knots)
    levels[[0, -1]] = 0, 1
    assert crps(knots, levels, 1.0) == pytest.approx(published.CRPS_NORMAL_AT_1, abs=1e-7)


@given(seed=SEEDS, truth=st.floats(-6, 6))
def test_the_crps_of_a_piecewise_linear_cdf_is_its_integral(seed, truth):
    random = np.random.default_rng(seed)
    count = random.integers(2, 6)
    knots = np.sort(random.normal(0, 2, count)) + 0.1 * np.arange(count)
    levels = np.concatenate([[0.0], np.sort(random.random(count - 2)), [1.0]])

    def squared(x):
        return (np.interp(x, knots, levels, left=0.0, right=1.0) - (x >= truth)) ** 2

    bends = sorted({-15.0, *knots.tolist(), truth, 15.0})
    expected = sum(quad(squared, a, b)[0] for a, b in pairwise(bends))
    assert crps(knots, levels, truth) == pytest.approx(expected, abs=1e-8)


@given(seed=SEEDS)
def test_scores_are_proper(seed):
    """What one believes scores best by one's own belief."""
    random = np.random.default_rng(seed)
    belief, other = random.dirichlet(np.ones(4), size=2)
    for rule, sign in ((brier, 1), (ranked, 1), (log_score, -1)):
        own, else_ = (
            sum(b * sign * float(rule(said, state)) for state, b in enumerate(belief))
            for said in (belief, other)
        )
        assert own <= else_ + 1e-12


# ---------------------------------------------------------------------------------------- many events


def test_murphy_s_partition():
    parts = murphy(published.MURPHY_FORECASTS, published.MURPHY_HAPPENED)
    found = (parts.reliability, parts.resolution, parts.uncertainty)
    assert found == pytest.approx(published.MURPHY_PARTS)
    assert parts.brier == pytest.approx(published.MURPHY_BRIER)


@given(seed=SEEDS)
def test_the_partition_adds_up_to_the_mean_score(seed):
    random = np.random.default_rng(seed)
    forecasts = random.integers(0, 11, 30) / 10
    happened = (random.random(30) < forecasts).astype(float)
    mean = half_brier(forecasts, happened).mean()
    assert murphy(forecasts, happened).brier == pytest.approx(mean, abs=1e-12)


def test_a_calibration_curve_counts_every_event_once():
    forecasts = np.array([0.0, 0.05, 0.1, 0.55, 0.99, 1.0])
    happened = np.array([0, 0, 1, 1, 1, 1.0])
    curve = calibration_curve(forecasts, happened)
    assert [(b.low, b.events) for b in curve] == [
        (0, 2),
        (pytest.approx(0.1), 1),
        (pytest.approx(0.5), 1),
        (pytest.approx(0.9), 2),
    ]
    assert (curve[0].forecast, curve[0].observed) == (pytest.approx(0.025), 0)


# -------------------------------------------------------------------------------------- disagreement


def test_distances_between_experts_equal_the_worked_examples():
    rows = published.ROWS.T
    assert jensen_shannon(rows, EQUAL) == pytest.approx(published.JSD_EQUAL)
    assert jensen_shannon(rows, published.ROW_WEIGHTS) == pytest.approx(published.JSD_WEIGHTED)
    assert jensen_shannon(rows, EQUAL) / np.log(3) == pytest.approx(published.JSD_EQUAL_OF_MOST)
    assert mean_total_variation(rows) == pytest.approx(published.MEAN_TOTAL_VARIATION)


def test_the_jensen_shannon_divergence_is_the_mean_divergence_to_the_pool():
    rows = published.ROWS.T
    to_pool = divergence_to(rows, rows @ published.ROW_WEIGHTS)
    assert to_pool @ published.ROW_WEIGHTS == pytest.approx(published.JSD_WEIGHTED)
    assert divergence_to(rows, np.array([0.5, 0.5, 0.0])).tolist() == [np.inf] * 3


@given(seed=SEEDS)
def test_disagreement_is_0_among_equals_and_most_among_opposites(seed):
    row = np.random.default_rng(seed).dirichlet(np.ones(3))[:, None]
    same = np.repeat(row, 3, axis=1)
    assert jensen_shannon(same, EQUAL) == pytest.approx(0, abs=1e-12)
    assert mean_total_variation(same) == 0
    assert jensen_shannon(np.eye(3), EQUAL) == pytest.approx(np.log(3))
    assert mean_total_variation(np.eye(3)) == 1


def test_concordance_of_orders():
    up = np.arange(5.0)
    assert concordance(np.stack([up, up * 2, up**2], axis=1)) == 1
    assert concordance(np.stack([up, -up], axis=1)) == pytest.approx(0)
    assert np.isnan(concordance(np.zeros((3, 4))))
    # Siegel (1956), Nonparametric Statistics: three executives, six applicants
    ranks = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]).T
    assert concordance(ranks.astype(float)) == pytest.approx(0.16, abs=0.005)
    assert mean_rank(published.ROWS.T) == pytest.approx([0.4, 0.7, 1.3])
