"""Check that answers are numbers their question can have, and that a distribution sums to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from bayesnet.cpds.parameter import TOLERANCE
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
MANY = 2
"""From this number on, what is above 1 can hardly be a probability with a slip in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with an answer.

    component, column: the cell; both empty for the question as a whole.
    kind: ``sum`` is the one that a repair can mend; ``doubt`` is asked back, the rest are errors.
    """

    message: str
    remedy: str = ""
    component: str = ""
    column: str = ""
    kind: Literal["error", "sum", "doubt"] = "error"


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
        between = f"{parameter.lower:g} to {parameter.upper:g}"
        message = ""
        if number <= 0 and parameter.lower == 0:
            message = f"{plain(number)} is not above 0."
        elif not parameter.lower <= number <= parameter.upper:
            message = f"{plain(number)} is outside {between}."
        elif whole and number != number.to_integral_value():
            message = f"{plain(number)} is not a whole number from {between}."
        if message:
            yield Fault(message=message, component="value", column=column)


def distribution_faults(answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield what keeps the best values from being a distribution over the states."""
    whole = top(unit)
    best = [answer.best for answer in answers.values()]
    total, largest = sum(best, Decimal(0)), max(best)
    if unit == "probability" and 50 <= total <= 150 and largest > 1:  # noqa: PLR2004
        message = f"The best values sum to {short(total)}; did you mean percent?"
        yield Fault(message=message, remedy=_mend("percent", 100 - total))
        return
    if unit == "percent" and largest <= 1 and Decimal("0.5") <= total <= Decimal("1.5"):
        message = f"The best values sum to {short(total)}; did you mean probability?"
        yield Fault(message=message, remedy=_mend("probability", 1 - total))
        return
    outside = list(outside_faults(answers, unit))
    yield from outside
    if outside or abs(total - whole) <= TOLERANCE * whole:
        return
    message = f"The best values sum to {short(total)}, not {whole}."
    remedy = f"{_missing(whole - total).capitalize()}, or scale."
    if unit == "percent" and largest <= TENTHS and TENTHS / 2 <= total <= TENTHS * 3 / 2:
        message = f"The best values sum to {short(total)}; did you mean percent, ten times as much?"
        rest = 100 - 10 * total
        remedy = f"{short(10 * total)} is not 100: {_missing(rest)}, or scale."
        remedy = remedy if rest else "Type each times ten, or scale."
    yield Fault(message=message, remedy=remedy, kind="sum")


def outside_faults(answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield every number that is outside the scale of its unit."""
    whole = top(unit)
    for name, answer in answers.items():
        for column in COLUMNS:
            number: Decimal | None = getattr(answer, column)
            if number is None or 0 <= number <= whole:
                continue
            remedy = "If you meant percent, say unit percent."
            if unit == "percent":
                remedy = "The unit is percent."
            elif MANY <= number <= 100:  # noqa: PLR2004 - percent
                said = short(number / 100)
                remedy = f"Did you mean {said}, which is {short(number)} %? Type {said}."
            message = f"{plain(number)} is outside 0 to {whole}."
            yield Fault(message=message, remedy=remedy, component=name, column=column)


def slips(answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield a doubt about each percentage that may be a probability."""
    for name, answer in answers.items():
        if unit == "percent" and 0 < answer.best < 1:
            times = short(answer.best * 100)
            message = f"{plain(answer.best)} % is less than one in a hundred; did you mean {times}?"
            remedy = "Type that, or say why."
            yield Fault(message=message, remedy=remedy, component=name, column="best", kind="doubt")


def number_slips(parameter: Parameter, answer: Estimate) -> Iterator[Fault]:
    """Yield a doubt about a spread as wide as its whole scale, from 0 to 1: typed in percent?

    The unit of a study is that of its probabilities; a spread has none.
    """
    if parts_of(parameter.key).part != "spread":
        return
    for column in COLUMNS:
        number: Decimal | None = getattr(answer, column)
        if number is not None and number >= 1:
            meant = short(number / 100)
            message = (
                f"{plain(number)} is as wide as its whole scale, from 0 to 1; did you mean {meant}?"
            )
            remedy = "Type that, or say why."
            yield Fault(
                message=message, remedy=remedy, component="value", column=column, kind="doubt"
            )


def certainty(key: str, answers: Mapping[Component, Estimate], unit: Unit) -> Iterator[Fault]:
    """Yield a doubt when something is called impossible or certain and no reason is given."""
    zero = [name for name, answer in answers.items() if answer.best == 0]
    if zero:
        names = ", ".join(f"'{name}'" for name in zero)
        message = (
            f"{key}: {names} is called impossible without a reason; nothing could change that."
        )
        small = "1" if unit == "percent" else "0.01"
        remedy = f"Say why, or use a small number such as {small}."
        yield Fault(message=message, remedy=remedy, column="best", kind="doubt")


def _mend(unit: Unit, missing: Decimal) -> str:
    if not missing:
        return f"Then say unit {unit}."
    return f"Then say unit {unit} and {_missing(missing)}, or scale."


def _missing(number: Decimal) -> str:
    """Return what to do about a sum that misses the whole by that number."""
    return f"{'add' if number > 0 else 'take off'} {short(abs(number))}"


def short(number: Decimal) -> str:
    """Return a number without needless zeros."""
    return plain(number.normalize()) if number else "0"
