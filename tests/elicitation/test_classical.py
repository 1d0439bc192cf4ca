"""The classical model equals published runs, a slow reading of its definition, and its laws."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from bayesnet.messages.facts import Count, Expert, phrase
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalModel, ClassicalRule
from elicitation.classical.performance import perform
from elicitation.classical.scores import calibration
from tests.oracles import methods as published
from tests.oracles import tobacco

THREE = np.array([0.05, 0.45, 0.45, 0.05])
FIVE = np.array([0.05, 0.2, 0.25, 0.25, 0.2, 0.05])
SEEDS = st.integers(0, 2**32 - 1)


# ---------------------------------------------------------------------------------- published answers


@pytest.mark.parametrize("case", published.COOKE)
def test_calibration_with_three_quantiles(case):
    counts, statistic, score = case
    assert calibration(np.array(counts, float), THREE) == pytest.approx(score, rel=1e-9)
    assert chi2.sf(statistic, 3) == pytest.approx(score, rel=1e-9)


@pytest.mark.parametrize("case", published.COOKE_FIVE)
def test_calibration_with_five_quantiles(case):
    counts, _, score = case
    assert calibration(np.array(counts, float), FIVE) == pytest.approx(score, rel=1e-9)


def test_the_calibration_of_a_perfectly_calibrated_expert_is_1():
    for number in (20, 40, 400):
        assert calibration(number * THREE, THREE) == 1
        assert calibration(number * FIVE, FIVE) == 1


@pytest.mark.parametrize("statistic", [1e-6, 0.001, 0.01, 0.1, 0.3])
def test_small_statistics_have_an_exact_tail(statistic):
    """Where a continued fraction of a hundred terms gives 2.16 or -.033."""
    shares = np.array([0.5 + 1e-3, 0.5 - 1e-3])
    bins = np.array([0.5, 0.5])
    divergence = float((shares * np.log(shares / bins)).sum())
    number = 1000
    power = statistic / (2 * number * divergence)
    score = calibration(number * shares, bins, power=power)
    assert score == pytest.approx(chi2.sf(statistic, 1), rel=1e-9)


def smoke():
    return Assessment(
        experts=tobacco.EXPERTS,
        items=tobacco.ITEMS,
        scales=("uniform",) * len(tobacco.ITEMS),
        probabilities=tobacco.PROBABILITIES,
        quantiles=tobacco.QUANTILES,
        realisations=tobacco.REALISATIONS,
    )


def test_the_tobacco_study_equals_excalibur():
    done = perform(smoke(), ClassicalRule())
    made = {maker.name.replace(" weights", ""): maker for maker in done.makers}
    for name, expected in tobacco.DECISION_MAKERS.items():
        found = made[name]
        scores = (found.calibration, found.information, found.combined)
        assert [f"{score:.2f}" for score in scores] == [f"{score:.2f}" for score in expected]
    model = done.model
    assert model.calibration[0] == pytest.approx(tobacco.FIRST_EXPERT_CALIBRATION, abs=5e-7)
    best = int(np.argmax(model.calibration * model.information))
    scores = (model.calibration[best], model.information[best])
    assert scores == pytest.approx(tobacco.BEST_EXPERT[:2], abs=0.005)
    assert done.weights["Ex7"] == 1
    assert phrase("seed.one-carries-all", expert=Expert("Ex7")) in done.warnings()


# -------------------------------------------------------------------------- the definition, slowly


def random_assessment(seed, missing=0.15):
    random = np.random.default_rng(seed)
    experts, items, count = random.integers(2, 6), random.integers(3, 9), random.integers(2, 6)
    probabilities = np.sort(random.choice(np.arange(1, 20), count, replace=False)) / 20
    scales = tuple(random.choice(["uniform", "log", "probability"], items).tolist())
    raw = np.sort(random.normal(0, 1.5, (experts, items, count)) + 0.01 * np.arange(count), axis=-1)
    truths = random.normal(0, 1, items)
    for item, scale in enumerate(scales):
        change = {"log": np.exp, "probability": lambda x: 1 / (1 + np.exp(-x))}.get(scale)
        if change:
            raw[:, item], truths[item] = change(raw[:, item]), change(truths[item])
    left = random.random((experts, items)) < missing
    left[:, 0] = False
    raw[left] = np.nan
    targets = random.random(items) < 0.2
    targets[0] = False
    truths[targets] = np.nan
    there = ~left.all(axis=0)
    return Assessment(
        experts=tuple(f"e{i}" for i in range(experts)),
        items=tuple(f"i{i}" for i in range(int(there.sum()))),
        scales=tuple(scale for scale, kept in zip(scales, there, strict=True) if kept),
        probabilities=probabilities,
        quantiles=raw[:, there],
        realisations=truths[there],
    )


class Slow:
    """The classical model as Cooke (1991) words it, one expert and one item at a time."""

    def __init__(self, a, overshoot=0.1):
        self.a = a
        self.experts, self.items = range(len(a.experts)), range(len(a.items))
        self.tau = [0.0, *a.probabilities.tolist(), 1.0]
        self.seeds = [i for i in self.items if not math.isnan(a.realisations[i])]
        self.ranges = [self.range(i, overshoot) for i in self.items]
        self.number = min(sum(self.has(e, i) for i in self.seeds) for e in self.experts)

    def has(self, e, i):
        return not math.isnan(self.a.quantiles[e, i, 0])

    def scaled(self, i, x):
        return math.log(x) if self.a.scales[i] == "log" else x

    def range(self, i, overshoot):
        every = [
            self.scaled(i, q)
            for e in self.experts
            if self.has(e, i)
            for q in self.a.quantiles[e, i]
        ]
        if i in self.seeds:
            every.append(self.scaled(i, self.a.realisations[i]))
        low, high = min(every), max(every)
        low, high = low - overshoot * (high - low), high + overshoot * (high - low)
        return (max(low, 0), min(high, 1)) if self.a.scales[i] == "probability" else (low, high)

    def scores(self, answers):
        """answers: by item, quantiles on the item's scale, or None."""
        counts = [0] * (len(self.tau) - 1)
        for i in self.seeds:
            if answers[i] is not None:
                truth = self.scaled(i, self.a.realisations[i])
                counts[sum(q < truth for q in answers[i])] += 1
        total = sum(counts)
        bins = [b - a for a, b in pairwise(self.tau)]
        divergence = sum(
            c / total * math.log(c / total / p) for c, p in zip(counts, bins, strict=True) if c
        )
        score = float(chi2.sf(2 * self.number * divergence, len(bins) - 1))
        informations = []
        for i in self.items:
            if answers[i] is None:
                informations.append(None)
                continue
            low, high = self.ranges[i]
            knots = [low, *answers[i], high]
            informations.append(
                math.log(high - low)
                + sum(
                    p * math.log(p / (b - a))
                    for p, (a, b) in zip(bins, pairwise(knots), strict=True)
                )
            )
        counted = [informations[i] for i in self.seeds if informations[i] is not None]
        return score, sum(counted) / len(counted), informations

    def own(self, e):
        return [
            [self.scaled(i, q) for q in self.a.quantiles[e, i]] if self.has(e, i) else None
            for i in self.items
        ]

    def maker(self, weight):
        """weight: of an expert on an item, not scaled."""
        made = []
        for i in self.items:
            who = [e for e in self.experts if self.has(e, i) and weight(e, i) > 0]
            if not who:
                made.append(None)
                continue
            total = sum(weight(e, i) for e in who)
            low, high = self.ranges[i]

            def cdf(x, i=i, who=who, total=total, low=low, high=high):
                below = 0.0
                for e in who:
                    knots = [low, *self.own(e)[i], high]
                    for (a, b), (p, q) in zip(pairwise(knots), pairwise(self.tau), strict=True):
                        if a <= x <= b:
                            below += weight(e, i) / total * (p + (q - p) * (x - a) / (b - a))
                            break
                return below

            answers = []
            for level in self.a.probabilities:
                left, right = low, high
                for _ in range(60):
                    middle = (left + right) / 2
                    left, right = (middle, right) if cdf(middle) < level else (left, middle)
                answers.append((left + right) / 2)
            made.append(answers)
        return made


