"""Lay an agent's mind open: what each act is worth to it, value by value, expert by expert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import joint_belief
from bayesnet.errors import StudyError, problem_at
from bayesnet.inference.query import Network, Table
from bayesnet.messages.facts import items
from bayesnet.study.agents.agent import PARAMETER, Agent, OwnedDecision
from bayesnet.study.agents.behaviour import reply
from bayesnet.study.agents.forecast import mind_of
from bayesnet.study.agents.problem import undecided
from bayesnet.study.agents.replies import parts, replies
from bayesnet.study.agents.sampling import samples
from bayesnet.study.named import known_name
from bayesnet.study.pools import Array, PoolRule
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView


@dataclass(frozen=True, kw_only=True)
class Mind:
    """One decision of an agent in a scenario.

    parts: what each value adds to the worth of each act, (*known, acts, experts, samples).
    parameter: of its behaviour, (experts, samples); None where there is none.
    chance: of what it may know then, in the pool and then for each expert, (*known, worlds).
    weights: the experts' on agents, summing to 1; rule: by which their rows are pooled.
    waiting: index of the state of not acting.
    """

    agent: Agent
    owned: OwnedDecision
    parts: Mapping[str, Array]
    parameter: Array | None
    chance: Array
    weights: Array
    rule: PoolRule
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
        rows = self.chosen(factors or {}).mean(axis=-1)
        pooled = self.rule.pool(rows, self.weights)
        each = 1 - np.take(np.concatenate([pooled[..., None], rows], axis=-1), self.waiting, -2)
        return np.asarray((each * self.chance).reshape(-1, each.shape[-1]).sum(axis=0))

    def gaps(self) -> Mapping[str, Array]:
        """Return by how much each value speaks for acting at all, (*known, acts, experts, K)."""
        return {
            name: part - np.take(part, [self.waiting], axis=-3) for name, part in self.parts.items()
        }


def agent_of(view: StudyView, name: str = "", place: str = "") -> Agent:
    """Return the agent of that name, the first if none is named; raises StudyError.

    place: where the name was given.
    """
    agents = {agent.id: agent for agent in view.drawing.agents}
    if agents:
        return agents[known_name("agent", name or next(iter(agents)), agents, place)]
    have = [structure.id for structure in view.study.structures.values() if structure.agents]
    code = "agent.decides-under-others" if have else "agent.decides-nowhere"
    option = "--structure" if place else ""
    raise StudyError([problem_at("", option, code, structure=view.structure, others=items(have))])


def believed_by(view: StudyView, agent: Agent) -> Network:
    """Return the network in an agent's mind, a world for each expert; raises as solving does."""
    experts = view.study.priors.experts
    tables = {
        name: Table(scope=table.scope, values=table.values[..., 1:])
        for name, table in view.network.tables.items()
    }
    seats = np.arange(len(experts))
    return mind_of(agent, view.drawing.agents, view.diagram, tables, experts, seats)


def mind(view: StudyView, agent: Agent, scenario: Scenario, node: str = "") -> Mind:
    """Return an agent's mind at one of its decisions, the last if none is named.

    Its forecast is made of the experts' best answers. Raises StudyError.
    """
    diagram, experts = view.diagram, view.study.priors.experts
    network = believed_by(view, agent)
    drawn = samples(agent, experts)
    rules = replies(agent, network, drawn)
    nodes = [owned.node for owned in agent.decisions]
    place = nodes.index(node) if node else len(nodes) - 1
    owned = agent.decisions[place]
    later = {name: rules[name] for name in nodes[place + 1 :]}
    open_ = undecided(network, tuple(nodes[: place + 1]))
    shape = rules[owned.node].worth.shape
    chance = joint_belief(view, scenario, owned.knows)
    return Mind(
        agent=agent,
        owned=owned,
        parts={
            name: np.broadcast_to(part, shape)
            for name, part in parts(agent, open_, owned, later, drawn).items()
        },
        parameter=drawn.get(PARAMETER.get(agent.behaviour, "")),
        chance=np.broadcast_to(chance, (*shape[:-3], len(experts) + 1)),
        weights=view.study.weights_on(view.drawing.agents),
        rule=view.study.priors.rule,
        waiting=diagram.states[owned.node].index(owned.waiting),
    )
