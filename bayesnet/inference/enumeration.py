"""Sum the joint distribution, state by state: slow, obvious, and the judge of everything faster."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network


def enumerate_marginals(
    network: Network,
    *,
    world: int = 0,
    set: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None,
    likely: Mapping[str, Array] | None = None,
) -> tuple[dict[str, Array], float]:
    """Return every variable's posterior (states,) in one world and the probability of the evidence.

    Where that probability is 0 the marginals are all 0.
    """
    set, seen, likely = set or {}, seen or {}, likely or {}
    names = list(network.sizes)
    weights = {name: np.zeros(network.sizes[name]) for name in names}
    total = 0.0
    for states in itertools.product(*(range(network.sizes[name]) for name in names)):
        at = dict(zip(names, states, strict=True))
        if any(at[n] != s for n, s in set.items()) or any(at[n] != s for n, s in seen.items()):
            continue
        joint = 1.0
        for name, table in network.tables.items():
            if name not in set:
                worlds = table.values.shape[-1]
                joint *= table.values[(*(at[n] for n in table.scope), min(world, worlds - 1))]
        for name, likelihood in likely.items():
            joint *= likelihood[at[name], min(world, likelihood.shape[-1] - 1)]
        total += joint
        for name in names:
            weights[name][at[name]] += joint
    if total > 0:
        weights = {name: weight / total for name, weight in weights.items()}
    return weights, total
