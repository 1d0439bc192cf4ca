"""Write NET, the language of Hugin; see ``net_read``."""

from __future__ import annotations

import numpy as np

from bayesnet.interchange.diagram import Chance, Diagram, Node, Utility, parents_of
from bayesnet.interchange.draft import RECALL, REMEMBERED
from bayesnet.interchange.losses import Holds, Losses, fit, remembered
from bayesnet.interchange.names import identifier
from bayesnet.interchange.tokens import quoted, table
from bayesnet.interchange.xdsl_write import plain

HOLDS = Holds(name="NET", recall="limited")
RESERVED = frozenset(
    {"net", "class", "node", "decision", "utility", "discrete", "continuous", "function"}
    | {"potential", "instance", "temporal", "data", "states", "label", "position", "normal"}
)


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold."""
    fitted, lost = fit(diagram, HOLDS)
    added = remembered(fitted, HOLDS.recall)
    lines = ["net", "{", "\tnode_size = (100 50);"]
    if fitted.name:
        lines.append(f"\tname = {quoted(fitted.name)};")
    if fitted.comment:
        lines.append(f"\tHR_Desc = {quoted(fitted.comment)};")
    if fitted.decisions:
        lines.append(f'\t{RECALL} = "{fitted.recall}";')
    lines.append("}")
    for node in fitted.nodes.values():
        lines += _node(node, fitted.states.get(node.name, ()), added.get(node.name, ()))
    for node in fitted.nodes.values():
        lines += _potential(node, added.get(node.name, ()))
    return "\n".join([*lines, ""]), lost


def _name(name: str) -> str:
    return identifier(name, RESERVED)


def _node(node: Node, states: tuple[str, ...], added: tuple[str, ...]) -> list[str]:
    kind = {"Chance": "node", "Utility": "utility"}.get(type(node).__name__, "decision")
    lines = ["", f"{kind} {_name(node.name)}", "{"]
    if states:
        lines.append(f"\tstates = ({' '.join(map(quoted, states))});")
    lines.append(f"\tlabel = {quoted(node.label or node.name)};")
    if node.position is not None:
        lines.append(f"\tposition = ({' '.join(map(plain, node.position))});")
    if node.comment:
        lines.append(f"\tHR_Desc = {quoted(node.comment)};")
    if added:
        lines.append(f"\t{REMEMBERED} = ({' '.join(map(quoted, added))});")
    return [*lines, "}"]


def _potential(node: Node, added: tuple[str, ...]) -> list[str]:
    parents = " ".join(map(_name, (*parents_of(node), *added)))
    given = f" | {parents}" if parents else ""
    lines = ["", f"potential ({_name(node.name)}{given})", "{"]
    match node:
        case Chance(table=values) | Utility(values=values):
            shape = values.shape or (1,)
            lines.append(f"\tdata = {table(shape, np.ravel(values).tolist(), plain)};")
    return [*lines, "}"]
