"""Hold an influence diagram as other tools know it: the value between their files and ours.

Names are any text. Everything a reader found is here as plain numbers; what a writer cannot say in
its format it reports as a loss.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from bayesnet.errors import StudyError, unplaced
from bayesnet.messages.facts import items

Array: TypeAlias = npt.NDArray[np.float64]
Name: TypeAlias = str
State: TypeAlias = str
Position: TypeAlias = tuple[float, float]
Recall: TypeAlias = Literal["perfect", "limited"]
Link: TypeAlias = tuple[Name, State]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoisyLinks:
    """A noisy-MAX in Diez's parametrisation.

    links: by (parent, state), the child's distribution when that cause alone is at work; each
    parent's remaining state is neutral. leak: when none is.
    falling: whether the child's states go from the highest to the lowest, not the other way.
    """

    links: Mapping[Link, tuple[float, ...]]
    leak: tuple[float, ...]
    falling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """An uncertain quantity.

    table: shape (*parents, states), rows sum to 1. noisy: the links it was made of, if it was.
    blank: the file has no numbers for it; those of the table hold the place and mean nothing.
    label: what a person reads, empty where that is the name. position: of the centre, in points.
    """

    name: Name
    states: tuple[State, ...]
    parents: tuple[Name, ...]
    table: Array
    noisy: NoisyLinks | None = None
    label: str = ""
    comment: str = ""
    position: Position | None = None
    blank: bool = False
    state_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A choice; ``informed_by`` is what is known when it is made; ``state_labels`` as of chance."""

    name: Name
    states: tuple[State, ...]
    informed_by: tuple[Name, ...]
    label: str = ""
    comment: str = ""
    position: Position | None = None
    state_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utility:
    """A value that depends on chance and decision nodes; ``values`` has shape (*parents,).

    blank: the file has no numbers for it; those of ``values`` hold the place and mean nothing.
    """

    name: Name
    parents: tuple[Name, ...]
    values: Array
    label: str = ""
    comment: str = ""
    position: Position | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedSum:
    """A value that is the sum of ``weight`` times another value, by that one's name."""

    name: Name
    weights: Mapping[Name, float]
    label: str = ""
    comment: str = ""
    position: Position | None = None


Node: TypeAlias = Chance | Decision | Utility | WeightedSum


def parents_of(node: Node) -> tuple[Name, ...]:
    """Return every node that an arc leads from."""
    match node:
        case Decision(informed_by=parents):
            return parents
        case WeightedSum(weights=weights):
            return tuple(weights)
        case _:
            return node.parents


def turned(diagram: Diagram, *, falling: bool) -> Diagram:
    """Return the diagram with every noisy-MAX whose states go the other way turned around."""
    turn = {
        name
        for name, node in diagram.chance.items()
        if node.noisy is not None and node.noisy.falling != falling
    }
    if not turn:
        return diagram

    def flipped(values: Array, scope: tuple[Name, ...]) -> Array:
        axes = tuple(axis for axis, name in enumerate(scope) if name in turn)
        return np.flip(values, axes)

    nodes = dict(diagram.nodes)
    for name, utility in diagram.utilities.items():
        values = flipped(utility.values, utility.parents)
        nodes[name] = dataclasses.replace(utility, values=values)
    for name, node in diagram.chance.items():
        table = flipped(node.table, (*node.parents, name))
        turned_round = dataclasses.replace(node, table=table)
        if node.noisy is not None and name in turn:
            links = {link: row[::-1] for link, row in node.noisy.links.items()}
            noisy = NoisyLinks(links=links, leak=node.noisy.leak[::-1], falling=falling)
            turned_round = dataclasses.replace(turned_round, states=node.states[::-1], noisy=noisy)
        nodes[name] = turned_round
    return dataclasses.replace(diagram, nodes=nodes)


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """A whole diagram. What is worth anything is the sum of the values that no other counts.

    nodes: by name, parents before children, decisions in the order in which they are made.
    recall: ``perfect`` if what was known at an earlier decision is known at a later one.
    """

    name: str
    nodes: Mapping[Name, Node]
    recall: Recall = "perfect"
    comment: str = ""

    @cached_property
    def chance(self) -> Mapping[Name, Chance]:
        """The uncertain quantities."""
        return {name: node for name, node in self.nodes.items() if isinstance(node, Chance)}

    @cached_property
    def decisions(self) -> Mapping[Name, Decision]:
        """The decisions, in time order."""
        return {name: node for name, node in self.nodes.items() if isinstance(node, Decision)}

    @cached_property
    def utilities(self) -> Mapping[Name, Utility]:
        """The values with a table of their own."""
        return {name: node for name, node in self.nodes.items() if isinstance(node, Utility)}

    @cached_property
    def sums(self) -> Mapping[Name, WeightedSum]:
        """The values that combine others."""
        return {name: node for name, node in self.nodes.items() if isinstance(node, WeightedSum)}

    @cached_property
    def states(self) -> Mapping[Name, tuple[State, ...]]:
        """States of every chance and decision node."""
        return {
            name: node.states
            for name, node in self.nodes.items()
            if isinstance(node, Chance | Decision)
        }

    @cached_property
    def blank(self) -> tuple[Name, ...]:
        """Nodes that the file has no numbers for."""
        nodes: tuple[Chance | Utility, ...] = (*self.chance.values(), *self.utilities.values())
        return tuple(node.name for node in nodes if node.blank)

    @cached_property
    def sizes(self) -> Mapping[Name, int]:
        """Number of states of every chance and decision node."""
        return {name: len(states) for name, states in self.states.items()}

    @cached_property
    def shares(self) -> Mapping[Name, float]:
        """How often each utility counts in the whole: 1, or the product of the weights above it."""
        counted = {part for total in self.sums.values() for part in total.weights}
        shares = {
            name: 0.0 if name in counted else 1.0
            for name, node in self.nodes.items()
            if isinstance(node, Utility | WeightedSum)
        }
        for name, total in reversed(list(self.sums.items())):
            for part, weight in total.weights.items():
                shares[part] += weight * shares[name]
        return {name: shares[name] for name in self.utilities}


def with_numbers(diagram: Diagram) -> None:
    """Raise StudyError if there are nodes without numbers: none may be made up for them."""
    if diagram.blank:
        raise StudyError([unplaced("file.no-numbers-yet", blank=items(diagram.blank))])
