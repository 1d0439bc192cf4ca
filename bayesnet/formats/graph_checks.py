"""Find what is wrong with a diagram as a whole: names, arcs, cycles, values and definitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

from bayesnet.errors import Problem, did_you_mean
from bayesnet.graph import find_cycle
from bayesnet.study.model import ChanceNode, Definition, InfluenceDiagram, UtilityNode

# Node names are typed in commands as NAME=STATE and stand in judgement keys as NODE[...].
NODE_NAME = re.compile(r"[^\W\d]\w*")
Finding: TypeAlias = tuple[str, ...]
"""Key path, message and remedy; a fourth entry marks what does not stop anything."""

MOST_BARE = 3
"""Nodes without any definition that have a note each."""
UNSAFE_IN_STATE = re.compile(r"[\[\],=\"\n\r\t]")


def graph_problems(diagram: InfluenceDiagram, file: str) -> list[Problem]:
    """Return every problem that needs more than one table of ``model.toml`` to see."""
    checks = (
        _names,
        _parents,
        _cycle,
        _utilities,
        _annotations,
        _outcomes,
        _weights,
        _horizon,
        _clarity,
    )
    found = []
    for check in checks:
        for path, message, remedy, *severity in check(diagram):
            found.append(
                Problem(
                    file=file,
                    path=path,
                    message=message,
                    remedy=remedy,
                    severity="warning" if severity else "error",
                )
            )
    return found


def _kinds(diagram: InfluenceDiagram) -> Iterator[tuple[str, str]]:
    for kind in ("decisions", "chance", "utilities"):
        for name in getattr(diagram, kind):
            yield {"decisions": "decision", "utilities": "utility"}.get(kind, kind), name


def _names(diagram: InfluenceDiagram) -> Iterator[Finding]:
    if not diagram.states:
        message = "the model has no uncertain node and no decision."
        yield "chance", message, "Add a [chance.NAME] or a [decision.NAME] table."
    for name, count in Counter(name for _, name in _kinds(diagram)).items():
        if count > 1:
            yield name, f"{count} nodes are called '{name}'.", "Give each its own name."
    nodes = dict.fromkeys(name for _, name in _kinds(diagram))
    for kind, name in _kinds(diagram):
        if not NODE_NAME.fullmatch(name):
            remedy = "Use letters, digits and _ for the name, and the label for the rest."
            yield f"{kind}.{name}", f"'{name}' cannot be a node's name.", remedy
        for index, state in enumerate(diagram.states.get(name, ())):
            path = f"{kind}.{name}.states[{index}]"
            if state in nodes:
                other = "this node" if state == name else f"the node '{state}'"
                yield path, f"state '{state}' is called like {other}.", "Rename the state."
            if UNSAFE_IN_STATE.search(state):
                remedy = "Leave out brackets, commas, quotes, = and line breaks."
                yield path, f"'{state}' cannot be a state's name.", remedy


def _parents(diagram: InfluenceDiagram) -> Iterator[Finding]:
    known = list(diagram.states)
    for name, node in diagram.chance.items():
        yield from _each_parent(diagram, f"chance.{name}.parents", name, node.parents, known)
    for name, decision in diagram.decisions.items():
        path = f"decision.{name}.informed_by"
        yield from _each_parent(diagram, path, name, decision.informed_by, known)


def _each_parent(
    diagram: InfluenceDiagram, path: str, name: str, parents: Sequence[str], known: list[str]
) -> Iterator[Finding]:
    for index, parent in enumerate(parents):
        place = f"{path}[{index}]"
        if parent == name:
            yield place, f"'{name}' is its own parent.", "Take it away."
        elif parent in diagram.utilities:
            yield place, f"'{parent}' is a value; nothing can depend on it.", "Take it away."
        elif parent not in known:
            yield place, f"no node '{parent}';", did_you_mean(parent, known)
        elif parent in parents[:index]:
            yield place, f"parent '{parent}' is there twice.", "Keep one."


def _cycle(diagram: InfluenceDiagram) -> Iterator[Finding]:
    cycle = find_cycle(diagram.parents)
    if cycle:
        remedy = (
            "Drop one arc, or split a node into its start and its end of the horizon "
            f"(for example {cycle[0]}_end)."
        )
        yield "", f"Cycle: {' -> '.join(cycle)}.", remedy


def _utilities(diagram: InfluenceDiagram) -> Iterator[Finding]:
    for name, node in diagram.utilities.items():
        if node.table or node.blank:
            yield from _value_table(diagram, name, node)
            continue
        if not node.parents:
            yield (
                f"utility.{name}.scores",
                "this value depends on nothing.",
                "Score a node's states.",
            )
        for parent in node.parents:
            yield from _scores(diagram, name, node, parent)


def _value_table(diagram: InfluenceDiagram, name: str, node: UtilityNode) -> Iterator[Finding]:
    known = list(diagram.states)
    wrong = list(_each_parent(diagram, f"utility.{name}.parents", name, node.parents, known))
    yield from wrong
    if wrong or node.blank:
        return
    rows = prod(diagram.sizes[parent] for parent in node.parents)
    path = f"utility.{name}.table"
    allowed = [set(diagram.states[parent]) for parent in node.parents]
    for when in node.table:
        fits = len(when) == len(allowed) and all(map(set.__contains__, allowed, when))
        if not fits:
            order = ", ".join(node.parents) or "no node: when = []"
            yield path, f"there is no case {', '.join(when)}.", f"Name one state each of {order}."
            return
    if len(node.table) < rows:
        cases = product(*(diagram.states[parent] for parent in node.parents))
        first = next(case for case in cases if case not in node.table)
        missing = rows - len(node.table)
        more = f" and {missing - 1} more" if missing > 1 else ""
        remedy = "Add { when = [...], value = ... }."
        yield path, f"no value for {', '.join(first)}{more}.", remedy


def _scores(
    diagram: InfluenceDiagram, name: str, node: UtilityNode, parent: str
) -> Iterator[Finding]:
    path = f"utility.{name}.scores.{parent}"
    if parent not in diagram.states:
        yield path, f"no node '{parent}';", did_you_mean(parent, diagram.states)
        return
    states = diagram.states[parent]
    for state in node.scores[parent]:
        if state not in states:
            yield f"{path}.{state}", f"no state '{state}';", did_you_mean(state, states)
    missing = [state for state in states if state not in node.scores[parent]]
    if missing:
        yield path, f"no score for {', '.join(missing)}.", "Score every state."


def _annotations(diagram: InfluenceDiagram) -> Iterator[Finding]:
    drawn = {(parent, child) for child, causes in diagram.parents.items() for parent in causes}
    seen = Counter((arc.parent, arc.child) for arc in diagram.arcs)
    for index, arc in enumerate(diagram.arcs):
        if (arc.parent, arc.child) not in drawn:
            remedy = f"Add it to the parents of {arc.child}, or take the note away."
            yield f"arc[{index}]", f"the model has no arc {arc.parent} -> {arc.child}.", remedy
    for (parent, child), count in seen.items():
        if count > 1:
            yield "arc", f"{parent} -> {child} is described {count} times.", "Merge the notes."
    if diagram.arcs:
        for parent, child in sorted(drawn - set(seen)):
            remedy = "Add an [[arc]] with the claim and its source."
            yield "arc", f"{parent} -> {child} has no claim and no source.", remedy, "warning"
    for index, assumption in enumerate(diagram.assumptions):
        for parent, child in assumption.arcs:
            if (parent, child) not in drawn:
                place = f"assumption[{index}].arcs"
                yield (
                    place,
                    f"the model has no arc {parent} -> {child}.",
                    "Name an arc that is drawn.",
                )


def _outcomes(diagram: InfluenceDiagram) -> Iterator[Finding]:
    if diagram.chance and not diagram.outcomes:
        yield "outcome", "no outcome is named.", "Add an [[outcome]]: answers are given in it."
    ids = Counter(outcome.id for outcome in diagram.outcomes)
    for index, outcome in enumerate(diagram.outcomes):
        path = f"outcome[{index}]"
        if ids[outcome.id] > 1:
            yield path, f"{ids[outcome.id]} outcomes are called '{outcome.id}'.", "Rename one."
        if outcome.node not in diagram.chance:
            yield (
                f"{path}.node",
                f"no node '{outcome.node}';",
                did_you_mean(outcome.node, diagram.chance),
            )
            continue
        states = diagram.chance[outcome.node].states
        for state in outcome.states:
            if state not in states:
                yield f"{path}.states", f"no state '{state}';", did_you_mean(state, states)
        if not outcome.states or set(outcome.states) == set(states):
            yield f"{path}.states", "this outcome is certain.", "Name some of the states, not all."


def _weights(diagram: InfluenceDiagram) -> Iterator[Finding]:
    if diagram.utilities and not diagram.weight_sets:
        yield "weights", "the attributes have no weights.", "Add a [weights.NAME] table."
    for name, weights in diagram.weight_sets.items():
        for utility in weights.weights:
            if utility not in diagram.utilities:
                place = f"weights.{name}.{utility}"
                yield place, f"no utility '{utility}';", did_you_mean(utility, diagram.utilities)
        for utility in diagram.utilities:
            if utility not in weights.weights:
                yield (
                    f"weights.{name}",
                    f"no weight for '{utility}'.",
                    "Write 0 if it counts for nothing.",
                )
    if diagram.weight_sets and diagram.default_weights not in diagram.weight_sets:
        known = did_you_mean(diagram.default_weights, diagram.weight_sets)
        yield "model.default_weights", f"no weight set '{diagram.default_weights}';", known


def _horizon(diagram: InfluenceDiagram) -> Iterator[Finding]:
    if diagram.as_of >= diagram.horizon_end:
        yield "model.horizon_end", "the horizon ends before it begins.", "Put it after as_of."


def _clarity(diagram: InfluenceDiagram) -> Iterator[Finding]:
    bare = [
        name for name in diagram.states if diagram.nodes[name].definition == Definition(text="")
    ]
    if len(bare) > MOST_BARE:  # as in a diagram of another tool: one note says it all
        message = f"{len(bare)} nodes have no definition at all: {', '.join(bare)}."
        yield "", message, "A reader could not say whether they happened. Define them.", "warning"
    else:
        bare = []
    for name in diagram.states:
        if name in bare:
            continue
        node = diagram.nodes[name]
        kind = "chance" if isinstance(node, ChanceNode) else "decision"
        definition = node.definition
        lacking = [
            word
            for word, there in (
                ("definition", definition.text),
                ("deadline ('by')", definition.by),
                ("source that settles it ('settled_by')", definition.settled_by),
            )
            if not there
        ]
        if lacking:
            message = f"no {' and no '.join(lacking)}."
            remedy = "A reader could not say whether it happened. Add what is missing."
            yield f"{kind}.{name}", message, remedy, "warning"
        if definition.by and not diagram.as_of <= definition.by <= diagram.horizon_end:
            place = f"{kind}.{name}.by"
            yield place, f"{definition.by} lies outside the horizon.", "Move it inside.", "warning"
