"""Combine experts' quantiles into a decision maker, and find the cut-off that makes it best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.study.pools import Array
from elicitation.classical.assessment import Assessment
from elicitation.classical.scores import (
    OVERSHOOT,
    bin_counts,
    calibration,
    information,
    intrinsic_ranges,
    mean_over,
)

Kind: TypeAlias = Literal["global", "item"]
SAME = 1e-9
"""Calibration scores this close are the same: an expert at the cut-off is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassicalRule:
    """What is fixed in advance. cut_off: None for the one that makes the best decision maker."""

    cut_off: float | None = None
    overshoot: float = OVERSHOOT
    power: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecisionMaker:
    """A combination of experts, and its scores as if it were one.

    cut_off: NaN where there is none. weights: shape (experts, items), over the experts summing to
    1 for each item that any of them answered. quantiles: shape (items, quantiles), in the items'
    own units. information: mean over the seeds; information_all: over all items.
    """

    name: str
    cut_off: float
    weights: Array
    quantiles: Array
    calibration: float
    information: float
    information_all: float

    @property
    def combined(self) -> float:
        """Return calibration times information, the score that the cut-off is chosen by."""
        return self.calibration * self.information


@dataclass(frozen=True, kw_only=True, eq=False)
class ClassicalModel:
    """The experts of an assessment, scored, and the decision makers that can be made of them."""

    assessment: Assessment
    rule: ClassicalRule

    @cached_property
    def ranges(self) -> Array:
        """Each item's intrinsic range, shape (items, 2)."""
        return intrinsic_ranges(self.assessment, self.rule.overshoot)

    @cached_property
    def counts(self) -> Array:
        """How many true values fell into each expert's bins, shape (experts, bins)."""
        return bin_counts(self.assessment.positions, self.assessment.truths)

    @cached_property
    def calibration(self) -> Array:
        """Each expert's calibration, shape (experts,)."""
        return self._calibration(self.counts)

    @cached_property
    def information_by_item(self) -> Array:
        """Information of each answer, shape (experts, items), NaN where there is none."""
        return information(self.assessment.positions, self.ranges, self.assessment.bins)

    @cached_property
    def information(self) -> Array:
        """Each expert's mean information over the seeds, shape (experts,)."""
        return mean_over(self.information_by_item, self.assessment.seeds)

    @cached_property
    def information_all(self) -> Array:
        """Each expert's mean information over all items, shape (experts,)."""
        return mean_over(self.information_by_item, np.ones(len(self.assessment.items)))

    def weights(self, kind: Kind, cut_off: float) -> Array:
        """Return weights of shape (experts, items), not yet scaled: calibration x information.

        kind ``global`` takes the mean information over the seeds, ``item`` that of each item.
        """
        scores = np.where(self.calibration >= cut_off - SAME, self.calibration, 0.0)
        if kind == "item":
            return scores[:, None] * np.nan_to_num(self.information_by_item)
        return np.repeat((scores * self.information)[:, None], len(self.assessment.items), axis=1)

    def cut_offs(self) -> list[float]:
        """Return the cut-offs that differ in whom they leave out: each calibration score once."""
        found: list[float] = []
        for score in sorted(self.calibration.tolist()):
            if not found or score > found[-1] + SAME:
                found.append(score)
        return found

    def optimised(self, kind: Kind) -> DecisionMaker:
        """Return the decision maker of the best combined score; of equals, with most experts."""
        name = f"{kind} weights, optimised"
        made = [self.combine(name, self.weights(kind, cut), cut) for cut in self.cut_offs()]
        best = max(maker.combined for maker in made)
        return next(maker for maker in made if maker.combined >= best - SAME)

    def combine(self, name: str, weights: Array, cut_off: float = np.nan) -> DecisionMaker:
        """Return the decision maker of any weights of shape (experts, items), and its scores."""
        counted = weights * self.assessment.answered
        total = counted.sum(axis=0)
        shares = counted / np.where(total > 0, total, 1.0)
        positions = np.array(
            [
                _quantiles(*self._knots[item], shares[:, item], self.assessment.probabilities)
                for item in range(len(self.assessment.items))
            ]
        )
        each = information(positions, self.ranges, self.assessment.bins)
        return DecisionMaker(
            name=name,
            cut_off=cut_off,
            weights=shares,
            quantiles=self.assessment.off_scale(positions),
            calibration=float(self._calibration(bin_counts(positions, self.assessment.truths))),
            information=float(mean_over(each, self.assessment.seeds)),
            information_all=float(mean_over(each, np.ones(len(each)))),
        )

    def _calibration(self, counts: Array) -> Array:
        number = self.assessment.number
        return calibration(counts, self.assessment.bins, number, self.rule.power)

    @cached_property
    def _knots(self) -> list[tuple[Array, Array]]:
        """For each item where any CDF bends, and every expert's CDF there (0 if not answered)."""
        tau = np.concatenate([[0.0], self.assessment.probabilities, [1.0]])
        found = []
        for item, (low, high) in enumerate(self.ranges):
            answers = self.assessment.positions[:, item]
            there = self.assessment.answered[:, item] > 0
            knots = np.unique(np.concatenate([[low, high], answers[there].ravel()]))
            below = np.zeros((len(answers), len(knots)))
            for expert in np.flatnonzero(there):
                bends = np.concatenate([[low], answers[expert], [high]])
                below[expert] = np.interp(knots, bends, tau)
            found.append((knots, below))
        return found


def _quantiles(knots: Array, below: Array, shares: Array, probabilities: Array) -> Array:
    """Return where the mixture of piecewise linear CDFs reaches the probabilities."""
    if not shares.any():
        return np.full(len(probabilities), np.nan)
    return np.interp(probabilities, shares @ below, knots)
