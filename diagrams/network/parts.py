"""Choose a part of a diagram: round a node, between a lever and an outcome, or a module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import InfluenceDiagram, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Nodes to draw.

    names: all that are drawn; outside: those of them that only say where the part is connected.
    words: what the part is, for title and file name.
    """

    names: frozenset[Name]
    words: str
    slug: str
    outside: frozenset[Name] = frozenset()


def neighbourhood(diagram: InfluenceDiagram, node: Name, steps: int = 1) -> Part:
    """Return a node with all that lies up to so many arcs from it; raises StudyError."""
    known_node(diagram, node, "--node")
    names = {node}
    for _ in range(steps):
        names |= _neighbours(diagram, names)
    words = f"{diagram.labels[node]} and what it touches"
    if steps > 1:
        words = f"{diagram.labels[node]} and what lies within {steps} arcs"
    return Part(names=frozenset(names), words=words, slug=f"{node}-{steps}" if steps > 1 else node)


def paths(diagram: InfluenceDiagram, source: Name, target: str) -> Part:
    """Return all nodes on a causal path from a node to an outcome or a node; raises StudyError.

    target: a node, or the id of an outcome.
    """
    ends = {outcome.id: outcome.node for outcome in diagram.outcomes}
    labels = {outcome.id: outcome.label for outcome in diagram.outcomes}
    known_node(diagram, source, "--from")
    if target not in ends:
        known_node(diagram, target, "--to", [*ends, *diagram.nodes])
    end = target if target in diagram.nodes else ends[target]
    below = diagram.reached_from({source}) | {source}
    names = {node for node in below if node == end or end in diagram.reached_from({node})}
    if source == end or source not in names:
        raise StudyError(
            [problem_at("", "--to", "draw.no-causal-path-leads-from", source=source, end=end)]
        )
    label = labels.get(target) or diagram.labels[end]
    words = f"Every path from {diagram.labels[source]} to {label}"
    return Part(names=frozenset(names), words=words, slug=f"{source}-to-{target}")


def module(diagram: InfluenceDiagram, wanted: str) -> Part:
    """Return a named module, with the nodes it is connected to as its outside.

    Raises StudyError.
    """
    modules = {name: node.module for name, node in diagram.decisions.items()}
    modules |= {name: node.module for name, node in diagram.chance.items()}
    names = {name for name, found in modules.items() if found == wanted}
    if not names:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--module",
                    "draw.no-module",
                    did_you_mean(wanted, dict.fromkeys(filter(None, modules.values()))),
                    word=wanted,
                )
            ]
        )
    outside = _neighbours(diagram, names) - names
    return Part(
        names=frozenset(names | outside),
        outside=frozenset(outside),
        words=f"Module {wanted.replace('_', ' ')!r} and what it is connected to",
        slug=f"module-{wanted}",
    )


def known_node(
    diagram: InfluenceDiagram, name: Name, option: str, known: Iterable[str] | None = None
) -> None:
    """Raise StudyError unless the diagram has a node of that name."""
    if name not in diagram.nodes:
        raise StudyError(
            [
                problem_at(
                    "",
                    option,
                    "draw.no-node",
                    did_you_mean(name, known or diagram.nodes),
                    word=name,
                )
            ]
        )


def _neighbours(diagram: InfluenceDiagram, names: set[Name]) -> set[Name]:
    """Return every node with an arc to or from one of ``names``."""
    return {
        other
        for child, parents in diagram.parents.items()
        for parent in parents
        if child in names or parent in names
        for other in (child, parent)
    }
