"""Betas and Dirichlets come back from what was said, and what does not fit is said."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta as distribution

from bayesnet.study.priors import Judgement
from elicitation.fitting.beta import (
    Interval,
    Mode,
    Moments,
    Point,
    Quantiles,
    Roulette,
    fit,
)
from elicitation.fitting.dirichlet import from_disagreement, from_marginals
from elicitation.fitting.idea import FourPoint, standardised
from elicitation.fitting.judged import readings, readings_table
from elicitation.fitting.typed import answer_of
from elicitation.record.responses import Typed
from tests.bayesnet.test_draws import CPDS, asked, everywhere, numbers, ranged
from tests.oracles import methods as published


def quantiles(probabilities, values):
    return Quantiles(probabilities=tuple(probabilities), values=tuple(values))


# ---------------------------------------------------------------------------------------- the beta


@pytest.mark.parametrize("case", [published.BETA_5_50_95, published.BETA_5_95])
def test_a_beta_from_quantiles_equals_the_worked_example(case):
    probabilities, values, expected = case
    found = fit(quantiles(probabilities, values))
    assert (found.alpha, found.beta) == pytest.approx(expected, rel=1e-7)


def test_two_quantiles_are_met_exactly():
    found = fit(quantiles(*published.BETA_5_95[:2]))
    assert max(residual.size for residual in found.residuals) < 1e-10


def test_betas_equal_preliz():
    found = fit(quantiles(*published.BETA_QUARTILES[:2]))
    assert (found.alpha, found.beta) == pytest.approx(published.BETA_QUARTILES[2], abs=5e-4)
    low, high, share, expected = published.BETA_MOST_ENTROPY
    found = fit(Interval(low=low, high=high, share=share))
    assert (found.alpha, found.beta) == pytest.approx(expected, abs=5e-4)


SHAPES = st.floats(0.6, 60)


@given(alpha=SHAPES, beta=SHAPES, levels=st.sets(st.integers(1, 19), min_size=2, max_size=7))
def test_fitted_quantiles_of_any_set_come_back(alpha, beta, levels):
    probabilities = np.array(sorted(levels)) / 20
    values = distribution.ppf(probabilities, alpha, beta)
    found = fit(quantiles(probabilities, values))
    assert max(residual.size for residual in found.residuals) < 1e-6
    assert found.misfit == ""


@given(alpha=SHAPES, beta=SHAPES)
def test_moments_come_back(alpha, beta):
    mean, variance = distribution.stats(alpha, beta)
    found = fit(Moments(mean=float(mean), variance=float(variance)))
    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), rel=1e-6)


def test_a_mode_and_an_interval_make_a_pert():
    """1 + 4 (B - a) / (b - a) and 1 + 4 (b - B) / (b - a) on [a, b]."""
    found = fit(Mode(low=0.1, best=0.3, high=0.9))
    assert (found.alpha, found.beta) == pytest.approx((2.0, 4.0))
    assert (found.low, found.high) == (0.1, 0.9)


def test_chips_are_the_shares_below_their_bins():
    found = fit(Roulette(edges=(0, 0.1, 0.2, 0.3, 0.4, 0.5), chips=(0, 2, 5, 3, 0)))
    told = [(residual.value, residual.wanted) for residual in found.residuals]
    assert told == [(0.2, pytest.approx(0.2)), (0.3, pytest.approx(0.7))]
    same = fit(quantiles((0.2, 0.7), (0.2, 0.3)))
    assert found.alpha == pytest.approx(same.alpha)


def test_a_point_has_no_spread():
    found = fit(Point(best=0.3))
    assert (found.mean, found.concentration) == (0.3, np.inf)


def test_what_does_not_fit_is_said_in_a_sentence():
    found = fit(quantiles((0.05, 0.5, 0.95), (0.01, 0.1, 0.9)))
    assert found.misfit == (
        "This does not fit you: you put 95% below 0.9, the nearest curve puts 100% there."
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (quantiles((0.5,), (0.2,)), "two quantiles or more"),
        (quantiles((0.05, 0.5), (0.3, 0.2)), "rising with their probabilities"),
        (quantiles((0.05, 0.5), (0.3, 1.2)), "lie from 0 to 1"),
        (Moments(mean=0.5, variance=0.3), "a variance of 0.3 cannot go with a mean of 0.5"),
        (Mode(low=0.5, best=0.3, high=0.9), "do not rise"),
        (Roulette(edges=(0, 0.5, 1), chips=(5, 0)), "the chips lie in too few bins"),
        (Interval(low=0.2, high=0.6, share=0.3), "the share between the ends"),
        (FourPoint(low=0.5, best=0.3, high=0.9, confidence=80), "go upwards from 0 to 1"),
        (FourPoint(low=0.1, best=0.3, high=0.9, confidence=40), "how sure goes from 50 to 100"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(answer, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit(answer)


CELLS = [
    ("point", {"best": 0.3}, Point(best=0.3)),
    ("three_point", {"best": 0.3}, Point(best=0.3)),
    (
        "three_point",
        {"low": 0.1, "best": 0.3, "high": 0.6},
        quantiles((0.05, 0.5, 0.95), (0.1, 0.3, 0.6)),
    ),
    (
        "four_point",
        {"low": 0.1, "best": 0.3, "high": 0.6, "confidence": 80},
        FourPoint(low=0.1, best=0.3, high=0.6, confidence=80),
    ),
    ("quantiles", {"q75": 0.4, "q2.5": 0.1}, quantiles((0.025, 0.75), (0.1, 0.4))),
    (
        "roulette",
        {"chips_40_50": 3, "chips_10_20": 1, "chips_20_30": 2},
        Roulette(edges=(0.1, 0.2, 0.3, 0.4, 0.5), chips=(1, 2, 0, 3)),
    ),
    ("moments", {"mean": 0.3, "variance": 0.01}, Moments(mean=0.3, variance=0.01)),
    ("mode", {"low": 0, "best": 0.3, "high": 1}, Mode(low=0, best=0.3, high=1)),
    ("interval", {"low": 0.2, "high": 0.6, "share": 0.9}, Interval(low=0.2, high=0.6, share=0.9)),
]


@pytest.mark.parametrize(("kind", "cells", "answer"), CELLS)
def test_every_kind_of_answer_is_made_of_its_cells_and_fitted(kind, cells, answer):
    found = answer_of(kind, cells)
    assert found == answer
    assert 0 < fit(found).mean < 1


def test_cells_that_make_no_answer():
    with pytest.raises(ValueError, match="'x' is no kind of answer; known: point,"):
        answer_of("x", {})
    with pytest.raises(ValueError, match="the bins overlap"):
        answer_of("roulette", {"chips_0_20": 1, "chips_10_30": 2})


# -------------------------------------------------------------------------------------------- IDEA


@pytest.mark.parametrize("case", published.IDEA)
def test_ranges_are_standardised_as_in_the_worked_examples(case):
    low, best, high, confidence, target, expected = case
    found = standardised(FourPoint(low=low, best=best, high=high, confidence=confidence), target)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-15)
    assert not found.clamped


@pytest.mark.parametrize("case", published.ELICITR)
def test_ranges_are_standardised_as_by_elicitr(case):
    low, best, high, confidence, expected = case
    found = standardised(FourPoint(low=low, best=best, high=high, confidence=confidence), 100)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-15)
    assert found.high_clamped == (expected[1] == 1)


def test_a_clamped_end_is_flagged_and_carried_to_the_fit():
    answer = FourPoint(low=0.02, best=0.1, high=0.4, confidence=50)
    found = standardised(answer)
    assert (found.low, found.low_clamped, found.high_clamped) == (0.0, True, False)
    assert found.probabilities == pytest.approx((0.05, 0.5, 0.95))
    assert fit(answer).clamped
    assert fit(answer).misfit == ""  # nothing lies below 0, whatever the curve


def test_a_four_point_answer_is_fitted_as_quantiles():
    found = fit(FourPoint(low=0.1, best=0.25, high=0.5, confidence=90))
    assert (found.alpha, found.beta) == pytest.approx(published.BETA_5_50_95[2], rel=1e-7)


# --------------------------------------------------------------------------------------- Dirichlets


def shelf():
    return [fit(quantiles((0.25, 0.5, 0.75), q)) for q in published.SHELF_QUARTILES]


def test_a_row_of_marginals_equals_the_published_dirichlet():
    """16.6, 8.96, 4.80 as printed."""
    found = from_marginals(shelf())
    assert [f"{alpha:.3g}" for alpha in found.alpha] == ["16.6", "8.96", "4.8"]
    assert found.alpha[1:] == pytest.approx(published.SHELF_PUBLISHED[1:], abs=0.005)
    assert not any("add up" in alert for alert in found.alerts)


def test_means_that_do_not_add_up_are_said():
    shifted = [dataclasses.replace(marginal, mean=marginal.mean * 1.08) for marginal in shelf()]
    assert from_marginals(shifted).alerts[0] == (
        "Your answers on the states add up to 1.08, not 1; all were scaled."
    )


def test_a_state_that_the_dirichlet_does_not_fit_is_said():
    alerts = from_marginals(shelf()).alerts
    assert alerts[0].startswith("State 1: This does not fit you: you put 25% below 0.5")


@given(total=st.floats(2, 200), shares=st.lists(st.floats(0.05, 1), min_size=2, max_size=6))
def test_the_marginals_of_a_dirichlet_make_it_again(total, shares):
    alpha = total * np.array(shares) / sum(shares)
    marginals = [
        fit(Moments(mean=a / total, variance=a * (total - a) / total**2 / (total + 1)))
        for a in alpha
    ]
    found = from_marginals(marginals)
    assert found.alpha == pytest.approx(alpha, rel=1e-8)
    assert found.total == pytest.approx(1)


def test_a_dirichlet_from_disagreement_equals_the_worked_example():
    found = from_disagreement(published.ROWS.T)
    assert found.by_state == pytest.approx(published.DISAGREEMENT_BY_STATE)
    assert found.concentration == pytest.approx(published.DISAGREEMENT_POOLED)
    assert found.alpha == pytest.approx(published.DISAGREEMENT_ALPHA)
    assert not found.capped
    ronning = np.prod(found.by_state[:-1]) ** (1 / 2)
    assert ronning == pytest.approx(published.DISAGREEMENT_RONNING)


def test_experts_who_agree_or_are_too_few():
    same = from_disagreement(np.tile([[0.2], [0.8]], (1, 4)))
    assert same.capped
    assert same.concentration == 200
    with pytest.raises(ValueError, match="needs 3 of them or more"):
        from_disagreement(published.ROWS.T[:, :2])


# ------------------------------------------------------------------------------ how answers are read


def test_an_answer_that_a_beta_gives_is_read_as_that_beta():
    low, high = distribution.ppf([0.05, 0.95], 6, 14).round(9)
    one = ranged((0.3, 0.7), (low, 1 - high), (high, 1 - low))
    priors = asked([1.0], [{**everywhere(0.5, 0.5), "x[]": one}])
    found = readings(CPDS, priors)
    assert {reading.component for reading in found} == {"no", "yes"}
    assert all(reading.fits and not reading.sentence for reading in found)
    assert found[0].concentration == pytest.approx(20, rel=1e-5)


def test_a_lopsided_answer_is_said_not_to_fit():
    one = ranged((0.1, 0.9), (0.09, 0.5), (0.5, 0.91))
    priors = asked([1.0], [{**everywhere(0.5, 0.5), "x[]": one}])
    found = readings(CPDS, priors)
    assert not found[0].fits
    assert found[0].sentence.startswith("This does not fit you: you put 5% below")
    frame = readings_table(found).frame()
    assert not frame["fits"].any()
    plain = asked([1.0], [{**everywhere(0.5, 0.5), "x[]": Judgement(best=numbers(0.1, 0.9))}])
    assert readings(CPDS, plain) == ()


def test_an_end_of_the_scale_cannot_be_missed():
    """Nothing lies below 0 and everything below 1, whatever the curve."""
    found = fit(quantiles((0.05, 0.5, 0.95), (0.0, 0.1, 0.3)))
    assert found.misfit == ""
    one = ranged((0.9, 0.1), (0.7, 0.0), (1.0, 0.3))
    priors = asked([1.0], [{**everywhere(0.5, 0.5), "x[]": one}])
    for reading in readings(CPDS, priors):
        assert 0 < reading.worst.value < 1
        assert "below 0," not in reading.sentence
        assert "below 1," not in reading.sentence


ROOT_TYPED = {
    "quantiles": ({"q5": "10", "q25": "18", "q50": "25", "q75": "33", "q95": "50"}, 5),
    "roulette": ({"chips_10_20": "3", "chips_20_30": "5", "chips_40_50": "2"}, 4),
    "four_point": ({"low": "10", "best": "25", "high": "50", "confidence": "90"}, 2),
    "scale": ({"word": "unlikely", "best": "25"}, 2),
}


@pytest.mark.parametrize("kind", ROOT_TYPED)
def test_what_was_typed_is_what_the_drawn_distribution_is_held_to(kind):
    """All quantiles and the edges of chips count; the other state, left blank, has its range."""
    cells, places = ROOT_TYPED[kind]
    priors = asked(
        [1.0], [{**everywhere(0.5, 0.5), "x[]": ranged((0.75, 0.25), (0.5, 0.1), (0.9, 0.5))}]
    )
    typed = Typed(kind=kind, unit="percent", cells={"no": {}, "yes": cells})
    found = {r.component: r for r in readings(CPDS, priors, {"e0": {"x[]": typed}})}
    assert len(found["no"].residuals) == 2
    assert len(found["yes"].residuals) == places
    drawn = found["yes"].concentration
    for residual in found["yes"].residuals:
        below = distribution.cdf(residual.value, 0.25 * drawn, 0.75 * drawn)
        assert residual.fitted == pytest.approx(below)
    if kind == "quantiles":
        wanted = [(r.wanted, r.value) for r in found["yes"].residuals[2:]]
        assert wanted == [(0.25, 0.18), (0.5, 0.25), (0.75, 0.33)]
        levels = (0.05, 0.25, 0.5, 0.75, 0.95)
        alone = fit(quantiles(levels, (0.1, 0.18, 0.25, 0.33, 0.5)))
        assert found["yes"].curve == alone
        frame = readings_table((found["yes"],)).frame()
        assert frame["own_alpha"].item() == alone.alpha
    if kind in ("four_point", "scale"):
        assert found["yes"].curve.alpha == pytest.approx(published.BETA_5_50_95[2][0], rel=1e-6)


def test_chips_in_one_bin_have_a_range_and_no_curve():
    priors = asked(
        [1.0], [{**everywhere(0.5, 0.5), "x[]": ranged((0.75, 0.25), (0.7, 0.2), (0.8, 0.3))}]
    )
    typed = Typed(kind="roulette", unit="percent", cells={"yes": {"chips_20_30": "10"}})
    found = {r.component: r for r in readings(CPDS, priors, {"e0": {"x[]": typed}})}
    assert found["yes"].curve is None
    assert len(found["yes"].residuals) == 2
    assert readings_table((found["yes"],)).frame()["own_alpha"].isna().all()
