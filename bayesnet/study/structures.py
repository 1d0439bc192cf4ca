"""Alternative structures as changes to the model: what another school of thought would draw.

A change works on any expert's tables, so that every structure can be answered with the same
judgements: ``Shift`` adds a parent that moves the odds of one state, ``Attenuate`` takes part of a
dependence away, ``Replace`` puts another CPT with fixed numbers in place of the experts',
``HandOver`` lets an agent decide the node.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from bayesnet.cpds.decided import Decided
from bayesnet.cpds.parameter import Array, Cpd, Domain
from bayesnet.study.agents.agent import Agent
from bayesnet.study.agents.assumed import assumed
from bayesnet.study.agents.questions import informed as told
from bayesnet.study.model import Arc, InfluenceDiagram, Name, State
from bayesnet.study.priors import Priors

Tables: TypeAlias = Mapping[Name, tuple[tuple[Name, ...], Array]]
"""By node: its parents and its table, shape (*parents, child, worlds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A new parent moves the log-odds of one state by a constant for each of its own states.

    The other states keep their proportions.
    """

    node: Name
    parent: Name
    state: State
    by: Mapping[State, float]
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attenuate:
    """The table keeps a share of its dependence on some parents; the rest is the plain average."""

    node: Name
    parents: tuple[Name, ...]
    keep: float
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Another CPT with its own fixed numbers, the same parents."""

    node: Name
    cpd: Cpd
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """An agent decides the node, or it shows what the agent decides; its table is derived.

    parents: what is known then, and for what shows a choice, the choice too.
    """

    node: Name
    parents: tuple[Name, ...]
    agent: Agent
    claim: str = ""


Adjustment: TypeAlias = Shift | Attenuate | Replace | HandOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A structure: the diagram and CPTs it results in, and the changes that lead there."""

    id: str
    label: str
    text: str
    sources: tuple[str, ...]
    diagram: InfluenceDiagram
    cpds: Mapping[Name, Cpd]
    adjustments: tuple[Adjustment, ...] = field(default=())

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Return who else decides, in the order in which their acts are forecast."""
        return agents_of(self.adjustments)


def agents_of(adjustments: Iterable[Adjustment]) -> tuple[Agent, ...]:
    """Return the agents that nodes are handed over to, each once."""
    handed = [a.agent for a in adjustments if isinstance(a, HandOver)]
    return tuple({agent.id: agent for agent in handed}.values())


def restructure(
    diagram: InfluenceDiagram,
    cpds: Mapping[Name, Cpd],
    adjustments: Sequence[Adjustment],
    *,
    id: str,
    label: str,
    text: str,
    sources: tuple[str, ...],
) -> Structure:
    """Return the structure that the adjustments make of a model; names are taken as checked."""
    chance = dict(diagram.chance)
    methods = dict(cpds)
    arcs = list(diagram.arcs)
    for adjustment in adjustments:
        node = chance[adjustment.node]
        match adjustment:
            case Shift(parent=parent, claim=claim):
                parents = (*node.parents, parent)
                chance[adjustment.node] = dataclasses.replace(node, parents=parents)
                arcs.append(Arc(parent=parent, child=adjustment.node, claim=claim or text))
            case Replace(cpd=cpd):
                methods[adjustment.node] = cpd
            case HandOver(parents=parents, agent=agent, claim=claim):
                chance[adjustment.node] = dataclasses.replace(
                    node, parents=parents, decided_by=agent.id
                )
                methods[adjustment.node] = Decided(domain=_domain(diagram, adjustment))
                kept = {a.parent for a in arcs if a.child == adjustment.node} & {*parents}
                arcs = [a for a in arcs if a.child != adjustment.node or a.parent in kept]
                arcs += [
                    Arc(parent=parent, child=adjustment.node, claim=claim or text)
                    for parent in parents
                    if parent not in kept
                ]
    changed = dataclasses.replace(
        diagram,
        chance=chance,
        arcs=tuple(arcs),
        structure=id,
        structure_label=label,
    )
    note = assumed(agents_of(adjustments), changed) or diagram.reaction_note
    changed = dataclasses.replace(changed, reaction_note=note)
    return Structure(
        id=id,
        label=label,
        text=text,
        sources=sources,
        diagram=changed,
        cpds=methods,
        adjustments=tuple(adjustments),
    )


def informed(structure: Structure, priors: Priors) -> Structure:
    """Return the structure whose agents have the numbers that experts gave of them."""
    changed = {agent.id: told(agent, priors) for agent in structure.agents}
    if all(changed[agent.id] is agent for agent in structure.agents):
        return structure
    note = assumed(tuple(changed.values()), structure.diagram, len(priors.experts))
    return dataclasses.replace(
        structure,
        diagram=dataclasses.replace(structure.diagram, reaction_note=note),
        adjustments=tuple(
            dataclasses.replace(a, agent=changed[a.agent.id]) if isinstance(a, HandOver) else a
            for a in structure.adjustments
        ),
    )


def _domain(diagram: InfluenceDiagram, handed: HandOver) -> Domain:
    states = diagram.states
    parents = tuple((parent, states[parent]) for parent in handed.parents)
    return Domain(child=handed.node, states=states[handed.node], parents=parents)


def tables(structure: Structure, base: Mapping[Name, Array]) -> Tables:
    """Return every node's table under the structure, from the experts' tables for the model.

    ``base`` holds tables of shape (*parents, child, worlds), parents as the model has them. What an
    agent decides has the place of its table alone, which ``agents`` fills.
    """
    changed: dict[Name, tuple[tuple[Name, ...], Array]] = {}
    for name, values in base.items():
        parents = tuple(parent for parent, _ in structure.cpds[name].domain.parents)
        changed[name] = (parents, values)
    for adjustment in structure.adjustments:
        parents, values = changed[adjustment.node]
        match adjustment:
            case Shift():
                changed[adjustment.node] = _shifted(structure.diagram, adjustment, parents, values)
            case Attenuate(parents=weakened, keep=keep):
                axes = tuple(parents.index(parent) for parent in weakened)
                average = values.mean(axis=axes, keepdims=True)
                changed[adjustment.node] = (parents, keep * values + (1 - keep) * average)
            case Replace(cpd=cpd):
                fixed = cpd.table(cpd.placeholder)[..., None]
                changed[adjustment.node] = (parents, np.broadcast_to(fixed, values.shape))
            case HandOver(parents=known):
                place = structure.cpds[adjustment.node].tables({})
                shape = (*place.shape[:-1], values.shape[-1])
                changed[adjustment.node] = (known, np.broadcast_to(place, shape))
    return changed


def _shifted(
    diagram: InfluenceDiagram, shift: Shift, parents: tuple[Name, ...], values: Array
) -> tuple[tuple[Name, ...], Array]:
    row = diagram.states[shift.node].index(shift.state)
    factors = np.exp([shift.by[state] for state in diagram.states[shift.parent]])
    # axes: the parents there were, the new parent, the child, the worlds
    weights = np.ones((len(factors), values.shape[-2], 1))
    weights[:, row, 0] = factors
    odds = values[..., None, :, :] * weights
    return (*parents, shift.parent), odds / odds.sum(axis=-2, keepdims=True)
