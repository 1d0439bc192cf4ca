"""Write PGMX, the ProbModelXML format of OpenMarkov, version 0.2; see ``pgmx_read``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    parents_of,
)
from bayesnet.interchange.losses import Holds, Losses, fit, remembered
from bayesnet.interchange.markup import attribute, content
from bayesnet.interchange.pgmx_read import REMEMBERED
from bayesnet.interchange.xdsl_write import plain, written

HOLDS = Holds(name="PGMX", noisy=True)


def write(diagram: Diagram) -> tuple[str, Losses]:
    """Return the text of the file, and what it cannot hold."""
    fitted, lost = fit(diagram, HOLDS)
    added = remembered(fitted, HOLDS.recall)
    kind = "BayesianNetwork"
    if fitted.decisions or fitted.utilities:
        kind = "LIMID" if fitted.recall == "limited" else "InfluenceDiagram"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<ProbModelXML formatVersion="0.2.0">']
    lines.append(f'  <ProbNet type="{kind}">')
    if fitted.comment:
        lines.append(f"    <Comment>{content(fitted.comment)}</Comment>")
    lines += ["    <Variables>", *_variables(fitted, added), "    </Variables>", "    <Links>"]
    for node in fitted.nodes.values():
        for parent in (*parents_of(node), *added.get(node.name, ())):
            ends = f"{_variable(parent)}{_variable(node.name)}"
            lines.append(f'      <Link directed="true">{ends}</Link>')
    lines += ["    </Links>", "    <Potentials>"]
    for node in fitted.nodes.values():
        lines += _potential(fitted, node)
    lines.append("    </Potentials>")
    lines += _properties({"Title": fitted.name}, "    ")
    return "\n".join([*lines, "  </ProbNet>", "</ProbModelXML>", ""]), lost


def _variable(name: str) -> str:
    return f"<Variable name={attribute(name)} />"


def _properties(entries: Mapping[str, str], indent: str) -> list[str]:
    kept = {key: text for key, text in entries.items() if text}
    lines = [
        f"{indent}  <Property name={attribute(key)} value={attribute(text)} />"
        for key, text in kept.items()
    ]
    outer = "AdditionalProperties"
    return [f"{indent}<{outer}>", *lines, f"{indent}</{outer}>"] if kept else []


def _variables(diagram: Diagram, added: Mapping[Name, Sequence[Name]]) -> list[str]:
    lines = []
    for name, node in diagram.nodes.items():
        role = {"Chance": "chance", "Decision": "decision"}.get(type(node).__name__, "utility")
        kind = "numeric" if role == "utility" else "finiteStates"
        named = attribute(name)
        lines.append(f'      <Variable name={named} type="{kind}" role="{role}" isInput="false">')
        if node.comment:
            lines.append(f"        <Comment>{content(node.comment)}</Comment>")
        if node.position is not None:
            x, y = map(plain, node.position)
            lines.append(f'        <Coordinates x="{x}" y="{y}" />')
        kept = {"Title": node.label, REMEMBERED: "\n".join(added.get(name, ()))}
        lines += _properties(kept, "        ")
        if role == "utility":
            lines += ["        <Unit />", "        <Precision>0.01</Precision>"]
        else:
            lines.append("        <States>")
            states = diagram.states[name]
            lines += [f"          <State name={attribute(state)} />" for state in states]
            lines.append("        </States>")
        lines.append("      </Variable>")
    return lines


def _potential(diagram: Diagram, node: Node) -> list[str]:
    match node:
        case Chance(noisy=NoisyLinks() as noisy):
            return _canonical(diagram, node, noisy)
        case Chance():
            # the child is the first variable, and the first is the fastest
            scope = (node.name, *node.parents)
            values = np.moveaxis(node.table, -1, 0)
            return _table("conditionalProbability", scope, values)
        case Utility():
            return _table("utility", node.parents, node.values, utility=node.name)
        case Decision():
            return []
    raise AssertionError(node)  # sums are folded into their parts


def _table(
    role: str, scope: Sequence[Name], values: Array, utility: str = "", indent: str = "      "
) -> list[str]:
    whose = [f"{indent}  <UtilityVariable name={attribute(utility)} />"] if utility else []
    return [
        f'{indent}<Potential type="Table" role="{role}">',
        *whose,
        f"{indent}  <Variables>{''.join(map(_variable, scope))}</Variables>",
        f"{indent}  <Values>{written(np.ravel(values, order='F').tolist())}</Values>",
        f"{indent}</Potential>",
    ]


def _canonical(diagram: Diagram, node: Chance, noisy: NoisyLinks) -> list[str]:
    size = len(node.states)
    nothing = tuple(float(i == (size - 1 if noisy.falling else 0)) for i in range(size))
    lines = ['      <Potential type="ICIModel" role="conditionalProbability">']
    family = "".join(map(_variable, (node.name, *node.parents)))
    lines.append(f"        <Variables>{family}</Variables>")
    lines.append(f"        <Model>{'AND / MIN' if noisy.falling else 'OR / MAX'}</Model>")
    lines.append("        <Subpotentials>")
    for parent in node.parents:
        rows = [noisy.links.get((parent, state), nothing) for state in diagram.states[parent]]
        scope = (node.name, parent)
        lines += _table("conditionalProbability", scope, np.array(rows).T, indent=" " * 10)
    lines += _table("conditionalProbability", (node.name,), np.array(noisy.leak), indent=" " * 10)
    return [*lines, "        </Subpotentials>", "      </Potential>"]
