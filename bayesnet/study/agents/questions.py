"""Say what experts are asked of an agent, and make its numbers of their answers.

Weights are swings (von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research, ch.
8): how much it matters to the agent that one thing goes from its worst to its best. Any scale will
do, as only proportions count; the strongest swing that an expert gives is worth to the agent what
the strongest is by the file's likeliest weights, so that a number of the file that was not asked
for, such as an aspiration, keeps its meaning.

How sharply a ``quantal`` agent tells acts apart is asked as how often it takes an act that is
clearly better: of two acts a quarter of the strongest swing apart, with the logit's
P = 1 / (1 + exp(-precision * gap)) (McKelvey & Palfrey 1995).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping

from bayesnet.cpds.parameter import Parameter, number_parameter
from bayesnet.cpds.ranked import weight_key, weight_parameter
from bayesnet.study.agents.agent import PARAMETER, Agent, Uncertain
from bayesnet.study.priors import Judgement, Priors

PRECISION = PARAMETER["quantal"]
CLEARLY = 0.25
"""An act is clearly better that is better by so much of the strongest swing."""
OFTEN = (50.0, 99.0)
"""How often of 100 it takes the better act: from drawing lots on; 100 would be no noise at all."""


def agent_parameters(agents: Iterable[Agent]) -> tuple[Parameter, ...]:
    """Return what is asked of agents, each question once; their node is the agent's id."""
    found: dict[str, Parameter] = {}
    for agent in agents:
        own = [weight_parameter(agent.id, name) for name in swings(agent)]
        if agent.behaviour == "quantal":
            key = precision_key(agent.id)
            text = "how often of 100 it takes the better act"
            own.append(number_parameter(agent.id, key, OFTEN, text))
        for parameter in own:
            found.setdefault(parameter.key, parameter)
    return tuple(found.values())


def precision_key(agent: str) -> str:
    """Return the key of how often an agent takes the better act."""
    return f"{agent}.{PRECISION}"


def swings(agent: Agent) -> dict[str, float]:
    """Return how far each value goes from its worst to its best, unweighed; without those of 0."""
    apart = {n: float(v.table.max() - v.table.min()) for n, v in agent.values.items()}
    return {name: swing for name, swing in apart.items() if swing > 0}


def strongest(agent: Agent) -> float:
    """Return the strongest swing by the file's likeliest weights, in the agent's points."""
    weights = agent.uncertain("")
    return max((weights[name].centre * swing for name, swing in swings(agent).items()), default=0.0)


def informed(agent: Agent, priors: Priors) -> Agent:
    """Return the agent with the numbers that experts gave of it, in the place of those before.

    An expert's weights count where all of them are there; where they are all 0, or the expert was
    not asked for some, the file's stand.
    """
    answers = {
        expert: numbers
        for expert, own in priors.judgements.items()
        if (numbers := _numbers(agent, own, priors.not_asked.get(expert, frozenset())))
    }
    return agent if answers == agent.answers else dataclasses.replace(agent, answers=answers)


def _numbers(
    agent: Agent, own: Mapping[str, Judgement], not_asked: frozenset[str]
) -> dict[str, Uncertain]:
    found: dict[str, Uncertain] = {}
    keys = {name: weight_key(agent.id, name) for name in swings(agent)}
    unit = strongest(agent)
    if keys and all(key in own and key not in not_asked for key in keys.values()):
        given = {name: own[key] for name, key in keys.items()}
        most = max(float(judgement.best[0]) for judgement in given.values())
        if most > 0:
            scale = {name: unit / (most * swing) for name, swing in swings(agent).items()}
            found = {name: _scaled(given[name], by) for name, by in scale.items()}
    key = precision_key(agent.id)
    if agent.behaviour == "quantal" and key in own and key not in not_asked and unit > 0:
        often = _scaled(own[key], 1.0)
        low, high = _precision(often.low, unit), _precision(often.high, unit)
        best = None if often.best is None else _precision(often.best, unit)
        found[PRECISION] = Uncertain(low=low, high=high, best=best)
    return found


def _scaled(judgement: Judgement, by: float) -> Uncertain:
    """Return an answer as a range with a likeliest value, or as the number alone; low <= high."""
    best = float(judgement.best[0])
    low, high = (float(end[0]) if end else best for end in (judgement.low, judgement.high))
    return Uncertain(low=by * min(low, best), high=by * max(high, best), best=by * best)


def _precision(often: float, unit: float) -> float:
    """Return the logit precision with which the better of two acts is taken so often of 100."""
    share = min(max(often, OFTEN[0]), OFTEN[1]) / 100
    return math.log(share / (1 - share)) / (CLEARLY * unit)
