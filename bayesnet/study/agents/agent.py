"""Say who else decides in the diagram, and what the forecast of its acts is made of.

An agent has decisions, values, what it knows, and beliefs, as we have. Nobody knows its weights, so
each is a quantity with a range; the forecast is the average of its best replies over them (Rios
Insua, Rios & Banks 2009, Adversarial risk analysis, JASA 104:841).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.cpds.parameter import Array, Cpd
from bayesnet.study.model import Name, State

Kind: TypeAlias = Literal["best", "quantal", "prospect", "satisficing"]
KINDS: tuple[Kind, ...] = ("best", "quantal", "prospect", "satisficing")
PARAMETER: Mapping[Kind, str] = {
    "quantal": "precision",
    "prospect": "loss_aversion",
    "satisficing": "aspiration",
}
"""The one number that each way of choosing has; ``best`` has none."""
LEVELS = (0, 1, 2)
Says: TypeAlias = Literal["acting_pays", "misled"]
SAYS: tuple[Says, ...] = ("acting_pays", "misled")
SAMPLES = 1_000
"""Draws of an agent's weights that a forecast is the average of, where the file says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """A number that is known within a range: uniform between the ends, or with a likeliest value.

    best: the likeliest; None where all between low and high is alike.
    """

    low: float
    high: float
    best: float | None = None

    @property
    def centre(self) -> float:
        """Return the likeliest value, or the middle where none is likelier."""
        return (self.low + self.high) / 2 if self.best is None else self.best


def exactly(value: float) -> Uncertain:
    """Return a number that is known."""
    return Uncertain(low=value, high=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentValue:
    """One thing that an agent weighs: a table of worth for each combination of the parents' states.

    table: shape (*parents' sizes); it is multiplied by the weight. reference: with ``prospect``,
    the worth from which on it is a gain.
    """

    name: str
    label: str
    parents: tuple[Name, ...]
    table: Array
    weight: Uncertain
    reference: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedDecision:
    """A node that an agent chooses, and what it knows then. waiting: the state of not acting."""

    node: Name
    knows: tuple[Name, ...]
    waiting: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A node of two states (no, yes) that says something of an agent's choice.

    acting_pays: whether some act is worth more to it than waiting. misled: whether it acts and
    would have waited, had what it knows been as in ``truth``.
    """

    node: Name
    of: Name
    says: Says
    truth: Mapping[Name, State] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Agent:
    """Somebody else who decides.

    decisions: in the order in which they are made. beliefs: its own tables where they differ from
    ours, and what it believes that others decide; absent: a chance node as in this world, a
    decision uniform. behaviour: how it chooses; parameter: the one number of that.
    level: 0 acts by the experts' own table; 1 replies to what it believes of us, as stated; 2 to
    our best plan against itself at level 1.
    views: by expert, numbers of weights (by value) and of the parameter (by its name) that differ.
    answers: by expert, the same as that expert gave them; they prevail over the file's.
    """

    id: str
    label: str
    decisions: tuple[OwnedDecision, ...]
    values: Mapping[str, AgentValue]
    beliefs: Mapping[Name, Cpd] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    behaviour: Kind = "best"
    parameter: Uncertain = field(default_factory=lambda: exactly(1.0))
    level: int = 1
    views: Mapping[str, Mapping[str, Uncertain]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Uncertain]] = field(default_factory=dict)
    samples: int = SAMPLES
    seed: int = 0
    text: str = ""

    def decision(self, node: Name) -> OwnedDecision:
        """Return the decision of that name; raises KeyError if there is none."""
        return {owned.node: owned for owned in self.decisions}[node]

    @property
    def weighed_by(self) -> tuple[str, ...]:
        """Return the experts whose own weights count, for the file's."""
        return tuple(e for e, own in self.answers.items() if own.keys() & self.values.keys())

    def rests_on_file(self, expert: str) -> bool:
        """Return whether a number of the file stands in for one that the expert has not given."""
        own = self.answers.get(expert, {})
        return any(key not in own for key in self.uncertain("") if self._counts(key))

    def _counts(self, key: str) -> bool:
        """Return whether a number does anything: the weight of what is always alike does not."""
        return key not in self.values or bool(np.ptp(self.values[key].table))

    def uncertain(self, expert: str) -> dict[str, Uncertain]:
        """Return every uncertain number as an expert sees it: weights by value, the parameter."""
        own = {name: value.weight for name, value in self.values.items()}
        if self.behaviour in PARAMETER:
            own[PARAMETER[self.behaviour]] = self.parameter
        differing = {**self.views.get(expert, {}), **self.answers.get(expert, {})}
        return own | {key: u for key, u in differing.items() if key in own}
