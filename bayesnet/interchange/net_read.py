"""Read NET, the language of Hugin, with decisions and utilities (LIMIDs).

Tables run over the parents as listed in the potential, then the child, the last fastest. Hugin
takes what is drawn into a decision to be all that is known there.

Source: Hugin API reference manual, The NET language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Diagram, Recall
from bayesnet.interchange.draft import (
    RECALL,
    REMEMBERED,
    Draft,
    Findings,
    Kind,
    Unreadable,
    numbers,
)
from bayesnet.interchange.names import name_of
from bayesnet.interchange.tokens import Cursor, Token, cut, words
from bayesnet.messages.facts import items

KINDS: Mapping[str, Kind] = {"node": "chance", "decision": "decision", "utility": "utility"}
MEANT = frozenset(
    {"states", "label", "position", "HR_Desc", REMEMBERED, "subtype", "data", "ID", "state_values"}
)
Attributes: TypeAlias = Mapping[str, list[Token]]


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; None if any of them is an error."""
    found = Findings(file=file)
    try:
        head, drafts = _file(Cursor(cut(text, comments="percent", signs="(){}=;|,")), found)
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    recall: Recall = "perfect" if _said(head, RECALL) == "perfect" else "limited"
    decisions = sum(draft.kind == "decision" for draft in drafts)
    if decisions > 1 and RECALL not in head:
        found.note("", "file.hugin-takes-what-drawn-into")
    diagram = assemble(
        drafts, found, name=_said(head, "name"), recall=recall, comment=_said(head, "HR_Desc")
    )
    return diagram, tuple(found.problems)


def _file(cursor: Cursor, found: Findings) -> tuple[dict[str, list[Token]], list[Draft]]:
    drafts: dict[str, Draft] = {}
    head: dict[str, list[Token]] = {}
    inside = False
    while not cursor.done:
        token = cursor.next()
        word, place = token.text, f"line {token.line}: {token.text}"
        if word == "net":
            head |= _attributes(cursor)
        elif word == "class" and not inside:
            head["name"] = [cursor.next()]
            cursor.expect("{")
            inside = True
        elif word == "}" and inside:
            inside = False
        elif word in KINDS or (word in ("discrete", "continuous") and cursor.is_next("node")):
            if word == "continuous":
                raise Unreadable(place, "file.continuous-nodes-not-read")
            if word == "discrete":
                cursor.expect("node")
            _node(KINDS.get(word, "chance"), place, cursor, drafts, found)
        elif word == "potential":
            _potential(place, cursor, drafts, found)
        elif inside and not token.quoted and cursor.is_next("="):
            cursor.expect("=")
            head[word] = cursor.until(";")
        else:
            raise Unreadable(
                f"line {token.line}", "file.not-read", word=word[:40], kinds=items(KINDS)
            )
    if inside:
        cursor.fail("file.class-never-closed")
    return head, list(drafts.values())


def _attributes(cursor: Cursor) -> dict[str, list[Token]]:
    """Return the tokens of each attribute of a block in braces."""
    cursor.expect("{")
    attributes: dict[str, list[Token]] = {}
    while not cursor.take("}"):
        name = cursor.next()
        cursor.expect("=")
        attributes[name.text] = cursor.until(";")
    return attributes


def _said(attributes: Attributes, name: str) -> str:
    return " ".join(token.text for token in attributes.get(name, ()))


def _node(
    kind: Kind, place: str, cursor: Cursor, drafts: dict[str, Draft], found: Findings
) -> None:
    name = name_of(cursor.next().text)
    place = f"{place} '{name}'"
    attributes = _attributes(cursor)
    draft = Draft(kind=kind, name=name, place=place)
    draft.states = () if kind == "utility" else tuple(words(attributes.get("states", ())))
    draft.label = _said(attributes, "label")
    draft.comment = _said(attributes, "HR_Desc")
    draft.remembered = frozenset(words(attributes.get(REMEMBERED, ())))
    position = numbers(words(attributes.get("position", ())), place)
    if len(position) == 2:  # noqa: PLR2004 - x and y
        draft.position = (position[0], position[1])
    unread = [key for key in attributes if key not in MEANT and not key.startswith("HR_")]
    if unread:
        found.note(place, "file.these-entries-not-kept", unread=items(unread))
    if name in drafts:
        raise Unreadable(place, "file.node-already", name=name)
    drafts[name] = draft


def _potential(place: str, cursor: Cursor, drafts: dict[str, Draft], found: Findings) -> None:
    cursor.expect("(")
    tokens = cursor.until(")")
    at = next((i for i, t in enumerate(tokens) if t.text == "|" and not t.quoted), len(tokens))
    children = [name_of(word) for word in words(tokens[:at])]
    parents = tuple(name_of(word) for word in words(tokens[at + 1 :]))
    attributes = _attributes(cursor)
    if len(children) != 1:
        raise Unreadable(place, "file.potential-several-nodes-not-read")
    child = children[0]
    place = f"{place} of '{child}'"
    if child not in drafts:
        raise Unreadable(place, "file.no-node", child=child)
    draft = drafts[child]
    if draft.defined:
        raise Unreadable(place, "file.potential-already", child=child)
    draft.parents, draft.defined = parents, True
    if "data" in attributes:
        if draft.kind == "decision":
            found.note(place, "file.policy-kept-decision-not-read", child=child)
        else:
            draft.numbers = numbers(words(attributes["data"]), place)
    elif "model_data" in attributes:
        raise Unreadable(place, "file.table-given-expression", child=child)
    else:
        draft.unread = ", ".join(key for key in attributes if not key.startswith("HR_"))
