"""Put in words what experts are asked of who else decides, from its chair and not from ours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.plurals import listed
from bayesnet.study.agents.questions import PRECISION
from elicitation.questionnaire.page_wording import HINTS, PageWording
from elicitation.questionnaire.question_plan import QuestionPlan
from elicitation.questionnaire.question_words import parts_of
from elicitation.questionnaire.questions import STAGES, Question, compared, hint_of
from elicitation.questionnaire.wording import Wording, definition, horizon

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Array, Parameter
    from bayesnet.study.agents.agent import Agent, AgentValue
    from bayesnet.study.model import InfluenceDiagram

HUNDRED = "Give 100 to what matters most to it, and to all else in proportion, above 0."
RELIABLY = (
    ("50", "as if it drew lots (50 of 100)"),
    ("60", "somewhat more often than not (60)"),
    ("80", "mostly (80)"),
    ("95", "nearly always (95)"),
    ("99", "as good as always (99)"),
)
"""How often of 100 it takes the better act, in words to choose from."""


def agent_questions(
    agents: Sequence[Agent],
    diagram: InfluenceDiagram,
    parameters: Sequence[Parameter],
    plan: QuestionPlan,
) -> tuple[Question, ...]:
    """Return the questions on agents, one for each number or, in pairs, for all of an agent."""
    known = {agent.id: agent for agent in reversed(agents)}
    groups = compared(parameters) if plan.weights == "pairwise" else {}
    found = []
    for parameter in parameters:
        together = groups.get(parameter.key, (parameter,))
        if together[0] == parameter:
            found.append(_question(known[parameter.node], diagram, together, plan))
    return tuple(found)


def _question(
    agent: Agent, diagram: InfluenceDiagram, parameters: tuple[Parameter, ...], plan: QuestionPlan
) -> Question:
    parameter = parameters[0]
    parts = parts_of(parameter.key)
    names = [parts_of(p.key).inside for p in parameters if parts.part != PRECISION]
    pairs = tuple(combinations(names, 2))
    type_ = "pairwise" if pairs else "point" if parts.part == PRECISION else "three_point"
    numbers = len(pairs) or 1
    if pairs:
        asked, brief = _in_pairs(agent), f"Which of two matters more to {agent.label}?"
    elif parts.part == PRECISION:
        asked = brief = _reliably(agent)
    else:
        brief = _swing(agent.values[parts.inside], agent, diagram)
        asked = f"{brief} {HUNDRED}"
    swings = [_from_worst_to_best(agent.values[name], diagram) for name in names]
    nodes = dict.fromkeys(node for name in names for node in agent.values[name].parents)
    chair = f"you sat in the place of {agent.label}, with its aims and not your own"
    definitions = (
        horizon(diagram),
        f"{agent.label}: {agent.text}" if agent.text else "",
        _weighs(agent),
        *(swings if pairs else ()),
        *(definition(name, diagram) for name in nodes),
    )
    return Question(
        parameters=parameters,
        type=type_,
        stage=STAGES[1],
        numbers=numbers,
        seconds=numbers * plan.seconds_of(type_),
        core=agent.id in plan.core,
        wording=Wording(
            situation=f"Suppose that {chair}.",
            question=asked,
            hint="" if parts.part == PRECISION else hint_of(type_, parameter),
            definitions=tuple(filter(None, definitions)),
            choices=RELIABLY if parts.part == PRECISION else (),
        ),
        page=PageWording(
            when=chair,
            ask=brief,
            hint=""
            if parts.part == PRECISION
            else f"{HUNDRED if not pairs else ''} {HINTS[type_]}".strip(),
        ),
        pairs=pairs,
    )


def _weighs(agent: Agent) -> str:
    return f"What {agent.label} weighs: {listed([v.label for v in agent.values.values()])}."


def _in_pairs(agent: Agent) -> str:
    return (
        f"{listed([v.label for v in agent.values.values()])} matter to {agent.label}. Compare them "
        "in pairs, each going from its worst to its best: how many times as much does the first of "
        "the two matter to it as the second?"
    )


def _reliably(agent: Agent) -> str:
    return (
        f"Where one act serves {agent.label} clearly better than another, by a quarter of what "
        "matters most to it, how often of 100 times does it take the better one?"
    )


def _swing(value: AgentValue, agent: Agent, diagram: InfluenceDiagram) -> str:
    """Return a question for one swing, from the agent's chair."""
    worst, best = _ends(value, diagram)
    return (
        f"How much does it matter to {agent.label} that '{value.label}' goes from its worst "
        f"({worst}) to its best ({best})?"
    )


def _from_worst_to_best(value: AgentValue, diagram: InfluenceDiagram) -> str:
    worst, best = _ends(value, diagram)
    return f"{value.label[0].upper()}{value.label[1:]}: at its worst {worst}; at its best {best}."


def _ends(value: AgentValue, diagram: InfluenceDiagram) -> tuple[str, str]:
    """Return in which situations a value is worst and best for who holds it."""
    table = value.table
    return tuple(_where(value, table == end, diagram) for end in (table.min(), table.max()))  # type: ignore[return-value]


def _where(value: AgentValue, there: Array, diagram: InfluenceDiagram) -> str:
    """Return what all those situations share, or the first of them where they share nothing."""
    cells = np.argwhere(there)
    shared = [len(set(column)) == 1 for column in cells.T.tolist()]
    named = [
        f"'{diagram.labels[parent]}' is {diagram.state_label(parent, diagram.states[parent][at])}"
        for parent, at, same in zip(value.parents, cells[0].tolist(), shared, strict=True)
        if same or not any(shared)
    ]
    return listed(named)
