"""Make an easier problem of what could not be settled, and solve it in a blink, again and again.

Each decision left is let know all that parts it from the rules of the others (``View.parted``).
Then decisions can be settled one by one, so the best strategy is found in one pass, and nobody who
knows less can do better: a bound. What lies between two decisions depends on no rule. It is summed
once; a pass touches nothing but what is known at each decision.

Sources: Lauritzen & Nilsson (2001), Representing and solving decision problems with limited
information (soluble diagrams); Nilsson & Höhle (2001), Computing bounds on expected utilities for
optimal policies based on limited information (more knowledge as a bound).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bayesnet.decisions.backward import MOST_CELLS, Settled, last_first
from bayesnet.decisions.problem import UtilityTerm
from bayesnet.decisions.reply import SLACK
from bayesnet.decisions.view import Ground, Terms, View, view, without_barren
from bayesnet.graph import requisite
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.contraction import TooLarge

Worth = tuple[float, float]
"""Minus the probability of what is forbidden, then the expected utility; more is better."""
Room = Mapping[int, npt.NDArray[np.bool_]]
"""By stage: which options may be taken in each situation, shape (situations, options)."""
Options = list[npt.NDArray[np.intp]]
"""By stage: the option taken, shape (situations, states of what else is known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How a later decision's situations follow from what is known and decided at an earlier one.

    later: number of its stage. chance: probability of each, shape (cells of the earlier stage,
    what else can differ). place: which cell of the later one that is, of the same shape.
    """

    later: int
    chance: Array
    place: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One decision of the easier problem.

    shape: situations it can tell apart, states of what it is let know besides, options. worth:
    penalty and utility of what it leads to before any later stage, of that shape. first:
    probability of its situations where no earlier stage leads to it; else None.
    """

    decision: str
    information: tuple[int, ...]
    shape: tuple[int, int, int]
    worth: tuple[Array, Array]
    links: tuple[Link, ...]
    first: Array | None


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """The easier problem, in one world: stages from the last to the first. constant: their rest."""

    stages: tuple[Stage, ...]
    constant: Worth

    @cached_property
    def harmless(self) -> bool:
        """Whether nothing that is forbidden can come about."""
        return not (self.constant[0] or any(stage.worth[0].any() for stage in self.stages))

    @property
    def cells(self) -> int:
        """Return the number of cells that one pass goes through, at least 1."""
        links = (link.chance.size for stage in self.stages for link in stage.links)
        return 1 + sum(math.prod(stage.shape) for stage in self.stages) + sum(links)

    def best(self, room: Room) -> tuple[Options, Worth]:
        """Return the best options among those that may be taken, and what they are worth."""
        options: Options = []
        values: list[list[Array]] = []
        channels = (1,) if self.harmless else (0, 1)
        total = [*self.constant]
        for number, stage in enumerate(self.stages):
            worth = [stage.worth[channel] for channel in channels]
            for link in stage.links:
                for at, value in enumerate(values[link.later]):
                    follows = (value.ravel()[link.place] * link.chance).sum(axis=-1)
                    worth[at] = worth[at] + follows.reshape(stage.shape)
            eligible = room[number][:, None, :] if number in room else np.True_
            if not self.harmless:
                eligible = _as_good(worth[0], eligible)
            taken = _as_good(worth[-1], eligible).argmax(axis=-1)
            cells = np.arange(taken.size) * stage.shape[2] + taken.ravel()
            taking = [own.ravel()[cells] for own in worth]
            options.append(taken)
            values.append(taking)
            if stage.first is not None:
                for channel, own in zip(channels, taking, strict=True):
                    total[channel] += float(stage.first @ own)
        return options, (round(total[0], 12), total[1])

    def masses(self, options: Options) -> list[Array]:
        """Return how often each option is taken, by stage: shape (situations, options)."""
        reached = [
            np.zeros(s.shape[:2]) if s.first is None else s.first.reshape(s.shape[:2])
            for s in self.stages
        ]
        masses: list[Array] = [np.zeros(0)] * len(self.stages)
        for number in reversed(range(len(self.stages))):
            stage = self.stages[number]
            taken = np.arange(stage.shape[2]) == options[number][..., None]
            mass = reached[number][..., None] * taken
            for link in stage.links:
                weights = (link.chance * mass.reshape(-1, 1)).ravel()
                size = reached[link.later].size
                spread = np.bincount(link.place.ravel(), weights, minlength=size)
                reached[link.later] = reached[link.later] + spread.reshape(
                    reached[link.later].shape
                )
            masses[number] = mass.sum(axis=1)
        return masses


def relaxed(settled: Settled) -> Relaxation:
    """Return the easier problem of one world; raises TooLarge before a table is made."""
    ground = settled.ground
    kinds = {"utilities": settled.utilities, "penalties": settled.penalties, "later": ()}
    left = set(settled.left)
    stages: list[Stage] = []
    scopes: list[Scope] = []
    for decision in last_first(ground.parents, settled.left):
        left.remove(decision)
        seen = view(ground, decision, kinds)
        if seen.relevant(left):
            seen, _ = seen.parted(left) or (seen, ())
        later = seen.terms["later"]
        stages.append(_stage(seen, [(int(term.name), term.scope) for term in later]))
        scopes.append(seen.known[:-1])
        # Where a stage ends another begins: what is known there stands for all that follows.
        follows = UtilityTerm(
            name=str(len(stages) - 1), scope=seen.known[:-1], values=np.zeros((1,))
        )
        kinds = {**seen.rest, "later": (*seen.rest["later"], follows)}
    first = {int(term.name) for term in kinds["later"]}
    stages = [
        dataclasses.replace(stage, first=_chance_of(ground, scopes[number]))
        if number in first
        else stage
        for number, stage in enumerate(stages)
    ]
    constant = (_expected(ground, kinds["penalties"]), _expected(ground, kinds["utilities"]))
    return Relaxation(stages=tuple(stages), constant=constant)


def _stage(seen: View, later: Sequence[tuple[int, Scope]]) -> Stage:
    """Return the stage of one decision; raises TooLarge."""
    ground = seen.ground
    cells = ground.entries(seen.known)
    if cells > MOST_CELLS:
        raise TooLarge(seen.known, cells)
    own = dataclasses.replace(seen, terms={k: t for k, t in seen.terms.items() if k != "later"})
    worth, chance = own.worth()
    information = tuple(ground.sizes[name] for name in ground.parents[seen.decision])
    situations, options = math.prod(information), ground.sizes[seen.decision]
    shape = (situations, cells // (situations * options), options)
    return Stage(
        decision=seen.decision,
        information=information,
        shape=shape,
        worth=(
            worth["penalties"][..., 0].reshape(shape),
            worth["utilities"][..., 0].reshape(shape),
        ),
        links=tuple(_link(seen, number, scope, chance) for number, scope in later),
        first=None,
    )


def _link(seen: View, later: int, scope: Scope, chance: Array) -> Link:
    """Return how a later stage's situations follow; raises TooLarge."""
    ground = seen.ground
    more = tuple(name for name in scope if name not in seen.known)
    everything = (*seen.known, *more)
    cells = ground.entries(everything)
    if cells > MOST_CELLS:
        raise TooLarge(everything, cells)
    tables = {name: t for name, t in ground.tables.items() if name in seen.needed}
    joint = ground.summed(without_barren(tables, {*everything, *ground.fixed}), everything)[..., 0]
    whole = chance[..., 0].reshape(chance.shape[:-1] + (1,) * len(more))
    joint, whole = np.broadcast_arrays(joint, whole)
    sizes = tuple(ground.sizes[name] for name in everything)
    share = np.divide(joint, whole, out=np.zeros(joint.shape), where=whole > 0)
    known = ground.entries(seen.known)
    index = np.indices(sizes, sparse=True)
    place = np.zeros((1,) * len(sizes), dtype=np.intp)
    for name in scope:
        place = place * ground.sizes[name] + index[everything.index(name)]
    return Link(
        later=later,
        chance=np.broadcast_to(share, sizes).reshape(known, -1),
        place=np.broadcast_to(place, sizes).reshape(known, -1),
    )


def _chance_of(ground: Ground, scope: Scope) -> Array:
    """Return the probability of every state of variables that no decision left leads to."""
    needed, _ = requisite(ground.parents, ground.children, scope, tuple(ground.fixed))
    tables = {name: table for name, table in ground.tables.items() if name in needed}
    joint = ground.summed(without_barren(tables, {*scope, *ground.fixed}), scope)[..., 0]
    joint = np.broadcast_to(joint, tuple(ground.sizes[name] for name in scope)).ravel()
    return np.asarray(joint / joint.sum())


def _expected(ground: Ground, terms: Terms) -> float:
    """Return the expected sum of terms that no decision left leads to."""
    total = 0.0
    for term in terms:
        scope = term.variables
        chance = _chance_of(ground, scope)
        values = ground.summed(term.factors, scope)[..., 0]
        sizes = tuple(ground.sizes[name] for name in scope)
        total += float((np.broadcast_to(values, sizes).ravel() * chance).sum())
    return total


def _as_good(worth: Array, eligible: npt.NDArray[np.bool_] | np.bool_) -> npt.NDArray[np.bool_]:
    """Return which eligible options are as good as the best of them; options are the last axis."""
    best = np.where(eligible, worth, -np.inf).max(axis=-1, keepdims=True)
    slack = SLACK * np.abs(worth).max(axis=-1, keepdims=True)
    return np.asarray(eligible & (worth >= best - slack))
