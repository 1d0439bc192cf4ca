"""What makes an agent act less: what we do, what it believes, what it weighs, one at a time."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.adversary.mind import Mind
from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.answers.whatif import agreement, signs_of
from bayesnet.errors import StudyError
from bayesnet.study.model import MINDS
from bayesnet.study.pools import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView

Sort: TypeAlias = Literal["we do", "it believes", "it weighs"]
STEP = 0.25
"""By this share everything that speaks for or against acting is moved, to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One thing changed. after, before: P(it acts) in the pool and then for each expert."""

    sort: Sort
    what: str
    before: Array
    after: Array

    @property
    def change(self) -> float:
        """Return what it does in the pool."""
        return float(self.after[0] - self.before[0])

    @property
    def changes(self) -> Array:
        """Return what it does for each expert."""
        return np.asarray(self.after[1:] - self.before[1:])

    @property
    def signs(self) -> tuple[int, int, int]:
        """Return how many experts see it act less, as much, and more."""
        return signs_of(self.changes.tolist())

    def agreement(self) -> str:
        """Return the sign count in words."""
        return agreement(*self.signs)


def acting(view: StudyView, scenario: Scenario, mind_: Mind) -> Array:
    """Return P(it acts) in a scenario, in the pool and then for each expert; raises StudyError."""
    node = mind_.owned.node
    found = unchecked_beliefs(view, scenario, [node])[node]
    return np.asarray(1 - found[mind_.waiting])


def levers(view: StudyView, scenario: Scenario, mind_: Mind) -> tuple[Lever, ...]:
    """Return every lever: other options of ours, every state of a perception, and weights."""
    diagram = view.diagram
    before = acting(view, scenario, mind_)
    reaching = diagram.reached_from({mind_.owned.node})
    found: list[Lever] = []
    nodes = [
        *(("we do", name) for name in diagram.decisions),
        *(
            ("it believes", name)
            for name, node in diagram.chance.items()
            if node.role in MINDS and not node.decided_by and name not in reaching
        ),
    ]
    for sort, name in nodes:
        for state in diagram.states[name]:
            if scenario.set.get(name) == state or name in scenario.seen:
                continue
            other = dataclasses.replace(scenario, set={**scenario.set, name: state})
            try:
                after = acting(view, other, mind_)
            except StudyError:  # what is seen cannot be with it
                continue
            found.append(
                Lever(
                    sort="we do" if sort == "we do" else "it believes",
                    what=f"{name}={state}",
                    before=before,
                    after=after,
                )
            )
    return tuple(found)


def speaks(mind_: Mind) -> dict[str, float]:
    """Return what each value adds, on average, to acting over waiting, in the agent's points.

    Of the act, at each draw, that is worth most to it besides waiting; what it knows as in the
    scenario, experts by their weights. The sum is how much acting is worth over waiting.
    """
    gaps = mind_.gaps()
    total = sum(gaps.values(), np.zeros(1))
    rest = np.delete(total, mind_.waiting, axis=-3)
    best = rest.argmax(axis=-3, keepdims=True)
    share = mind_.chance[..., 0, None, None] * (mind_.weights[:, None])
    found = {}
    for name, gap in gaps.items():
        own = np.take_along_axis(np.delete(gap, mind_.waiting, axis=-3), best, axis=-3)
        found[name] = float((np.take(own, 0, axis=-3).mean(axis=-1) * share[..., 0]).sum())
    return found


def imposed(mind_: Mind, names: list[str], by: float, what: str) -> Lever:
    """Return the lever of some values weighing (1 + by) times as much."""
    return Lever(
        sort="it weighs",
        what=what,
        before=mind_.acting(),
        after=mind_.acting(dict.fromkeys(names, 1 + by)),
    )
