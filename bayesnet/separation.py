"""Decide from the graph alone what can depend on what: d-separation and requisite information.

Single questions go to networkx. What is asked of every decision again and again is answered by one
walk over the graph, fifty times as fast (Shachter 1998, Bayes-ball; ``requisite``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import networkx as nx

Parents: TypeAlias = Mapping[str, Sequence[str]]


def _graph(parents: Parents) -> nx.DiGraph[str]:
    import networkx as nx  # noqa: PLC0415 - few questions need it

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(parents)
    graph.add_edges_from((cause, child) for child, causes in parents.items() for cause in causes)
    return graph


def descendants(parents: Parents, name: str) -> set[str]:
    """Return every node that a directed path leads to from ``name``."""
    import networkx as nx  # noqa: PLC0415 - few questions need it

    return set(nx.descendants(_graph(parents), name))


def d_separated(
    parents: Parents, one: Collection[str], other: Collection[str], given: Collection[str]
) -> bool:
    """Return whether ``one`` and ``other`` are independent given ``given`` (Pearl 1988)."""
    import networkx as nx  # noqa: PLC0415 - few questions need it

    rest = set(given)
    return bool(nx.is_d_separator(_graph(parents), set(one) - rest, set(other) - rest, rest))


def requisite(
    parents: Parents, children: Parents, targets: Collection[str], given: Collection[str]
) -> tuple[set[str], set[str]]:
    """Return the tables and the observations that P(targets | given) can depend on.

    The ball is thrown at the targets as if from a child and bounces by Shachter's (1998) rules:
    a node it leaves upwards needs its table, an observed node that it reaches is requisite.
    """
    known = set(given)
    up: set[str] = set()
    down: set[str] = set()
    reached: set[str] = set()
    rising, falling = list(targets), list[str]()
    while rising or falling:
        if rising:
            node = rising.pop()
            if node in known:
                reached.add(node)
                continue
            bounces = node not in up
        else:
            node = falling.pop()
            bounces = node in known and node not in up
            if node in known:
                reached.add(node)
        if bounces:
            up.add(node)
            rising.extend(parents.get(node, ()))
        if node not in known and node not in down:
            down.add(node)
            falling.extend(children.get(node, ()))
    return up, reached


def children_of(parents: Parents) -> dict[str, list[str]]:
    """Return what each node points at."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for child, causes in parents.items():
        for cause in causes:
            children[cause].append(child)
    return dict(children)


def reached_from(children: Parents, *names: str) -> set[str]:
    """Return the nodes and every node that a directed path leads to from one of them."""
    found: set[str] = set()
    frontier = [*names]
    while frontier:
        node = frontier.pop()
        if node not in found:
            found.add(node)
            frontier.extend(children.get(node, ()))
    return found


def no_forgetting(information: Parents) -> dict[str, tuple[str, ...]]:
    """Return what is known at each decision, in time order, when nothing is ever forgotten."""
    remembered: dict[str, None] = {}
    known: dict[str, tuple[str, ...]] = {}
    for decision, seen in information.items():
        remembered.update(dict.fromkeys(seen))
        known[decision] = tuple(remembered)
        remembered[decision] = None
    return known


def requisite_information(
    parents: Parents, information: Parents, utilities: Parents, given: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return the information that can matter at each decision (Nilsson & Lauritzen 2001).

    parents: of the chance nodes; information: of the decisions in time order; utilities: the scope
    of each utility; given: what is known in every case, which can tie together what is else
    independent. An observation is left out when, given the rest of what is known and the decision
    itself, it is d-separated from every utility that the decision leads to. Later decisions are
    reduced first; the whole is repeated until nothing more falls away.
    """
    known = {decision: tuple(seen) for decision, seen in information.items()}
    graph = {**parents, **known, **utilities}
    children = children_of(graph)
    shrank = True
    while shrank:
        shrank = False
        for decision in reversed(known):
            values = reached_from(children, decision).intersection(utilities)
            seen = known[decision]
            _, told = requisite(graph, children, values, {decision, *seen, *given})
            if told.issuperset(seen):
                continue
            shrank = True
            known[decision] = graph[decision] = tuple(name for name in seen if name in told)
            for name in set(seen) - told:
                children[name].remove(decision)
    return known
