"""What hangs on one expert or seed, how far answers lie apart, and whether scores are chance."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalModel, ClassicalRule
from elicitation.classical.robustness import discrepancy, of_record, robustness
from elicitation.classical.validation import out_of_sample, random_experts
from tests.oracles import tobacco

RULE = ClassicalRule()
LEVELS = np.array([0.05, 0.5, 0.95])


def of(quantiles, realisations) -> Assessment:
    said = np.asarray(quantiles, dtype=float)
    return Assessment(
        experts=tuple(f"E{n}" for n in range(len(said))),
        items=tuple(f"S{n}" for n in range(said.shape[1])),
        scales=("uniform",) * said.shape[1],
        probabilities=LEVELS,
        quantiles=said,
        realisations=np.asarray(realisations, dtype=float),
    )


TOBACCO = Assessment(
    experts=tobacco.EXPERTS,
    items=tobacco.ITEMS,
    scales=("uniform",) * len(tobacco.ITEMS),
    probabilities=tobacco.PROBABILITIES,
    quantiles=tobacco.QUANTILES,
    realisations=tobacco.REALISATIONS,
)


def test_leaving_out_is_never_having_asked() -> None:
    """Against arrays that were cut by hand, ranges, scores and cut-off made anew."""
    rows = {(row.kind, row.left): row.maker for row in robustness(TOBACCO, RULE)}
    assert len(rows) == len(tobacco.EXPERTS) + len(tobacco.ITEMS)
    for place, expert in enumerate(tobacco.EXPERTS):
        fewer = dataclasses.replace(
            TOBACCO,
            experts=tuple(e for e in tobacco.EXPERTS if e != expert),
            quantiles=np.delete(tobacco.QUANTILES, place, axis=0),
        )
        again = ClassicalModel(assessment=fewer, rule=RULE).optimised("global")
        assert rows["expert", expert].combined == pytest.approx(again.combined, rel=1e-12)
    for place, item in enumerate(tobacco.ITEMS):
        fewer = dataclasses.replace(
            TOBACCO,
            items=tuple(i for i in tobacco.ITEMS if i != item),
            scales=TOBACCO.scales[1:],
            quantiles=np.delete(tobacco.QUANTILES, place, axis=1),
            realisations=np.delete(tobacco.REALISATIONS, place),
        )
        again = ClassicalModel(assessment=fewer, rule=RULE).optimised("global")
        assert rows["seed", item].combined == pytest.approx(again.combined, rel=1e-12)


def test_only_the_expert_who_carries_all_the_weight_moves_the_quantiles() -> None:
    moved = {r.left: r.information_shift for r in robustness(TOBACCO, RULE) if r.kind == "expert"}
    assert moved.pop("Ex7") > 0.5
    assert max(moved.values()) == pytest.approx(0.0, abs=1e-12)


def test_a_panel_of_one_and_a_single_seed_have_nothing_to_leave_out() -> None:
    alone = of([[[1, 2, 3], [1, 2, 3]]], [1.5, 2.5])
    assert {row.kind for row in robustness(alone, RULE)} == {"seed"}
    once = of([[[1, 2, 3]], [[2, 3, 4]]], [2.5])
    assert {row.kind for row in robustness(once, RULE)} == {"expert"}


def test_a_cut_off_nobody_reaches_makes_no_decision_maker() -> None:
    far = of([[[1, 2, 3]] * 9, [[2, 3, 4]] * 9], [99.0] * 9)
    strict = ClassicalRule(cut_off=0.9)
    assert of_record(far, strict) is None
    assert robustness(far, strict) == ()


def test_discrepancy_by_hand() -> None:
    """Two densities with nothing in common lie ln 2 from their mean; equal ones lie at 0."""
    same = of([[[1, 2, 3]], [[1, 2, 3]]], [2.0])
    assert discrepancy(same, RULE) == pytest.approx(np.zeros((2, 1)))
    low, high = [1.0, 2.0, 3.0], [1.0, 2.0, 5.0]
    found = discrepancy(of([[low], [high]], [2.0]), RULE)
    ends = (1 - 0.4, 5 + 0.4)  # a tenth of the width of 4 beyond either end

    def masses(quantiles):
        """Of the four parts between .6, 1, 2, 3, 5 and 5.4, the third and fourth split evenly."""
        levels = [0, 0.05, 0.5, 0.95, 1]
        return np.diff(
            np.interp([ends[0], 1, 2, 3, 5, ends[1]], [ends[0], *quantiles, ends[1]], levels)
        )

    one, other = masses(low), masses(high)
    mean = (one + other) / 2
    for expert, own in enumerate((one, other)):
        assert found[expert, 0] == pytest.approx((own * np.log(own / mean)).sum())
    far = of([[[0, 1e-6, 2e-6]], [[1, 1 + 1e-6, 1 + 2e-6]]], [0.5])
    assert discrepancy(far, RULE).min() == pytest.approx(0.9 * math.log(2), abs=0.12)
    missing = of([[[1, 2, 3]], [[np.nan] * 3]], [2.0])
    assert np.isnan(discrepancy(missing, RULE)[1, 0])


def test_random_experts_are_told_from_real_ones() -> None:
    """Of experts alike every panel does as well; one good among bad ones is no chance."""
    truths = np.arange(12.0)
    hit = [
        [t - 2 + s, t + s, t + 2 + s] for t, s in zip(truths, np.tile([0.5, -0.5], 6), strict=True)
    ]
    miss = [[t + 5, t + 6, t + 7] for t in truths]
    alike = random_experts(of([hit, hit, hit], truths), RULE, panels=50)
    assert (alike.mean, alike.best, alike.spread) == (1.0, 1.0, 1.0)
    apart = random_experts(of([hit, miss, miss], truths), RULE, panels=400)
    assert max(apart.mean, apart.best, apart.spread) < 0.02
    assert apart == random_experts(of([hit, miss, miss], truths), RULE, panels=400)


def test_out_of_sample_of_experts_alike_and_of_one_good_among_bad_ones() -> None:
    truths = np.arange(10.0)
    hit = [
        [t - 2 + s, t + s, t + 2 + s] for t, s in zip(truths, np.tile([0.5, -0.5], 5), strict=True)
    ]
    miss = [[t + 5, t + 6, t + 7] for t in truths]
    alike = out_of_sample(of([hit, hit], truths), RULE)
    assert alike is not None
    assert (alike.splits, alike.all, alike.training, alike.held_out) == (45, True, 8, 2)
    assert alike.combined == pytest.approx(1.0)
    apart = out_of_sample(of([hit, miss, miss], truths), RULE)
    assert apart is not None
    assert apart.better > 0.9
    assert apart.combined == pytest.approx(apart.accuracy * apart.information)
    assert out_of_sample(of([hit[:3]], truths[:3]), RULE) is None


def test_one_split_by_hand() -> None:
    """Weights of the first four seeds, scores on the fifth, with the ranges of all who answered."""
    rng = np.random.default_rng(5)
    said = np.sort(rng.uniform(0, 10, (3, 5, 3)), axis=-1)
    one = of(said, rng.uniform(0, 10, 5))
    found = out_of_sample(one, RULE)
    assert found is not None
    ratios = []
    for held in range(5):
        rest = [i for i in range(5) if i != held]
        part = of(said[:, rest], one.realisations[rest])
        model = ClassicalModel(assessment=part, rule=RULE)
        best = model.optimised("global")
        test = ClassicalModel(assessment=of(said[:, [held]], one.realisations[[held]]), rule=RULE)
        even = np.ones((3, 1))
        scored = test.combine("p", best.weights[:, :1]), test.combine("e", even)
        ratios.append(scored[0].calibration / scored[1].calibration)
    assert found.accuracy == pytest.approx(math.exp(np.mean(np.log(ratios))))
