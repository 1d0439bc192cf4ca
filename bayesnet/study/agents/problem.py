"""Set up an agent's own problem: what it believes of the world and of all others who decide."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from bayesnet.cpds.parameter import Array
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.query import Network, Table, joint
from bayesnet.study.agents.agent import Agent, AgentValue, OwnedDecision
from bayesnet.study.model import InfluenceDiagram, Name


def believed(
    agent: Agent,
    diagram: InfluenceDiagram,
    tables: Mapping[Name, Table],
    ours: Strategy | None = None,
) -> Network:
    """Return the network in the agent's mind, its own decisions and what shows them left out.

    A table of its own where it has one; else chance nodes as in this world. Of our decisions it
    believes the rules of ``ours``; whatever else others decide is uniform to it.
    """
    own = {owned.node for owned in agent.decisions} | {r.node for r in agent.readings}
    found: dict[Name, Table] = {}
    for name, size in diagram.sizes.items():
        if name in agent.beliefs:
            cpd = agent.beliefs[name]
            parents = tuple(parent for parent, _ in cpd.domain.parents)
            values = cpd.table(cpd.placeholder)[..., None]
            found[name] = Table(scope=(*parents, name), values=values)
        elif name in own:
            continue
        elif name in diagram.decisions:
            rule = ours.rules[name] if ours else None
            found[name] = (
                Table(scope=(*rule.information, name), values=rule.table)
                if rule
                else uniform(name, size)
            )
        elif diagram.chance[name].decided_by:
            found[name] = uniform(name, size)
        else:
            found[name] = tables[name]
    return Network(sizes=diagram.sizes, tables=found)


def uniform(name: Name, size: int) -> Table:
    """Return a table by which every state of a node is equally probable, whatever else."""
    return Table(scope=(name,), values=np.full((size, 1), 1 / size))


def undecided(network: Network, nodes: tuple[Name, ...]) -> Network:
    """Return the network with some decisions left open: each act equally probable."""
    free = {node: uniform(node, network.sizes[node]) for node in nodes}
    return Network(sizes=network.sizes, tables={**network.tables, **free})


def reached(network: Network, owned: OwnedDecision, values: Mapping[str, AgentValue]) -> list[str]:
    """Return the names of the values that a decision can change."""
    return [n for n, v in values.items() if owned.node in network.ancestors(v.parents)]


def settled(owned: OwnedDecision, value: AgentValue) -> bool:
    """Return whether a value is known for certain once the act is: no inference is needed."""
    return {*value.parents} <= {*owned.knows, owned.node}


def expected(network: Network, owned: OwnedDecision, value: AgentValue, table: Array) -> Array:
    """Return what a value's table is expected to be, shape (*known, acts, worlds or 1).

    Nought where the agent holds what it knows to be impossible. Raises TooLarge.
    """
    named = (*owned.knows, owned.node)
    rest = tuple(parent for parent in value.parents if parent not in named)
    scope = (*named, *rest)
    spread = _spread(table, value.parents, scope, network.sizes)
    if not rest:
        shape = tuple(network.sizes[name] for name in named)
        return np.asarray(np.broadcast_to(spread, shape)[..., None])
    together = joint(network, scope)
    axes = tuple(range(len(named), len(scope)))
    chance = together.sum(axis=axes)
    total = (together * spread[..., None]).sum(axis=axes)
    return np.asarray(np.divide(total, chance, out=np.zeros_like(total), where=chance > 0))


def entries(network: Network, owned: OwnedDecision) -> int:
    """Return how many numbers one world's rule has."""
    return math.prod(network.sizes[name] for name in (*owned.knows, owned.node))


def _spread(
    table: Array, parents: tuple[Name, ...], scope: tuple[Name, ...], sizes: Mapping[str, int]
) -> Array:
    """Return the table with the scope's axes, of length 1 where it does not depend on one."""
    order = [parents.index(name) for name in scope if name in parents]
    shape = tuple(sizes[name] if name in parents else 1 for name in scope)
    return np.asarray(table.transpose(order).reshape(shape))
