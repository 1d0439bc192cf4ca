"""Decide from the graph alone what can depend on what: d-separation and requisite information.

Single questions go to networkx. What is asked of every decision again and again is answered by one
walk over the graph, fifty times as fast (Shachter 1998, Bayes-ball; ``requisite``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import networkx as nx

Parents: TypeAlias = Mapping[str, Sequence[str]]


def _graph(parents: Parents) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(parents)
    graph.add_edges_from((cause, child) for child, causes in parents.items() for cause in causes)
    return graph


def descendants(parents: Parents, name: str) -> set[str]:
    """Return every node that a directed path leads to from ``name``."""
    return set(nx.descendants(_graph(parents), name))


def d_separated(
    parents: Parents, one: Collection[str], other: Collection[str], given: Collection[str]
) -> bool:
    """Return whether ``one`` and ``other`` are independent given ``given`` (Pearl 1988)."""
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
    balls = [(target, True) for target in targets]
    while balls:
        node, from_child = balls.pop()
        observed = node in known
        if observed:
            reached.add(node)
        if observed != from_child and node not in up:
            up.add(node)
            balls.extend((parent, True) for parent in parents.get(node, ()))
        if not observed and node not in down:
            down.add(node)
            balls.extend((child, False) for child in children.get(node, ()))
    return up, reached


def children_of(parents: Parents) -> dict[str, list[str]]:
    """Return what each node points at."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for child, causes in parents.items():
        for cause in causes:
            children[cause].append(child)
    return dict(children)


def reached_from(children: Parents, name: str) -> set[str]:
    """Return the node and every node that a directed path leads to from it."""
    found: set[str] = set()
    frontier = [name]
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
    shrank = True
    while shrank:
        shrank = False
        for decision in reversed(list(known)):
            graph = {**parents, **known, **utilities}
            children = children_of(graph)
            values = reached_from(children, decision).intersection(utilities)
            _, told = requisite(graph, children, values, {decision, *known[decision], *given})
            left = tuple(name for name in known[decision] if name in told)
            shrank |= left != known[decision]
            known[decision] = left
    return known


def solution_order(
    parents: Parents, information: Parents, utilities: Parents, given: Collection[str] = ()
) -> tuple[str, ...] | None:
    """Return an order in which decisions can be settled one by one, exactly; None if none exists.

    A decision may be settled once no unsettled decision's rule is relevant to it: an extra parent
    of that decision would be d-separated, given what is known, from the utilities this one leads
    to (Lauritzen & Nilsson 2001; Koller & Milch 2003).
    """
    unsettled = list(information)
    order: list[str] = []
    while unsettled:
        ready = next(
            (
                decision
                for decision in reversed(unsettled)
                if not any(
                    _relevant(parents, information, utilities, given, (decision, other))
                    for other in unsettled
                    if other != decision
                )
            ),
            None,
        )
        if ready is None:
            return None
        order.append(ready)
        unsettled.remove(ready)
    return tuple(order)


def _relevant(
    parents: Parents,
    information: Parents,
    utilities: Parents,
    given: Collection[str],
    pair: tuple[str, str],
) -> bool:
    """Return whether the first decision of a pair has to know the rule of the other."""
    decision, other = pair
    graph = {**parents, **information, **utilities}
    children = children_of(graph)
    values = reached_from(children, decision).intersection(utilities)
    known = {decision, *information[decision], *given}
    return other in requisite(graph, children, values, known)[0]
