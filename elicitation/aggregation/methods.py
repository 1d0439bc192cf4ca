"""Name every method, what it is in words, and whether it needs the round before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from elicitation.aggregation import averages, mixtures, shifts, weights
from elicitation.aggregation.estimates import Array, Rounds, weighted

Rule: TypeAlias = Callable[[Rounds], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to make many answers one.

    name: aggreCAT's. label: in words. moves: whether it needs answers of the round before.
    rule: returns the probability of each claim.
    """

    name: str
    label: str
    rule: Rule
    moves: bool = False


def by_weight(weight: Rule) -> Rule:
    """Return the mean of the best values under that weight."""
    return lambda rounds: weighted(rounds.now.best, weight(rounds))


_AVERAGES: Mapping[str, tuple[str, Rule]] = {
    "ArMean": ("mean", averages.mean),
    "Median": ("median", averages.median),
    "GeoMean": ("geometric mean, not scaled", averages.geometric),
    "LOArMean": ("mean of log-odds", averages.log_odds),
    "LOGeoMean": ("geometric mean of log-odds", averages.log_odds_product),
    "ProbitArMean": ("mean of probits", averages.probits),
    "BetaArMean": ("mean, pushed out by Beta(6, 6)", averages.beta),
    "BetaArMean2": ("the same outside 0.3 to 0.7", averages.beta_outside),
    "BayTriVar": ("normal posterior of the log-odds", averages.normal_posterior),
    "DistribArMean": ("median of the mean distribution", mixtures.straight),
    "TriDistribArMean": ("the same, of triangles", mixtures.triangular),
}
_WEIGHTS: Mapping[str, tuple[str, Rule]] = {
    "Participant": ("by the study's weights", weights.given),
    "IntWAgg": ("by narrow ranges", weights.narrow),
    "IndIntWAgg": ("by ranges narrow for the expert", weights.narrow_for_oneself),
    "AsymWAgg": ("by asymmetric ranges", weights.asymmetric),
    "IndIntAsymWAgg": ("by narrow and asymmetric ranges", weights.narrow_and_asymmetric),
    "VarIndIntWAgg": ("by how an expert's ranges vary", weights.varied),
    "KitchSinkWAgg": ("by all three", weights.kitchen_sink),
    "OutWAgg": ("by nearness to the median", weights.central),
    "DistLimitWAgg": ("by nearness to 0 or 1", weights.decided),
    "GranWAgg": ("by fine-grained numbers", weights.fine),
}
_SHIFTS: Mapping[str, tuple[str, Rule]] = {
    "ShiftWAgg": ("by how much was moved", shifts.shifted),
    "BestShiftWAgg": ("by the best value's move", shifts.best_shifted),
    "IntShiftWAgg": ("by ranges that narrowed", shifts.narrowed),
    "DistShiftWAgg": ("by moves towards 0 or 1", shifts.moved_out),
    "DistIntShiftWAgg": ("by both of these", shifts.narrowed_and_moved_out),
}
METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        *(Method(name=n, label=label, rule=rule) for n, (label, rule) in _AVERAGES.items()),
        *(Method(name=n, label=label, rule=by_weight(w)) for n, (label, w) in _WEIGHTS.items()),
        *(
            Method(name=n, label=label, rule=by_weight(w), moves=True)
            for n, (label, w) in _SHIFTS.items()
        ),
    )
}
