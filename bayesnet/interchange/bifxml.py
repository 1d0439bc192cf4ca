"""Read and write BIFXML as aGrUM has it: XMLBIF 0.3, which knows decisions and utilities.

Tables run over ``GIVEN`` as listed, then the child, the last fastest. aGrUM takes what is drawn
into a decision to be all that is known there.

Sources: Cozman, XMLBIF 0.3; aGrUM, its reader and writer of influence diagrams.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Chance, Diagram, Node, Recall, Utility, parents_of
from bayesnet.interchange.draft import Draft, Findings, Kind, Unreadable, numbers
from bayesnet.interchange.losses import Holds, Losses, fit, remembered
from bayesnet.interchange.markup import Element, content, parse
from bayesnet.interchange.xdsl_write import flat, plain
from bayesnet.messages.facts import items

HOLDS = Holds(name="BIFXML", recall="limited")
KINDS: Mapping[str, Kind] = {
    "nature": "chance",
    "decision": "decision",
    "utility": "utility",
    "": "chance",
}
_PROPERTY = re.compile(r"\s*([\w.-]+)\s*=\s*(.*)", re.DOTALL)
_FAST = re.compile(r"[^{\[]*\{(.*)\}")
_POSITION = re.compile(r"\(\s*([^,()\s]+)\s*,\s*([^,()\s]+)\s*\)")
_MEANT = frozenset({"description", "fast", "comment", "position", "remembered"})


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; None if any of them is an error."""
    found = Findings(file=file)
    try:
        network = parse(text, "BIF").find("NETWORK")
        if network is None:
            raise Unreadable("", "file.no-network")
        drafts = {}
        for element in network.all("VARIABLE"):
            draft = _variable(element, found)
            if draft.name in drafts:
                raise Unreadable(element.place, "file.node-defined-twice", name=draft.name)
            drafts[draft.name] = draft
        for element in network.all("DEFINITION", "PROBABILITY"):
            _definition(element, drafts)
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    said = dict(_properties(network))
    recall: Recall = "perfect" if said.get("recall") == "perfect" else "limited"
    if sum(d.kind == "decision" for d in drafts.values()) > 1 and "recall" not in said:
        found.note("", "file.agrum-takes-what-drawn-into")
    diagram = assemble(
        list(drafts.values()),
        found,
        name=network.said("NAME"),
        recall=recall,
        comment=said.get("comment", ""),
    )
    return diagram, tuple(found.problems)


def _properties(element: Element) -> Iterator[tuple[str, str]]:
    for child in element.all("PROPERTY"):
        match = _PROPERTY.fullmatch(child.text)
        if match:
            yield match[1], match[2]


def _variable(element: Element, found: Findings) -> Draft:
    name = element.said("NAME")
    place = f"line {element.line}: <VARIABLE> '{name}'"
    kind = element.get("TYPE")
    if kind not in KINDS:
        raise Unreadable(place, "file.variables-type-not-read", kind=kind)
    draft = Draft(kind=KINDS[kind], name=name, place=place)
    states = [child.text for child in element.all("OUTCOME", "VALUE")]
    told = list(_properties(element))
    said = dict(told)
    fast = _FAST.fullmatch(said.get("fast", ""))
    if fast and not states:
        states = fast[1].split("|")
    draft.states = () if draft.kind == "utility" else tuple(states)
    draft.label, draft.comment = said.get("description", ""), said.get("comment", "")
    draft.remembered = frozenset(text for key, text in told if key == "remembered")
    position = _POSITION.fullmatch(said.get("position", ""))
    if position:
        x, y = numbers([position[1], position[2]], place)
        draft.position = (x, y)
    unread = [key for key, _ in told if key not in _MEANT]
    if unread:
        found.note(place, "file.these-properties-not-kept", unread=items(unread))
    return draft


def _definition(element: Element, drafts: Mapping[str, Draft]) -> None:
    name = element.said("FOR")
    place = f"line {element.line}: <{element.tag}> of '{name}'"
    if len(list(element.all("FOR"))) != 1 or name not in drafts:
        raise Unreadable(place, "file.no-variable-several")
    draft = drafts[name]
    if draft.defined:
        raise Unreadable(place, "file.defined-already", name=name)
    draft.parents = tuple(child.text for child in element.all("GIVEN"))
    draft.defined = True
    if draft.kind != "decision" and element.find("TABLE") is not None:
        draft.numbers = numbers(element.words("TABLE"), place)


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold."""
    return _written(diagram, HOLDS)


def write_chance(diagram: Diagram) -> tuple[str, Losses]:
    """Return the same for tools that know nothing of decisions.

    Raises StudyError if there are any.
    """
    return _written(diagram, dataclasses.replace(HOLDS, name="XMLBIF", decisions=False))


def _written(diagram: Diagram, holds: Holds) -> tuple[str, Losses]:
    fitted, lost = fit(diagram, holds)
    added = remembered(fitted, HOLDS.recall)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<BIF VERSION="0.3">', "<NETWORK>"]
    lines.append(f"<NAME>{content(fitted.name or 'diagram')}</NAME>")
    if fitted.comment:
        lines.append(_property("comment", fitted.comment))
    if fitted.decisions:
        lines.append(_property("recall", fitted.recall))
    for node in fitted.nodes.values():
        lines += _variable_lines(node, fitted.states.get(node.name), added.get(node.name, ()))
    for node in fitted.nodes.values():
        lines += _definition_lines(node, added.get(node.name, ()))
    return "\n".join([*lines, "</NETWORK>", "</BIF>", ""]), lost


def _property(key: str, text: str) -> str:
    return f"\t<PROPERTY>{key} = {content(text)}</PROPERTY>"


def _variable_lines(
    node: Node, states: tuple[str, ...] | None, added: tuple[str, ...]
) -> list[str]:
    kind = {"Chance": "nature", "Utility": "utility"}.get(type(node).__name__, "decision")
    lines = [f'<VARIABLE TYPE="{kind}">', f"\t<NAME>{content(node.name)}</NAME>"]
    if node.label:
        lines.append(_property("description", node.label))
    if node.comment:
        lines.append(_property("comment", node.comment))
    if node.position is not None:
        x, y = map(plain, node.position)
        lines.append(_property("position", f"({x}, {y})"))
    lines += [_property("remembered", name) for name in added]
    # A utility has one outcome there, which means nothing.
    lines += [f"\t<OUTCOME>{content(state)}</OUTCOME>" for state in states or (node.name,)]
    return [*lines, "</VARIABLE>"]


def _definition_lines(node: Node, added: tuple[str, ...]) -> list[str]:
    lines = ["<DEFINITION>", f"\t<FOR>{content(node.name)}</FOR>"]
    lines += [f"\t<GIVEN>{content(p)}</GIVEN>" for p in (*parents_of(node), *added)]
    match node:
        case Chance(table=values) | Utility(values=values):
            lines.append(f"\t<TABLE>{flat(values)}</TABLE>")
    return [*lines, "</DEFINITION>"]
