"""State a decision problem: chance tables, decisions in time order, utilities that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.query import Network
from bayesnet.separation import no_forgetting, requisite_information


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityTerm:
    """One summand of the utility: values have shape (*sizes of scope, worlds or 1)."""

    name: str
    scope: Scope
    values: Array


@dataclass(frozen=True, kw_only=True)
class DecisionProblem:
    """What is to be decided.

    network: sizes of all variables, tables of the chance variables.
    decisions: what is known at each, in time order.
    recall: ``perfect`` adds to that all that was known or decided before.
    seen: evidence that is in before the first decision.
    """

    network: Network
    decisions: Mapping[str, tuple[str, ...]]
    utilities: tuple[UtilityTerm, ...]
    recall: Literal["perfect", "limited"]
    seen: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def chance_parents(self) -> Mapping[str, tuple[str, ...]]:
        """Parents of every chance variable."""
        return {name: table.scope[:-1] for name, table in self.network.tables.items()}

    @cached_property
    def utility_scopes(self) -> Mapping[str, Scope]:
        """Scope of every summand, under a name that no variable has."""
        return {f"value {i} of {u.name}": u.scope for i, u in enumerate(self.utilities)}

    @cached_property
    def information(self) -> Mapping[str, tuple[str, ...]]:
        """What is known at each decision and can matter there."""
        known = dict(self.decisions)
        if self.recall == "perfect":
            known = no_forgetting(known)
        # What is seen beforehand is the same in every case: no rule needs to tell it apart.
        known = {d: tuple(v for v in seen if v not in self.seen) for d, seen in known.items()}
        return requisite_information(self.chance_parents, known, self.utility_scopes)

    @cached_property
    def worlds(self) -> int:
        """Length of the tables' last axis."""
        lengths = [table.values.shape[-1] for table in self.network.tables.values()]
        return max([*lengths, *(term.values.shape[-1] for term in self.utilities)], default=1)
