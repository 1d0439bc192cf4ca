"""Define the influence diagram: nodes, arcs, assumptions, outcomes and weights, not numbers.

Everything here is a frozen value. The conditional tables live apart (``cpds``, ``priors``), because
one diagram is used with many experts' numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from bayesnet.graph import descendants

Name: TypeAlias = str
State: TypeAlias = str
Sign: TypeAlias = Literal["+", "-", "mixed"]
Status: TypeAlias = Literal["solid", "caveat", "unsupported"]
PEDIGREE = ("proxy", "empirical", "method", "validation", "agreement")
"""Criteria of a number's pedigree (Funtowicz & Ravetz 1990; van der Sluijs et al. 2005)."""
BEST_GRADE = 4
SCALE = 100.0
"""Utilities without a unit of their own go from 0 to it."""
OTHERS = ("other_party", "adversary")
"""Roles of what somebody else does, whose way of responding no setting here changes."""
MINDS = ("belief", "perception")
"""Roles of what somebody believes."""
ROLES = ("context", "mechanism", *MINDS, *OTHERS, "outcome", "indicator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a node means, sharply enough that a stranger could say later which state occurred.

    text: who, what, measured how, with the cut-offs of every state.
    by: the day on which the state is settled.
    settled_by: the source or panel that settles it.
    article: labels of the article's paragraphs it comes from.
    """

    text: str
    by: dt.date | None = None
    settled_by: str = ""
    article: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceNode:
    """An uncertain quantity with exhaustive, exclusive states.

    parents: direct causes, in the order of the table's axes.
    role: one of ``ROLES``, what kind of quantity it is; mechanism where nothing is said.
    perceiver: whose belief it is, where it is one; else empty.
    resolvable: whether the world will ever tell its state; if not, it is never scored.
    settable: whether ``set`` makes sense: somebody who is advised could make it so.
    module: the named part of the diagram it is drawn in.
    pedigree: how well its numbers are founded, from 0 (guess) to 4, by criterion of ``PEDIGREE``.
    state_labels: what a person reads of each state, in their order; empty where that is the state.
    ask: the question for it as experts read it behind its situation; empty for one made of labels.
    decided_by: the agent who decides it, or whose choice it shows; empty for nobody.
    """

    name: Name
    label: str
    states: tuple[State, ...]
    parents: tuple[Name, ...]
    definition: Definition
    role: str
    perceiver: str = ""
    resolvable: bool = True
    settable: bool = False
    module: str = ""
    pedigree: Mapping[str, int] = field(default_factory=dict)
    state_labels: tuple[str, ...] = ()
    ask: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNode:
    """A choice of those who are advised; ``informed_by`` is what is known when it is made.

    state_labels: what a person reads of each option, in their order; empty where that is the state.
    """

    name: Name
    label: str
    states: tuple[State, ...]
    informed_by: tuple[Name, ...]
    definition: Definition
    horizon_note: str = ""
    module: str = ""
    state_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityNode:
    """One attribute of value: the sum over parents of ``scores[parent][state]``, or a table.

    scores: on 0 to 100, where the parents add up. table: where they do not, a value for each
    combination of the parents' states, in their order. One of the two is empty.
    blank: both are, as the values are still to be filled in.
    """

    name: Name
    label: str
    parents: tuple[Name, ...]
    scores: Mapping[Name, Mapping[State, Decimal]]
    definition: Definition
    table: Mapping[tuple[State, ...], Decimal] = field(default_factory=dict)
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Why one node points at another: the claim in our words, its source, the contrary."""

    parent: Name
    child: Name
    claim: str
    article: tuple[str, ...] = ()
    sign: Sign = "mixed"
    contrary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something the diagram takes for granted.

    arcs: (parent, child) pairs that lean on it.
    if_false: what would change; ``structure`` names the alternative that shows it, if there is one.
    """

    id: str
    text: str
    arcs: tuple[tuple[Name, Name], ...]
    status: Status
    if_false: str
    structure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A probability that answers are given in: that ``node`` ends in one of ``states``.

    better: which way it should go; empty where nobody says.
    """

    id: str
    label: str
    node: Name
    states: tuple[State, ...]
    better: Literal["lower", "higher", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSet:
    """How much each attribute counts for one stakeholder; the weights sum to 1."""

    id: str
    label: str
    weights: Mapping[Name, Decimal]


@dataclass(frozen=True, kw_only=True)
class InfluenceDiagram:
    """Decisions, uncertain quantities and values, and what leads to what.

    as_of, horizon_end: the first and the last day of what is looked at; None where nobody says.
    recall: ``perfect`` (what was known at an earlier decision is known at a later one; the order of
    ``decisions`` is the order in time) or ``limited`` (exactly what is drawn is known).
    illustrative: true while any number shipped with the model is a placeholder.
    final: whether the author says that none is one: leaving ``illustrative`` out says nothing.
    reaction_note: what a reader must know of the reactions to what is set; empty for what the roles
    say.
    value_unit: what utilities are counted in, such as euro, and weights are any numbers; empty for
    points from 0 to 100 with weights that sum to 1.
    """

    id: str
    title: str
    question: str
    decision_maker: str
    as_of: dt.date | None
    horizon_end: dt.date | None
    source: str
    recall: Literal["perfect", "limited"]
    illustrative: bool
    notice: str
    structure: str
    structure_label: str
    chance: Mapping[Name, ChanceNode]
    decisions: Mapping[Name, DecisionNode]
    utilities: Mapping[Name, UtilityNode]
    arcs: tuple[Arc, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    weight_sets: Mapping[str, WeightSet] = field(default_factory=dict)
    default_weights: str = ""
    value_unit: str = ""
    final: bool = False
    reaction_note: str = ""

    @cached_property
    def reaction(self) -> str:
        """Return the caveat on whatever is set; empty where nobody reacts in the model.

        In its author's words, or made of the role of those nodes that somebody else decides (the
        caveat: Ramiah, Smith et al. 2024).
        """
        if self.reaction_note:
            return self.reaction_note
        roles = dict.fromkeys(node.role for node in self.chance.values() if node.role in OTHERS)
        if not roles:
            return ""
        who = " and ".join(f"the {role.replace('_', ' ')}'s" for role in roles)
        return f"Each assumes that {who} way of responding stays as it is."

    def largest(self, values: Iterable[float]) -> float:
        """Return what utilities that are shown together are measured by, for their digits.

        The largest of them where they are counted in a unit of their own, else the end of 0 to 100.
        """
        return max(map(abs, values), default=0.0) if self.value_unit else SCALE

    @property
    def scale(self) -> str:
        """Return the words behind an expected utility."""
        return self.value_unit or "of 100"

    @property
    def points(self) -> str:
        """Return the words for what differences of expected utility are counted in."""
        return self.value_unit or "points of 100"

    @property
    def reach(self) -> str:
        """Return the words behind what a value is: on which scale, or counted in what."""
        return f"in {self.value_unit}" if self.value_unit else "on 0 to 100"

    @property
    def unit(self) -> str:
        """Return the word behind a difference of expected utility within a sentence."""
        return self.value_unit or "points"

    @cached_property
    def states(self) -> Mapping[Name, tuple[State, ...]]:
        """States of every chance and decision node."""
        decided = {name: node.states for name, node in self.decisions.items()}
        return decided | {name: node.states for name, node in self.chance.items()}

    @cached_property
    def state_labels(self) -> Mapping[Name, Mapping[State, str]]:
        """What a person reads of every state, of the nodes whose file gives their states labels."""
        nodes: tuple[DecisionNode | ChanceNode, ...] = (
            *self.decisions.values(),
            *self.chance.values(),
        )
        return {
            node.name: dict(zip(node.states, node.state_labels, strict=True))
            for node in nodes
            if node.state_labels
        }

    def state_label(self, name: Name, state: State) -> str:
        """Return a state as a person reads it: its label, or its name as words."""
        return self.state_labels.get(name, {}).get(state) or state.replace("_", " ")

    @cached_property
    def sizes(self) -> Mapping[Name, int]:
        """Number of states of every chance and decision node."""
        return {name: len(states) for name, states in self.states.items()}

    @cached_property
    def nodes(self) -> Mapping[Name, DecisionNode | ChanceNode | UtilityNode]:
        """Every node of any kind, decisions first."""
        nodes: dict[Name, DecisionNode | ChanceNode | UtilityNode] = {**self.decisions}
        return nodes | {**self.chance} | {**self.utilities}

    @cached_property
    def labels(self) -> Mapping[Name, str]:
        """Label of every node of any kind."""
        return {name: node.label for name, node in self.nodes.items()}

    @cached_property
    def causal_parents(self) -> Mapping[Name, tuple[Name, ...]]:
        """Direct causes of every node; decisions have none, information arcs are left out."""
        causes: dict[Name, tuple[Name, ...]] = dict.fromkeys(self.decisions, ())
        causes |= {name: node.parents for name, node in self.chance.items()}
        causes |= {name: node.parents for name, node in self.utilities.items()}
        return causes

    @cached_property
    def parents(self) -> Mapping[Name, tuple[Name, ...]]:
        """All arcs drawn: causes of chance and utility nodes, information of decisions."""
        return {
            **self.causal_parents,
            **{name: node.informed_by for name, node in self.decisions.items()},
        }

    def outcome(self, outcome_id: str) -> Outcome:
        """Return the outcome of that id; raises KeyError if there is none."""
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return outcome
        raise KeyError(outcome_id)

    def reached_from(self, sources: set[Name]) -> set[Name]:
        """Return every node that a causal path leads to from ``sources``, them excluded."""
        return descendants(self.causal_parents, *sources)
