"""Hand a study's diagram to other libraries, and take theirs: networkx, pgmpy, pyAgrum.

All go through the diagram of ``interchange``, which other tools' files go through, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from bayesnet.api.nodes import Chance, Decision, Node, Value
from bayesnet.errors import StudyError, unplaced
from bayesnet.interchange import bridges
from bayesnet.interchange import diagram as other
from bayesnet.interchange.study_out import diagram_of_study
from bayesnet.messages.facts import items
from bayesnet.study.model import Name, State
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    import networkx as nx

    from bayesnet.formats import pgmpy_bridge

Agrum: TypeAlias = Any
"""An ``InfluenceDiagram`` or ``BayesNet`` of pyAgrum, which need not be installed."""


def diagram_of(view: StudyView) -> other.Diagram:
    """Return the pool's diagram, every value counted with its weight; names are the study's."""
    return diagram_of_study(view)[0]


def nodes_of(diagram: other.Diagram) -> list[Node]:
    """Return a diagram's nodes as they are written in Python; values that sum others are spread."""
    found: list[Node] = []
    for name, node in diagram.nodes.items():
        match node:
            case other.Chance():
                found.append(Chance(name, node.states, node.table, node.parents, node.label))
            case other.Decision():
                found.append(Decision(name, node.states, node.informed_by, node.label))
            case other.Utility():
                values = node.values * diagram.shares[name]
                found.append(Value(name, node.parents, values, node.label))
    return found


def to_networkx(view: StudyView) -> nx.DiGraph[str]:
    """Return the arcs with their kind; each node with its kind, label, states and numbers."""
    diagram = diagram_of(view)
    graph = bridges.to_networkx(diagram)
    for node in nodes_of(diagram):
        match node:
            case Chance(p=numbers) | Value(u=numbers):
                graph.nodes[node.name].update(given=tuple(node.given), numbers=numbers)
    return graph


def from_networkx(graph: nx.DiGraph[str]) -> list[Node]:
    """Return the nodes of a graph; raises StudyError for a node without what it needs.

    A node has ``kind`` (chance if it has none), ``states``, and ``numbers``: an array of shape
    (*parents, states), or (*parents,) of a value, parents as in ``given`` or as arcs were added.
    """
    nodes: list[Node] = []
    for name, node in graph.nodes(data=True):
        kind, given = node.get("kind", "chance"), node.get("given", tuple(graph.predecessors(name)))
        needed = {"chance": ("states", "numbers"), "decision": ("states",), "value": ("numbers",)}
        missing = [what for what in needed.get(kind, ()) if what not in node]
        if missing or kind not in needed:
            code = "api.graph-node-lacks" if missing else "api.graph-node-of-no-kind"
            lacks = items(missing, "and-no")
            raise StudyError([unplaced(code, node=repr(name), missing=lacks, kind=repr(kind))])
        if kind == "value" and not given:
            continue  # a value that nothing leads to sums others, which count by themselves
        label = node.get("label", "")
        if kind == "chance":
            nodes.append(Chance(str(name), node["states"], node["numbers"], given, label))
        elif kind == "decision":
            nodes.append(Decision(str(name), node["states"], given, label))
        else:
            nodes.append(Value(str(name), given, node["numbers"], label))
    return nodes


def to_pgmpy(view: StudyView, decisions: Mapping[Name, State] | None = None) -> pgmpy_bridge.Model:
    """Return the chance nodes as a pgmpy model; raises StudyError unless every decision is set."""
    return bridges.to_pgmpy(diagram_of(view), decisions)


def from_pgmpy(model: pgmpy_bridge.Model) -> list[Node]:
    """Return the nodes of a pgmpy model; raises StudyError with all that is wrong with it."""
    return nodes_of(bridges.from_pgmpy(model))


def to_pyagrum(view: StudyView) -> Agrum:
    """Return the diagram as an ``InfluenceDiagram`` of pyAgrum; raises StudyError without it."""
    gum = _pyagrum()
    model = gum.InfluenceDiagram()
    nodes = nodes_of(diagram_of(view))
    for node in nodes:
        if isinstance(node, Value):
            model.addUtilityNode(gum.LabelizedVariable(node.name, node.label, 1))
            continue
        variable = gum.LabelizedVariable(node.name, node.label or node.name, list(node.states))
        (model.addDecisionNode if isinstance(node, Decision) else model.addChanceNode)(variable)
    for node in nodes:
        for parent in node.knows if isinstance(node, Decision) else node.given:
            model.addArc(parent, node.name)
    for node in nodes:
        if isinstance(node, Chance):
            _fill(model.cpt(node.name), (*node.given, node.name), np.asarray(node.p))
        elif isinstance(node, Value):
            _fill(model.utility(node.name), (*node.given, node.name), np.asarray(node.u)[..., None])
    return model


def from_pyagrum(model: Agrum) -> list[Node]:
    """Return the nodes of a pyAgrum network or influence diagram; raises StudyError without it."""
    gum = _pyagrum()
    nodes: list[Node] = []
    for identity in model.topologicalOrder():
        name, variable = model.variable(identity).name(), model.variable(identity)
        parents = [model.variable(parent).name() for parent in model.parents(identity)]
        if isinstance(model, gum.InfluenceDiagram) and model.isDecisionNode(identity):
            nodes.append(Decision(name, variable.labels(), parents))
        elif isinstance(model, gum.InfluenceDiagram) and model.isUtilityNode(identity):
            given, values = _numbers(model.utility(identity), name)
            nodes.append(Value(name, given, values[..., 0]))
        else:
            given, table = _numbers(model.cpt(identity), name)
            nodes.append(Chance(name, variable.labels(), table, given))
    return nodes


def _pyagrum() -> Any:
    try:
        import pyagrum  # noqa: PLC0415 - few have it, and it takes a second
    except ModuleNotFoundError:
        raise StudyError([unplaced("api.no-pyagrum")]) from None
    return pyagrum


def _fill(tensor: Any, axes: tuple[Name, ...], values: np.ndarray) -> None:
    """Put a table into a tensor, whose first variable is the one that runs fastest."""
    order = [axes.index(name) for name in reversed(tensor.names)]
    tensor.fillWith(np.transpose(values, order).ravel().tolist())


def _numbers(tensor: Any, name: Name) -> tuple[list[Name], np.ndarray]:
    """Return a tensor's other variables and its table, shape (*others, states of its own)."""
    axes = list(reversed(tensor.names))
    values = np.moveaxis(np.asarray(tensor.toarray()), axes.index(name), -1)
    return [axis for axis in axes if axis != name], values
