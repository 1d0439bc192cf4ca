"""Find what is wrong with agents as a whole: who decides what, knowing what, valuing what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bayesnet.agents.agent import Agent, OwnedDecision
from bayesnet.errors import did_you_mean
from bayesnet.formats.section import Section
from bayesnet.separation import Parents, children_of, reached_from, requisite
from bayesnet.study.model import InfluenceDiagram

Finding: TypeAlias = tuple[str, str, str]
"""Key path within the agent's table, message and remedy."""


def check_agents(
    agents: Sequence[Agent], sections: dict[str, Section], diagram: InfluenceDiagram
) -> None:
    """Add every problem of the agents to their sections; ``diagram`` is as it is without them."""
    owners: dict[str, str] = {}
    for agent in agents:
        section = sections[agent.id]
        before = len(section.problems)
        for key, message, remedy in (*_names(agent, diagram), *_owners(agent, owners)):
            section.problem(key, message, remedy)
        if len(section.problems) == before:
            for key, message, remedy in _graph(agent, diagram):
                section.problem(key, message, remedy)


def _names(agent: Agent, diagram: InfluenceDiagram) -> Iterator[Finding]:
    if not agent.decisions:
        yield "decides", f"{agent.label} decides nothing.", "Add an [[agent.ID.decides]] table."
    if not agent.values:
        yield "value", f"{agent.label} has no values.", "Add an [agent.ID.value.NAME] table."
    for index, owned in enumerate(agent.decisions):
        yield from _owned(f"decides[{index}]", owned, diagram)
    yield from _shown(agent, diagram)
    decided = {owned.node for owned in agent.decisions} | {r.node for r in agent.readings}
    for name in agent.beliefs:
        if name in decided:
            remedy = "Take the belief away: nobody forecasts what they decide themselves."
            yield f"belief.{name}", f"{agent.label} decides '{name}' itself.", remedy
        elif name in diagram.decisions and agent.level > 1:
            remedy = "Take level 1, or take the belief away: level 2 expects our best plan."
            yield f"belief.{name}", f"a belief on '{name}' is stated.", remedy


def _shown(agent: Agent, diagram: InfluenceDiagram) -> Iterator[Finding]:
    decided = {owned.node: owned for owned in agent.decisions}
    for index, reading in enumerate(agent.readings):
        key = f"shows[{index}]"
        if reading.node not in diagram.chance:
            yield f"{key}.node", *_unknown(reading.node, diagram)
        elif len(diagram.states[reading.node]) != 2:  # noqa: PLR2004 - no and yes
            remedy = "It answers no or yes: give it two states, in that order."
            yield f"{key}.node", f"{reading.node} has not two states.", remedy
        if reading.of not in decided:
            message = f"{agent.label} does not decide '{reading.of}';"
            yield f"{key}.of", message, did_you_mean(reading.of, decided)
            continue
        if reading.says == "misled" and not reading.truth:
            remedy = "Write truth = { NODE = STATE } for something it knows."
            yield f"{key}.truth", "nothing says what it would know if not misled.", remedy
        for name, state in reading.truth.items():
            if name not in decided[reading.of].knows:
                known = did_you_mean(name, decided[reading.of].knows)
                yield f"{key}.truth.{name}", f"it does not know '{name}' then;", known
            elif state not in diagram.states[name]:
                known = did_you_mean(state, diagram.states[name])
                yield f"{key}.truth.{name}", f"{name} has no state '{state}';", known


def _owned(key: str, owned: OwnedDecision, diagram: InfluenceDiagram) -> Iterator[Finding]:
    if owned.node in diagram.decisions:
        remedy = "An agent decides nodes that are uncertain to us."
        yield f"{key}.node", f"'{owned.node}' is decided by those who are advised.", remedy
    elif owned.node not in diagram.chance:
        yield f"{key}.node", *_unknown(owned.node, diagram)
    for index, name in enumerate(owned.knows):
        place = f"{key}.knows[{index}]"
        if name == owned.node:
            yield place, "an act cannot be known before it is chosen.", "Take it away."
        elif name not in diagram.states:
            yield place, f"no node '{name}';", did_you_mean(name, diagram.states)
        elif name in owned.knows[:index]:
            yield place, f"'{name}' is there twice.", "Keep one."


