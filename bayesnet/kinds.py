"""Say how a value reads, by the kind it is of, in the style of whoever reads it.

One place for the digits, the sign, the percent sign and what stands for none, on every surface.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from bayesnet.number_words import minus, percent, points, points_range
from bayesnet.rounding import PROBABILITY as PLACES
from bayesnet.rounding import written


def called_itself(name: str) -> str:
    """Return a name as it is: what can be typed again."""
    return name


def changes_text(changes: Iterable[Any]) -> str:
    """Return what a plan does instead, for example ``exercise_plan: full_scale -> modified``."""
    return "; ".join(f"{change.decision}: {change.text()}" for change in changes)


def rule_text(rule: Any) -> str:
    """Return a decision's rule by its names: ``take if forecast=rainy, else leave``."""
    text: str = rule.text()
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a surface writes: a terminal what can be typed and piped, a report what is read.

    prose: probabilities in percent and changes in points, with a minus sign; else decimals. none:
    stands for what there is not. gap: before a percent sign. name, number, person: what nodes and
    options, numbers of the model and experts are called. rule, changes: a decision's rule, and
    what another plan does instead.
    """

    prose: bool = False
    none: str = "-"
    gap: str = " "
    name: Callable[[str], str] = called_itself
    number: Callable[[str], str] = called_itself
    person: Callable[[str], str] = called_itself
    rule: Callable[[Any], str] = rule_text
    changes: Callable[[Any], str] = changes_text

    def figure(self, value: float, places: int, *, signed: bool = False) -> str:
        """Return a number with so many digits after the point."""
        text = written(value, places, signed=signed)
        return minus(text) if self.prose else text

    def percent(self, share: float) -> str:
        """Return a share in whole percent, ``<1 %`` where it is something."""
        text = percent(share).replace(" ", self.gap)
        return minus(text) if self.prose else text


TYPED = Style()
"""What a terminal and Markdown print."""


class Beside(NamedTuple):
    """A value with the values that say how many of its digits are supported."""

    value: float
    spread: Sequence[float]


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands in a column: how people read it, and whether it is set to the right."""

    text: Callable[[Any, Style], str]
    numeric: bool = False
    ends: bool = False


def decimals(places: int, *, signed: bool = False, before: str = "") -> Kind:
    """Return the kind of numbers with a unit of their own, such as utilities.

    places: digits after the point. before: what stands before it.
    """
    return Kind(lambda v, style: before + style.figure(v, places, signed=signed), numeric=True)


def _change(value: float | Beside, style: Style) -> str:
    alone, spread = value if isinstance(value, Beside) else (value, ())
    return points(alone, spread) if style.prose else style.figure(alone, PLACES, signed=True)


def called(what: Literal["name", "number", "person"]) -> Kind:
    """Return the kind of what has a name, which the style knows."""
    return Kind(lambda value, style: getattr(style, what)(value))


def worded(words: Callable[..., str]) -> Kind:
    """Return the kind of what a function of the answer's own says in words."""
    return Kind(lambda value, _: words(value))


def span(kind: Kind) -> Kind:
    """Return the kind of several numbers by their ends; a machine gets lowest and highest."""

    def text(values: Sequence[float], style: Style) -> str:
        low, high = (kind.text(end(values), style) for end in (min, max))
        return low if low == high else f"{low} to {high}"

    return Kind(text, ends=True)


def possible(kind: Kind, none: str = "impossible") -> Kind:
    """Return a kind with a word for what cannot be, as where evidence is impossible."""
    said = lambda v, style: kind.text(v, style) if math.isfinite(v) else none  # noqa: E731
    return Kind(said, numeric=kind.numeric)


TEXT = Kind(lambda value, _: str(value))
COUNT = Kind(lambda value, _: str(value), numeric=True)
SHARE = Kind(lambda value, style: style.percent(value), numeric=True)
"""A part of a whole, in percent everywhere."""
PROBABILITY = Kind(
    lambda v, style: style.percent(v) if style.prose else style.figure(v, PLACES), numeric=True
)
CHANGE = Kind(_change, numeric=True)
"""A change of a probability, which may stand ``Beside`` what it is rounded by."""
CHANGE_SPAN = Kind(
    lambda v, style: points_range(v) if style.prose else span(CHANGE).text(v, style), ends=True
)
"""Several changes by their ends, which are rounded by their spread where they are read."""
NAMES = Kind(lambda names, style: ", ".join(map(style.name, names)) or style.none)
NAME, ENTRY, PERSON = called("name"), called("number"), called("person")
RULE = Kind(lambda value, style: value if isinstance(value, str) else style.rule(value))
"""A decision's rule, or words where there is none."""
CHANGES = Kind(lambda value, style: style.changes(value))
"""The rules that another plan changes."""


def quantity_kind(unit: str, places: int, *, signed: bool = False) -> Kind:
    """Return how a quantity is written: in probability, or in points with so many digits."""
    probability = CHANGE if signed else PROBABILITY
    return probability if unit == "probability" else decimals(places, signed=signed)
