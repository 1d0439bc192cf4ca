"""Say how experts did on the seed questions, and what decision makers they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.messages.facts import Count, Expert, Phrase, phrase
from bayesnet.study.pools import Array
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalModel, ClassicalRule, DecisionMaker
from elicitation.scoring.rules import crps

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

FEW_SEEDS = 10
GOOD = 0.05
"""A calibration score below this is a reason to doubt, as a p-value would be."""
ALONE = 0.995


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Performance:
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

    def frame(self) -> pd.DataFrame:
        """Return a row for each expert, then one for each decision maker; nothing is rounded."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        model = self.model
        weights = self.weights
        experts = [
            {
                "name": expert,
                "kind": "expert",
                "seeds": int(model.counts[index].sum()),
                "calibration": model.calibration[index],
                "information": model.information[index],
                "information_all": model.information_all[index],
                "combined": model.calibration[index] * model.information[index],
                "crps": self.crps[index],
                "weight": weights[expert],
            }
            for index, expert in enumerate(model.assessment.experts)
        ]
        makers = [
            {
                "name": maker.name,
                "kind": "decision maker",
                "seeds": int(model.assessment.number),
                "calibration": maker.calibration,
                "information": maker.information,
                "information_all": maker.information_all,
                "combined": maker.combined,
                "cut_off": maker.cut_off,
            }
            for maker in self.makers
        ]
        return pd.DataFrame([*experts, *makers]).set_index("name")

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
