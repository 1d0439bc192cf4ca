"""Small games of two as diagrams, and their solution by walking the whole tree."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import numpy as np

from bayesnet.inference.query import Table
from bayesnet.study.agents.agent import Agent, AgentValue, OwnedDecision, exactly
from bayesnet.study.agents.forecast import forecasts
from bayesnet.study.model import ChanceNode, DecisionNode, Definition, InfluenceDiagram, UtilityNode

DAY = dt.date(2027, 1, 1)
BARE = Definition(text="made up")


def diagram(moves, sizes, *, after=("z",), agent="them", recall="perfect"):
    """A game in which every mover sees all that went before; what comes after nobody sees.

    moves: names in the order of time: d... ours, a... theirs, c... chance.
    """
    chance, decisions, before = {}, {}, []
    for name in (*moves, *after):
        states = tuple(f"{name}_{i}" for i in range(sizes[name]))
        if name[0] == "d":
            decisions[name] = DecisionNode(
                name=name, label=name, states=states, informed_by=tuple(before), definition=BARE
            )
        else:
            chance[name] = ChanceNode(
                name=name,
                label=name,
                states=states,
                parents=tuple(before),
                definition=BARE,
                role="adversary" if name[0] == "a" else "outcome",
                decided_by=agent if name[0] == "a" else "",
            )
        if name not in after:
            before.append(name)
    return InfluenceDiagram(
        id="game",
        title="game",
        question="?",
        decision_maker="we",
        as_of=DAY,
        horizon_end=DAY,
        source="made up",
        recall=recall,
        illustrative=True,
        notice="Made up.",
        structure="A",
        structure_label="as drawn",
        chance=chance,
        decisions=decisions,
        utilities={},
    )


def with_value(game, table):
    """The game with our utility over all its variables, ours and theirs."""
    names = tuple(game.states)
    cases = itertools.product(*(game.states[name] for name in names))
    worth = dict(zip(cases, table.ravel().tolist(), strict=True))
    value = UtilityNode(
        name="ours", label="ours", parents=names, scores={}, definition=BARE, table=worth
    )

    return dataclasses.replace(game, utilities={"ours": value})


def random_tables(random, game, worlds):
    """Tables without zeros for all chance nodes."""
    found = {}
    for name, node in game.chance.items():
        if not node.decided_by:
            shape = tuple(game.sizes[p] for p in node.parents)
            values = random.dirichlet(np.ones(game.sizes[name]), size=(*shape, worlds))
            found[name] = Table(scope=(*node.parents, name), values=np.moveaxis(values, -1, -2))
    return found


def them(game, values, **particulars):
    """The agent who decides every a..., knowing all that went before."""
    return Agent(
        id="them",
        label="They",
        decisions=tuple(
            OwnedDecision(node=name, knows=node.parents, waiting=node.states[0])
            for name, node in game.chance.items()
            if node.decided_by
        ),
        values={value.name: value for value in values},
        **{"samples": 1, **particulars},
    )


def plain_value(name, parents, table, weight=1.0):
    """A value whose weight is known."""
    return AgentValue(
        name=name,
        label=name,
        parents=tuple(parents),
        table=np.asarray(table, float),
        weight=weight if not isinstance(weight, float | int) else exactly(weight),
    )


def forecast_of(agent, game, tables, experts=("all",), seats=None):
    """The agent's tables."""
    seats = np.zeros(1, dtype=int) if seats is None else np.asarray(seats)
    return forecasts([agent], game, tables, experts, seats)


def by_the_tree(game, tables, ours, theirs, world):
    """Every mover's best move in every state, and our value, by backward induction.

    ours, theirs: utility over all variables in the order of ``game.states`` of (moves..., after).
    The first of equal moves is taken, as everywhere.
    """
    order = list(ORDER(game))
    states = list(game.states)
    chosen = {}

    def value(known):
        if len(known) == len(order):
            at = tuple(known[order.index(name)] for name in states)
            return ours[at], theirs[at]
        name = order[len(known)]
        below = [value((*known, state)) for state in range(game.sizes[name])]
        if name in tables:
            table = tables[name]
            at = tuple(known[order.index(parent)] for parent in table.scope[:-1])
            p = table.values[at][:, world]
            return sum(q * b[0] for q, b in zip(p, below, strict=True)), sum(
                q * b[1] for q, b in zip(p, below, strict=True)
            )
        mine = 0 if name[0] == "d" else 1
        best = max(range(len(below)), key=lambda k: (below[k][mine], -k))
        chosen[name, known] = best
        return below[best]

    return value(()), chosen


def ORDER(game):  # noqa: N802 - the order in time, which the names of the moves tell
    """Moves by the number in their names; what nobody sees is last."""
    return sorted(game.states, key=lambda name: (name[0] == "z", name[1:]))
