"""Define what every CPT method has: the numbers it asks for, and the table they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from bayesnet.messages.facts import Phrase, Question, phrase
from bayesnet.messages.terminal import terminal

Array: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = Mapping[str, Sequence[Decimal]]
"""Answers as typed, by the key of their question."""
ManyValues: TypeAlias = Mapping[str, Array]
"""The same for many worlds, each of shape (components, worlds) or, constant, (components, 1)."""
TOLERANCE = Decimal("1e-6")
PERCENT = (Decimal(90), Decimal(110))
"""A row that should sum to 1 and sums to this was probably typed in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One question to an expert: a distribution over components, or a single number.

    key: names it in every file, for example ``rift_line[perceived_commitment=firm]``.
    components: the child's states, or ``value``. lower, upper: bounds of each component.
    text: the situation in words.
    """

    key: str
    node: str
    kind: Literal["distribution", "number"]
    components: tuple[str, ...]
    lower: float
    upper: float
    text: str


def number_parameter(node: str, key: str, bounds: tuple[float, float], text: str) -> Parameter:
    """Return a question for a single number."""
    lower, upper = bounds
    return Parameter(
        key=key,
        node=node,
        kind="number",
        components=("value",),
        lower=lower,
        upper=upper,
        text=text,
    )


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A node with its states and those of its parents, in the order of the table's axes."""

    child: str
    states: tuple[str, ...]
    parents: tuple[tuple[str, tuple[str, ...]], ...]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Shape of the table: parents' sizes, then the child's."""
        return (*(len(states) for _, states in self.parents), len(self.states))

    def configurations(self) -> Iterator[tuple[str, ...]]:
        """Yield the parents' states, the last parent fastest; one empty tuple for a root."""
        return product(*(states for _, states in self.parents))

    def when(self, configuration: Sequence[str]) -> str:
        """Return ``parent=state, ...`` for one configuration."""
        pairs = zip(self.parents, configuration, strict=True)
        return ", ".join(f"{parent}={state}" for (parent, _), state in pairs)


class Cpd(Protocol):
    """A way to make a conditional table from few or many numbers."""

    @property
    def domain(self) -> Domain:
        """The node, its parents and their states."""
        ...

    @property
    def method(self) -> str:
        """Name of the method, as in ``model.toml``."""
        ...

    @property
    def asked(self) -> bool:
        """Whether experts are asked, or the facilitator fixes the numbers."""
        ...

    @property
    def placeholder(self) -> Mapping[str, tuple[Decimal, ...]]:
        """The numbers of ``model.toml``, by the key of their question."""
        ...

    @property
    def additive(self) -> bool:
        """Whether it cannot make one parent's effect depend on another."""
        ...

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the numbers it asks for, in the order a person would answer them."""
        ...

    def table(self, values: Values) -> Array:
        """Return the table of one world, shape (*parents, child), rows summing to 1."""
        ...

    def tables(self, values: ManyValues) -> Array:
        """Return the tables of many worlds at once, shape (*parents, child, worlds).

        The last axis has length 1 where no value differs between worlds.
        """
        ...

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return everything that is wrong with the values."""
        ...


def distribution_problem(values: Sequence[Decimal]) -> Phrase | None:
    """Return what is wrong with a distribution as typed, or None."""
    total = sum(values, Decimal(0))
    if any(value < 0 for value in values):
        return phrase("table.probability-negative")
    if PERCENT[0] <= total <= PERCENT[1]:
        percent = "table.in-percent" if total == 100 else "table.nearly-in-percent"  # noqa: PLR2004
        return phrase(percent, total=total)
    if any(value > 1 for value in values):
        return phrase("table.probability-above-one")
    if total < 1 - TOLERANCE:
        return phrase("table.sum-too-small", total=total, missing=1 - total)
    if total > 1 + TOLERANCE:
        return phrase("table.sum-too-large", total=total, surplus=total - 1)
    return None


def of_question(key: str, wrong: Phrase) -> Phrase:
    """Return what is wrong with the answer to a question."""
    return phrase("table.of-question", question=Question(key), what=wrong)


def one_world(values: Values) -> ManyValues:
    """Return answers as typed as the values of a single world.

    Raises ValueError for several numbers that are no distribution: .7 and .7 are not halves.
    """
    for key, answer in values.items():
        problem = distribution_problem([Decimal(str(part)) for part in answer])
        if len(answer) > 1 and problem:
            raise ValueError(terminal().phrase(of_question(key, problem)))
    return {key: np.array([[float(part)] for part in answer]) for key, answer in values.items()}


def one_table(tables: Callable[[ManyValues], Array], values: Values) -> Array:
    """Return the table of a single world, made by a method's ``tables``."""
    return np.asarray(tables(one_world(values))[..., 0])


def normalised(values: Array) -> Array:
    """Return distributions, components first, that sum to 1: what rounding left over is spread."""
    return np.asarray(values / values.sum(axis=0))
