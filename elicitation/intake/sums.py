"""Check that answers are numbers their question can have, and that a distribution sums to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from bayesnet.cpds.parameter import TOLERANCE
from bayesnet.errors import Problem
from bayesnet.messages.facts import Fact, Question, State, items, phrase
from bayesnet.messages.remedies import Remedy
from elicitation.questionnaire.question_words import parts_of
from elicitation.record.decoding import plain
from elicitation.record.responses import Component, Estimate, Unit, is_distribution

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

COLUMNS: tuple[Literal["low", "best", "high"], ...] = ("low", "best", "high")
WHOLE_NUMBERS = frozenset(["extreme", "sign", "rank"])
"""Parts of a key whose answers are places in a list."""
TENTHS = Decimal(10)
"""What the states sum to where somebody counts out of ten."""
_SUM_IN_ANOTHER_UNIT = "form.sum-in-another-unit"
OF_ANOTHER_UNIT = frozenset(
    ["form.outside-or-percent", _SUM_IN_ANOTHER_UNIT]
    + [f"{_SUM_IN_ANOTHER_UNIT}-{way}" for way in ("too-small", "too-large")]
)
"""Codes of what may come from the wrong unit; their fact ``unit`` says which was meant."""
SCALABLE = frozenset(
    ["form.sum-of-tenths"]
    + [
        f"{sum_}-{way}"
        for sum_ in ("form.sum", "form.sum-of-tenths", _SUM_IN_ANOTHER_UNIT)
        for way in ("too-small", "too-large")
    ]
)
"""Codes of what a repair of the sum mends."""
MANY = 2
"""From this number on, what is above 1 can hardly be a probability with a slip in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with an answer.

    code, facts, remedies: see ``Problem``.
    component, column: the cell; both empty for the question as a whole.
    kind: ``sum`` is the one that a repair can mend; ``doubt`` is asked back, the rest are errors.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    component: str = ""
    column: str = ""
    kind: Literal["error", "sum", "doubt"] = "error"
    remedies: tuple[Remedy, ...] = ()


def top(unit: Unit) -> Decimal:
    """Return the top of the scale of a unit."""
    return Decimal(100 if unit == "percent" else 1)


def times(answers: Mapping[Component, Estimate], unit: Unit) -> Decimal:
    """Return what the numbers of a kept answer are multiplied with, to be said in that unit."""
    return top(unit) if is_distribution(answers) else Decimal(1)


def number_faults(parameter: Parameter, answer: Estimate) -> Iterator[Fault]:
    """Yield what keeps a plain number from being an answer to its question."""
    whole = parts_of(parameter.key).part in WHOLE_NUMBERS
    for column in COLUMNS:
        number: Decimal | None = getattr(answer, column)
        if number is None:
            continue
        code = ""
        if number <= 0 and parameter.lower == 0:
            code = "form.not-above-zero"
        elif not parameter.lower <= number <= parameter.upper:
            code = "form.outside-bounds"
        elif whole and number != number.to_integral_value():
            code = "form.no-whole-number"
        if code:
            bounds = {"low": parameter.lower, "high": parameter.upper}
            facts: dict[str, Fact] = {"number": plain(number), **bounds}
            yield Fault(code=code, facts=facts, component="value", column=column)


def distribution_faults(answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield what keeps the best values from being a distribution over the states."""
    whole = top(unit)
    best = [answer.best for answer in answers.values()]
    total, largest = sum(best, Decimal(0)), max(best)
    if unit == "probability" and 50 <= total <= 150 and largest > 1:  # noqa: PLR2004
        yield _other_unit("percent", total, 100 - total)
        return
    if unit == "percent" and largest <= 1 and Decimal("0.5") <= total <= Decimal("1.5"):
        yield _other_unit("probability", total, 1 - total)
        return
    outside = list(outside_faults(answers, unit))
    yield from outside
    if outside or abs(total - whole) <= TOLERANCE * whole:
        return
    code, rest = "form.sum", whole - total
    facts: dict[str, Fact] = {"total": short(total), "whole": str(whole)}
    if unit == "percent" and largest <= TENTHS and TENTHS / 2 <= total <= TENTHS * 3 / 2:
        code, rest = "form.sum-of-tenths", 100 - 10 * total
        facts["tenfold"] = short(10 * total)
    yield Fault(code=code + _which(rest), facts={**facts, "rest": short(abs(rest))}, kind="sum")


def outside_faults(answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield every number that is outside the scale of its unit."""
    whole = top(unit)
    for name, answer in answers.items():
        for column in COLUMNS:
            number: Decimal | None = getattr(answer, column)
            if number is None or 0 <= number <= whole:
                continue
            code = "form.outside-or-percent"
            facts: dict[str, Fact] = {"number": plain(number), "whole": str(whole)}
            if unit == "percent":
                code = "form.outside-percent"
            elif MANY <= number <= 100:  # noqa: PLR2004 - percent
                code = "form.outside-meant-percent"
                facts |= {"meant": short(number / 100), "percent": short(number)}
            else:
                facts["unit"] = "percent"
            yield Fault(code=code, facts=facts, component=name, column=column)


def slips(answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield a doubt about each percentage that may be a probability."""
    for name, answer in answers.items():
        if unit == "percent" and 0 < answer.best < 1:
            facts = {"number": plain(answer.best), "meant": short(answer.best * 100)}
            code = "form.under-one-percent"
            yield Fault(code=code, facts=facts, component=name, column="best", kind="doubt")


def number_slips(parameter: Parameter, answer: Estimate) -> Iterator[Fault]:
    """Yield a doubt about a spread as wide as its whole scale, from 0 to 1: typed in percent?

    The unit of a study is that of its probabilities; a spread has none.
    """
    if parts_of(parameter.key).part != "spread":
        return
    for column in COLUMNS:
        number: Decimal | None = getattr(answer, column)
        if number is not None and number >= 1:
            facts = {"number": plain(number), "meant": short(number / 100)}
            code = "form.spread-as-wide-as-its-scale"
            yield Fault(code=code, facts=facts, component="value", column=column, kind="doubt")


def certainty(key: str, answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield a doubt when something is called impossible or certain and no reason is given."""
    zero = [name for name, answer in answers.items() if answer.best == 0]
    if zero:
        facts: dict[str, Fact] = {
            "question": Question(key),
            "states": items(phrase("form.quoted-state", state=State(name)) for name in zero),
            "small": "1" if unit == "percent" else "0.01",
        }
        yield Fault(code="form.impossible", facts=facts, column="best", kind="doubt")


def _other_unit(unit: Unit, total: Decimal, rest: Decimal) -> Fault:
    facts: dict[str, Fact] = {"total": short(total), "unit": unit, "rest": short(abs(rest))}
    return Fault(code="form.sum-in-another-unit" + _which(rest), facts=facts)


def _which(rest: Decimal) -> str:
    """Return which way a sum misses the whole, as the end of a code."""
    if not rest:
        return ""
    return "-too-small" if rest > 0 else "-too-large"


def can_be_scaled(problems: Iterable[Problem]) -> bool:
    """Return whether a repair of the sum would mend what is wrong."""
    return any(problem.code in SCALABLE for problem in problems)


def units_meant(problems: Iterable[Problem]) -> list[str]:
    """Return the units that a form may have been meant in, of those it does not say."""
    asked = (problem.facts.get("unit") for problem in problems if problem.code in OF_ANOTHER_UNIT)
    return sorted({str(unit) for unit in asked})


def short(number: Decimal) -> str:
    """Return a number without needless zeros."""
    return plain(number.normalize()) if number else "0"
