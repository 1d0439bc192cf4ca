"""Hold rows out: ask a few rows of a parameterised table directly and say how far off it is.

The rows are the ones a method most easily gets wrong: the middle of all scales, and parents that
pull against each other. Rows that the method itself asks for are not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bayesnet.cpds.noisy_max import NoisyMax
from bayesnet.cpds.parameter import Array, Cpd, Domain, Parameter
from bayesnet.cpds.table import FullTable
from bayesnet.cpds.weighted_sum import WeightedSum

MOST_ROWS = 3
FAR_OFF = 0.15
"""From this misfit on, a direct table is the better method."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """How far a method's row is from the row that was asked directly.

    largest: over the child's states, the largest absolute difference of probabilities.
    """

    key: str
    state: str
    said: float
    made: float

    @property
    def largest(self) -> float:
        """Return the largest difference."""
        return abs(self.said - self.made)

    @property
    def far_off(self) -> bool:
        """Return whether a direct table is advised."""
        return self.largest > FAR_OFF


def check_key(domain: Domain, configuration: Sequence[str]) -> str:
    """Return the key of a held-out row, for example ``x.check[a=low, b=high]``."""
    return f"{domain.child}.check[{domain.when(configuration)}]"


def check_rows(cpd: Cpd, number: int) -> Mapping[str, tuple[str, ...]]:
    """Return up to ``number`` (at most three) held-out configurations by their key.

    None for a full table, whose rows are all asked, nor where experts are not asked.
    """
    if not cpd.asked or isinstance(cpd, FullTable) or not cpd.parameters():
        return {}
    taken = set(_asked_by_method(cpd))
    candidates = dict.fromkeys(c for c in _candidates(cpd.domain) if c not in taken)
    chosen = islice(candidates, min(number, MOST_ROWS))
    return {check_key(cpd.domain, configuration): configuration for configuration in chosen}


def check_parameters(cpd: Cpd, number: int) -> tuple[Parameter, ...]:
    """Return the held-out rows as questions."""
    return tuple(
        Parameter(
            key=key,
            node=cpd.domain.child,
            kind="distribution",
            components=cpd.domain.states,
            lower=0.0,
            upper=1.0,
            text=cpd.domain.when(configuration),
        )
        for key, configuration in check_rows(cpd, number).items()
    )


def misfit(cpd: Cpd, table: Array, key: str, said: Sequence[float]) -> Misfit | None:
    """Return how far a row of the method's ``table`` is from what was said, or None for other keys.

    said: the distribution asked directly, in the order of the child's states.
    """
    configuration = check_rows(cpd, MOST_ROWS).get(key)
    if configuration is None:
        return None
    places = (
        s.index(state) for (_, s), state in zip(cpd.domain.parents, configuration, strict=True)
    )
    made = table[tuple(places)]
    state = int(np.abs(np.array(said) - made).argmax())
    return Misfit(
        key=key, state=cpd.domain.states[state], said=float(said[state]), made=float(made[state])
    )


def _candidates(domain: Domain) -> list[tuple[str, ...]]:
    """Return rows in the order of their use: each parent against all others, and the middle."""
    sizes = [states for _, states in domain.parents]

    def against(one: int, top: bool) -> tuple[str, ...]:
        return tuple(s[-1 if (i == one) == top else 0] for i, s in enumerate(sizes))

    middle = tuple(states[len(states) // 2] for states in sizes)
    rows = [against(0, True), middle, against(0, False)]
    rows += [against(i, top) for i in range(1, len(sizes)) for top in (True, False)]
    return [*rows, *islice(domain.configurations(), 20)]


def _asked_by_method(cpd: Cpd) -> list[tuple[str, ...]]:
    """Return the rows that the method asks for itself, in its own words."""
    if isinstance(cpd, WeightedSum):
        return list(cpd.situations)
    if isinstance(cpd, NoisyMax):
        return [
            row
            for row in islice(cpd.domain.configurations(), 5000)
            if sum((p, s) in cpd.links for (p, _), s in zip(cpd.domain.parents, row, strict=True))
            < 2  # noqa: PLR2004
        ]
    return []
