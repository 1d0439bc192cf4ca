"""Say what each fact of a message is, so that it is put in words where it is shown.

A fact that is a plain text is shown as it is: what somebody typed, the name of a file. A number is
written by the template that it stands in. All else is called what the surface calls it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Joined: TypeAlias = Literal[
    "comma", "and", "or", "and-no", "and-and", "or-or", "semicolon", "arrow", "equals", "space"
]


@dataclass(frozen=True, slots=True)
class Node:
    """A node, by its name in the model."""

    name: str


@dataclass(frozen=True, slots=True)
class State:
    """A state of a node, by its name in the model."""

    name: str


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert, by id."""

    id: str


@dataclass(frozen=True, slots=True)
class Question:
    """What an expert is asked, by its key: ``rain[season=dry]``, ``rain.leak``."""

    key: str


@dataclass(frozen=True, slots=True)
class LineNumber:
    """A line of a form, counted from 1; a workbook shows the cell that it came from."""

    number: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things; noun: as the catalogue names one of them, e.g. ``answer``."""

    number: int
    noun: str


@dataclass(frozen=True, slots=True)
class Items:
    """Several facts, one after the other.

    joined: how: by commas, the last one by a word, or all by the words that negate each.
    """

    items: tuple[Fact, ...]
    joined: Joined = "comma"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words inside a sentence that depend on the case, with facts of their own."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


Fact: TypeAlias = (
    str
    | int
    | float
    | Decimal
    | Node
    | State
    | Expert
    | Question
    | LineNumber
    | Count
    | Items
    | Phrase
)


def items(facts: Iterable[Fact], joined: Joined = "comma") -> Items:
    """Return several facts as one."""
    return Items(tuple(facts), joined)


def nodes(names: Iterable[str], joined: Joined = "comma") -> Items:
    """Return several nodes as one fact."""
    return Items(tuple(map(Node, names)), joined)


def states(names: Iterable[str], joined: Joined = "comma") -> Items:
    """Return several states as one fact."""
    return Items(tuple(map(State, names)), joined)


def experts(ids: Iterable[str], joined: Joined = "comma") -> Items:
    """Return several experts as one fact."""
    return Items(tuple(map(Expert, ids)), joined)


def finding(node: str, state: str) -> Phrase:
    """Return a node in a state: ``rain=heavy``."""
    return Phrase("ask.finding", {"node": Node(node), "state": State(state)})


def phrase(code: str, /, **facts: Fact) -> Phrase:
    """Return words inside a sentence, by their code."""
    return Phrase(code, facts)
