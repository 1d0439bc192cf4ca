"""State a diagram with agents as a game: who moves when, knowing what, and what each is paid."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import UtilityTerm
from bayesnet.errors import StudyError, unplaced
from bayesnet.graph import no_forgetting, reached
from bayesnet.inference.query import Table
from bayesnet.study.agents.agent import Agent
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.pools import Array

MOST_LEAVES = 20_000
CHANCE = -1


@dataclass(frozen=True, kw_only=True)
class Game:
    """A game in extensive form.

    players: their labels, those who are advised first. order: of all moves in time. mover: index of
    who makes a move, ``CHANCE`` for nobody. known: what a mover knows; a chance table's parents.
    tables: of chance, (*known, states). payoffs: by player, tables that add up, with their scopes.
    """

    title: str
    players: tuple[str, ...]
    order: tuple[Name, ...]
    states: Mapping[Name, tuple[State, ...]]
    labels: Mapping[Name, str]
    mover: Mapping[Name, int]
    known: Mapping[Name, tuple[Name, ...]]
    tables: Mapping[Name, Array]
    payoffs: tuple[tuple[tuple[tuple[Name, ...], Array], ...], ...]

    @property
    def leaves(self) -> int:
        """Return how many ways there are to the end."""
        return math.prod(len(self.states[name]) for name in self.order)

    def paid(self, at: Mapping[Name, int]) -> tuple[float, ...]:
        """Return what each player gets where every move is made, by state."""
        return tuple(
            float(sum(table[tuple(at[name] for name in scope)] for scope, table in own))
            for own in self.payoffs
        )


def game_of(
    diagram: InfluenceDiagram,
    tables: Mapping[Name, Table],
    agents: Sequence[Agent],
    ours: Sequence[UtilityTerm],
    *,
    expert: str = "",
    most: int = MOST_LEAVES,
) -> Game:
    """Return the game of one world, each agent with its likeliest weights as an expert sees them.

    Raises StudyError where an agent's beliefs are its own, as a game has one prior, and where there
    are more than ``most`` leaves.
    """
    for agent in agents:
        if agent.beliefs:
            raise StudyError([unplaced("agent.game-has-one-prior", agent=agent.label)])
    theirs = {o.node: (k, o.knows) for k, a in enumerate(agents, 1) for o in a.decisions}
    our_known = {name: node.informed_by for name, node in diagram.decisions.items()}
    if diagram.recall == "perfect":
        our_known = no_forgetting(our_known)
    shown = {reading.node for agent in agents for reading in agent.readings}
    payoffs = [
        tuple((term.scope, np.asarray(term.values[..., 0])) for term in ours),
        *(_theirs(agent, expert) for agent in agents),
    ]
    parents = {
        name: theirs[name][1] if name in theirs else our_known.get(name, diagram.parents[name])
        for name in diagram.states
        if name not in shown
    }
    ends = {name for own in payoffs for scope, _ in own for name in scope}
    if ends & shown:
        raise StudyError([unplaced("agent.paid-by-what-shows")])
    needed = reached(parents, {*ends, *our_known, *theirs})
    order = tuple(_in_time(needed, parents, tuple(our_known)))
    game = Game(
        title=diagram.title,
        players=(diagram.decision_maker, *(agent.label for agent in agents)),
        order=order,
        states={name: diagram.states[name] for name in order},
        labels={name: diagram.labels[name] for name in order},
        mover={n: 0 if n in our_known else theirs[n][0] if n in theirs else CHANCE for n in order},
        known={name: tuple(parents[name]) for name in order},
        tables={
            name: tables[name].values[..., 0]
            for name in order
            if name not in theirs and name not in our_known
        },
        payoffs=tuple(payoffs),
    )
    if game.leaves > most:
        raise StudyError([unplaced("agent.game-too-large", leaves=game.leaves, most=most)])
    return game


def _theirs(agent: Agent, expert: str) -> tuple[tuple[tuple[Name, ...], Array], ...]:
    weights = agent.uncertain(expert)
    return tuple(
        (value.parents, weights[name].centre * value.table) for name, value in agent.values.items()
    )


def _in_time(
    needed: set[Name], parents: Mapping[Name, Sequence[Name]], ours: tuple[Name, ...]
) -> Iterator[Name]:
    """Yield the moves so that what is known comes first, our decisions in their order."""
    placed: set[Name] = set()
    waiting = [name for name in parents if name in needed]
    while waiting:
        ready = next(
            name
            for name in waiting
            if placed.issuperset(parents[name])
            and (name not in ours or placed.issuperset(ours[: ours.index(name)]))
        )
        placed.add(ready)
        waiting.remove(ready)
        yield ready