@settings(max_examples=12)
@given(seed=SEEDS)
def test_scores_and_decision_makers_equal_the_definition(seed):
    a = random_assessment(seed)
    slow, model = Slow(a), ClassicalModel(assessment=a, rule=ClassicalRule())
    scores = [slow.scores(slow.own(e)) for e in slow.experts]
    assert model.calibration == pytest.approx([s[0] for s in scores], rel=1e-9)
    assert model.information == pytest.approx([s[1] for s in scores], rel=1e-9)
    weights = {
        "equal": lambda e, i: 1.0,
        "global": lambda e, i: scores[e][0] * scores[e][1],
        "item": lambda e, i: scores[e][0] * (scores[e][2][i] or 0.0),
    }
    makers = {
        "equal": model.combine("", np.ones_like(a.answered)),
        "global": model.combine("", model.weights("global", 0)),
        "item": model.combine("", model.weights("item", 0)),
    }
    for name, weight in weights.items():
        answers = slow.maker(weight)
        found = a.on_scale(makers[name].quantiles)
        for item, expected in enumerate(answers):
            assert found[item] == pytest.approx(expected, abs=1e-9)
        score, information, _ = slow.scores([row.tolist() for row in found])
        assert makers[name].calibration == pytest.approx(score, rel=1e-9)
        assert makers[name].information == pytest.approx(information, rel=1e-9)


