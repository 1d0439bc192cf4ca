"""Decide from the graph alone what can depend on what: d-separation and requisite information."""

from __future__ import annotations

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
    known = {decision: list(seen) for decision, seen in information.items()}
    shrank = True
    while shrank:
        shrank = False
        for decision in reversed(list(known)):
            for observation in list(known[decision]):
                graph = {**parents, **known, **utilities}
                values = descendants(graph, decision).intersection(utilities)
                rest = {decision, *known[decision], *given} - {observation}
                if d_separated(graph, {observation}, values, rest):
                    known[decision].remove(observation)
                    shrank = True
    return {decision: tuple(seen) for decision, seen in known.items()}


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
    rule = f"rule of {other}"
    graph: dict[str, Sequence[str]] = {**parents, **information, **utilities}
    graph[other] = (*information[other], rule)
    values = descendants(graph, decision).intersection(utilities)
    return not d_separated(graph, {rule}, values, {decision, *information[decision], *given})
