"""Hand diagrams to pgmpy and networkx, and make diagrams of pgmpy's models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.errors import StudyError, errors_in, problem_at, unplaced
from bayesnet.formats import pgmpy_bridge
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Decision, Diagram, Name, State, parents_of
from bayesnet.interchange.draft import Draft, Findings
from bayesnet.interchange.losses import decided
from bayesnet.interchange.problems import network_of
from bayesnet.messages.facts import items

if TYPE_CHECKING:
    import networkx as nx


def to_pgmpy(diagram: Diagram, decisions: Mapping[Name, State] | None = None) -> pgmpy_bridge.Model:
    """Return the diagram as a pgmpy model, values left out.

    Raises StudyError unless every decision is fixed.
    """
    fixed, _ = decided(diagram, decisions or {})
    if fixed.decisions:
        raise StudyError(
            [unplaced("file.pgmpy-no-decisions-still-open", decisions=items(fixed.decisions))]
        )
    return pgmpy_bridge.to_pgmpy(network_of(fixed), fixed.states, world=0, set={})


def from_pgmpy(model: pgmpy_bridge.Model, name: str = "") -> Diagram:
    """Return a fitted or hand-made model as a diagram; raises StudyError with all that is wrong."""
    found = Findings(file="pgmpy")
    try:
        network, states = pgmpy_bridge.from_pgmpy(model)
    except ValueError as error:
        raise StudyError(
            [problem_at("pgmpy", "", "file.no-pgmpy-model", error=str(error))]
        ) from None
    drafts = [
        Draft(
            kind="chance",
            name=node,
            place=node,
            states=states[node],
            parents=table.scope[:-1],
            numbers=np.ravel(table.values).tolist(),
        )
        for node, table in network.tables.items()
    ]
    diagram = assemble(drafts, found, name=name or str(getattr(model, "name", "") or ""))
    if diagram is None:
        raise StudyError(errors_in(found.problems))
    return diagram


def to_networkx(diagram: Diagram) -> nx.DiGraph[str]:
    """Return the graph: nodes with kind, label, states, comment, position; arcs with their kind.

    An arc into a decision is ``information``, one into a value ``value``, every other ``cause``.
    """
    import networkx as nx  # noqa: PLC0415 - only for those who ask for a graph

    graph: nx.DiGraph[str] = nx.DiGraph(name=diagram.name, recall=diagram.recall)
    kinds = {"Chance": "chance", "Decision": "decision"}
    for name, node in diagram.nodes.items():
        kind = kinds.get(type(node).__name__, "value")
        graph.add_node(
            name,
            kind=kind,
            label=node.label or name,
            states=diagram.states.get(name, ()),
            comment=node.comment,
            position=node.position,
        )
        arc = "information" if isinstance(node, Decision) else "cause"
        for parent in parents_of(node):
            graph.add_edge(parent, name, kind="value" if kind == "value" else arc)
    return graph
