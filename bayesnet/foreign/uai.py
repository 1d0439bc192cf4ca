"""Read and write UAI, the format of the inference competitions: networks of numbers, no names.

The last variable of a table is the child; the table runs over its variables, the last fastest.

Source: UAI 2010 approximate inference challenge, file formats.
"""

from __future__ import annotations

import math

from bayesnet.errors import Problem
from bayesnet.foreign.assembly import assemble
from bayesnet.foreign.diagram import Diagram
from bayesnet.foreign.draft import Draft, Findings, Unreadable, numbers
from bayesnet.foreign.losses import Holds, Losses, fit, note
from bayesnet.foreign.tokens import Cursor, cut
from bayesnet.foreign.xdsl_write import flat

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
    sizes = [_whole(cursor, MOST_STATES) for _ in range(count)]
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
            states=tuple(f"s{state}" for state in range(sizes[scope[-1]])),
            parents=tuple(names[variable] for variable in scope[:-1]),
        )
    for draft in drafts.values():
        scope = [names.index(name) for name in (*draft.parents, draft.name)]
        expected = math.prod(sizes[variable] for variable in scope)
        place = f"line {cursor.line}: table of {draft.name}"
        size = _whole(cursor, 10**9)
        if size != expected:
            raise Unreadable(place, f"{size} numbers, not {expected}.")
        draft.place = place
        draft.numbers = numbers([cursor.next().text for _ in range(size)], place)
    if not cursor.done:
        cursor.fail("something follows the last table.")
    missing = [name for name in names if name not in drafts]
    if missing:
        raise Unreadable("", f"no table is given for {', '.join(missing[:10])}.")
    return [drafts[name] for name in names]


def _whole(cursor: Cursor, most: int) -> int:
    token = cursor.next()
    if not (token.text.isascii() and token.text.isdigit() and int(token.text[:12]) <= most):
        message = f"'{token.text[:40]}' is not a whole number up to {most}."
        raise Unreadable(f"line {token.line}", message)
    return int(token.text)


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold; raises Refused for decisions."""
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
