"""Stochastic dominance against its definitions: by distribution functions and by tastes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from bayesnet.decisions.dominance import dominance, dominates_first, dominates_second, undominated
from bayesnet.decisions.risk import RiskProfile, risk_profile
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy, fixed_rule
from tests.published import problem_of


def lottery(*pairs):
    values, probabilities = map(np.array, zip(*sorted(pairs), strict=True))
    return RiskProfile(values=values.astype(float), probabilities=probabilities.astype(float))


SURE = lottery((5, 1))
BETTER = lottery((6, 1))
FAIR = lottery((0, 0.5), (10, 0.5))
LIFTED = lottery((0, 0.25), (10, 0.75))


def test_more_for_sure_is_first_order():
    assert dominance(BETTER, SURE) == "first"
    assert dominance(SURE, BETTER) == "none"
    assert dominance(LIFTED, FAIR) == "first"


def test_the_same_mean_for_sure_is_second_order_only():
    """Rothschild & Stiglitz (1970): a spread that keeps the mean is disliked by the averse."""
    assert dominance(SURE, FAIR) == "second"
    assert not dominates_first(SURE, FAIR)
    assert dominance(FAIR, SURE) == "none"


def test_a_higher_mean_at_a_risk_is_a_matter_of_taste():
    assert dominance(LIFTED, SURE) == dominance(SURE, LIFTED) == "none"


def test_equal_profiles_dominate_neither_way():
    assert dominance(FAIR, FAIR) == "equal"
    assert not dominates_first(FAIR, FAIR)
    assert not dominates_second(FAIR, FAIR)


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_rounding_is_no_dominance(scale):
    noisy = lottery((0.1 + 0.2, 0.5 + 1e-15), (0.7, 0.5 - 1e-15))
    clean = lottery((0.3, 0.5), (0.7, 0.5))
    noisy, clean = (
        RiskProfile(values=p.values * scale, probabilities=p.probabilities) for p in (noisy, clean)
    )
    assert dominance(noisy, clean) == dominance(clean, noisy) == "equal"
    moved = RiskProfile(values=clean.values * (1 + 1e-6), probabilities=clean.probabilities)
    assert dominance(moved, clean) == "first"


def random_pairs(count):
    """Pairs on few values, half of them made from each other, so that all cases are frequent."""
    rng = np.random.default_rng(11)
    for index in range(count):
        a = drawn(rng)
        b = worsened(rng, a) if index % 3 else drawn(rng)
        yield (a, b) if rng.random() < 0.5 else (b, a)


def drawn(rng):
    values = rng.choice(7, size=rng.integers(1, 5), replace=False)
    weights = rng.integers(1, 5, size=len(values))
    return lottery(*zip(values, weights / weights.sum(), strict=True))


def worsened(rng, profile):
    """Move some of one value's probability down, or spread it to both sides."""
    found = dict(zip(profile.values.tolist(), profile.probabilities.tolist(), strict=True))
    value = float(rng.choice(profile.values))
    taken = found[value] / 2
    found[value] -= taken
    for step in ([-1.0], [-2.0, 2.0])[rng.integers(2)]:
        share = taken / 2 if step in (-2.0, 2.0) else taken
        found[value + step] = found.get(value + step, 0.0) + share
    return lottery(*found.items())


def test_dominance_is_agreement_of_all_tastes():
    """Hadar & Russell (1969): every step utility (first), every min(x, t) (second) agrees.

    Steps 1[x > t] span all increasing utilities, min(x, t) all increasing concave ones; for
    profiles on finitely many values, thresholds at those values are enough.
    """
    counts = {"first": 0, "second": 0, "none": 0, "equal": 0}
    for a, b in random_pairs(600):
        thresholds = np.union1d(a.values, b.values)

        def gains(taste, a=a, b=b, thresholds=thresholds):
            return np.array(
                [
                    taste(a.values, t) @ a.probabilities - taste(b.values, t) @ b.probabilities
                    for t in thresholds
                ]
            )

        steps = gains(lambda x, t: (x > t).astype(float))
        capped = gains(np.minimum)
        first = bool((steps >= -1e-9).all() and (steps > 1e-9).any())
        second = bool((capped >= -1e-9).all() and (capped > 1e-9).any())
        assert dominates_first(a, b) == first
        assert dominates_second(a, b) == second
        equal = bool((np.abs(steps) <= 1e-9).all())
        verdict = "equal" if equal else "first" if first else "second" if second else "none"
        assert dominance(a, b) == verdict
        counts[verdict] += 1
    assert min(counts["first"], counts["second"], counts["none"]) >= 40, counts
    assert counts["equal"] >= 1, counts


def test_first_implies_second_implies_no_lower_mean_and_no_worse_tail():
    seen = 0
    for a, b in random_pairs(400):
        if dominates_first(a, b):
            assert dominates_second(a, b)
            assert a.mean > b.mean
            assert all(a.quantile(p) >= b.quantile(p) for p in np.linspace(0.003, 0.997, 40))
        if dominates_second(a, b):
            seen += 1
            assert a.mean >= b.mean - 1e-12
            assert all(a.cvar(p) >= b.cvar(p) - 1e-9 for p in np.linspace(0.01, 1, 40))
            assert not dominates_second(b, a)
    assert seen >= 80


def test_a_first_order_lead_too_thin_for_the_integral_is_still_second_order():
    a = lottery((0, 0.5), (1e-6, 0.25), (1e3, 0.25))
    b = lottery((0, 0.5 + 1e-11), (1e-6, 0.25 - 1e-11), (1e3, 0.25))
    assert dominates_first(a, b)
    assert dominates_second(a, b)


def test_the_undominated_are_those_nobody_beats():
    profiles = {"sure": SURE, "fair": FAIR, "lifted": LIFTED, "twin": SURE}
    assert undominated(profiles) == ("sure", "lifted", "twin")
    assert undominated({"fair": FAIR, "sure": SURE}) == ("fair", "sure")
    assert undominated({"fair": FAIR, "sure": SURE}, order=2) == ("sure",)
    assert undominated({}) == ()
    with pytest.raises(ValueError, match="1 or 2, not 3"):
        undominated(profiles, order=3)


def test_no_profile_is_left_out_without_one_that_beats_it():
    profiles = {str(i): a for i, (a, _) in enumerate(random_pairs(30))}
    for order, dominates in ((1, dominates_first), (2, dominates_second)):
        kept = undominated(profiles, order=order)
        assert kept
        for name in set(profiles) - set(kept):
            assert any(dominates(profiles[other], profiles[name]) for other in kept)
        for one, other in itertools.permutations(kept, 2):
            assert not dominates(profiles[one], profiles[other])


def test_the_plan_of_highest_mean_is_undominated():
    """Take the umbrella as solved, never, or always."""
    problem = problem_of("netica_umbrella")
    plans = {"solved": risk_profile(problem, solve(problem).strategy)}
    for option in range(2):
        rule = fixed_rule("Umbrella", option, problem.network.sizes)
        plans[str(option)] = risk_profile(problem, Strategy(rules={"Umbrella": rule}))
    assert plans["solved"].mean == pytest.approx(77)
    assert "solved" in undominated(plans)
    assert "solved" in undominated(plans, order=2)
