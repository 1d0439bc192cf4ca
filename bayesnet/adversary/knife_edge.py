"""Find forecasts that rest on few distinct best replies: a little more or less would turn them.

An average over a thousand draws of an agent's weights looks smooth and is not, where most of the
draws make the same rule.
"""

from __future__ import annotations

import numpy as np

from bayesnet.adversary.mind import believed_by
from bayesnet.decisions.problem import Unsolvable
from bayesnet.errors import Problem, warning_at
from bayesnet.inference.elimination import TooLarge
from bayesnet.messages.facts import Count, Expert, Node
from bayesnet.study.agents.agent import Agent
from bayesnet.study.agents.replies import replies
from bayesnet.study.agents.sampling import samples
from bayesnet.study.pools import Array
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView

FEW = 3
"""Fewer different rules than this among the draws: a little more or less turns the forecast."""


def distinct_rules(chosen: Array) -> Array:
    """Return how many different rules the draws make, for each expert.

    chosen: probability of each act, (*known, acts, experts, samples).
    """
    flat = chosen.reshape(-1, *chosen.shape[-2:]).round(9)
    return np.array([len(np.unique(flat[:, at].T, axis=0)) for at in range(flat.shape[1])])


def on_knife_edge(agent: Agent, rules: int) -> bool:
    """Return whether so few rules carry the forecast; who chooses with noise has no edge."""
    return rules < FEW and agent.behaviour != "quantal"


def knife_edges(study: Study) -> list[Problem]:
    """Return a warning for each decision of an agent that some expert has on a knife-edge.

    None while numbers are still to be asked, and none of what cannot be solved: it says so when it
    is asked.
    """
    if study.unanswered:
        return []
    return [
        problem
        for structure in study.structures.values()
        for agent in structure.agents
        for problem in _of(StudyView(study, structure.id), agent)
    ]


def _of(view: StudyView, agent: Agent) -> list[Problem]:
    experts = view.study.priors.experts
    own = view.structure == view.study.diagram.structure
    try:
        rules = replies(agent, believed_by(view, agent), samples(agent, experts))
    except (TooLarge, Unsolvable):
        return []
    warnings = []
    for place, owned in enumerate(agent.decisions):
        number = distinct_rules(rules[owned.node].chosen)
        fewest = int(number.argmin())
        if on_knife_edge(agent, int(number[fewest])):
            warnings.append(
                warning_at(
                    "model.toml" if own else f"structures/{view.structure}.toml",
                    f"agent.{agent.id}.decides[{place}].node",
                    "agent.knife-edge",
                    agent=agent.label,
                    node=Node(owned.node),
                    expert=Expert(experts[fewest]),
                    rules=Count(int(number[fewest]), "rule"),
                    samples=agent.samples,
                )
            )
    return warnings
