"""Say in words what an answer takes for granted of those who decide besides us."""

from __future__ import annotations

from collections.abc import Sequence

from bayesnet.plurals import listed, many
from bayesnet.study.agents.agent import Agent
from bayesnet.study.model import OTHERS, InfluenceDiagram

CHOOSING = {
    "best": "the act that serves it best",
    "quantal": "the better act the more often, the more it is better",
    "prospect": "the act that serves it best, losses counting more than gains",
    "satisficing": "the first act that is good enough",
}
OF_US = (
    "it goes by what it sees us do and by what is stated of its beliefs, not by our plans (level 1)"
)


def assumed(agents: Sequence[Agent], diagram: InfluenceDiagram, experts: int = 0) -> str:
    """Return what was assumed of the agents, and of whom it was not; empty if there are none.

    experts: how many there are, each of whom may have said what an agent weighs.
    """
    if not agents:
        return ""
    sentences = [_of(agent, diagram, experts) for agent in agents]
    still = [n.label for n in diagram.chance.values() if n.role in OTHERS and not n.decided_by]
    if still:
        verb = "stays" if len(still) == 1 else "stay"
        way = "way" if len(still) == 1 else "ways"
        sentences.append(f"The {way} of responding of {listed(still)} {verb} as elicited.")
    return " ".join(sentences)


def _of(agent: Agent, diagram: InfluenceDiagram, experts: int) -> str:
    nodes = listed([diagram.labels[owned.node] for owned in agent.decisions])
    return (
        f"{agent.label} itself chooses {nodes}: {CHOOSING[agent.behaviour]}, by values "
        f"averaged over the ranges that {_given_by(agent, experts)}; {_of_us(agent.level)}."
    )


def _of_us(level: int) -> str:
    """Return what it expects of us; an equilibrium is looked for on levels above those of files."""
    if level <= 1:
        return OF_US
    return f"it expects our best plan against itself at level {level - 1} (level {level})"


def _given_by(agent: Agent, experts: int) -> str:
    """Return whose ranges of weights they are: experts who were asked, or the file's."""
    who = len(agent.weighed_by)
    if not who:
        return "were given"
    if who < experts:
        return f"{who} of {many(experts, 'expert')} gave, the file's for the rest"
    return "the expert gave" if experts == 1 else f"all {experts} experts gave"
