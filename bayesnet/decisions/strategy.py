"""Hold a rule for each decision, and list the situations in which it can be called upon."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.query import Network, Table, posteriors
from bayesnet.rounding import steady

POSSIBLE = float(np.finfo(float).tiny)
"""Less probable than this a situation is not told: a double has no longer all its digits there.

An exact 0 stays one throughout, so that nothing larger is left of it; and what is rare may be what
the whole decision is about.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule:
    """What to choose in each situation.

    information: what the choice depends on. table: probability of each option, of shape
    (*information sizes, options, worlds); of options that are worth the same the first is taken.
    """

    decision: str
    information: Scope
    table: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """A rule for each decision, in time order."""

    rules: Mapping[str, DecisionRule]

    def applied_to(self, network: Network) -> Network:
        """Return the network in which every decision follows its rule."""
        rules = {
            name: Table(scope=(*rule.information, name), values=rule.table)
            for name, rule in self.rules.items()
        }
        return Network(sizes=network.sizes, tables={**network.tables, **rules})

    def world(self, index: int) -> Strategy:
        """Return the strategy of one world."""
        return Strategy(
            rules={
                name: DecisionRule(
                    decision=name,
                    information=rule.information,
                    table=rule.table[..., (at := min(index, rule.table.shape[-1] - 1)) : at + 1],
                )
                for name, rule in self.rules.items()
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One information state that can occur, and the option chosen in it."""

    known: Mapping[str, int]
    probability: float
    option: int


def situations(
    strategy: Strategy, network: Network, seen: Mapping[str, int], decision: str, world: int
) -> tuple[Situation, ...]:
    """Return what one world's rule says wherever it can be called upon, most probable first.

    Information that makes no difference among those situations is left out of ``known``.
    """
    followed = strategy.applied_to(network)
    family = posteriors(followed, seen=seen, targets=(decision,)).families[decision].values
    return _met(strategy.rules[decision], family, world)


def situations_by_world(
    strategy: Strategy, network: Network, seen: Mapping[str, int], worlds: int
) -> tuple[Mapping[str, tuple[Situation, ...]], ...]:
    """Return, for each world and decision, what ``situations`` returns, in one propagation."""
    followed = strategy.applied_to(network)
    families = posteriors(followed, seen=seen, targets=tuple(strategy.rules)).families
    return tuple(
        {name: _met(rule, families[name].values, world) for name, rule in strategy.rules.items()}
        for world in range(worlds)
    )


def _met(rule: DecisionRule, family: Array, world: int) -> tuple[Situation, ...]:
    """Return the situations of one decision; family: joint of information and options."""
    chances = family[..., min(world, family.shape[-1] - 1)].sum(axis=-1)
    options = rule.table[..., min(world, rule.table.shape[-1] - 1)].argmax(axis=-1)
    cells = [c for c in itertools.product(*map(range, chances.shape)) if chances[c] > POSSIBLE]
    telling = _telling(cells, {cell: int(options[cell]) for cell in cells}, len(rule.information))
    merged: dict[tuple[int, ...], tuple[float, int]] = {}
    for cell in cells:
        key = tuple(cell[axis] for axis in telling)
        merged[key] = (merged.get(key, (0.0, 0))[0] + float(chances[cell]), int(options[cell]))
    found = [
        Situation(
            known={rule.information[axis]: s for axis, s in zip(telling, key, strict=True)},
            probability=probability,
            option=option,
        )
        for key, (probability, option) in merged.items()
    ]
    return tuple(sorted(found, key=lambda s: -steady(s.probability)))


def _telling(
    cells: list[tuple[int, ...]], options: Mapping[tuple[int, ...], int], axes: int
) -> list[int]:
    """Return the axes that are needed to tell the options apart, dropping any that are not."""
    kept = list(range(axes))
    for axis in range(axes):
        rest = [other for other in kept if other != axis]
        seen: dict[tuple[int, ...], int] = {}
        if all(
            seen.setdefault(tuple(cell[a] for a in rest), options[cell]) == options[cell]
            for cell in cells
        ):
            kept = rest
    return kept


def uniform_rule(decision: str, information: Scope, sizes: Mapping[str, int]) -> DecisionRule:
    """Return the rule that leaves everything open: each option equally probable."""
    shape = (*(sizes[name] for name in information), sizes[decision], 1)
    return DecisionRule(
        decision=decision,
        information=information,
        table=np.full(shape, 1.0 / sizes[decision]),
    )


def fixed_rule(decision: str, option: int, sizes: Mapping[str, int]) -> DecisionRule:
    """Return the rule that always takes one option."""
    table = np.zeros((sizes[decision], 1))
    table[option] = 1.0
    return DecisionRule(decision=decision, information=(), table=table)
