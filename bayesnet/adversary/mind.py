"""Lay an agent's mind open: what each act is worth to it, value by value, expert by expert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.agents.agent import PARAMETER, Agent, OwnedDecision
from bayesnet.agents.behaviour import reply
from bayesnet.agents.forecast import mind_of
from bayesnet.agents.problem import undecided
from bayesnet.agents.replies import parts, replies
from bayesnet.agents.sampling import samples
from bayesnet.answers.beliefs import joint_belief
from bayesnet.errors import Problem, StudyError, did_you_mean
from bayesnet.inference.query import Table
from bayesnet.study.pools import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study


@dataclass(frozen=True, kw_only=True)
class Mind:
    """One decision of an agent in a scenario.

    parts: what each value adds to the worth of each act, (*known, acts, experts, samples).
    parameter: of its behaviour, (experts, samples); None where there is none.
    chance: of what it may know then, in the pool and then for each expert, (*known, worlds).
    weights: the experts', summing to 1. waiting: index of the state of not acting.
    """

    agent: Agent
    owned: OwnedDecision
    parts: Mapping[str, Array]
    parameter: Array | None
    chance: Array
    weights: Array
    waiting: int

    def chosen(self, factors: Mapping[str, float]) -> Array:
        """Return the probability of each act with some values weighing so many times as much."""
        worth = sum(
            (factors.get(name, 1.0) * part for name, part in self.parts.items()), np.zeros(1)
        )
        flat = None if self.parameter is None else self.parameter.reshape(-1)
        found = reply(worth.reshape(*worth.shape[:-2], -1), self.agent.behaviour, flat)
        return np.asarray(found.reshape(worth.shape))

    def acting(self, factors: Mapping[str, float] | None = None) -> Array:
        """Return P(it acts), in the pool and then for each expert, (worlds,)."""
        acts = 1 - np.take(self.chosen(factors or {}), self.waiting, axis=-3).mean(axis=-1)
        pooled = acts @ self.weights
        each = np.concatenate([pooled[..., None], acts], axis=-1)
        return np.asarray((each * self.chance).reshape(-1, each.shape[-1]).sum(axis=0))

    def gaps(self) -> Mapping[str, Array]:
        """Return by how much each value speaks for acting at all, (*known, acts, experts, K)."""
        return {
            name: part - np.take(part, [self.waiting], axis=-3) for name, part in self.parts.items()
        }


def agent_of(study: Study, structure: str, name: str = "") -> Agent:
    """Return the agent of that name, the only one if none is named; raises StudyError."""
    agents = study.structures[structure].agents
    known = {agent.id: agent for agent in agents}
    if name in known:
        return known[name]
    if agents and not name:
        return agents[0]
    if name and agents:
        message, remedy = f"there is no agent '{name}';", did_you_mean(name, known)
        raise StudyError([Problem(file="", path="--agent", message=message, remedy=remedy)])
    have = [s.id for s in study.structures.values() if s.agents]
    remedy = f"Ask under {', '.join(have)}." if have else "Add an [agent.ID] to a structure."
    message = f"nobody but us decides under structure {structure}."
    raise StudyError([Problem(file="", path="--structure", message=message, remedy=remedy)])


def mind(study: Study, structure: str, agent: Agent, scenario: Scenario, node: str = "") -> Mind:
    """Return an agent's mind at one of its decisions, the last if none is named.

    Its forecast is made of the experts' best answers. Raises StudyError.
    """
    chosen = study.structures[structure]
    diagram, experts = chosen.diagram, study.priors.experts
    tables = {
        name: Table(scope=table.scope, values=table.values[..., 1:])
        for name, table in study.network(structure).tables.items()
    }
    seats = np.arange(len(experts))
    network = mind_of(agent, chosen.agents, diagram, tables, experts, seats)
    drawn = samples(agent, experts)
    rules = replies(agent, network, drawn)
    nodes = [owned.node for owned in agent.decisions]
    place = nodes.index(node) if node else len(nodes) - 1
    owned = agent.decisions[place]
    later = {name: rules[name] for name in nodes[place + 1 :]}
    open_ = undecided(network, tuple(nodes[: place + 1]))
    shape = rules[owned.node].worth.shape
    chance = joint_belief(study, structure, scenario, owned.knows)
    return Mind(
        agent=agent,
        owned=owned,
        parts={
            name: np.broadcast_to(part, shape)
            for name, part in parts(agent, open_, owned, later, drawn).items()
        },
        parameter=drawn.get(PARAMETER.get(agent.behaviour, "")),
        chance=np.broadcast_to(chance, (*shape[:-3], len(experts) + 1)),
        weights=study.weights,
        waiting=diagram.states[owned.node].index(owned.waiting),
    )
