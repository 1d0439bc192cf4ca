"""Read and write BIF, the interchange format of networks without decisions.

A row of a table names the states of the parents it is for; a ``table`` runs over the child, then
the parents, the last fastest.

Source: Cozman (1998), The interchange format for Bayesian networks; networks as bnlearn, pgmpy and
aGrUM write them.
"""

from __future__ import annotations

import math

import numpy as np

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import assemble
from bayesnet.interchange.diagram import Array, Chance, Diagram
from bayesnet.interchange.draft import Draft, Findings, Unreadable, number, numbers
from bayesnet.interchange.losses import Holds, Losses, fit
from bayesnet.interchange.names import identifier, name_of
from bayesnet.interchange.tokens import Cursor, cut, words
from bayesnet.interchange.xdsl_write import plain

HOLDS = Holds(name="BIF", decisions=False, labels=False, comments=False, positions=False)
RESERVED = frozenset(
    {"network", "variable", "probability", "type", "discrete", "property", "table", "default"}
)


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; None if any of them is an error."""
    found = Findings(file=file)
    drafts: dict[str, Draft] = {}
    title = ""
    try:
        cursor = Cursor(cut(text, comments="slashes", signs="(){}[];,|"))
        while not cursor.done:
            token = cursor.next()
            if token.text == "network":
                if not cursor.is_next("{"):
                    title = name_of(cursor.next().text)
                cursor.skip_block()
            elif token.text == "variable":
                _variable(cursor, drafts)
            elif token.text == "probability":
                _probability(cursor, drafts, found)
            else:
                raise Unreadable(f"line {token.line}", "file.no-block", text=token.text[:40])
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    return assemble(list(drafts.values()), found, name=title), tuple(found.problems)


def _variable(cursor: Cursor, drafts: dict[str, Draft]) -> None:
    token = cursor.next()
    name, place = name_of(token.text), f"line {token.line}: variable '{name_of(token.text)}'"
    if name in drafts:
        raise Unreadable(place, "file.node-already", name=name)
    draft = drafts[name] = Draft(kind="chance", name=name, place=place)
    cursor.expect("{")
    while not cursor.take("}"):
        if cursor.take("property"):
            cursor.until(";")
            continue
        cursor.expect("type")
        cursor.expect("discrete")
        cursor.expect("[")
        count = number(" ".join(words(cursor.until("]"))), place)
        cursor.expect("{")
        draft.states = tuple(map(name_of, words(cursor.until("}"))))
        cursor.take(";")
        if len(draft.states) != count:
            raise Unreadable(place, "file.states-not", state_count=len(draft.states), count=count)


def _probability(cursor: Cursor, drafts: dict[str, Draft], found: Findings) -> None:
    line = cursor.expect("(").line
    scope = [name_of(word) for word in words(cursor.until(")"), without=",|")]
    place = f"line {line}: probability of '{(scope or [''])[0]}'"
    for name in scope:
        if name not in drafts:
            raise Unreadable(place, "file.no-variable", name=name)
    if not scope:
        raise Unreadable(place, "file.of-no-variable")
    child, *parents = scope
    draft = drafts[child]
    if draft.defined:
        raise Unreadable(place, "file.table-already", child=child)
    draft.parents, draft.place, draft.defined = tuple(parents), place, True
    shape = [len(drafts[parent].states) for parent in parents]
    found.spend(math.prod(shape) * len(draft.states), place)
    values = np.full((math.prod(shape), len(draft.states)), np.nan)
    cursor.expect("{")
    while not cursor.take("}"):
        token = cursor.next()
        if token.text == "property":
            cursor.until(";")
        elif token.text == "table":
            draft.numbers = numbers(words(cursor.until(";")), place)
            draft.axes = (child, *parents)
        elif token.text in ("(", "default"):
            at = _row(cursor, draft, drafts, shape) if token.text == "(" else None
            _fill(cursor, values, at, f"line {token.line}: row of '{child}'")
        else:
            cursor.fail("file.no-row-table", line=token.line, text=token.text[:40])
    if draft.numbers is None and not np.isnan(values).all():
        if np.isnan(values).any():
            raise Unreadable(place, "file.some-rows-table-missing")
        draft.numbers = np.ravel(values).tolist()


def _fill(cursor: Cursor, values: Array, at: int | None, place: str) -> None:
    """Read the numbers of one row, or of all that are still empty."""
    row = numbers(words(cursor.until(";")), place)
    if len(row) != values.shape[1]:
        raise Unreadable(place, "file.numbers-states", number_count=len(row), shape=values.shape[1])
    if at is None:
        values[np.isnan(values).any(axis=1)] = row
    elif not np.isnan(values[at]).any():
        raise Unreadable(place, "file.row-twice")
    else:
        values[at] = row


def _row(cursor: Cursor, draft: Draft, drafts: dict[str, Draft], shape: list[int]) -> int:
    """Return the number of the row that the states in brackets stand for."""
    place = f"line {cursor.line}: row of '{draft.name}'"
    states = [name_of(word) for word in words(cursor.until(")"))]
    if len(states) != len(shape):
        raise Unreadable(
            place, "file.states-parents", state_count=len(states), shape_count=len(shape)
        )
    at = 0
    for parent, state, size in zip(draft.parents, states, shape, strict=True):
        if state not in drafts[parent].states:
            raise Unreadable(place, "file.no-state", parent=parent, state=state)
        at = at * size + drafts[parent].states.index(state)
    return at


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold; raises StudyError for decisions."""
    fitted, lost = fit(diagram, HOLDS)

    def name(text: str) -> str:
        return identifier(text, RESERVED)

    lines = [f"network {name(fitted.name or 'diagram')} {{", "}"]
    for node in fitted.chance.values():
        states = ", ".join(map(name, node.states))
        lines.append(f"variable {name(node.name)} {{")
        lines += [f"  type discrete [ {len(node.states)} ] {{ {states} }};", "}"]
    for node in fitted.chance.values():
        given = f" | {', '.join(map(name, node.parents))}" if node.parents else ""
        lines.append(f"probability ( {name(node.name)}{given} ) {{")
        lines += [*_rows(fitted, node), "}"]
    return "\n".join([*lines, ""]), lost


def _rows(diagram: Diagram, node: Chance) -> list[str]:
    if not node.parents:
        return [f"  table {', '.join(map(plain, node.table.tolist()))};"]
    lines = []
    for cell in np.ndindex(node.table.shape[:-1]):
        states = [diagram.states[p][i] for p, i in zip(node.parents, cell, strict=True)]
        when = ", ".join(identifier(state, RESERVED) for state in states)
        lines.append(f"  ({when}) {', '.join(map(plain, node.table[cell].tolist()))};")
    return lines
