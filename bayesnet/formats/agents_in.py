"""Read who decides besides us in a model or a structure, as nodes that are handed over to them."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.cpds.decided import Decided
from bayesnet.cpds.parameter import Cpd
from bayesnet.formats.agent_checks import check_agents
from bayesnet.formats.agents_toml import read_agent
from bayesnet.formats.section import Section
from bayesnet.messages.facts import nodes
from bayesnet.study.agents.agent import Agent
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.structures import HandOver


def hand_overs(top: Section, diagram: InfluenceDiagram) -> tuple[HandOver, ...]:
    """Return the nodes that the agents of a file take over; problems are added to the file's.

    An agent of level 0 takes none over: the experts' own table says what it does.
    """
    sections = top.sections("agent")
    before = len(top.problems)
    agents = [read_agent(id_, section, diagram) for id_, section in sections.items()]
    if len(top.problems) == before:
        check_agents(agents, sections, diagram)
    changed = {
        item["node"]
        for key in ("shift", "attenuate", "replace")
        for item in top.value.get(key, [])
        if isinstance(item, dict) and isinstance(item.get("node"), str)
    }
    if len(top.problems) > before:
        return ()
    handed = [h for agent in agents if agent.level for h in taken_over(agent)]
    for node in changed & {h.node for h in handed}:
        owner = next(h.agent.id for h in handed if h.node == node)
        top.problem(f"agent.{owner}", "agent.changed-and-handed-over", node=node)
    return tuple(handed)


def taken_over(agent: Agent) -> tuple[HandOver, ...]:
    """Return the nodes that an agent decides or shows, and what leads to each then."""
    claim = f"{agent.label} knows it when it chooses."
    known = {owned.node: owned.knows for owned in agent.decisions}
    return (
        *(
            HandOver(node=node, parents=parents, agent=agent, claim=claim)
            for node, parents in known.items()
        ),
        *(
            HandOver(
                node=reading.node,
                parents=(*known[reading.of], reading.of),
                agent=agent,
                claim=f"It shows the choice of {agent.label}.",
            )
            for reading in agent.readings
        ),
    )


def unclaimed(top: Section, cpds: Mapping[str, Cpd], handed: tuple[HandOver, ...]) -> None:
    """Report a model's nodes that nobody decides, and tables that an agent would replace."""
    taken = {h.node for h in handed}
    for name, cpd in cpds.items():
        decided = isinstance(cpd, Decided)
        if decided and name not in taken:
            top.problem(f"chance.{name}.cpt.method", "agent.nobody-decides-node", node=name)
        elif name in taken and not decided:
            top.problem(f"chance.{name}.cpt.method", "agent.decides-this-node")
    for h in handed:
        if {*h.parents} != {parent for parent, _ in cpds[h.node].domain.parents}:
            code = "agent.parents-not-known" if h.parents else "agent.parents-where-nothing-known"
            top.problem(f"chance.{h.node}.parents", code, known=nodes(h.parents))
