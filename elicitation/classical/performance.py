"""Say how experts did on the seed questions, and what decision makers they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.kinds import COUNT, PERSON, TEXT, Kind, decimals
from bayesnet.messages.facts import Count, Expert, Phrase, phrase
from bayesnet.study.pools import Array
from bayesnet.table import Column, ResultTable, Tabled
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalModel, ClassicalRule, DecisionMaker
from elicitation.scoring.rules import crps

if TYPE_CHECKING:
    from collections.abc import Mapping


FEW_SEEDS = 10
GOOD = 0.05
"""A calibration score below this is a reason to doubt, as a p-value would be."""
ALONE = 0.995


SMALL = 0.001
SCORE = Kind(lambda value, _: _score(value), numeric=True)


def _score(value: float) -> str:
    return f"{value:.3f}" if value >= SMALL or not value else f"{value:.0e}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Performance(Tabled):
    """The experts' scores and the decision makers, the equal-weighted one first.

    record: the decision maker whose weights are those of record under performance weights.
    crps: each expert's mean CRPS over the seeds, as a share of the intrinsic range's width.
    """

    model: ClassicalModel
    makers: tuple[DecisionMaker, ...]
    record: DecisionMaker
    crps: Array

    @property
    def weights(self) -> Mapping[str, float]:
        """Return the performance weights by expert, summing to 1: one set for all items."""
        model = self.model
        raw = model.weights("global", self.record.cut_off)[:, 0]
        return dict(zip(model.assessment.experts, (raw / raw.sum()).tolist(), strict=True))

    def quantile_shares(self) -> tuple[tuple[float, float, int], ...]:
        """Return for each quantile its level, the share of true values up to it, and of how many.

        Over all answers of all experts together. Perfect calibration makes level and share equal.
        """
        counts = self.model.counts.sum(axis=0)
        total = counts.sum()
        shares = (counts.cumsum()[:-1] / total).tolist()
        levels = self.model.assessment.probabilities.tolist()
        return tuple(
            (level, share, int(total)) for level, share in zip(levels, shares, strict=True)
        )

    def table(self) -> ResultTable:
        """Return a row for each expert, then one for each decision maker."""
        model, makers = self.model, self.makers
        experts, none = model.assessment.experts, [None] * len(makers)
        weights = [self.weights[expert] for expert in experts]
        product = (model.calibration * model.information).tolist()

        def both(name: str, head: str | None, kind: Kind) -> Column:
            own = getattr(model, name).tolist()
            return Column(name, head, kind, [*own, *(getattr(maker, name) for maker in makers)])

        seeds = [int(model.counts[at].sum()) for at in range(len(experts))]
        seeds += [int(model.assessment.number)] * len(makers)
        kinds = ["expert"] * len(experts) + ["decision maker"] * len(makers)
        return ResultTable(
            columns=[
                Column("name", "", PERSON, [*experts, *(maker.name for maker in makers)]),
                Column("kind", None, TEXT, kinds),
                Column("seeds", "Seeds", COUNT, seeds),
                both("calibration", "Calibration", SCORE),
                both("information", "Information", decimals(2)),
                both("information_all", None, TEXT),
                Column("combined", "Product", SCORE, [*product, *(m.combined for m in makers)]),
                Column("crps", "CRPS", decimals(3), [*self.crps, *none]),
                Column("weight", "Weight", decimals(3), [*weights, *none]),
                Column(
                    "cut_off", None, TEXT, [*[None] * len(experts), *(m.cut_off for m in makers)]
                ),
            ]
        )

    def warnings(self) -> tuple[Phrase, ...]:
        """Return what a reader must know before trusting the weights."""
        model = self.model
        number, weights = model.assessment.number, self.weights
        told = []
        if number < FEW_SEEDS:
            told.append(phrase("seed.few-questions", questions=Count(number, "seed-question")))
        best = max(weights, key=lambda expert: weights[expert])
        if weights[best] > ALONE and len(weights) > 1:
            told.append(phrase("seed.one-carries-all", expert=Expert(best)))
        low = int((model.calibration < GOOD).sum())
        if low:
            facts = {"low": low, "experts": len(weights), "good": GOOD}
            told.append(phrase("seed.badly-calibrated", **facts))
        told.append(phrase("seed.scored-on-their-own-seeds"))
        return tuple(told)


def perform(
    assessment: Assessment, rule: ClassicalRule, user: Mapping[str, float] | None = None
) -> Performance:
    """Return the scores and the five decision makers, and a sixth where the user gives weights.

    Equal, global and item weights with every expert, and both with the cut-off that makes the best
    of them; under a rule with a cut-off of its own also global weights at that. Raises ValueError
    where no expert's score is above 0.
    """
    model = ClassicalModel(assessment=assessment, rule=rule)
    if not model.weights("global", 0.0).any():
        raise ValueError("no expert has a score above 0")
    even = np.ones_like(assessment.answered)
    best = model.optimised("global")
    record = best
    makers = [
        model.combine("equal weights", even),
        model.combine("global weights", model.weights("global", 0.0), 0.0),
        model.combine("item weights", model.weights("item", 0.0), 0.0),
        best,
        model.optimised("item"),
    ]
    if rule.cut_off is not None:
        weights = model.weights("global", rule.cut_off)
        if not weights.any():
            raise ValueError(f"no expert's calibration reaches the cut-off {rule.cut_off:g}")
        record = model.combine("global weights, cut-off as fixed", weights, rule.cut_off)
        makers += [record] if rule.cut_off > 0 else []
    if user is not None:
        given = np.array([user.get(expert, 0.0) for expert in assessment.experts])
        makers.append(model.combine("user weights", even * given[:, None]))
    return Performance(model=model, makers=tuple(makers), record=record, crps=_crps(model))


def _crps(model: ClassicalModel) -> Array:
    """Return each expert's mean CRPS over the seeds, in widths of the intrinsic range."""
    assessment = model.assessment
    levels = np.concatenate([[0.0], assessment.probabilities, [1.0]])
    low, high = model.ranges.T
    scores = np.full(assessment.answered.shape, np.nan)
    for expert, item in np.argwhere((assessment.answered * assessment.seeds) > 0):
        bends = np.concatenate([[low[item]], assessment.positions[expert, item], [high[item]]])
        width = high[item] - low[item]
        scores[expert, item] = crps(bends, levels, assessment.truths[item]) / width
    return np.asarray(np.nanmean(scores, axis=1))
