"""Solve an agent's problem for many weights at once: its last decision first, then those before.

What each value is expected to be hangs on the world alone, and an agent's worth of an act is a
weighted sum of that: so a thousand draws of its weights cost one inference, unless an earlier act
is worth what a later one makes of it, which then differs between the draws.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.cpds.parameter import Array
from bayesnet.inference.query import Network, Table
from bayesnet.study.agents.agent import PARAMETER, Agent, OwnedDecision
from bayesnet.study.agents.behaviour import reply, tables_of, weights_of
from bayesnet.study.agents.problem import expected, reached, undecided
from bayesnet.study.model import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An agent's rule at one decision.

    worth: expected utility of each act to it; chosen: probability of each act. Both of shape
    (*known, acts, worlds, samples).
    """

    owned: OwnedDecision
    worth: Array
    chosen: Array


def replies(agent: Agent, network: Network, drawn: Mapping[str, Array]) -> Mapping[Name, Reply]:
    """Return the agent's rule at each of its decisions, in every world and for every sample.

    network: what it believes, tables with so many worlds or one. drawn: its uncertain numbers,
    shape (worlds, samples) each.
    """
    worlds, number = next(iter(drawn.values())).shape
    parameter = drawn.get(PARAMETER.get(agent.behaviour, ""))
    flat = None if parameter is None else parameter.reshape(-1)
    found: dict[Name, Reply] = {}
    nodes = tuple(owned.node for owned in agent.decisions)
    for place in range(len(nodes) - 1, -1, -1):
        owned = agent.decisions[place]
        worth = _worth(agent, undecided(network, nodes[: place + 1]), owned, found, drawn)
        shape = (*worth.shape[:-2], worlds, number)
        worth = np.broadcast_to(worth, shape)
        chosen = reply(worth.reshape(*shape[:-2], -1), agent.behaviour, flat)
        found[owned.node] = Reply(owned=owned, worth=worth, chosen=chosen.reshape(shape))
    return {node: found[node] for node in nodes}


def _worth(
    agent: Agent,
    network: Network,
    owned: OwnedDecision,
    later: Mapping[Name, Reply],
    drawn: Mapping[str, Array],
) -> Array:
    """Return what each act is worth, shape (*known, acts, worlds, samples)."""
    worlds, number = next(iter(drawn.values())).shape
    sizes = tuple(network.sizes[name] for name in (*owned.knows, owned.node))
    total: Array = np.zeros((*sizes, worlds, number))
    for part in parts(agent, network, owned, later, drawn).values():
        total += part
    return total


def parts(
    agent: Agent,
    network: Network,
    owned: OwnedDecision,
    later: Mapping[Name, Reply],
    drawn: Mapping[str, Array],
) -> dict[str, Array]:
    """Return what each value that a decision reaches adds to the worth of each act.

    Shape (*known, acts, worlds or 1, samples); the decision and those before it are open.
    """
    worlds, number = next(iter(drawn.values())).shape
    parameter = drawn.get(PARAMETER.get(agent.behaviour, ""))
    followed = with_rules(network, later)
    found: dict[str, Array] = {}
    for name in reached(followed, owned, agent.values):
        value = agent.values[name]
        needed = followed.ancestors(value.parents)
        asked = followed
        if needed & later.keys():  # then every sample is a world of its own
            asked = repeated(followed, followed.ancestors([*needed, *owned.knows]), number)
        weights = weights_of(drawn[name], agent.behaviour, parameter)
        total: Array = np.zeros(1)
        for weight, table in zip(weights, tables_of(value, agent.behaviour), strict=True):
            each = expected(asked, owned, value, table)
            length = each.shape[-1]
            apart = (worlds, number) if length == worlds * number else (length, 1)
            total = total + weight * each.reshape(*each.shape[:-1], *apart)
        found[name] = total
    return found


def with_rules(network: Network, rules: Mapping[Name, Reply]) -> Network:
    """Return the network with an agent's rules in it, a world for each world and sample."""
    tables = {
        name: Table(
            scope=(*rule.owned.knows, name),
            values=rule.chosen.reshape(*rule.chosen.shape[:-2], -1),
        )
        for name, rule in rules.items()
    }
    return Network(sizes=network.sizes, tables={**network.tables, **tables})


def repeated(network: Network, needed: Collection[Name], number: int) -> Network:
    """Return the tables that are needed, each world ``number`` times; rules are so already."""
    worlds = max(network.tables[name].values.shape[-1] for name in needed)
    return Network(
        sizes=network.sizes,
        tables={
            name: Table(
                scope=table.scope,
                values=np.repeat(table.values, number, axis=-1)
                if 1 < table.values.shape[-1] < worlds
                else table.values,
            )
            for name, table in network.tables.items()
            if name in needed
        },
    )
