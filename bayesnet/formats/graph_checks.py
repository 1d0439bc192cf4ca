"""Find what is wrong with a diagram as a whole: names, arcs, cycles, values and definitions."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from bayesnet.errors import Place, Problem, problem_at, warning_at
from bayesnet.graph import find_cycle
from bayesnet.messages.facts import Fact, Node, items, phrase
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import Definition, InfluenceDiagram, UtilityNode

# Node names are typed in commands as NAME=STATE and stand in judgement keys as NODE[...].
NODE_NAME = re.compile(r"[^\W\d]\w*")

PARTS = ("model.definition", "model.deadline", "model.settling-source")
"""What a definition has, so that a stranger could settle it."""
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
    return [
        dataclasses.replace(problem, place=Place(file, problem.place.path))
        for check in checks
        for problem in check(diagram)
    ]


def _kinds(diagram: InfluenceDiagram) -> Iterator[tuple[str, str]]:
    for kind in ("decisions", "chance", "utilities"):
        for name in getattr(diagram, kind):
            yield {"decisions": "decision", "utilities": "utility"}.get(kind, kind), name


def _names(diagram: InfluenceDiagram) -> Iterator[Problem]:
    if not diagram.states:
        yield problem_at("", "chance", "model.model-no-uncertain-node-no")
    for name, count in Counter(name for _, name in _kinds(diagram)).items():
        if count > 1:
            yield problem_at("", name, "model.nodes-called", count=count, name=name)
    nodes = dict.fromkeys(name for _, name in _kinds(diagram))
    for kind, name in _kinds(diagram):
        if not NODE_NAME.fullmatch(name):
            yield problem_at("", f"{kind}.{name}", "model.cannot-node-s-name", name=name)
        for index, state in enumerate(diagram.states.get(name, ())):
            path = f"{kind}.{name}.states[{index}]"
            if state in nodes:
                own = "model.state-called-like-its-node"
                code = own if state == name else "model.state-called-like-a-node"
                yield problem_at("", path, code, state=state)
            if UNSAFE_IN_STATE.search(state):
                yield problem_at("", path, "model.cannot-state-s-name", state=state)


def _parents(diagram: InfluenceDiagram) -> Iterator[Problem]:
    known = list(diagram.states)
    for name, node in diagram.chance.items():
        yield from _each_parent(diagram, f"chance.{name}.parents", name, node.parents, known)
    for name, decision in diagram.decisions.items():
        path = f"decision.{name}.informed_by"
        yield from _each_parent(diagram, path, name, decision.informed_by, known)


def _each_parent(
    diagram: InfluenceDiagram, path: str, name: str, parents: Sequence[str], known: list[str]
) -> Iterator[Problem]:
    for index, parent in enumerate(parents):
        place = f"{path}[{index}]"
        if parent == name:
            yield problem_at("", place, "model.own-parent", name=name)
        elif parent in diagram.utilities:
            yield problem_at("", place, "model.value-nothing-can-depend", parent=parent)
        elif parent not in known:
            yield problem_at("", place, "model.no-node", did_you_mean(parent, known), word=parent)
        elif parent in parents[:index]:
            yield problem_at("", place, "model.parent-twice", parent=parent)


def _cycle(diagram: InfluenceDiagram) -> Iterator[Problem]:
    cycle = find_cycle(diagram.parents)
    if cycle:
        yield problem_at("", "", "model.cycle", cycle=" -> ".join(cycle), start=cycle[0])


def _utilities(diagram: InfluenceDiagram) -> Iterator[Problem]:
    for name, node in diagram.utilities.items():
        if node.table or node.blank:
            yield from _value_table(diagram, name, node)
            continue
        if not node.parents:
            yield problem_at("", f"utility.{name}.scores", "model.value-depends-nothing")
        for parent in node.parents:
            yield from _scores(diagram, name, node, parent)


def _value_table(diagram: InfluenceDiagram, name: str, node: UtilityNode) -> Iterator[Problem]:
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
            order = items(node.parents) if node.parents else phrase("model.no-order")
            yield problem_at("", path, "model.no-case", when=items(when), order=order)
            return
    if len(node.table) < rows:
        cases = product(*(diagram.states[parent] for parent in node.parents))
        first = next(case for case in cases if case not in node.table)
        missing = rows - len(node.table)
        code = "model.no-values" if missing > 1 else "model.no-value"
        yield problem_at("", path, code, case=items(first), others=missing - 1)


def _scores(
    diagram: InfluenceDiagram, name: str, node: UtilityNode, parent: str
) -> Iterator[Problem]:
    path = f"utility.{name}.scores.{parent}"
    if parent not in diagram.states:
        yield problem_at(
            "", path, "model.no-node", did_you_mean(parent, diagram.states), word=parent
        )
        return
    states = diagram.states[parent]
    for state in node.scores[parent]:
        if state not in states:
            yield problem_at(
                "", f"{path}.{state}", "model.no-state", did_you_mean(state, states), word=state
            )
    missing = [state for state in states if state not in node.scores[parent]]
    if missing:
        yield problem_at("", path, "model.no-score", missing=items(missing))


def _annotations(diagram: InfluenceDiagram) -> Iterator[Problem]:
    drawn = {(parent, child) for child, causes in diagram.parents.items() for parent in causes}
    seen = Counter((arc.parent, arc.child) for arc in diagram.arcs)
    for index, arc in enumerate(diagram.arcs):
        if (arc.parent, arc.child) not in drawn:
            yield problem_at(
                "",
                f"arc[{index}]",
                "model.described-arc-is-not-drawn",
                parent=arc.parent,
                child=arc.child,
            )
    for (parent, child), count in seen.items():
        if count > 1:
            yield problem_at(
                "",
                "arc",
                "model.described-times",
                parent=Node(parent),
                child=Node(child),
                count=count,
            )
    if diagram.arcs:
        for parent, child in sorted(drawn - set(seen)):
            yield warning_at(
                "", "arc", "model.no-claim-no-source", parent=Node(parent), child=Node(child)
            )
    for index, assumption in enumerate(diagram.assumptions):
        for parent, child in assumption.arcs:
            if (parent, child) not in drawn:
                place = f"assumption[{index}].arcs"
                yield problem_at(
                    "",
                    place,
                    "model.assumed-arc-is-not-drawn",
                    parent=Node(parent),
                    child=Node(child),
                )


def _outcomes(diagram: InfluenceDiagram) -> Iterator[Problem]:
    ids = Counter(outcome.id for outcome in diagram.outcomes)
    for index, outcome in enumerate(diagram.outcomes):
        path = f"outcome[{index}]"
        if ids[outcome.id] > 1:
            yield problem_at(
                "", path, "model.outcomes-called", ids=ids[outcome.id], name=outcome.id
            )
        if outcome.node not in diagram.chance:
            yield problem_at(
                "",
                f"{path}.node",
                "model.no-node",
                did_you_mean(outcome.node, diagram.chance),
                word=outcome.node,
            )
            continue
        states = diagram.chance[outcome.node].states
        for state in outcome.states:
            if state not in states:
                yield problem_at(
                    "", f"{path}.states", "model.no-state", did_you_mean(state, states), word=state
                )
        if not outcome.states or set(outcome.states) == set(states):
            yield problem_at("", f"{path}.states", "model.outcome-certain")


def _weights(diagram: InfluenceDiagram) -> Iterator[Problem]:
    for name, weights in diagram.weight_sets.items():
        for utility in weights.weights:
            if utility not in diagram.utilities:
                place = f"weights.{name}.{utility}"
                yield problem_at(
                    "",
                    place,
                    "model.no-utility",
                    did_you_mean(utility, diagram.utilities),
                    word=utility,
                )
        for utility in diagram.utilities:
            if utility not in weights.weights:
                yield problem_at("", f"weights.{name}", "model.no-weight", utility=utility)
    if diagram.weight_sets and diagram.default_weights not in diagram.weight_sets:
        did_you_mean(diagram.default_weights, diagram.weight_sets)
        yield problem_at(
            "",
            "model.default_weights",
            "model.no-weight-set",
            did_you_mean(diagram.default_weights, diagram.weight_sets),
            word=diagram.default_weights,
        )


def _horizon(diagram: InfluenceDiagram) -> Iterator[Problem]:
    if diagram.as_of and diagram.horizon_end and diagram.as_of >= diagram.horizon_end:
        yield problem_at("", "model.horizon_end", "model.horizon-ends-before-begins")


def _is_outside(diagram: InfluenceDiagram, day: dt.date) -> bool:
    first, last = diagram.as_of, diagram.horizon_end
    return (first is not None and day < first) or (last is not None and day > last)


def _clarity(diagram: InfluenceDiagram) -> Iterator[Problem]:
    by_lack: dict[tuple[str, ...], list[str]] = {}
    for name in diagram.states:
        definition = diagram.nodes[name].definition
        by_lack.setdefault(_lacking(definition), []).append(name)
        if definition.by and _is_outside(diagram, definition.by):
            place = f"{_kind(diagram, name)}.{name}.by"
            yield warning_at("", place, "model.lies-outside-horizon", by=definition.by.isoformat())
    for lacking, names in by_lack.items():
        if not lacking:
            continue
        facts: dict[str, Fact] = {"lacking": items(map(phrase, lacking), "and-no")}
        if len(names) == 1:
            place = f"{_kind(diagram, names[0])}.{names[0]}"
            yield warning_at("", place, "model.definition-incomplete", **facts)
        elif len(lacking) == len(PARTS):
            bare: dict[str, Fact] = {"bare_count": len(names), "bare": items(names)}
            yield warning_at("", "", "model.nodes-no-definition-all", **bare)
        else:
            yield warning_at("", "", "model.definitions-incomplete", names=items(names), **facts)


def _kind(diagram: InfluenceDiagram, name: str) -> str:
    return "chance" if name in diagram.chance else "decision"


def _lacking(definition: Definition) -> tuple[str, ...]:
    parts = (definition.text, definition.by, definition.settled_by)
    return tuple(code for code, part in zip(PARTS, parts, strict=True) if not part)
