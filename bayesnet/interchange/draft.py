"""Collect what a file says of each node, before it is known whether it makes a diagram."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bayesnet.errors import Problem, problem_at, warning_at
from bayesnet.interchange.diagram import NoisyLinks, Position
from bayesnet.messages.facts import Fact

Kind: TypeAlias = Literal["chance", "decision", "utility", "sum"]
MOST_CHARACTERS = 20_000_000
"""The largest file that is read; the largest of the well-known networks has five million."""
RECALL = "resolve_recall"
REMEMBERED = "resolve_remembered"
MOST_ENTRIES = 2_000_000
"""Of one table."""
MOST_ENTRIES_IN_ALL = 5_000_000
"""Of all tables; the largest of the well-known networks has half a million."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """One node as a file has it; filled in while the file is read.

    place: line and element, for messages. numbers: of its table, the last axis fastest.
    axes: what the numbers run over, slowest first; (*parents, name) if None.
    weights: of a sum, by part. unread: what the file has in place of numbers, and is not read.
    blank: it has nothing at all in their place. defined: whether its parents were given.
    remembered: information that is drawn only because the format has no other way to say that
    nothing is forgotten.
    """

    kind: Kind
    name: str
    place: str
    states: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    numbers: Sequence[float] | None = None
    axes: tuple[str, ...] | None = None
    noisy: NoisyLinks | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    unread: str = ""
    blank: bool = False
    defined: bool = False
    remembered: frozenset[str] = frozenset()
    label: str = ""
    comment: str = ""
    position: Position | None = None


class Unreadable(Exception):
    """Raised inside a reader where the rest of the file cannot be made sense of."""

    def __init__(self, place: str, code: str, /, **facts: Fact) -> None:
        self.place = place
        self.code = code
        self.facts = facts
        super().__init__(place, code)


@dataclass(slots=True, kw_only=True)
class Findings:
    """Problems of one file, in the order in which they were found.

    entries: how many numbers and states were made that do not stand in the file one by one.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    entries: int = 0

    def spend(self, entries: int, place: str) -> None:
        """Count what a few words of a file stand for; raises Unreadable when it is too much."""
        self.entries += entries
        if entries > MOST_ENTRIES or self.entries > MOST_ENTRIES_IN_ALL:
            raise Unreadable(place, "file.stands-too-many-numbers-states", entries=entries)

    def error(self, place: str, code: str, /, **facts: Fact) -> None:
        """Add what makes the file unusable."""
        self.problems.append(problem_at(self.file, place, code, **facts))

    def note(self, place: str, code: str, /, **facts: Fact) -> None:
        """Add what is lost or doubtful."""
        self.problems.append(warning_at(self.file, place, code, **facts))


def number(text: str, place: str) -> float:
    """Return a number as a file writes it; raises Unreadable."""
    try:
        return float(text)
    except ValueError:
        raise Unreadable(place, "file.not-number", text=text[:40]) from None


def whole(text: str, place: str) -> int:
    """Return a whole number as a file writes it, at most seven digits long; raises Unreadable."""
    if not re.fullmatch(r"-?[0-9]{1,7}", text):
        raise Unreadable(place, "file.not-whole-number-too-large", text=text[:40])
    return int(text)


def numbers(texts: Sequence[str], place: str) -> tuple[float, ...]:
    """Return numbers as a file writes them; raises Unreadable."""
    return tuple(number(text, place) for text in texts)
