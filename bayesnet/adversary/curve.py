"""Draw out P(it acts) over how much one value weighs to the agent: the deterrence curve."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.mind import Mind
from bayesnet.adversary.thresholds import Threshold, nearest
from bayesnet.study.named import known_name
from bayesnet.study.pools import Array

STEPS = 81
LEAST = 2.0
"""The curve reaches at least to where the value weighs this many times as much."""
BEYOND = 1.1
"""And so much farther than the farthest threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterrenceCurve:
    """P(it acts) as a function of the factor by which one value weighs.

    factors: (points,), from 0; 1 is among them. acting: (worlds, points), the pool first, then
    each expert. threshold: where it acts half as often; None where none is solved for this value.
    """

    value: str
    factors: Array
    acting: Array
    threshold: Threshold | None

    @property
    def now(self) -> Array:
        """Return P(it acts) as its weights are, (worlds,)."""
        return np.asarray(self.acting[:, int(np.flatnonzero(self.factors == 1.0)[0])])

    @property
    def halved_at(self) -> float:
        """Return the factor at which the pool has it act half as often; nan where there is none."""
        return float(self.threshold.factors[0]) if self.threshold else math.nan


def weighed(mind: Mind, name: str, place: str = "") -> str:
    """Return the name of a value that its decision reaches; raises StudyError. Empty is kept."""
    return known_name("value-of-agent", name, mind.parts, place) if name else ""


def deterrence_curve(answer: Adversary, name: str = "") -> DeterrenceCurve:
    """Return the curve over one value, the one with the nearest threshold if none is named.

    Where no threshold is solved, the value that weighs most. Raises StudyError for an unknown one.
    """
    turned = nearest(answer.thresholds)
    heaviest = max(answer.speaks, key=lambda n: abs(round(answer.speaks[n], 9)))
    value = weighed(answer.mind, name) or (turned.value if turned else heaviest)
    found = next((t for t in answer.thresholds if t.value == value), None)
    reached = [] if found is None else found.factors[~np.isnan(found.factors)].tolist()
    factors = np.linspace(0.0, max(LEAST, *(BEYOND * f for f in reached), LEAST), STEPS)
    factors = np.unique([*factors.tolist(), 1.0])
    return DeterrenceCurve(
        value=value,
        factors=factors,
        acting=np.stack([answer.mind.acting({value: float(f)}) for f in factors], axis=-1),
        threshold=found,
    )
