"""Rank variables by how much learning them would tell about another: mutual information.

Sources: Shannon (1948), A mathematical theory of communication, Bell System Technical Journal 27;
Pearl (1988), Probabilistic Reasoning in Intelligent Systems, chapter 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, posteriors
from bayesnet.messages.remedies import did_you_mean
from bayesnet.messages.terminal import terminal

_NOISE_DIGITS = 12
"""Values that differ by less than rounding are equal when they are ranked."""


def mutual_information(
    network: Network,
    target: str,
    *,
    among: Sequence[str] | None = None,
    set: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None,
) -> Mapping[str, Array]:
    """Return I(target; X | evidence) in bits for each candidate X, the largest in world 0 first.

    Each has shape (worlds,), is at least 0 (0 up to 1e-12 where X is d-separated from the target)
    and at most the entropy of either; it says what learning X is worth on average, not what one
    state of X would do. X equal to the target gives the target's entropy; what is set or seen
    gives 0. Equals stand in the order of ``among``, by default that of the network: every variable
    with a table that is not the target, set or seen.

    Raises ValueError for an unknown name and ImpossibleEvidence where the evidence cannot occur.
    A target state that is impossible in some worlds or all is no evidence, and does not raise.
    """
    set, seen = set or {}, seen or {}
    known = {target, *set, *seen}
    if among is None:
        among = [name for name in network.sizes if name in network.tables and name not in known]
    for name in (target, *among):
        if name not in network.sizes:
            near = terminal().remedies([did_you_mean(name, network.sizes)])
            raise ValueError(f"there is no variable '{name}'; {near}")
    asked = tuple(dict.fromkeys((target, *among)))
    now = posteriors(network, set=set, seen=seen, targets=asked).marginals
    worlds = max((table.values.shape[-1] for table in network.tables.values()), default=1)
    chances = np.broadcast_to(now[target], (network.sizes[target], worlds))
    found = {name: np.zeros(worlds) for name in among}
    for state, chance in enumerate(chances):
        possible = chance > 0
        if not possible.any():
            continue
        # Where the state is impossible, learn nothing instead: the world then has weight 0 below.
        hint = np.where(possible, 0.0, np.ones((network.sizes[target], worlds)))
        hint[state] = 1.0
        then = posteriors(network, set=set, seen=seen, likely={target: hint}, targets=asked)
        for name in found:
            found[name] += chance * _divergence(then.marginals[name], now[name])
    ranked = sorted(found, key=lambda name: -round(float(found[name][0]), _NOISE_DIGITS))
    return {name: np.maximum(found[name], 0.0) for name in ranked}


def _divergence(after: Array, before: Array) -> Array:
    """Return the Kullback-Leibler divergence in bits, (worlds or 1,), from (states, worlds or 1).

    A state without probability before has none after, and adds 0.
    """
    after, before = np.broadcast_arrays(after, before)
    both = (after > 0) & (before > 0)
    # Logs are subtracted, as the quotient may be beyond a double.
    after_bits, before_bits = (np.log2(np.where(both, p, 1.0)) for p in (after, before))
    return np.asarray((after * (after_bits - before_bits)).sum(axis=0))
