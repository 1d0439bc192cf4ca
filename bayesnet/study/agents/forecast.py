"""Forecast an agent's acts: the average of its replies over what its weights may be.

One table a world: the weights are averaged within each expert, the experts stay apart. It is the
method "decided" of a conditional table, and all that asks of tables asks it like any other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bayesnet.cpds.parameter import Array
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.query import Network, Table
from bayesnet.study.agents.agent import Agent
from bayesnet.study.agents.problem import believed, entries, reached, settled, undecided
from bayesnet.study.agents.readings import reading_table
from bayesnet.study.agents.replies import replies
from bayesnet.study.agents.sampling import samples
from bayesnet.study.attributes import utility_terms
from bayesnet.study.model import InfluenceDiagram, Name

TREMBLE = 1e-6
"""How often each side reckons with another act than it expects, so that it has a reply to each
(the trembling hand, Selten 1975)."""
MOST_NUMBERS = 4_000_000
"""Worth of acts that is held at a time, in numbers."""
Seats = npt.NDArray[np.intp]


def forecasts(
    agents: Iterable[Agent],
    diagram: InfluenceDiagram,
    tables: Mapping[Name, Table],
    experts: Sequence[str],
    seats: Seats,
) -> dict[Name, Table]:
    """Return the table of every node that an agent decides or that shows its choice.

    tables: of the chance nodes, (*parents, child, worlds). seats: of each world, the index in
    ``experts`` of whose view of the agents it holds. Raises TooLarge, Unsolvable.
    """
    listed = tuple(agents)
    found: dict[Name, Table] = {}
    for agent in listed:
        network = mind_of(agent, listed, diagram, tables, experts, seats)
        found |= forecast(agent, diagram, network, experts, seats)
    return found


def same_in_all_worlds(
    agents: Iterable[Agent], diagram: InfluenceDiagram, tables: Mapping[Name, Table]
) -> bool:
    """Return whether forecasts differ by expert alone, whatever the tables of a world say."""
    return all(
        agent.level < 2 and not _differs(agent, believed(agent, diagram, tables))  # noqa: PLR2004
        for agent in agents
    )


def mind_of(
    agent: Agent,
    agents: tuple[Agent, ...],
    diagram: InfluenceDiagram,
    tables: Mapping[Name, Table],
    experts: Sequence[str],
    seats: Seats,
) -> Network:
    """Return the network in an agent's mind; from level 2 on our best plan is in it."""
    ours = None
    if agent.level > 1:
        ours = _our_plan(agents, agent.level - 1, diagram, tables, experts, seats)
    return believed(agent, diagram, tables, ours)


def forecast(
    agent: Agent,
    diagram: InfluenceDiagram,
    network: Network,
    experts: Sequence[str],
    seats: Seats,
) -> dict[Name, Table]:
    """Return one agent's tables, (*known, acts, worlds), from the network in its mind."""
    drawn = samples(agent, experts)
    if not _differs(agent, network):  # then the experts' views differ alone
        used, places = np.unique(seats, return_inverse=True)
        whole = _block(agent, diagram, network, {k: v[used] for k, v in drawn.items()})
        return {
            name: Table(scope=table.scope, values=table.values[..., places])
            for name, table in whole.items()
        }
    largest = max(entries(network, owned) for owned in agent.decisions)
    step = max(1, MOST_NUMBERS // (largest * agent.samples))
    blocks = [
        _block(
            agent,
            diagram,
            _part(network, start, min(start + step, len(seats))),
            {k: v[seats[start : start + step]] for k, v in drawn.items()},
        )
        for start in range(0, len(seats), step)
    ]
    return {
        name: Table(
            scope=table.scope,
            values=np.concatenate([block[name].values for block in blocks], axis=-1),
        )
        for name, table in blocks[0].items()
    }


def _differs(agent: Agent, network: Network) -> bool:
    """Return whether a table that the agent's replies hang on differs between worlds."""
    nodes = tuple(owned.node for owned in agent.decisions)
    open_ = undecided(network, nodes)
    rules = {
        owned.node: Table(scope=(*owned.knows, owned.node), values=np.ones(1))
        for owned in agent.decisions
    }
    drawn = Network(sizes=network.sizes, tables={**open_.tables, **rules})
    needed: set[Name] = set()
    for owned in agent.decisions:
        for name in reached(drawn, owned, agent.values):
            value = agent.values[name]
            if not settled(owned, value):
                needed |= drawn.ancestors([*value.parents, *owned.knows])
    return any(
        network.tables[name].values.shape[-1] > 1 for name in needed if name in network.tables
    )


def _part(network: Network, start: int, stop: int) -> Network:
    """Return some of the worlds."""
    tables = {
        name: Table(
            scope=table.scope,
            values=table.values if table.values.shape[-1] == 1 else table.values[..., start:stop],
        )
        for name, table in network.tables.items()
    }
    return Network(sizes=network.sizes, tables=tables)


def _block(
    agent: Agent, diagram: InfluenceDiagram, network: Network, drawn: Mapping[str, Array]
) -> dict[Name, Table]:
    """Return the tables of a few worlds: replies averaged over the samples."""
    rules = replies(agent, network, drawn)
    found = {}
    for name, rule in rules.items():
        values = rule.chosen.mean(axis=-1)
        values /= values.sum(axis=-2, keepdims=True)
        found[name] = Table(scope=(*rule.owned.knows, name), values=values)
    for reading in agent.readings:
        rule = rules[reading.of]
        scope = (*rule.owned.knows, reading.of, reading.node)
        found[reading.node] = Table(scope=scope, values=reading_table(reading, rule, diagram))
    return found


def _our_plan(
    agents: tuple[Agent, ...],
    level: int,
    diagram: InfluenceDiagram,
    tables: Mapping[Name, Table],
    experts: Sequence[str],
    seats: Seats,
) -> Strategy:
    """Return our best plan in each world against agents of that level at most, all but certain."""
    lower = [dataclasses.replace(agent, level=min(agent.level, level)) for agent in agents]
    found = forecasts(lower, diagram, tables, experts, seats)
    trembling = {
        name: Table(scope=table.scope, values=_trembling(table.values))
        for name, table in found.items()
    }
    best = solve(
        DecisionProblem(
            network=Network(sizes=diagram.sizes, tables={**tables, **trembling}),
            decisions={name: node.informed_by for name, node in diagram.decisions.items()},
            utilities=utility_terms(diagram, diagram.default_weights or None),
            recall=diagram.recall,
        )
    ).strategy
    return Strategy(
        rules={
            name: dataclasses.replace(rule, table=_trembling(rule.table))
            for name, rule in best.rules.items()
        }
    )


def _trembling(values: Array) -> Array:
    return np.asarray((1 - TREMBLE) * values + TREMBLE / values.shape[-2])
