"""Ask what hangs on one expert or one seed, and where experts differ: Excalibur's other tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bayesnet.study.pools import Array
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalModel, ClassicalRule, DecisionMaker

LEAST_SEEDS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut:
    """The decision maker of record when one expert or one seed had never been asked.

    left: its name. information_shift: mean divergence of the new decision maker's quantiles from
    the old one's, in nats, over the items that both have.
    """

    kind: Literal["expert", "seed"]
    left: str
    maker: DecisionMaker
    information_shift: float


def of_record(assessment: Assessment, rule: ClassicalRule) -> DecisionMaker | None:
    """Return the decision maker of global weights at the rule's cut-off; None where there is none.

    There is none where nobody has a weight.
    """
    model = ClassicalModel(assessment=assessment, rule=rule)
    if not model.weights("global", 0.0).any():
        return None
    if rule.cut_off is None:
        return model.optimised("global")
    weights = model.weights("global", rule.cut_off)
    return model.combine("global weights", weights, rule.cut_off) if weights.any() else None


def robustness(assessment: Assessment, rule: ClassicalRule) -> tuple[LeftOut, ...]:
    """Return what leaving out each expert, then each seed, makes of the decision maker of record.

    All is done again without it: ranges, scores, cut-off. Cooke (1991), Experts in Uncertainty,
    ch. 12. Where nobody would have a weight, or no seed would be left, it is left out of the list.
    """
    whole = of_record(assessment, rule)
    return tuple(_left_out(assessment, rule, whole)) if whole else ()


def _left_out(
    assessment: Assessment, rule: ClassicalRule, whole: DecisionMaker
) -> Iterator[LeftOut]:
    experts, items = range(len(assessment.experts)), range(len(assessment.items))
    for expert in experts if len(experts) > 1 else ():
        others = [other for other in experts if other != expert]
        there = [i for i in items if assessment.answered[others, i].any()]
        part = assessment.part(others, there)
        maker = of_record(part, rule) if part.number else None
        if maker is not None:
            moved = _shift(assessment, rule, whole.quantiles[there], maker.quantiles, there)
            name = assessment.experts[expert]
            yield LeftOut(kind="expert", left=name, maker=maker, information_shift=moved)
    seeds = np.flatnonzero(assessment.seeds)
    for seed in seeds if len(seeds) >= LEAST_SEEDS else ():
        others = [other for other in items if other != seed]
        part = assessment.part(list(experts), others)
        maker = of_record(part, rule) if part.number else None
        if maker is not None:
            moved = _shift(assessment, rule, whole.quantiles[others], maker.quantiles, others)
            name = assessment.items[seed]
            yield LeftOut(kind="seed", left=name, maker=maker, information_shift=moved)


def _shift(
    assessment: Assessment,
    rule: ClassicalRule,
    before: Array,
    after: Array,
    items: Sequence[int],
) -> float:
    """Return the mean divergence of the second quantiles from the first, over the whole ranges."""
    model = ClassicalModel(assessment=assessment, rule=rule)
    part = assessment.part(range(len(assessment.experts)), items)
    old, new = (part.on_scale(quantiles) for quantiles in (before, after))
    found = [
        _divergence(_cdf(n, ends), _cdf(o, ends), assessment.probabilities)
        for o, n, ends in zip(old, new, model.ranges[np.asarray(items, dtype=int)], strict=True)
        if not (np.isnan(o).any() or np.isnan(n).any())
    ]
    return float(np.mean(found)) if found else np.nan


def _cdf(quantiles: Array, ends: Array) -> Array:
    return np.concatenate([[ends[0]], quantiles, [ends[1]]])


def _divergence(bends: Array, other: Array, probabilities: Array) -> float:
    """Return the divergence of one piecewise uniform density from another, both given by bends."""
    levels = np.concatenate([[0.0], probabilities, [1.0]])
    knots = np.unique(np.concatenate([bends, other]))
    one, two = (np.diff(np.interp(knots, each, levels)) for each in (bends, other))
    there = one > 0
    return float((one[there] * np.log(one[there] / two[there])).sum())


def discrepancy(assessment: Assessment, rule: ClassicalRule) -> Array:
    """Return how far each answer lies from what all say together, in nats: (experts, items).

    The divergence of the expert's density from the equal-weighted mixture of all who answered; NaN
    where there is no answer. Its mean over experts is the item's discrepancy, over items the
    expert's.
    """
    model = ClassicalModel(assessment=assessment, rule=rule)
    levels = np.concatenate([[0.0], assessment.probabilities, [1.0]])
    found = np.full(assessment.answered.shape, np.nan)
    for item, ends in enumerate(model.ranges):
        there = np.flatnonzero(assessment.answered[:, item])
        bends = [_cdf(assessment.positions[expert, item], ends) for expert in there]
        knots = np.unique(np.concatenate([ends, *bends]))
        masses = np.array([np.diff(np.interp(knots, each, levels)) for each in bends])
        mixture = masses.mean(axis=0)
        ratios = np.where(masses > 0, masses / mixture, 1.0)
        found[there, item] = (masses * np.log(ratios)).sum(axis=1)
    return found
