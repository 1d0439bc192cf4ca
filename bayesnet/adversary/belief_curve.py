"""Draw out P(it acts) over how firmly something is believed, for two options of a decision of ours.

As the belief moves, the state that deters most holds in more of all cases and the others keep their
proportions, so P(it acts) is a straight line between the belief held never and always. An option
works in two ways: at the same belief from one line to the other, and by where it puts the belief.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.levers import acting
from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.study.model import Name, State
from bayesnet.study.named import known_name
from bayesnet.study.pools import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefLine:
    """P(it acts) with one option of ours, in the pool and then for each expert, (worlds,) each.

    never, always: where the belief's state holds in no case and in all of them. held: in which
    share of all cases it holds under the option.
    """

    option: State
    never: Array
    always: Array
    held: Array

    def at(self, share: float) -> Array:
        """Return P(it acts) where the belief holds in that share of all cases."""
        return np.asarray(self.never + share * (self.always - self.never))

    @property
    def here(self) -> Array:
        """Return P(it acts) where the option itself puts the belief."""
        return np.asarray(self.never + self.held * (self.always - self.never))


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefCurve:
    """Two lines over one belief: without a decision's last option, by its first, and with it."""

    belief: Name
    state: State
    decision: Name
    without: BeliefLine
    with_it: BeliefLine

    @property
    def of_belief(self) -> Array:
        """Return by how much the belief itself moves its acting, without the option, (worlds,)."""
        return np.asarray(self.without.always - self.without.never)

    @property
    def of_option(self) -> Array:
        """Return what the option does where the belief stays as it is without it, (worlds,)."""
        held = self.without.held
        return (
            np.asarray(self.with_it.never - self.without.never) * (1 - held)
            + np.asarray(self.with_it.always - self.without.always) * held
        )


def beliefs_that_deter(answer: Adversary) -> dict[Name, State]:
    """Return by belief the state in which it acts least, the strongest belief first.

    Beliefs behind what it knows when it decides come before those that it knows itself.
    """
    found: dict[Name, State] = {}
    for lever in answer.of_belief:
        name, _, state = lever.what.partition("=")
        found.setdefault(name, state)
    known = answer.mind.owned.knows
    return dict(sorted(found.items(), key=lambda item: item[0] in known))


def belief_curve(
    view: StudyView, answer: Adversary, belief: str = "", decision: str = ""
) -> BeliefCurve:
    """Return the curve over a belief, the strongest if none is named, for the ends of a decision.

    The decision is our first one if none is named. Raises StudyError for unknown names.
    """
    diagram, states = view.diagram, beliefs_that_deter(answer)
    belief = known_name("belief", belief or next(iter(states), ""), states, "--belief")
    decision = known_name(
        "decision", decision or next(iter(diagram.decisions), ""), diagram.decisions, "--by"
    )
    options = diagram.states[decision]
    without, with_it = (
        _line(view, answer, (belief, states[belief]), (decision, option))
        for option in (options[0], options[-1])
    )
    return BeliefCurve(
        belief=belief, state=states[belief], decision=decision, without=without, with_it=with_it
    )


def _line(
    view: StudyView, answer: Adversary, belief: tuple[Name, State], ours: tuple[Name, State]
) -> BeliefLine:
    name, state = belief
    scenario = _with(answer.scenario, *ours)
    chance = np.asarray(unchecked_beliefs(view, scenario, [name])[name])
    states = view.diagram.states[name]
    acts = np.stack([acting(view, _with(scenario, name, s), answer.mind) for s in states])
    at = states.index(state)
    rest = np.delete(chance, at, axis=0)
    total = rest.sum(axis=0)
    alike = np.full(rest.shape, 1 / len(rest))
    shares = np.divide(rest, total, out=alike, where=total > 0)
    return BeliefLine(
        option=ours[1],
        never=(shares * np.delete(acts, at, axis=0)).sum(axis=0),
        always=acts[at],
        held=chance[at],
    )


def _with(scenario: Scenario, name: Name, state: State) -> Scenario:
    return dataclasses.replace(scenario, set={**scenario.set, name: state})
