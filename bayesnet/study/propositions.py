"""State claims that a model should reproduce, as seven kinds of check on its probabilities.

A check is asked of many worlds at once (the pool and every expert) and answers with a margin for
each: positive where the claim holds, by how much in probability. ``ask`` gives probabilities
of an event under interventions and evidence laid over the proposition's context.

================  =====================================================================
kind              what it claims
================  =====================================================================
sign              moving a node through its states moves a probability one way
interaction       that movement is stronger in one situation than in another
ordering          one combination of settings gives a smaller probability than another
dominance         an option beats all others, or one node moves an outcome more than another
independence      no directed path leads from some nodes to others (exact)
diagnostic        seeing a state changes a belief although setting it would not
bundle            several settings together move a probability, or leave a residue
================  =====================================================================
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np

from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.priors import Array

Settings: TypeAlias = Mapping[Name, State]
STRICT = 1e-9
"""Differences up to this are equality, in probability: far below what any expert can mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """That ``node`` ends in one of ``states``."""

    node: Name
    states: tuple[State, ...]


class Ask(Protocol):
    """Return P(event) in every world, under settings and findings laid over the context."""

    def __call__(self, event: Event, settings: Settings, seen: Settings) -> Array:
        """Return the probabilities, shape (worlds,)."""
        ...


class Check(Protocol):
    """One machine-checkable part of a proposition."""

    @property
    def kind(self) -> str:
        """Name of the kind, as written in ``propositions.toml``."""
        ...

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return by how much the claim holds in each world; above zero it holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """A claim in words with the checks that all have to hold."""

    id: str
    text: str
    article: tuple[str, ...]
    checks: tuple[Check, ...]


def _toward(direction: str, before: Array, after: Array) -> Array:
    """Return the margin of a movement; weak directions allow standing still."""
    change = after - before if direction.endswith("up") else before - after
    if direction.startswith("not"):
        return STRICT - (after - before) if direction == "not_up" else STRICT - (before - after)
    return change - STRICT


def _combinations(across: Mapping[Name, tuple[State, ...]]) -> Iterator[dict[Name, State]]:
    for states in itertools.product(*across.values()):
        yield dict(zip(across, states, strict=True))


def _least(margins: Iterator[Array] | list[Array]) -> Array:
    return np.asarray(np.min(np.stack(list(margins)), axis=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """P(outcome) goes in ``direction`` at every step of ``through``, whatever ``across`` is."""

    outcome: Event
    move: Name
    through: tuple[State, ...]
    direction: str
    across: Mapping[Name, tuple[State, ...]] = field(default_factory=dict)
    kind: str = "sign"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the smallest step in the stated direction."""
        steps = []
        for fixed in _combinations(self.across):
            levels = [ask(self.outcome, {**fixed, self.move: s}, {}) for s in self.through]
            steps += [_toward(self.direction, a, b) for a, b in itertools.pairwise(levels)]
        return _least(steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """The effect of moving one node is stronger in one situation than in another."""

    outcome: Event
    move: Name
    through: tuple[State, ...]
    direction: str
    weaker_when: Settings
    stronger_when: Settings
    kind: str = "interaction"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the difference of differences, positive when stronger is stronger."""

        def effect(situation: Settings) -> Array:
            first = ask(self.outcome, {**situation, self.move: self.through[0]}, {})
            last = ask(self.outcome, {**situation, self.move: self.through[-1]}, {})
            return last - first

        weaker, stronger = effect(self.weaker_when), effect(self.stronger_when)
        return _toward(self.direction, weaker, stronger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """P(outcome) is smaller under ``lower`` than under ``higher``."""

    outcome: Event
    lower: Settings
    higher: Settings
    kind: str = "ordering"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the difference."""
        return _toward("up", ask(self.outcome, self.lower, {}), ask(self.outcome, self.higher, {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDominance:
    """An option moves P(outcome) in ``direction`` against every other option of its node."""

    outcome: Event
    node: Name
    option: State
    direction: str
    no_worse: bool = False
    kind: str = "dominance"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the smallest lead over another option; with ``no_worse`` equality suffices."""
        weak = {"down": "not_up", "up": "not_down"}
        direction = weak[self.direction] if self.no_worse else self.direction
        best = ask(self.outcome, {self.node: self.option}, {})
        others = [state for state in diagram.states[self.node] if state != self.option]
        return _least(
            [_toward(direction, ask(self.outcome, {self.node: o}, {}), best) for o in others]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeDominance:
    """Moving one node over all its states moves P(outcome) more than moving another does."""

    outcome: Event
    range_of: Name
    exceeds_range_of: Name
    kind: str = "dominance"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the difference of the two ranges."""

        def span(node: Name) -> Array:
            levels = np.stack([ask(self.outcome, {node: s}, {}) for s in diagram.states[node]])
            return np.asarray(np.ptp(levels, axis=0))

        return _toward("up", span(self.exceeds_range_of), span(self.range_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """No directed path leads from any of ``sources`` to any of ``targets``."""

    sources: tuple[Name, ...]
    targets: tuple[Name, ...]
    kind: str = "independence"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return 1 in every world if there is no path, else -1: numbers cannot matter."""
        reached = diagram.reached_from(set(self.sources))
        return np.full(worlds, -1.0 if reached.intersection(self.targets) else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Seeing ``node`` move through its states moves P(outcome); setting it leaves it unchanged."""

    outcome: Event
    see: Name
    through: tuple[State, ...]
    direction: str
    kind: str = "diagnostic"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the smallest step of the evidence, or how far an intervention moves it."""
        seen = [ask(self.outcome, {}, {self.see: s}) for s in self.through]
        steps = [_toward(self.direction, a, b) for a, b in itertools.pairwise(seen)]
        made = [ask(self.outcome, {self.see: s}, {}) for s in self.through]
        still = STRICT - np.ptp(np.stack(made), axis=0)
        return _least([*steps, np.asarray(still)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Settings made together move P(outcome) against the context, or leave it above a residue."""

    outcome: Event
    settings: Settings
    direction: str = ""
    stays_above: float | None = None
    across: Mapping[Name, tuple[State, ...]] = field(default_factory=dict)
    kind: str = "bundle"

    def margin(self, ask: Ask, diagram: InfluenceDiagram, worlds: int) -> Array:
        """Return the smallest movement, or the smallest distance above the residue."""
        margins = []
        for fixed in _combinations(self.across):
            after = ask(self.outcome, {**fixed, **self.settings}, {})
            if self.direction:
                margins.append(_toward(self.direction, ask(self.outcome, fixed, {}), after))
            if self.stays_above is not None:
                margins.append(np.asarray(after - self.stays_above - STRICT))
        return _least(margins)
