"""Ask back where somebody else would never take an act, by what an expert says it weighs."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.messages.facts import Node, State, items
from bayesnet.study.agents.agent import Agent
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.study import Study
from elicitation.checks.checks import Doubt


def dominated(mine: Study) -> Iterator[Doubt]:
    """Yield each decision of an agent some acts of which no draw of its weights takes.

    mine: the study with one expert's answers alone. Whatever the agent knows, another act is worth
    more to it; who chooses with noise takes every act sometimes.
    """
    seen: set[tuple[str, str]] = set()
    for structure in mine.structures.values():
        for agent in structure.agents:
            if mine.unanswered or not agent.weighed_by or agent.behaviour == "quantal":
                continue
            for owned in agent.decisions:
                if (agent.id, owned.node) not in seen:
                    seen.add((agent.id, owned.node))
                    yield from _never(mine, structure.id, agent, owned.node)


def _never(mine: Study, structure: str, agent: Agent, node: str) -> Iterator[Doubt]:
    rows = mine.network(structure).tables[node].values[..., 0]
    ever = rows.reshape(-1, rows.shape[-1]).max(axis=0)
    states = mine.structures[structure].diagram.states[node]
    never = [State(s) for s, most in zip(states, ever.tolist(), strict=True) if most == 0]
    if never:
        weights = (p.key for p in agent_parameters([agent]))
        yield Doubt(
            kind="dominated",
            questions=tuple(weights),
            code="doubt.dominated",
            facts={"agent": Node(agent.id), "node": Node(node), "acts": items(never, "or")},
        )
