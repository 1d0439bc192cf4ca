"""What it is worth to know an agent's weights before we decide (EVPPI)."""

from __future__ import annotations

import dataclasses

import numpy as np

from bayesnet.answers.recommend import decision_problem, solving
from bayesnet.decisions.plans import without_doubles, worth
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.query import Network, Table
from bayesnet.study.agents.agent import Agent
from bayesnet.study.agents.forecast import mind_of
from bayesnet.study.agents.readings import reading_table
from bayesnet.study.agents.replies import replies
from bayesnet.study.agents.sampling import samples
from bayesnet.study.model import Name
from bayesnet.study.view import StudyView

SAMPLES = 100
SAME = 1e-9


def worth_of_knowing(view: StudyView, agent: Agent) -> float:
    """Return by how much we would do better if we knew its weights, in points of our utility.

    All else stays as the pool has it; a draw of the weights is one expert's, by their weights. Each
    of its rules is then certain, and we reply to it; less the best plan for all of them together.
    """
    study, chosen = view.study, view.drawing
    fewer = dataclasses.replace(agent, samples=min(agent.samples, SAMPLES))
    experts = study.priors.experts
    network = view.network
    own = {
        name: Table(scope=table.scope, values=table.values[..., 1:])
        for name, table in network.tables.items()
    }
    seats = np.arange(len(experts))
    mind = mind_of(fewer, chosen.agents, chosen.diagram, own, experts, seats)
    rules = replies(fewer, mind, samples(fewer, experts))
    certain: dict[Name, Table] = {}
    for name, rule in rules.items():
        values = rule.chosen.reshape(*rule.chosen.shape[:-2], -1)
        certain[name] = Table(scope=(*rule.owned.knows, name), values=values)
    for reading in fewer.readings:
        rule = rules[reading.of]
        flat = dataclasses.replace(
            rule,
            worth=rule.worth.reshape(*rule.worth.shape[:-2], -1, 1),
            chosen=rule.chosen.reshape(*rule.chosen.shape[:-2], -1, 1),
        )
        scope = (*rule.owned.knows, reading.of, reading.node)
        certain[reading.node] = Table(
            scope=scope, values=reading_table(reading, flat, chosen.diagram)
        )
    problem = decision_problem(view)
    pool = {
        name: Table(scope=table.scope, values=table.values[..., :1])
        for name, table in network.tables.items()
    }
    known = dataclasses.replace(
        problem, network=Network(sizes=network.sizes, tables={**pool, **certain})
    )
    with solving(chosen.diagram):
        solution = solve(known)
        one = solve(problem).strategy.world(0)
        each = np.broadcast_to(solution.expected_utility, (len(experts) * fewer.samples,))
        plans = without_doubles([one, *_distinct(solution.strategy, len(each))])
        table = np.broadcast_to(worth(known, plans), (len(plans), len(each)))
    share = np.repeat(study.weights_on(chosen.agents) / fewer.samples, fewer.samples)
    gain = float(each @ share - (table @ share).max())
    return gain if gain > SAME * max(1.0, float(np.abs(each).max())) else 0.0


def _distinct(strategy: Strategy, worlds: int) -> list[Strategy]:
    """Return the different strategies among those of many worlds."""
    rows = [
        np.broadcast_to(rule.table, (*rule.table.shape[:-1], worlds)).reshape(-1, worlds)
        for rule in strategy.rules.values()
    ]
    _, first = np.unique(np.concatenate(rows), axis=1, return_index=True)
    return [strategy.world(int(index)) for index in sorted(first)]