@settings(max_examples=25)
@given(seed=SEEDS)
def test_no_cut_off_makes_a_better_decision_maker_than_the_optimised_one(seed):
    model = ClassicalModel(assessment=random_assessment(seed), rule=ClassicalRule())
    for kind in ("global", "item"):
        best = model.optimised(kind)
        for cut_off in (0.0, *np.linspace(0, model.calibration.max(), 25)):
            other = model.combine("", model.weights(kind, cut_off))
            assert other.combined <= best.combined + 1e-9


# ------------------------------------------------------------------------------------------------ laws


def reordered(a, experts, items):
    return dataclasses.replace(
        a,
        experts=tuple(a.experts[e] for e in experts),
        items=tuple(a.items[i] for i in items),
        scales=tuple(a.scales[i] for i in items),
        quantiles=a.quantiles[experts][:, items],
        realisations=a.realisations[items],
    )


@settings(max_examples=30)
@given(seed=SEEDS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_experts_and_items_changes_nothing_else(seed, shuffle):
    a = random_assessment(seed)
    experts, items = list(range(len(a.experts))), list(range(len(a.items)))
    shuffle.shuffle(experts)
    shuffle.shuffle(items)
    one = perform(a, ClassicalRule())
    other = perform(reordered(a, experts, items), ClassicalRule())
    assert other.weights == pytest.approx(one.weights, abs=1e-9)
    for before, after in zip(one.makers, other.makers, strict=True):
        assert after.combined == pytest.approx(before.combined, abs=1e-9)
        assert after.quantiles == pytest.approx(before.quantiles[items], abs=1e-9, nan_ok=True)


@settings(max_examples=30)
@given(seed=SEEDS)
def test_equal_experts_make_a_decision_maker_like_each_of_them(seed):
    a = random_assessment(seed, missing=0.0)
    same = dataclasses.replace(a, quantiles=np.repeat(a.quantiles[:1], len(a.experts), axis=0))
    done = perform(same, ClassicalRule())
    for maker in done.makers:
        assert maker.quantiles == pytest.approx(same.quantiles[0], rel=1e-9)
        assert maker.calibration == pytest.approx(done.model.calibration[0])


@settings(max_examples=30)
@given(seed=SEEDS)
def test_an_expert_of_weight_0_changes_no_quantile(seed):
    a = random_assessment(seed, missing=0.0)
    model = ClassicalModel(assessment=a, rule=ClassicalRule())
    weights = np.ones_like(a.answered)
    weights[0] = 0
    fewer = np.ones((len(a.experts) - 1, len(a.items)))
    found = model.combine("", weights)
    shares = found.weights
    assert shares[0].tolist() == [0] * len(a.items)
    assert shares[1:] == pytest.approx(fewer / fewer.sum(axis=0))


@settings(max_examples=30)
@given(seed=SEEDS, factor=st.floats(0.1, 10), shift=st.floats(-5, 5))
def test_units_change_nothing(seed, factor, shift):
    """A uniform item in other units, a log item multiplied: scores stay, quantiles follow."""
    a = random_assessment(seed)
    uniform = np.array([scale == "uniform" for scale in a.scales])
    log = np.array([scale == "log" for scale in a.scales])
    times = np.where(uniform | log, factor, 1.0)
    plus = np.where(uniform, shift, 0.0)
    moved = dataclasses.replace(
        a,
        quantiles=a.quantiles * times[:, None] + plus[:, None],
        realisations=a.realisations * times + plus,
    )
    one, other = (perform(x, ClassicalRule()) for x in (a, moved))
    assert other.model.information_all == pytest.approx(one.model.information_all, abs=1e-7)
    assert other.weights == pytest.approx(one.weights, abs=1e-7)


def test_a_missing_answer_leaves_an_item_to_the_others():
    a = smoke()
    quantiles = a.quantiles.copy()
    quantiles[6, 0] = np.nan
    model = ClassicalModel(
        assessment=dataclasses.replace(a, quantiles=quantiles), rule=ClassicalRule()
    )
    assert model.assessment.number == 9
    shares = model.combine("", model.weights("global", 0.0)).weights
    assert shares[6, 0] == 0
    assert shares.sum(axis=0) == pytest.approx(np.ones(10))
    alone = model.combine("", model.weights("global", model.calibration[6]))
    assert np.isnan(alone.quantiles[0]).all()
    assert not np.isnan(alone.quantiles[1:]).any()


def test_cut_off_power_and_user_weights():
    done = perform(smoke(), ClassicalRule(cut_off=0.1, power=0.5), {"Ex1": 1.0, "Ex2": 3.0})
    assert done.record.cut_off == 0.1
    assert {e for e, weight in done.weights.items() if weight} == {
        "Ex2",
        "Ex4",
        "Ex5",
        "Ex6",
        "Ex7",
        "Ex1",
    } & {e for e, c in zip(tobacco.EXPERTS, done.model.calibration, strict=True) if c >= 0.1}
    weaker = ClassicalModel(assessment=smoke(), rule=ClassicalRule(power=0.5)).calibration
    full = ClassicalModel(assessment=smoke(), rule=ClassicalRule()).calibration
    assert (weaker > full).all()
    assert done.makers[-1].name == "user weights"
    assert done.makers[-1].weights[:2, 0].tolist() == [0.25, 0.75]
    with pytest.raises(ValueError, match=r"no expert's calibration reaches the cut-off 0\.99"):
        perform(smoke(), ClassicalRule(cut_off=0.99))


def test_experts_at_the_cut_off_are_in_though_rounding_puts_them_below():
    model = ClassicalModel(assessment=smoke(), rule=ClassicalRule())
    cut_off = model.calibration[6] + 5e-10
    assert model.weights("global", cut_off)[6, 0] > 0


def test_few_seeds_and_low_scores_are_warned_of():
    few = reordered(smoke(), list(range(7)), [0, 2, 5])
    warnings = perform(few, ClassicalRule()).warnings()
    assert warnings[0] == phrase("seed.few-questions", questions=Count(3, "seed-question"))
    codes = [warning.code for warning in perform(smoke(), ClassicalRule()).warnings()]
    assert "seed.badly-calibrated" in codes
    frame = perform(smoke(), ClassicalRule()).frame()
    assert next(iter(frame.query("kind == 'decision maker'").index)) == "equal weights"
    assert len(frame) == 12
