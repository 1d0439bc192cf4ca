"""Fit a diagram to what a format can hold, and name what it cannot."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.errors import Problem, StudyError, problem_at, unplaced, warning_at
from bayesnet.graph import no_forgetting
from bayesnet.interchange.diagram import (
    Chance,
    Decision,
    Diagram,
    Name,
    Node,
    Recall,
    State,
    WeightedSum,
    parents_of,
    with_numbers,
)
from bayesnet.messages.facts import Fact, items
from bayesnet.messages.remedies import did_you_mean

Losses: TypeAlias = tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What a format can hold.

    name: of the format, for messages. recall: what its own tool takes a file to mean; None if a
    file can say either.
    """

    name: str
    recall: Recall | None = None
    decisions: bool = True
    weights: bool = False
    noisy: bool = False
    labels: bool = True
    comments: bool = True
    positions: bool = True


def fit(diagram: Diagram, holds: Holds) -> tuple[Diagram, Losses]:
    """Return the diagram without what the format cannot hold, and a note on each loss.

    Raises StudyError if there are decisions and the format has none, or nodes without numbers.
    """
    with_numbers(diagram)
    lost: list[Problem] = []
    if diagram.decisions and not holds.decisions:
        names = ", ".join(diagram.decisions)
        raise StudyError([unplaced("file.no-decisions-diagram", name=holds.name, names=names)])
    nodes = dict(diagram.nodes)
    if not holds.decisions and (diagram.utilities or diagram.sums):
        dropped = [*diagram.utilities, *diagram.sums]
        lost.append(loss(holds, "values", dropped))
        nodes = {name: node for name, node in nodes.items() if name not in dropped}
    elif diagram.sums and not holds.weights:
        lost.append(
            note("file.no-weighted-sums-left-out", name=holds.name, total=items(diagram.sums))
        )
        nodes = _folded(diagram)
    nodes, more = _bared(nodes, holds)
    lost += more
    if diagram.comment and not holds.comments:
        lost.append(note("file.cannot-hold-diagram-s-own", name=holds.name))
    if _memory_matters(diagram) and holds.recall == "perfect" and diagram.recall == "limited":
        lost.append(
            note(
                "file.own-tool-file-means-nothing",
                name=holds.name,
                decisions=items(diagram.decisions),
            )
        )
    return dataclasses.replace(diagram, nodes=nodes), tuple(lost)


def note(code: str, /, **facts: Fact) -> Problem:
    """Return a loss."""
    return warning_at("", "", code, **facts)


def loss(holds: Holds, what: str, names: Iterable[Name]) -> Problem:
    """Return the note that the format cannot hold something of these nodes."""
    return note("file.cannot-hold", name=holds.name, what=what, names=items(names))


def _folded(diagram: Diagram) -> dict[Name, Node]:
    """Return the nodes without sums, every value multiplied by its share of the whole."""
    nodes: dict[Name, Node] = {}
    for name, node in diagram.nodes.items():
        if name in diagram.utilities:
            utility = diagram.utilities[name]
            values = np.asarray(utility.values * diagram.shares[name])
            nodes[name] = dataclasses.replace(utility, values=values)
        elif not isinstance(node, WeightedSum):
            nodes[name] = node
    return nodes


def _bared(nodes: Mapping[Name, Node], holds: Holds) -> tuple[dict[Name, Node], list[Problem]]:
    """Return the nodes without the entries that the format has no place for."""
    bared = dict(nodes)
    lost = []
    for entry, empty, there, what in (
        ("label", "", holds.labels, "label"),
        ("comment", "", holds.comments, "definition or comment"),
        ("position", None, holds.positions, "position"),
        ("noisy", None, holds.noisy, "noisy-MAX links, only the table they make,"),
    ):
        having = [name for name, node in bared.items() if getattr(node, entry, empty) != empty]
        if having and not there:
            lost.append(loss(holds, what, having))
            for name in having:
                changed: dict[str, object] = {entry: empty}
                bared[name] = dataclasses.replace(bared[name], **changed)  # type: ignore[arg-type]
    return bared, lost


def _memory_matters(diagram: Diagram) -> bool:
    return len(diagram.decisions) > 1


def remembered(diagram: Diagram, recall: Recall | None) -> Mapping[Name, tuple[Name, ...]]:
    """Return, by decision, information to be drawn so that the format's tool does not forget.

    Where the tool forgets (``limited``), all that was known or decided before; else only the
    decision just before, where no path leads from it: so that their order is there to be seen.
    """
    if diagram.recall == "limited" or not _memory_matters(diagram):
        return dict.fromkeys(diagram.decisions, ())
    informed = {name: node.informed_by for name, node in diagram.decisions.items()}
    if recall == "limited":
        known = no_forgetting(informed)
        return {d: tuple(n for n in known[d] if n not in informed[d]) for d in informed}
    added: dict[Name, tuple[Name, ...]] = dict.fromkeys(informed, ())
    above: dict[Name, set[Name]] = {}
    before = ""
    for name, node in diagram.nodes.items():
        parents = parents_of(node)
        above[name] = set(parents).union(*(above[parent] for parent in parents))
        if isinstance(node, Decision):
            if before and before not in above[name]:
                added[name] = (before,)
                above[name] |= {before, *above[before]}
            before = name
    return added


def decided(diagram: Diagram, choices: Mapping[Name, State]) -> tuple[Diagram, Losses]:
    """Return the diagram with decisions fixed: each becomes a root that is certainly as chosen.

    Raises StudyError with every choice that names no decision or no option.
    """
    problems = []
    for name, option in choices.items():
        if name not in diagram.decisions:
            known = did_you_mean(name, diagram.decisions)
            problems.append(problem_at("", "--set", "file.no-decision", known, word=name))
        elif option not in diagram.states[name]:
            known = did_you_mean(option, diagram.states[name])
            facts: dict[str, Fact] = {"decision": name, "word": option}
            problems.append(problem_at("", "--set", "file.no-option", known, **facts))
    if problems:
        raise StudyError(problems)
    nodes = dict(diagram.nodes)
    for name, option in choices.items():
        node = diagram.decisions[name]
        nodes[name] = Chance(
            name=name,
            states=node.states,
            parents=(),
            table=np.eye(len(node.states))[node.states.index(option)],
            label=node.label,
            comment=node.comment,
            position=node.position,
        )
    made = items(f"{name}={option}" for name, option in choices.items())
    lost = (note("file.fixed-good-certain-chance-node", made=made),) if choices else ()
    return dataclasses.replace(diagram, nodes=nodes), lost
