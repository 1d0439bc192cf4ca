"""Read and write UAI, the format of the inference competitions: networks of numbers, no names.

The last variable of a table is the child; the table runs over its variables, the last fastest.
pgmpy writes tables that run over the child first; where only that makes probabilities, it is taken.

Source: UAI 2010 approximate inference challenge, file formats.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bayesnet.errors import Problem
from bayesnet.interchange.assembly import ROUGH, assemble
from bayesnet.interchange.diagram import Diagram
from bayesnet.interchange.draft import MOST_ENTRIES, Draft, Findings, Unreadable, numbers, whole
from bayesnet.interchange.losses import Holds, Losses, fit, note
from bayesnet.interchange.tokens import Cursor, cut
from bayesnet.interchange.xdsl_write import flat
from bayesnet.messages.facts import Node, items

HOLDS = Holds(name="UAI", decisions=False, labels=False, comments=False, positions=False)
MOST_VARIABLES = 100_000
MOST_STATES = 10_000


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; variables are v0, v1, ..., their states s0, s1, ..."""
    found = Findings(file=file)
    try:
        drafts = _drafts(Cursor(cut(_without_remarks(text), comments="slashes", signs="(){}")))
    except Unreadable as error:
        found.error(error.place, error.code, **error.facts)
        return None, tuple(found.problems)
    if not _are_rows(drafts) and _are_rows(drafts, child_first=True):
        for draft in drafts:
            draft.axes = (draft.name, *draft.parents)
        found.note("", "file.tables-make-probabilities-only-when")
    found.note("", "file.uai-no-names-nodes-called")
    return assemble(drafts, found, name=""), tuple(found.problems)


def _without_remarks(text: str) -> str:
    """Return the text without what some writers put behind ``#``."""
    return "\n".join(line.partition("#")[0] for line in text.split("\n"))


def _drafts(cursor: Cursor) -> list[Draft]:
    kind = cursor.next()
    if kind.text != "BAYES":
        raise Unreadable(f"line {kind.line}", "file.networks-kind-not-read", text=kind.text[:40])
    count = _whole(cursor, MOST_VARIABLES)
    sizes = [_whole(cursor, MOST_STATES, least=1) for _ in range(count)]
    names = [f"v{index}" for index in range(count)]
    tables = _whole(cursor, MOST_VARIABLES)
    drafts: dict[str, Draft] = {}
    for _ in range(tables):
        line = cursor.line
        scope = [_whole(cursor, count - 1) for _ in range(_whole(cursor, count))]
        if not scope:
            raise Unreadable(f"line {line}", "file.table-no-variable")
        child = names[scope[-1]]
        if child in drafts:
            raise Unreadable(f"line {line}", "file.second-table", child=Node(child))
        drafts[child] = Draft(
            kind="chance",
            name=child,
            place=f"line {line}: table of {child}",
            parents=tuple(names[variable] for variable in scope[:-1]),
        )
    number = {name: index for index, name in enumerate(names)}
    for draft in drafts.values():
        scope = [number[name] for name in (*draft.parents, draft.name)]
        expected = math.prod(sizes[variable] for variable in scope)
        place = f"line {cursor.line}: table of {draft.name}"
        size = _whole(cursor, MOST_ENTRIES)
        if size != expected:
            raise Unreadable(place, "file.numbers-not", size=size, expected=expected)
        draft.place = place
        draft.states = tuple(f"s{state}" for state in range(sizes[scope[-1]]))
        draft.numbers = numbers([cursor.next().text for _ in range(size)], place)
    if not cursor.done:
        cursor.fail("file.something-follows-last-table")
    missing = [name for name in names if name not in drafts]
    if missing:
        raise Unreadable("", "file.no-table-given", missing=items(missing[:10]))
    return [drafts[name] for name in names]


def _are_rows(drafts: Sequence[Draft], *, child_first: bool = False) -> bool:
    """Return whether every table has rows that sum to 1, in that order."""
    for draft in drafts:
        size = len(draft.states)
        values = np.array(draft.numbers)
        rows = values.reshape(size, -1).T if child_first else values.reshape(-1, size)
        if not (np.abs(rows.sum(axis=1) - 1) <= ROUGH).all():
            return False
    return True


def _whole(cursor: Cursor, most: int, least: int = 0) -> int:
    token = cursor.next()
    number = whole(token.text, f"line {token.line}")
    if not least <= number <= most:
        raise Unreadable(
            f"line {token.line}",
            "file.not-whole-number-from",
            number=number,
            least=least,
            most=most,
        )
    return number


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold; raises StudyError for decisions."""
    fitted, lost = fit(diagram, HOLDS)
    number = {name: index for index, name in enumerate(fitted.chance)}
    names = ", ".join(f"{name} is v{index}" for name, index in number.items())
    lost = (*lost, note("file.uai-no-names-nodes-states", names=names))
    lines = ["BAYES", str(len(number)), " ".join(str(fitted.sizes[name]) for name in number)]
    lines.append(str(len(number)))
    for node in fitted.chance.values():
        scope = [number[name] for name in (*node.parents, node.name)]
        lines.append(" ".join(map(str, [len(scope), *scope])))
    for node in fitted.chance.values():
        lines += ["", str(node.table.size), flat(node.table)]
    return "\n".join([*lines, ""]), lost
