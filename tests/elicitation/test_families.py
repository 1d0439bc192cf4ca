"""SHELF's families: the cases of the package's own tests, least squares, pools and refusals.

The published cases are those of `tests/testthat/test-fitting.R` and `test-linearpool.R` of SHELF 1.13
(Oakley): parameters of a distribution come back from points on its CDF, within 0.001.
"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize

from elicitation.cli import main
from elicitation.fitting.families import fit_families, pooled_quantile
from elicitation.fitting.quantities import Points, points_of


def of(values, probabilities, lower=-math.inf, upper=math.inf) -> Points:
    return Points(
        values=tuple(map(float, values)),
        probabilities=tuple(map(float, probabilities)),
        lower=lower,
        upper=upper,
    )


def on(distribution, values, lower=-math.inf, upper=math.inf) -> Points:
    return of(values, distribution.cdf(values), lower, upper)


class Mirrored:
    """The distribution of ``upper`` less a quantity."""

    def __init__(self, of_what, upper: float) -> None:
        self.of_what, self.upper = of_what, upper

    def cdf(self, values):
        return self.of_what.sf(self.upper - np.asarray(values, dtype=float))

    def ppf(self, probabilities):
        return self.upper - self.of_what.ppf(1 - np.asarray(probabilities))


class LogT:
    """The exponential of a t with three degrees of freedom."""

    def __init__(self, mean: float, scale: float) -> None:
        self.of_log = stats.t(3, mean, scale)

    def cdf(self, values):
        return self.of_log.cdf(np.log(values))

    def sf(self, values):
        return self.of_log.sf(np.log(values))

    def ppf(self, probabilities):
        return np.exp(self.of_log.ppf(probabilities))


LN30, LN2 = stats.lognorm(0.5, scale=30), stats.lognorm(0.5, scale=math.exp(2))
CASES = {
    "normal": (stats.norm(10, 20), [-10, 10, 50], -math.inf, math.inf, (10, 20)),
    "t": (stats.t(3, 10, 20), [-10, 10, 30, 50], -math.inf, math.inf, (10, 20)),
    "log-t": (LogT(math.log(30), 0.5), [22, 30, 42], 0, math.inf, (math.log(30), 0.5)),
    "mirror log-t": (Mirrored(LogT(math.log(30), 0.5), 60), [22, 30, 35, 42], 0, 60, (math.log(30), 0.5)),
    "beta": (stats.beta(5, 20, 10, 50), [18, 20, 22, 24], 10, 60, (5, 20)),
    "lognormal": (stats.lognorm(0.5, -10, math.exp(2)), [-6, -2, 2, 6], -10, math.inf, (2, 0.5)),
    "mirror lognormal": (Mirrored(LN2, 10), [-6, -2, 2, 6], -20, 10, (2, 0.5)),
    "gamma": (stats.gamma(50, 10, 1 / 2), [32, 35, 37], 10, math.inf, (50, 2)),
}  # fmt: skip


@pytest.mark.parametrize("family", CASES)
def test_shelfs_own_cases_come_back(family: str) -> None:
    made_of, values, lower, upper, parameters = CASES[family]
    best = fit_families(on(made_of, values, lower, upper))[0]
    assert best.family == family
    assert tuple(best.parameters.values()) == pytest.approx(parameters, rel=1e-4)
    for level in (0.05, 0.95):
        assert best.quantile(level) == pytest.approx(float(made_of.ppf(level)), rel=1e-4)


def test_the_mirror_gamma_of_shelf_and_its_exponential() -> None:
    levels = np.array([0.25, 0.5, 0.6, 0.75])
    mirror = Mirrored(stats.gamma(50, scale=1 / 2), 25)
    best = fit_families(of(mirror.ppf(levels), levels, -10, 25))[0]
    assert best.family == "mirror gamma"
    assert tuple(best.parameters.values()) == pytest.approx((50, 2), rel=1e-4)
    alone = fit_families(of([10 + 3], [1 - math.exp(-0.5 * 3)], 10))
    assert [one.family for one in alone] == ["exponential"]
    assert alone[0].parameters["rate"] == pytest.approx(0.5)
    both = {one.family: one for one in fit_families(of([3], [0.8], 0, 10))}
    assert set(both) == {"exponential", "mirror exponential"}
    assert float(both["mirror exponential"].below(np.array([3.0]))[0]) == pytest.approx(0.8)


def test_the_linear_pool_of_shelf() -> None:
    """Densities are pooled: the pooled quantile is where the weighted CDFs reach the level."""
    levels = np.array([0.25, 0.5, 0.75])
    parts = [stats.gamma(10, scale=1 / 4), stats.norm(3, 2), stats.lognorm(2, scale=3)]
    lower = [0.0, -math.inf, 0.0]
    best = [
        fit_families(of(part.ppf(levels), levels, low))[0]
        for part, low in zip(parts, lower, strict=True)
    ]
    assert [one.family for one in best] == ["gamma", "normal", "lognormal"]
    weights = (1 / 6, 2 / 6, 3 / 6)
    for level in (0.05, 0.5, 0.95):
        found = pooled_quantile(best, weights, level)
        reached = sum(w * part.cdf(found) for w, part in zip(weights, parts, strict=True))
        assert reached == pytest.approx(level, abs=1e-4)
    assert pooled_quantile([best[0]] * 3, (1, 1, 1), 0.3) == pytest.approx(best[0].quantile(0.3))


VIGNETTE = of([30, 35, 50], [0.25, 0.5, 0.75], 0, 100)
FORMS = {
    "normal": lambda p: stats.norm(p[0], math.exp(p[1])).cdf([30, 35, 50]),
    "t": lambda p: stats.t(3, p[0], math.exp(p[1])).cdf([30, 35, 50]),
    "gamma": lambda p: stats.gamma(math.exp(p[0]), scale=math.exp(-p[1])).cdf([30, 35, 50]),
    "lognormal": lambda p: stats.lognorm(math.exp(p[1]), scale=math.exp(p[0])).cdf([30, 35, 50]),
    "log-t": lambda p: stats.t(3, p[0], math.exp(p[1])).cdf(np.log([30, 35, 50])),
    "beta": lambda p: stats.beta(math.exp(p[0]), math.exp(p[1])).cdf([0.3, 0.35, 0.5]),
    "mirror gamma": lambda p: stats.gamma(math.exp(p[0]), scale=math.exp(-p[1])).sf([70, 65, 50]),
    "mirror lognormal": lambda p: stats.lognorm(math.exp(p[1]), scale=math.exp(p[0])).sf(
        [70, 65, 50]
    ),
    "mirror log-t": lambda p: stats.t(3, p[0], math.exp(p[1])).sf(np.log([70, 65, 50])),
}


@pytest.mark.parametrize("family", FORMS)
def test_no_parameters_fit_better(family: str) -> None:
    """Expert B of SHELF's vignette, whom no family fits, against a search of another kind."""
    found = {one.family: one for one in fit_families(VIGNETTE)}[family]

    def squares(p):
        return float(((FORMS[family](p) - np.array([0.25, 0.5, 0.75])) ** 2).sum())

    values = list(found.parameters.values())
    located = family not in ("gamma", "beta", "mirror gamma")
    start = [values[0] if located else math.log(values[0]), math.log(values[1])]
    assert squares(start) == pytest.approx(found.squares, rel=1e-6)
    for nudge in (0.9, 1.1):
        again = minimize(squares, np.array(start) * nudge, method="Nelder-Mead", tol=1e-12)
        assert found.squares <= again.fun + 1e-9


