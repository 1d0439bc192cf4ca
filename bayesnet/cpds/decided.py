"""A table that nobody states: somebody else decides the node, and its forecast is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from bayesnet.cpds.parameter import Array, Domain, ManyValues, Parameter, Values
from bayesnet.messages.facts import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The place of an agent's decision, or of what shows it; ``agents`` derives the table.

    Until then it holds every state equally probable.
    """

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    asked: bool = False
    method: str = "decided"
    additive: bool = False

    def parameters(self) -> tuple[Parameter, ...]:
        """Return no question: what is asked is asked of the agent."""
        return ()

    def table(self, values: Values) -> Array:
        """Return the place of the table, shape (*parents, child)."""
        return np.asarray(self.tables({})[..., 0])

    def tables(self, values: ManyValues) -> Array:
        """Return the place of the table for any number of worlds, shape (*parents, child, 1)."""
        return np.full((*self.domain.shape, 1), 1 / len(self.domain.states))

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return nothing: there are no values."""
        return ()
