"""Draw an agent's weights: the same places of every expert's ranges, so that experts differ alone.

Latin hypercube (McKay, Beckman & Conover 1979, Technometrics 21:239): each number's range is cut
into equally likely slices, every slice is used once, in an order of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from bayesnet.cpds.parameter import Array
from bayesnet.study.agents.agent import Agent, Uncertain

KEPT = 128
"""Numbers whose draws are kept."""
PERT_SHAPE = 4.0
"""How much the likeliest value counts, the ends counting 1 each (Clark 1962), as for questions."""


def samples(agent: Agent, experts: Sequence[str]) -> Mapping[str, Array]:
    """Return every uncertain number of an agent, by name, shape (experts, samples).

    The same for the same agent and seed; a number of its own leaves the others as they were.
    """
    seen = [agent.uncertain(expert) for expert in experts]
    return {
        key: np.stack([_drawn(own[key], agent.id, key, agent.seed, agent.samples) for own in seen])
        for key in agent.uncertain("")
    }


@lru_cache(maxsize=KEPT)
def _drawn(number: Uncertain, agent: str, key: str, seed: int, many: int) -> Array:
    """Return a number's draws, kept: variants of an agent ask for the same ones again."""
    drawn = quantiles(number, places(agent, key, seed, many))
    drawn.flags.writeable = False
    return drawn


def places(agent: str, key: str, seed: int, many: int) -> Array:
    """Return the shares of a number's distribution that are used, shape (many,)."""
    digest = int.from_bytes(hashlib.sha256(f"{agent} {key}".encode()).digest(), "big")
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, digest))))
    return np.asarray((random.permutation(many) + 0.5) / many)


def quantiles(number: Uncertain, shares: Array) -> Array:
    """Return the values below which these shares of a number's distribution lie.

    A beta-PERT between the ends where one value is likeliest, else uniform.
    """
    span = number.high - number.low
    if span <= 0:
        return np.full(shares.shape, number.centre)
    if number.best is None:
        return number.low + span * shares
    from scipy.special import betaincinv  # noqa: PLC0415 - takes a fifth of a second to import

    place = (number.best - number.low) / span
    inside = betaincinv(1 + PERT_SHAPE * place, 1 + PERT_SHAPE * (1 - place), shares)
    return np.asarray(number.low + span * inside)
