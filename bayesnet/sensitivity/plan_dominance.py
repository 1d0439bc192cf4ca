"""Say which plans another dominates by the whole distribution of utility, not its mean alone.

Source: Hadar & Russell (1969), see ``decisions.dominance``.
"""

from __future__ import annotations

from collections.abc import Sequence

from bayesnet.decisions.dominance import Dominance, dominance
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.risk import TooManyValues, risk_profile
from bayesnet.decisions.strategy import Strategy

MOST_PROFILED = 24
"""Plans whose distributions are compared, the first of the list: each one takes a pass."""


def dominators(
    pool: DecisionProblem, strategies: Sequence[Strategy]
) -> list[tuple[int, Dominance] | None]:
    """Return for each of the first plans which other dominates it, and how; None for none.

    First order comes before second: nobody who likes more takes the plan, or nobody who dislikes
    risk besides. Empty where the values add up to too many sums for exact distributions.
    """
    try:
        profiles = [risk_profile(pool, plan) for plan in strategies[:MOST_PROFILED]]
    except TooManyValues:
        return []
    found: list[tuple[int, Dominance] | None] = []
    for own, profile in enumerate(profiles):
        others = [(i, dominance(p, profile)) for i, p in enumerate(profiles) if i != own]
        wanted: tuple[Dominance, ...] = ("first", "second")
        ranked = (pair for order in wanted for pair in others if pair[1] == order)
        found.append(next(ranked, None))
    return found
