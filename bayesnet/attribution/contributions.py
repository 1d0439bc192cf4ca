"""Share the change between two scenarios out among the findings in which they differ.

A finding's contribution is what it adds on average over all orders in which the findings could come
in: contributions sum to the change, and none depends on an order that nobody chose.

Source: Shapley (1953), A value for n-person games, Contributions to the Theory of Games II.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.study.model import Name
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario

MOST_FINDINGS = 10
"""Findings that may differ; every set of them is one question."""

Value: TypeAlias = Callable[[Scenario], Array]
"""What is asked of a scenario, shape (..., worlds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one finding adds to a change, every array of the value's shape.

    share: its average over all orders; shares sum to the change. alone: the change if it were the
    only one. last: what goes missing if it is taken back and all others stay.
    """

    node: Name
    share: Array
    alone: Array
    last: Array


class TooManyFindings(ValueError):
    """Raised when two scenarios differ in more findings than can be told apart."""

    def __init__(self, nodes: Sequence[Name]) -> None:
        self.nodes = tuple(nodes)
        super().__init__(f"the scenarios differ in {len(nodes)} findings: {', '.join(nodes)}.")


def differing(scenario: Scenario, comparison: Scenario) -> tuple[Name, ...]:
    """Return the nodes of which the two scenarios say different things."""
    named = [*scenario.set, *scenario.seen, *scenario.likely]
    named += [*comparison.set, *comparison.seen, *comparison.likely]
    return tuple(
        name for name in dict.fromkeys(named) if _says(scenario, name) != _says(comparison, name)
    )


def _says(scenario: Scenario, name: Name) -> tuple[object, object, object]:
    return scenario.set.get(name), scenario.seen.get(name), scenario.likely.get(name)


def mixed(scenario: Scenario, comparison: Scenario, taken: Collection[Name]) -> Scenario:
    """Return the comparison with what the scenario says of some nodes."""

    def entries(kind: str) -> dict[Name, object]:
        own, other = getattr(scenario, kind), getattr(comparison, kind)
        kept = {name: entry for name, entry in other.items() if name not in taken}
        return kept | {name: entry for name, entry in own.items() if name in taken}

    return Scenario(
        id="",
        label=scenario.label,
        set=entries("set"),  # type: ignore[arg-type]
        seen=entries("seen"),  # type: ignore[arg-type]
        likely=entries("likely"),  # type: ignore[arg-type]
    )


def contributions(
    value: Value, scenario: Scenario, comparison: Scenario
) -> tuple[Contribution, ...]:
    """Return what each differing finding contributes, exactly, from every set of them.

    Raises TooManyFindings, and whatever ``value`` raises for a mixture that cannot be.
    """
    nodes = differing(scenario, comparison)
    if len(nodes) > MOST_FINDINGS:
        raise TooManyFindings(nodes)
    worth = {
        frozenset(taken): value(mixed(scenario, comparison, taken))
        for size in range(len(nodes) + 1)
        for taken in itertools.combinations(nodes, size)
    }
    nothing, everything = worth[frozenset()], worth[frozenset(nodes)]
    found = []
    for node in nodes:
        share: Array = np.zeros(np.shape(nothing))
        for taken, before in worth.items():
            if node not in taken:
                orders = math.factorial(len(taken)) * math.factorial(len(nodes) - len(taken) - 1)
                gain = worth[taken | {node}] - before
                share = share + gain * (orders / math.factorial(len(nodes)))
        rest = frozenset(nodes) - {node}
        found.append(
            Contribution(
                node=node,
                share=share,
                alone=np.asarray(worth[frozenset([node])] - nothing),
                last=np.asarray(everything - worth[rest]),
            )
        )
    return tuple(found)
