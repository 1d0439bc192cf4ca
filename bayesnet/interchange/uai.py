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

HOLDS = Holds(name="UAI", decisions=False, labels=False, comments=False, positions=False)
MOST_VARIABLES = 100_000
MOST_STATES = 10_000


def read(text: str, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram and all problems; variables are v0, v1, ..., their states s0, s1, ..."""
    found = Findings(file=file)
    try:
        drafts = _drafts(Cursor(cut(_without_remarks(text), comments="slashes", signs="(){}")))
    except Unreadable as error:
        found.error(error.place, error.message, error.remedy)
        return None, tuple(found.problems)
    if not _are_rows(drafts) and _are_rows(drafts, child_first=True):
        for draft in drafts:
            draft.axes = (draft.name, *draft.parents)
        found.note("", "its tables make probabilities only when read over the child first.")
    found.note("", "UAI has no names: nodes are called v0, v1, ..., states s0, s1, ...")
    return assemble(drafts, found, name=""), tuple(found.problems)


def _without_remarks(text: str) -> str:
    """Return the text without what some writers put behind ``#``."""
    return "\n".join(line.partition("#")[0] for line in text.split("\n"))


def _drafts(cursor: Cursor) -> list[Draft]:
    kind = cursor.next()
    if kind.text != "BAYES":
        message = f"networks of the kind '{kind.text[:40]}' are not read."
        raise Unreadable(f"line {kind.line}", message, "Only BAYES has probabilities.")
    count = _whole(cursor, MOST_VARIABLES)
    sizes = [_whole(cursor, MOST_STATES, least=1) for _ in range(count)]
    names = [f"v{index}" for index in range(count)]
    tables = _whole(cursor, MOST_VARIABLES)
    drafts: dict[str, Draft] = {}
    for _ in range(tables):
        line = cursor.line
        scope = [_whole(cursor, count - 1) for _ in range(_whole(cursor, count))]
        if not scope:
            raise Unreadable(f"line {line}", "a table is of no variable.")
        child = names[scope[-1]]
        if child in drafts:
            raise Unreadable(f"line {line}", f"{child} has a table already.")
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
            raise Unreadable(place, f"{size} numbers, not {expected}.")
        draft.place = place
        draft.states = tuple(f"s{state}" for state in range(sizes[scope[-1]]))
        draft.numbers = numbers([cursor.next().text for _ in range(size)], place)
    if not cursor.done:
        cursor.fail("something follows the last table.")
    missing = [name for name in names if name not in drafts]
    if missing:
        raise Unreadable("", f"no table is given for {', '.join(missing[:10])}.")
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
        message = f"{number} is not a whole number from {least} to {most}."
        raise Unreadable(f"line {token.line}", message)
    return number


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold; raises StudyError for decisions."""
    fitted, lost = fit(diagram, HOLDS)
    number = {name: index for index, name in enumerate(fitted.chance)}
    names = ", ".join(f"{name} is v{index}" for name, index in number.items())
    lost = (*lost, note(f"UAI has no names, of nodes or of states: {names}."))
    lines = ["BAYES", str(len(number)), " ".join(str(fitted.sizes[name]) for name in number)]
    lines.append(str(len(number)))
    for node in fitted.chance.values():
        scope = [number[name] for name in (*node.parents, node.name)]
        lines.append(" ".join(map(str, [len(scope), *scope])))
    for node in fitted.chance.values():
        lines += ["", str(node.table.size), flat(node.table)]
    return "\n".join([*lines, ""]), lost
