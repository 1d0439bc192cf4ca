"""The nodes of a diagram written in Python: named states, nested lists of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy.typing as npt

from bayesnet.study.model import Name, State

ALONE = "author"
"""Whose numbers they are, where no experts are named."""


@dataclass(frozen=True, slots=True)
class Chance:
    """An uncertain quantity.

    p: its probabilities, nested as the parents in ``given`` are, a row for each combination of
    their states; or, by expert's name, each expert's own.
    """

    name: Name
    states: Sequence[State]
    p: npt.ArrayLike | Mapping[str, npt.ArrayLike]
    given: Sequence[Name] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice; ``knows`` is what is known when it is made."""

    name: Name
    states: Sequence[State]
    knows: Sequence[Name] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """Something of value: ``u`` is nested as the parents in ``given`` are, more is better."""

    name: Name
    given: Sequence[Name]
    u: npt.ArrayLike
    label: str = ""


Node: TypeAlias = Chance | Decision | Value
Recall: TypeAlias = Literal["perfect", "limited"]


def by_expert(p: npt.ArrayLike | Mapping[str, npt.ArrayLike]) -> Mapping[str, npt.ArrayLike]:
    """Return each one's numbers; the same for all is the author's."""
    return p if isinstance(p, Mapping) else {ALONE: p}
