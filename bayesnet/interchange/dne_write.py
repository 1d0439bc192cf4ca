"""Write DNE, the text format of Netica; see ``dne_read``.

Netica's identifiers have at most 30 characters. A name that makes a longer one stands in the title
instead, and the identifier says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bayesnet.interchange.diagram import Chance, Diagram, Node, Utility, parents_of
from bayesnet.interchange.dne_read import IN_TITLE, LIMITED, REMEMBERED
from bayesnet.interchange.losses import Holds, Losses, fit, loss, remembered
from bayesnet.interchange.names import identifier
from bayesnet.interchange.tokens import quoted, table
from bayesnet.interchange.xdsl_write import plain

HOLDS = Holds(name="DNE", recall="perfect")
LONGEST = 30
RESERVED = frozenset({"bnet", "node", "visual", "NodeSet", "TRUE", "FALSE", "define"})


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold."""
    fitted, lost = fit(diagram, HOLDS)
    ids = _identifiers(list(fitted.nodes))
    hidden = [n for n, node in fitted.nodes.items() if ids[n].startswith(IN_TITLE) and node.label]
    if hidden:
        lost = (*lost, loss(HOLDS, "label beside the long name", hidden))
    added = remembered(fitted, HOLDS.recall)
    order = list(fitted.decisions)
    lines = ["// ~->[DNET-1]->~"]
    if fitted.recall == "limited":
        lines.append(LIMITED)
    for after, names in added.items():
        lines += [f"{REMEMBERED} {order.index(name)} {order.index(after)}" for name in names]
    title = identifier(fitted.name or "diagram", RESERVED)
    lines += ["", f"bnet {title[:LONGEST]} {{", "\tautoupdate = TRUE;"]
    if fitted.name:
        lines.append(f"\ttitle = {quoted(fitted.name)};")
    if fitted.comment:
        lines.append(f"\tcomment = {quoted(fitted.comment)};")
    for index, node in enumerate(fitted.nodes.values()):
        parents = (*parents_of(node), *added.get(node.name, ()))
        lines += _node(node, fitted.states.get(node.name, ()), parents, ids, index)
    return "\n".join([*lines, "\t};", ""]), lost


def _identifiers(names: Sequence[str]) -> dict[str, str]:
    """Return an identifier for each name that is short enough for Netica."""
    made = {}
    for index, name in enumerate(names):
        text = identifier(name, RESERVED)
        hidden = len(text) > LONGEST or text.startswith(IN_TITLE)
        made[name] = f"{IN_TITLE}{index}" if hidden else text
    return made


def _node(
    node: Node, states: Sequence[str], parents: Sequence[str], ids: Mapping[str, str], index: int
) -> list[str]:
    kind = {"Chance": "NATURE", "Utility": "UTILITY"}.get(type(node).__name__, "DECISION")
    lines = ["", f"\tnode {ids[node.name]} {{", f"\t\tkind = {kind};"]
    lines.append(f"\t\tdiscrete = {'FALSE' if kind == 'UTILITY' else 'TRUE'};")
    if kind != "DECISION":
        lines.append(f"\t\tchance = {'DETERMIN' if kind == 'UTILITY' else 'CHANCE'};")
    if states:
        made = _identifiers(states)
        lines.append(f"\t\tstates = ({', '.join(made.values())});")
        if any(text.startswith(IN_TITLE) for text in made.values()):
            titles = ", ".join(quoted(s) if i.startswith(IN_TITLE) else "" for s, i in made.items())
            lines.append(f"\t\tstatetitles = ({titles});")
    lines.append(f"\t\tparents = ({', '.join(ids[parent] for parent in parents)});")
    match node:
        case Chance(table=values):
            lines.append(f"\t\tprobs = {_table(values)};")
        case Utility(values=values):
            lines.append(f"\t\tfunctable = {_table(values)};")
    named = node.name if ids[node.name].startswith(IN_TITLE) else node.label or node.name
    lines.append(f"\t\ttitle = {quoted(named)};")
    if node.comment:
        lines.append(f"\t\tcomment = {quoted(node.comment)};")
    if node.position is not None:
        x, y = map(plain, node.position)
        lines.append(f"\t\tvisual V1 {{ center = ({x}, {y}); height = {index + 1}; }};")
    return [*lines, "\t\t};"]


def _table(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    shape = values.shape or (1,)
    return table(shape, np.ravel(values).tolist(), plain, ", ")