def test_the_best_has_the_smallest_sum_and_the_histogram_is_never_chosen() -> None:
    best, *others = fit_families(VIGNETTE)
    assert best.family == "log-t"
    assert best.squares == min(o.squares for o in (best, *others) if o.family != "histogram")
    histogram = next(one for one in others if one.family == "histogram")
    assert histogram.quantile(0.5) == 35
    assert histogram.quantile(0.875) == 75
    assert histogram.below(np.array([15.0, 90.0])).tolist() == [0.125, 0.95]


def test_families_that_fit_alike_are_taken_in_the_order_of_the_table() -> None:
    """Two points are met by every family of two parameters."""
    best, *others = fit_families(of([2, 5], [0.25, 0.75], 0))
    assert best.family == "normal"
    assert all(one.squares < 1e-12 for one in others)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(1, 99), min_size=3, max_size=5, unique=True)
    .map(sorted)
    .filter(lambda v: min(np.diff(v)) > 0.5)
)
def test_quantiles_and_probabilities_are_each_others_inverse(values) -> None:
    levels = np.linspace(0.1, 0.9, len(values))
    for one in fit_families(of(values, levels, 0, 100)):
        for level in (0.05, 0.5, 0.95):
            value = one.quantile(level)
            assert float(one.below(np.array([value]))[0]) == pytest.approx(level, abs=1e-6)


