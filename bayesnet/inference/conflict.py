"""Measure whether findings contradict each other: do they support one another, as they should?

Findings that come from one coherent case are usually more probable together than if they had
nothing to do with each other. Where they are less, either the case is rare, or a finding is wrong,
or the model does not fit.

Source: Jensen, Chamberlain, Nordahl & Jensen (1991), Analysis in HUGIN of data conflict,
Uncertainty in Artificial Intelligence 6 (conference of 1990), pages 519-528.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, posteriors
from bayesnet.rounding import steady


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """How much findings contradict each other, in bits; above 0 is conflict, below 0 support.

    total: log2 of prod P(e_i) / P(e), shape (worlds,).
    shares: by finding, log2 of P(e_i) P(the others) / P(e), shape (worlds,): its conflict with all
    the others taken together. Shares do not add up to the total.
    """

    total: Array
    shares: Mapping[str, Array]

    def culprits(self, world: int = 0) -> tuple[str, ...]:
        """Return the findings, most conflicting first in one world; equals as they were given."""
        return tuple(sorted(self.shares, key=lambda name: -steady(float(self.shares[name][world]))))


def conflict(
    network: Network, *, seen: Mapping[str, int], set: Mapping[str, int] | None = None
) -> Conflict:
    """Return Jensen's conflict measure of what was seen and every finding's share of it, in bits.

    All probabilities are those after ``set``. Fewer than two findings have conflict 0. A large
    measure is a reason to look again, never a proof of error: a rare case that one hypothesis
    explains looks the same.
    Raises ImpossibleEvidence where the findings, together or one alone, have probability 0.
    """
    worlds = max((table.values.shape[-1] for table in network.tables.values()), default=1)

    def bits(findings: Mapping[str, int]) -> Array:
        """Return log2 P(findings), shape (worlds,)."""
        if not findings:
            return np.zeros(worlds)
        answer = posteriors(network, set=set, seen=findings, targets=tuple(findings))
        return np.broadcast_to(answer.log_probability / np.log(2), (worlds,))

    together = bits(seen)
    alone = {name: bits({name: state}) for name, state in seen.items()}
    others = {name: bits({n: s for n, s in seen.items() if n != name}) for name in seen}
    return Conflict(
        total=sum(alone.values(), start=np.zeros(worlds)) - together,
        shares={name: alone[name] + others[name] - together for name in seen},
    )
