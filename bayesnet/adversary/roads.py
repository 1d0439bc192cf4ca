"""Two roads to one number: derived of the agent, and elicited as the model has it."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.adversary.variants import with_agent
from bayesnet.answers.beliefs import beliefs, event_probability
from bayesnet.errors import StudyError
from bayesnet.rounding import steady
from bayesnet.study.agents.agent import Agent
from bayesnet.study.model import MINDS, Name, Outcome
from bayesnet.study.view import StudyView

CLOSE = 0.02
"""Roads that are no farther apart than this agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """One scenario: what is derived and what was elicited, the pool first, then each expert.

    incentives: nodes that it weighs when it decides and that the scenario has otherwise than the
    reference.
    """

    scenario: str
    derived: tuple[float, ...]
    elicited: tuple[float, ...]
    incentives: tuple[Name, ...]

    @property
    def apart(self) -> float:
        """Return by how much the derived one is higher, in the pool."""
        return steady(self.derived[0] - self.elicited[0])

    @property
    def agree(self) -> bool:
        """Return whether they are close."""
        return abs(self.apart) <= CLOSE


def roads(view: StudyView, agent: Agent, outcome: Outcome) -> tuple[Road, ...]:
    """Return both roads to an outcome in every scenario that can be on both."""
    book, diagram = view.study.book, view.diagram
    plain = with_agent(view, None, agent.id)
    told = [r.of for r in agent.readings if r.node == outcome.node]
    known = {n for of in told for n in agent.decision(of).knows}
    weighed = {p for value in agent.values.values() for p in value.parents} & known
    weighed -= {n for n in weighed if n in diagram.chance and diagram.chance[n].role in MINDS}
    reference = book.full(book.reference)
    usual = {**reference.set, **reference.seen}
    found = []
    for name in book.scenarios:
        full = book.full(name)
        try:
            levels = [
                tuple(event_probability(beliefs(each, full), diagram, outcome).tolist())
                for each in (view, plain)
            ]
        except StudyError:  # what is seen of it, a sure agent never does
            continue
        now = {**full.set, **full.seen}
        found.append(
            Road(
                scenario=name,
                derived=levels[0],
                elicited=levels[1],
                incentives=tuple(n for n in sorted(weighed) if now.get(n) != usual.get(n)),
            )
        )
    return tuple(found)