def test_every_way_of_asking_comes_to_the_same_points() -> None:
    quartiles = points_of("quartile", {"q25": 20, "q50": 30, "q75": 50}, 0)
    assert quartiles == of([20, 30, 50], [0.25, 0.5, 0.75], 0)
    assert points_of("bisection", {"q50": 30, "q75": 50, "q25": 20}, 0) == quartiles
    assert points_of("quantiles", {"q25": 20, "q50": 30, "q75": 50}, 0) == quartiles
    assert points_of("probability", {"p20": 0.25, "p30": 0.5, "p50": 0.75}, 0) == quartiles
    assert points_of("hybrid", {"q50": 30, "p20": 0.25, "p50": 0.75}, 0) == quartiles
    tertiles = points_of("tertile", {"t1": 20, "q50": 30, "t2": 50})
    assert tertiles.probabilities == (1 / 3, 0.5, 2 / 3)
    chips = {"chips_0_20": 1, "chips_20_30": 1, "chips_30_50": 1, "chips_50_90": 1}
    laid = points_of("roulette", chips)
    assert (laid.values, laid.probabilities) == ((20, 30, 50), (0.25, 0.5, 0.75))
    assert (laid.lower, laid.upper) == (0, 90)
    low = points_of(
        "roulette", {"chips_-10_0": 0, "chips_0_5": 2, "chips_5_7.5": 2, "chips_7.5_9": 0}
    )
    assert (low.values, low.probabilities) == ((5,), (0.5,))


@pytest.mark.parametrize(
    ("way", "cells", "limits", "sentence"),
    [
        ("quartile", {"q25": 1, "q50": 2}, (), "quartile needs q75"),
        ("quartile", {"q25": 3, "q50": 2, "q75": 4}, (), "values do not rise"),
        ("tertile", {"t1": 1, "q50": 2, "t2": 3, "p4": 0.9}, (), "'p4' is no cell of tertile"),
        ("quantiles", {"x": 1}, (), "'x' is no name of a cell"),
        ("probability", {"p1": 0.4, "p2": 1.4}, (), "probabilities lie from 0 to 1"),
        ("probability", {"p1": 0, "p2": 1}, (), "no probability is between 0 and 1"),
        ("quantiles", {"q50": -1}, (0,), "a value lies beyond a limit"),
        ("quantiles", {"q50": 1}, (2, 2), "the lower limit is not below the upper one"),
        ("roulette", {"chips_0_1": 1, "chips_2_3": 1}, (), "the bins leave gaps or overlap"),
        ("roulette", {"chips_0_1": 3, "chips_1_2": 0}, (), "all chips lie in one bin"),
        ("roulette", {"chips_0_1": 1.5, "chips_1_2": 1}, (), "chips are whole numbers"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_a_sentence(way, cells, limits, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        points_of(way, cells, *limits)


def test_one_point_without_a_limit_makes_no_distribution() -> None:
    with pytest.raises(ValueError, match="need a limit"):
        fit_families(of([3], [0.5]))


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["fit-quantity", *words])
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_the_command_names_the_chosen_family_and_asks_about_its_tails() -> None:
    words = ["quartile", "q25=30", "q50=35", "q75=50", "--lower", "0", "--upper", "100"]
    said = run(*words)
    assert "Chosen: log-t, whose sum of squares is the smallest." in said
    assert "It misses what was said by up to 6%: no family fits." in said
    best = fit_families(VIGNETTE)[0]
    assert f"5% below {best.quantile(0.05):.4g} and 5% above {best.quantile(0.95):.4g}" in said
    two = run("quantiles", "q25=2", "q75=5", "--lower", "0")
    assert "Chosen: normal, the first of those that fit as well: t, gamma, lognormal, log-t." in two
    rows = json.loads(run(*words, "--format", "json"))
    assert [row["family"] for row in rows if row["chosen"]] == ["log-t"]


def test_the_command_pools_several_experts() -> None:
    said = run("quartile", "q25=25", "q50=30", "q75=35", "/", "q25=45", "q50=50", "q75=55")
    first, second = (fit_families(of([m - 5, m, m + 5], [0.25, 0.5, 0.75]))[0] for m in (30, 50))
    pooled = [pooled_quantile([first, second], [1, 1], p) for p in (0.05, 0.25, 0.5, 0.75, 0.95)]
    assert " ".join(f"{value:.4g}" for value in pooled) in said
    assert "Expert 2: Chosen: normal" in said
    assert "error: quartile: values do not rise" in run(
        "quartile", "q25=3", "q50=2", "q75=1", code=2
    )
