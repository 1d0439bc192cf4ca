"""Walk over graphs: what leads to what, in which order, and what can depend on what.

networkx decides d-separation and orders; it is imported by those who ask for that. What is asked of
every model and every decision again and again is one walk each: ``reached``, and ``requisite``,
fifty times as fast (Shachter 1998, Bayes-ball). ``inference.query`` walks up its own tables: to
copy their scopes for every question would take longer than the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import networkx as nx

Parents: TypeAlias = Mapping[str, Sequence[str]]


def graph_of(parents: Parents) -> nx.DiGraph[str]:
    """Return the graph in networkx's own form, nodes in the order given."""
    import networkx as nx  # noqa: PLC0415 - few commands need it, and it takes long

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(parents)
    graph.add_edges_from((cause, child) for child, causes in parents.items() for cause in causes)
    return graph


def children_of(parents: Parents) -> dict[str, list[str]]:
    """Return what each node points at."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for child, causes in parents.items():
        for cause in causes:
            children[cause].append(child)
    return dict(children)


def reached(
    neighbours: Mapping[str, Iterable[str]], names: Iterable[str], blocked: Collection[str] = ()
) -> set[str]:
    """Return the names and every node that a directed path leads to from one of them.

    neighbours: where each node leads, its children or its parents. No path goes into ``blocked``,
    which none of the names counts for.
    """
    found: set[str] = set()
    frontier = [*names]
    while frontier:
        node = frontier.pop()
        if node not in found:
            found.add(node)
            near = neighbours.get(node, ())
            frontier.extend([n for n in near if n not in blocked] if blocked else near)
    return found


def descendants(parents: Parents, *names: str) -> set[str]:
    """Return every node that a directed path leads to from one of some nodes, them left out."""
    return reached(children_of(parents), names) - {*names}


def find_cycle(parents: Parents) -> tuple[str, ...]:
    """Return the nodes of one directed cycle, its first again at the end; empty if none.

    A node that is its own parent is no cycle, and nor is a parent that is no node.
    """
    causes = {
        node: [cause for cause in own if cause in parents and cause != node]
        for node, own in parents.items()
    }
    try:
        TopologicalSorter(causes).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def in_causal_order(parents: Parents) -> tuple[str, ...]:
    """Return parents before children, otherwise as they are given; there is no cycle."""
    import networkx as nx  # noqa: PLC0415 - few commands need it, and it takes long

    place = {name: index for index, name in enumerate(parents)}
    return tuple(nx.lexicographical_topological_sort(graph_of(parents), key=place.__getitem__))


def d_separated(
    parents: Parents, one: Collection[str], other: Collection[str], given: Collection[str]
) -> bool:
    """Return whether ``one`` and ``other`` are independent given ``given`` (Pearl 1988)."""
    import networkx as nx  # noqa: PLC0415 - few commands need it, and it takes long

    rest = set(given)
    return bool(nx.is_d_separator(graph_of(parents), set(one) - rest, set(other) - rest, rest))


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
    seen: set[str] = set()
    rising, falling = list(targets), list[str]()
    while rising or falling:
        if rising:
            node = rising.pop()
            if node in known:
                seen.add(node)
                continue
            bounces = node not in up
        else:
            node = falling.pop()
            bounces = node in known and node not in up
            if node in known:
                seen.add(node)
        if bounces:
            up.add(node)
            rising.extend(parents.get(node, ()))
        if node not in known and node not in down:
            down.add(node)
            falling.extend(children.get(node, ()))
    return up, seen


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
            values = reached(children, [decision]).intersection(utilities)
            seen = known[decision]
            _, told = requisite(graph, children, values, {decision, *seen, *given})
            if told.issuperset(seen):
                continue
            shrank = True
            known[decision] = graph[decision] = tuple(name for name in seen if name in told)
            for name in set(seen) - told:
                children[name].remove(decision)
    return known