def _unknown(name: str, diagram: InfluenceDiagram) -> tuple[str, str]:
    return f"no uncertain node '{name}';", did_you_mean(name, diagram.chance)


def _owners(agent: Agent, owners: dict[str, str]) -> Iterator[Finding]:
    nodes = [(f"decides[{i}].node", owned.node) for i, owned in enumerate(agent.decisions)]
    nodes += [(f"shows[{i}].node", reading.node) for i, reading in enumerate(agent.readings)]
    for key, node in nodes:
        if node and node in owners:
            message = f"'{node}' is handed over already, to {owners[node]}."
            yield key, message, "A node has one owner, and is named once."
        owners[node] = agent.label


def handed_over(agents: Sequence[Agent], diagram: InfluenceDiagram) -> Parents:
    """Return the parents of every node with what is known to the agents in place of causes."""
    parents = dict(diagram.parents)
    for agent in agents:
        known = {owned.node: owned.knows for owned in agent.decisions}
        parents |= known
        parents |= {r.node: (*known.get(r.of, ()), r.of) for r in agent.readings}
    return parents


def _graph(agent: Agent, diagram: InfluenceDiagram) -> Iterator[Finding]:
    parents = handed_over([agent], diagram)
    children = children_of(parents)
    shown = reached_from(children, *(reading.node for reading in agent.readings))
    for index, owned in enumerate(agent.decisions):
        below = reached_from(children, owned.node)
        late = sorted({*owned.knows} & below)
        for name in late:
            message = f"{agent.label} knows '{name}' when it decides '{owned.node}', which leads "
            place = f"decides[{index}].knows[{owned.knows.index(name)}]"
            yield place, f"{message}there.", "What follows from an act is not known before it."
        for name in sorted({*owned.knows} & shown - below):
            message = f"'{name}' hangs on what shows the choice of {agent.label}."
            yield f"decides[{index}].knows", message, "Take it away."
        if not any(below & {*value.parents} for value in agent.values.values()):
            message = f"nothing that {agent.label} values depends on '{owned.node}'."
            yield f"decides[{index}].node", message, "Add a value that it leads to."
    nodes = [owned.node for owned in agent.decisions]
    acts = reached_from(children, *nodes)
    for name, value in agent.values.items():
        if value.parents and not acts & {*value.parents}:
            message = f"no act of {agent.label} reaches this value."
            yield f"value.{name}.parents", message, "Take it away, or name a node that it reaches."
        if shown & {*value.parents}:
            message = "it would hang on what shows the agent's own choice."
            yield f"value.{name}.parents", message, "Name what the choice itself leads to."
    yield from _forgotten(agent, parents)


def _forgotten(agent: Agent, parents: Parents) -> Iterator[Finding]:
    """Yield the decisions whose best rule hangs on an earlier rule that is not remembered."""
    scopes = {f"value {name}": value.parents for name, value in agent.values.items()}
    whole = {**parents, **scopes}
    children = children_of(whole)
    for place, owned in enumerate(agent.decisions):
        targets = reached_from(children, owned.node) & scopes.keys()
        given = {owned.node, *owned.knows}
        tables, _ = requisite(whole, children, targets, given)
        for earlier in agent.decisions[:place]:
            if earlier.node in tables:
                known = ", ".join(n for n in (*earlier.knows, earlier.node) if n not in owned.knows)
                message = f"what is best here hangs on its rule for '{earlier.node}'."
                remedy = f"Let it remember then: {known}."
                yield f"decides[{place}].knows", message, remedy
