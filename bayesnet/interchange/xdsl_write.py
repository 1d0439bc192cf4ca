"""Write XDSL, the format of GeNIe and SMILE; see ``xdsl_read``."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bayesnet.interchange.diagram import (
    Array,
    Chance,
    Decision,
    Diagram,
    Name,
    Node,
    NoisyLinks,
    Utility,
    WeightedSum,
    parents_of,
    turned,
)
from bayesnet.interchange.draft import RECALL, REMEMBERED
from bayesnet.interchange.losses import Holds, Losses, fit, remembered
from bayesnet.interchange.markup import attribute, content
from bayesnet.interchange.names import identifier

HOLDS = Holds(name="XDSL", recall="perfect", weights=True, noisy=True)
WIDTH, HEIGHT = 100.0, 50.0
"""Of a node as GeNIe draws it, in its points."""


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold."""
    fitted, lost = fit(diagram, HOLDS)
    fitted = turned(fitted, falling=True)
    added = remembered(fitted, HOLDS.recall)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    title = fitted.name or "diagram"
    ident = attribute(identifier(title))
    lines.append(f'<smile version="1.0" id={ident} numsamples="10000" discsamples="10000">')
    lines.append("  <nodes>")
    for name, node in fitted.nodes.items():
        lines += _node(fitted, node, added.get(name, ()))
    lines += ["  </nodes>", "  <extensions>"]
    lines.append(f'    <genie version="1.0" app="collective-resolve" name={attribute(title)}>')
    if fitted.comment:
        lines.append(f"      <comment>{content(fitted.comment)}</comment>")
    for index, node in enumerate(fitted.nodes.values()):
        lines += _looks(node, index)
    lines += ["    </genie>", "  </extensions>", "</smile>", ""]
    return "\n".join(lines), lost


def _node(diagram: Diagram, node: Node, added: tuple[Name, ...]) -> list[str]:
    states = diagram.states.get(node.name, ())
    body = [f"      <state id={attribute(identifier(state))} />" for state in states]
    parents = (*parents_of(node), *added)
    if parents:
        body.append(f"      <parents>{' '.join(map(identifier, parents))}</parents>")
    match node:
        case Chance(noisy=NoisyLinks() as noisy):
            kind = "noisymax"
            body += _noisy(diagram, node, noisy)
        case Chance():
            kind = "cpt"
            body.append(f"      <probabilities>{flat(node.table)}</probabilities>")
        case Utility():
            kind = "utility"
            body.append(f"      <utilities>{flat(node.values)}</utilities>")
        case WeightedSum():
            kind = "mau"
            body.append(f"      <weights>{written(node.weights.values())}</weights>")
        case Decision():
            kind = "decision"
            if added:
                body.append(_property(REMEMBERED, " ".join(map(identifier, added))))
            if diagram.recall == "limited":
                body.append(_property(RECALL, "limited"))
    opening = f"    <{kind} id={attribute(identifier(node.name))}>"
    return [opening, *body, f"    </{kind}>"]


def _property(key: str, text: str) -> str:
    return f"      <property id={attribute(key)}>{content(text)}</property>"


def _noisy(diagram: Diagram, node: Chance, noisy: NoisyLinks) -> list[str]:
    strengths: list[int] = []
    columns: list[float] = []
    neutral = [0.0] * (len(node.states) - 1) + [1.0]
    for parent in node.parents:
        states = diagram.states[parent]
        causes = [i for i, state in enumerate(states) if (parent, state) in noisy.links]
        rest = [i for i in range(len(states)) if i not in causes]
        strengths += [*causes, *rest]
        for index in causes:
            columns += noisy.links[parent, states[index]]
        columns += neutral
    columns += noisy.leak
    return [
        f"      <strengths>{' '.join(map(str, strengths))}</strengths>",
        f"      <parameters>{written(columns)}</parameters>",
    ]


def _looks(node: Node, index: int) -> list[str]:
    """Return how GeNIe shows the node; one without a place of its own stands in a grid."""
    x, y = node.position or (100.0 + 150 * (index % 6), 80.0 + 100 * (index // 6))
    corners = (x - WIDTH / 2, y - HEIGHT / 2, x + WIDTH / 2, y + HEIGHT / 2)
    lines = [
        f"      <node id={attribute(identifier(node.name))}>",
        f"        <name>{content(node.label or node.name)}</name>",
        '        <interior color="e5f6f7" />',
        '        <outline color="000080" />',
        '        <font color="000000" name="Arial" size="8" />',
        f"        <position>{written(corners)}</position>",
    ]
    if node.comment:
        lines.append(f"        <comment>{content(node.comment)}</comment>")
    return [*lines, "      </node>"]


def flat(values: Array) -> str:
    """Return the numbers, the last axis fastest."""
    return written(np.ravel(values).tolist())


def written(numbers: Iterable[float]) -> str:
    """Return numbers so that reading them gives the same ones, whole ones without a point."""
    return " ".join(plain(number) for number in numbers)


def plain(number: float) -> str:
    """Return one number so that reading it gives the same one."""
    whole = number == int(number) and abs(number) < 1e15  # noqa: PLR2004 - digits of a double
    return str(int(number)) if whole else repr(float(number))
