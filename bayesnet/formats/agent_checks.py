"""Find what is wrong with agents as a whole: who decides what, knowing what, valuing what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.formats.section import Section
from bayesnet.graph import Parents, children_of, reached, requisite
from bayesnet.messages.facts import Node, nodes
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.agents.agent import Agent, OwnedDecision
from bayesnet.study.model import InfluenceDiagram


def check_agents(
    agents: Sequence[Agent], sections: Mapping[str, Section], diagram: InfluenceDiagram
) -> None:
    """Add every problem of the agents to their sections; ``diagram`` is as it is without them."""
    owners: dict[str, str] = {}
    for agent in agents:
        section = sections[agent.id]
        before = len(section.problems)
        _check_names(section, agent, diagram)
        _check_owners(section, agent, owners)
        if len(section.problems) == before:
            _check_graph(section, agent, diagram)


def _check_names(section: Section, agent: Agent, diagram: InfluenceDiagram) -> None:
    if not agent.decisions:
        section.problem("decides", "agent.decides-nothing", agent=agent.label)
    if not agent.values:
        section.problem("value", "agent.no-values", agent=agent.label)
    for index, owned in enumerate(agent.decisions):
        _check_owned(section, f"decides[{index}]", owned, diagram)
    _check_shown(section, agent, diagram)
    decided = {owned.node for owned in agent.decisions} | {r.node for r in agent.readings}
    for name in agent.beliefs:
        if name in decided:
            code = "agent.belief-on-own-decision"
            section.problem(f"belief.{name}", code, agent=agent.label, node=Node(name))
        elif name in diagram.decisions and agent.level > 1:
            section.problem(f"belief.{name}", "agent.belief-on-ours", node=Node(name))


def _check_shown(section: Section, agent: Agent, diagram: InfluenceDiagram) -> None:
    decided = {owned.node: owned for owned in agent.decisions}
    for index, reading in enumerate(agent.readings):
        key = f"shows[{index}]"
        if reading.node not in diagram.chance:
            _check_uncertain(section, f"{key}.node", reading.node, diagram)
        elif len(diagram.states[reading.node]) != 2:  # noqa: PLR2004 - no and yes
            section.problem(f"{key}.node", "agent.not-two-states", node=Node(reading.node))
        if reading.of not in decided:
            near = did_you_mean(reading.of, decided)
            code = "agent.does-not-decide"
            section.problem(f"{key}.of", code, near, agent=agent.label, word=reading.of)
            continue
        if reading.says == "misled" and not reading.truth:
            section.problem(f"{key}.truth", "agent.no-truth")
        for name, state in reading.truth.items():
            place = f"{key}.truth.{name}"
            if name not in decided[reading.of].knows:
                near = did_you_mean(name, decided[reading.of].knows)
                section.problem(place, "agent.does-not-know", near, word=name)
            elif state not in diagram.states[name]:
                near = did_you_mean(state, diagram.states[name])
                section.problem(place, "agent.no-state", near, node=Node(name), word=state)


def _check_owned(
    section: Section, key: str, owned: OwnedDecision, diagram: InfluenceDiagram
) -> None:
    if owned.node in diagram.decisions:
        section.problem(f"{key}.node", "agent.decision-of-ours", node=Node(owned.node))
    else:
        _check_uncertain(section, f"{key}.node", owned.node, diagram)
    for index, name in enumerate(owned.knows):
        place = f"{key}.knows[{index}]"
        if name == owned.node:
            section.problem(place, "agent.knows-own-act")
        elif name not in diagram.states:
            section.problem(place, "agent.no-node", did_you_mean(name, diagram.states), word=name)
        elif name in owned.knows[:index]:
            section.problem(place, "agent.known-twice", node=Node(name))


def _check_uncertain(section: Section, key: str, name: str, diagram: InfluenceDiagram) -> None:
    if name not in diagram.chance:
        near = did_you_mean(name, diagram.chance)
        section.problem(key, "agent.no-uncertain-node", near, word=name)


def _check_owners(section: Section, agent: Agent, owners: dict[str, str]) -> None:
    handed = [(f"decides[{i}].node", owned.node) for i, owned in enumerate(agent.decisions)]
    handed += [(f"shows[{i}].node", reading.node) for i, reading in enumerate(agent.readings)]
    for key, node in handed:
        if node and node in owners:
            code = "agent.handed-over-already"
            section.problem(key, code, node=Node(node), owner=owners[node])
        owners[node] = agent.label


def handed_over(agents: Sequence[Agent], diagram: InfluenceDiagram) -> Parents:
    """Return the parents of every node with what is known to the agents in place of causes."""
    parents = dict(diagram.parents)
    for agent in agents:
        known = {owned.node: owned.knows for owned in agent.decisions}
        parents |= known
        parents |= {r.node: (*known.get(r.of, ()), r.of) for r in agent.readings}
    return parents


def _check_graph(section: Section, agent: Agent, diagram: InfluenceDiagram) -> None:
    parents = handed_over([agent], diagram)
    children = children_of(parents)
    shown = reached(children, [reading.node for reading in agent.readings])
    for index, owned in enumerate(agent.decisions):
        key = f"decides[{index}]"
        below = reached(children, [owned.node])
        known = {*owned.knows}
        for name in sorted(known & below):
            section.problem(
                f"{key}.knows[{owned.knows.index(name)}]",
                "agent.knows-what-follows",
                agent=agent.label,
                known=Node(name),
                node=Node(owned.node),
            )
        for name in sorted(known & shown - below):
            code = "agent.knows-what-shows"
            section.problem(f"{key}.knows", code, node=Node(name), agent=agent.label)
        if not any(below & {*value.parents} for value in agent.values.values()):
            code = "agent.values-nothing-below"
            section.problem(f"{key}.node", code, agent=agent.label, node=Node(owned.node))
    acts = reached(children, [owned.node for owned in agent.decisions])
    for name, value in agent.values.items():
        place = f"value.{name}.parents"
        if value.parents and not acts & {*value.parents}:
            section.problem(place, "agent.value-not-reached", agent=agent.label)
        if shown & {*value.parents}:
            section.problem(place, "agent.value-hangs-on-what-shows")
    _check_memory(section, agent, parents)


def _check_memory(section: Section, agent: Agent, parents: Parents) -> None:
    """Report the decisions whose best rule hangs on an earlier rule that is not remembered."""
    scopes = {f"value {name}": value.parents for name, value in agent.values.items()}
    whole = {**parents, **scopes}
    children = children_of(whole)
    for place, owned in enumerate(agent.decisions):
        targets = reached(children, [owned.node]) & scopes.keys()
        given = {owned.node, *owned.knows}
        tables, _ = requisite(whole, children, targets, given)
        for earlier in agent.decisions[:place]:
            if earlier.node in tables:
                forgotten = [n for n in (*earlier.knows, earlier.node) if n not in owned.knows]
                section.problem(
                    f"decides[{place}].knows",
                    "agent.forgets",
                    node=Node(earlier.node),
                    known=nodes(forgotten),
                )
