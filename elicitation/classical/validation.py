"""Ask whether scores tell experts apart, and whether weights hold on seeds they were not made of.

Both draw at random where there are too many cases to do all; a seed makes the draws the same again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from bayesnet.study.pools import Array
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalModel, ClassicalRule
from elicitation.classical.robustness import of_record
from elicitation.classical.scores import bin_counts, calibration

PANELS = 1000
SPLITS = 200
TRAINING = 0.8
"""Of the seeds, in Colson & Cooke (2017)."""
LEAST_SEEDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomExperts:
    """How many of the panels that were scrambled do at least as well as the experts themselves.

    mean, best, spread: the share of scrambled panels whose calibrations have at least the mean, the
    maximum, the standard deviation of the experts'. Small shares speak against the hypothesis that
    experts differ by chance alone.
    """

    panels: int
    mean: float
    best: float
    spread: float


def random_experts(
    assessment: Assessment, rule: ClassicalRule, *, panels: int = PANELS, seed: int = 0
) -> RandomExperts:
    """Return the test of the random expert hypothesis (Marti, Mazzuchi & Cooke 2021).

    Expert Judgement in Risk and Decision Analysis, ch. 3: in a scrambled panel the answers to each
    seed are dealt out anew among those who answered it, so that every expert is a random one.
    """
    model = ClassicalModel(assessment=assessment, rule=rule)
    own = _figures(model.calibration)
    rng = np.random.default_rng(seed)
    positions = assessment.positions
    reached = np.zeros(3)
    for _ in range(panels):
        dealt = positions.copy()
        for item in np.flatnonzero(assessment.seeds):
            there = np.flatnonzero(assessment.answered[:, item])
            dealt[there, item] = positions[rng.permutation(there), item]
        counts = bin_counts(dealt, assessment.truths)
        scores = calibration(counts, assessment.bins, assessment.number, rule.power)
        reached += _figures(scores) >= own - 1e-12
    mean, best, spread = (reached / panels).tolist()
    return RandomExperts(panels=panels, mean=mean, best=best, spread=spread)


def _figures(scores: Array) -> Array:
    return np.array([scores.mean(), scores.max(), scores.std()])


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfSample:
    """Performance weights against equal ones, both on seeds that made no weight.

    splits: how many there are; all: whether these are all that can be made. accuracy, information,
    combined: ratio of the performance-weighted to the equal-weighted score, geometric means over
    the splits; accuracy is calibration. better: share of splits in which the combined one is above
    1.
    """

    splits: int
    all: bool
    training: int
    held_out: int
    accuracy: float
    information: float
    combined: float
    better: float


def out_of_sample(
    assessment: Assessment, rule: ClassicalRule, *, splits: int = SPLITS, seed: int = 0
) -> OutOfSample | None:
    """Return the cross-validation on four fifths of the seeds (Colson & Cooke 2017).

    Reliability Engineering & System Safety 163:109. Weights and cut-off are those of the training
    seeds, both decision makers are scored on the others with the ranges of all answers. None where
    there are fewer than four seeds that everybody answered, or weights can be made in no split.
    """
    seeds = [int(i) for i in np.flatnonzero(assessment.seeds) if assessment.answered[:, i].all()]
    training = round(TRAINING * len(seeds))
    if len(seeds) < LEAST_SEEDS:
        return None
    every = comb(len(seeds), training) <= splits
    rng = np.random.default_rng(seed)
    chosen = (
        [list(each) for each in combinations(seeds, training)]
        if every
        else [sorted(rng.choice(seeds, training, replace=False).tolist()) for _ in range(splits)]
    )
    ratios = [
        ratio
        for each in chosen
        if (ratio := _split(assessment, rule, each, [s for s in seeds if s not in each]))
    ]
    if not ratios:
        return None
    accuracy, informative = np.exp(np.mean(np.log(ratios), axis=0)).tolist()
    return OutOfSample(
        splits=len(ratios),
        all=every,
        training=training,
        held_out=len(seeds) - training,
        accuracy=accuracy,
        information=informative,
        combined=accuracy * informative,
        better=float(np.mean([a * i > 1 for a, i in ratios])),
    )


def _split(
    assessment: Assessment, rule: ClassicalRule, training: list[int], held: list[int]
) -> tuple[float, float] | None:
    experts = range(len(assessment.experts))
    made = of_record(assessment.part(experts, training), rule)
    if made is None:
        return None
    tested = ClassicalModel(assessment=assessment.part(experts, held), rule=rule)
    even = np.ones_like(tested.assessment.answered)
    performance = tested.combine("performance", even * made.weights[:, :1])
    equal = tested.combine("equal", even)
    return performance.calibration / equal.calibration, (
        performance.information / equal.information
    )
