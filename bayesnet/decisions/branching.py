"""Search what could not be settled by branch and bound on an easier problem.

The easier problem (``relaxation``) lets each decision know more. Where its best strategy chooses
differently in situations that the decision maker cannot tell apart, the search branches on the
option to be taken in all of them; where it does not, that strategy is one for the real problem.

Source: Khaled, Hansen & Yuan (2013), Solving limited-memory influence diagrams using
branch-and-bound search (there, the easier problem is perfect recall).
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bayesnet.decisions.relaxation import Options, Relaxation, Room, Worth
from bayesnet.inference.arrays import Array

MOST_NODES = 2000
"""Easier problems to be solved before the search ends with a bound."""
WORK = 500_000_000
"""Cells of easier problems to be gone through before that, a few seconds."""
REACHED = 1e-12
"""A split of options in a situation less probable than this is the solver's rounding."""
EQUAL = 1e-10
"""A bound this close to the best strategy, relative to its size, leaves nothing to be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branched:
    """What a search ends with; ``finished`` if nothing better can exist.

    policies: by decision, 1 for the option taken, shape (*information sizes, options).
    """

    policies: Mapping[str, Array]
    worth: Worth
    upper_bound: Worth
    finished: bool


@dataclass(order=True, slots=True)
class _Node:
    """An easier problem with some options ruled out.

    cost: minus its penalty and minus its expected utility; the least of both comes first.
    """

    cost: Worth
    number: int
    room: Room = field(compare=False)
    options: Options = field(compare=False)


def branch_and_bound(easier: Relaxation) -> Branched:
    """Return the best policies, as far as the search gets within its number of nodes."""
    counter = itertools.count()

    def node(room: Room) -> _Node:
        options, (penalty, utility) = easier.best(room)
        return _Node((-penalty, -utility), next(counter), room, options)

    queue = [node({})]
    best, worth = _projected(easier, easier.masses(queue[0].options))
    bound = (-queue[0].cost[0], -queue[0].cost[1])
    while queue and queue[-1].number < MOST_NODES:
        top = heapq.heappop(queue)
        bound = (-top.cost[0], -top.cost[1])
        if bound <= above(worth):
            queue = []
            break
        masses = easier.masses(top.options)
        if top.room:  # the first has been
            policies, reached = _projected(easier, masses)
            if reached > worth:
                best, worth = policies, reached
        split = _most_split(masses)
        if split is None:  # what it knows beyond the decision maker makes no difference
            continue
        stage, situation = split
        room = top.room.get(stage, np.ones(masses[stage].shape, dtype=bool))
        for option in np.flatnonzero(room[situation]):
            only = room.copy()
            only[situation] = np.arange(room.shape[1]) == option
            heapq.heappush(queue, node({**top.room, stage: only}))
    by_decision: dict[str, Array] = {
        stage.decision: policy.astype(float).reshape(*stage.information, -1)
        for stage, policy in zip(easier.stages, best, strict=True)
    }
    if not queue:
        return Branched(policies=by_decision, worth=worth, upper_bound=worth, finished=True)
    bound = max(worth, (-queue[0].cost[0], -queue[0].cost[1]))
    return Branched(policies=by_decision, worth=worth, upper_bound=bound, finished=False)


def above(worth: Worth) -> Worth:
    """Return what a bound has to exceed for anything better to be there."""
    return worth[0], worth[1] + EQUAL * (1 + abs(worth[1]))


def _projected(easier: Relaxation, masses: list[Array]) -> tuple[list[Array], Worth]:
    """Return policies that take, in each situation, what is taken there most often."""
    room = {
        number: np.arange(mass.shape[1]) == mass.argmax(axis=1)[:, None]
        for number, mass in enumerate(masses)
    }
    _, worth = easier.best(room)
    return [*room.values()], worth


def _most_split(masses: list[Array]) -> tuple[int, int] | None:
    """Return the stage and situation in which two options are most taken; None if nowhere."""
    most, place = REACHED, None
    for number, mass in enumerate(masses):
        if mass.shape[1] < 2:  # noqa: PLR2004 - there is nothing to choose from
            continue
        second = np.sort(mass, axis=1)[:, -2]
        situation = int(second.argmax())
        if second[situation] > most:
            most, place = float(second[situation]), (number, situation)
    return place
