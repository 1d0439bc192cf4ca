"""Repair an answer with its expert's consent; what was typed is kept beside it.

What mends several answers together has a file of its own: ``levelling``, ``scaling``.

===========  =======================================================================================
scale        every number divided by the sum: odds between states stay as they are
project      the nearest distribution (least squares): what is over is taken off all states alike,
             none below 0
===========  =======================================================================================
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from elicitation.intake.reductions import DIGITS
from elicitation.record.responses import Component, Estimate


def scaled(values: Sequence[Decimal]) -> list[Decimal]:
    """Return the values divided by their sum, which must be above 0."""
    total = sum(values, Decimal(0))
    return [value / total for value in values]


def projected(values: Sequence[Decimal]) -> list[Decimal]:
    """Return the nearest point of the simplex: max(v - theta, 0) (Held, Wolfe & Crowder 1974)."""
    ordered = sorted(values, reverse=True)
    thetas = [(total - 1) / count for count, total in enumerate(accumulate(ordered), 1)]
    kept = [theta for value, theta in zip(ordered, thetas, strict=True) if value > theta]
    return [max(value - kept[-1], Decimal(0)) for value in values]


REPAIRS: Mapping[str, Callable[[Sequence[Decimal]], list[Decimal]]] = {
    "scale": scaled,
    "project": projected,
}


def repaired(
    answers: Mapping[Component, Estimate], whole: Decimal, repair: str
) -> Mapping[Component, Estimate]:
    """Return answers whose best values sum to ``whole`` exactly, to six digits after the point.

    A range moves along by the same factor where it is scaled, and is widened to hold the new best
    value where it is not. Raises ValueError where nothing above 0 was typed.
    """
    best = [answer.best for answer in answers.values()]
    if max(best) <= 0 or (repair == "scale" and min(best) < 0):
        raise ValueError("there is nothing to scale")
    total = sum(best)
    made = [value * whole for value in REPAIRS[repair]([value / whole for value in best])]
    factor = whole / total if repair == "scale" else Decimal(1)
    fresh = summing_to(whole, made)
    return {
        name: _moved(answer, new, factor, whole)
        for (name, answer), new in zip(answers.items(), fresh, strict=True)
    }


def summing_to(whole: Decimal, values: Sequence[Decimal]) -> list[Decimal]:
    """Return the values rounded to six digits; the largest takes what rounding leaves."""
    step = DIGITS * whole
    rounded = [value.quantize(step) for value in values]
    largest = max(range(len(rounded)), key=rounded.__getitem__)
    rounded[largest] += whole - sum(rounded)
    return [without_zeros(value) for value in rounded]


def without_zeros(number: Decimal) -> Decimal:
    """Return the number without needless zeros after the point, and without an exponent."""
    return Decimal(f"{number.normalize():f}")


def shifted(answer: Estimate, best: Decimal, whole: Decimal) -> Estimate:
    """Return an estimate with another best value, its range moved by as much within the scale."""
    if answer.low is None or answer.high is None:
        return Estimate(best=best)
    by = best - answer.best
    low, high = max(answer.low + by, Decimal(0)), min(answer.high + by, whole)
    return Estimate(best=best, low=without_zeros(low), high=without_zeros(high))


def _moved(answer: Estimate, best: Decimal, factor: Decimal, whole: Decimal) -> Estimate:
    if answer.low is None or answer.high is None:
        return Estimate(best=best)
    low, high = ((end * factor).quantize(DIGITS * whole) for end in (answer.low, answer.high))
    return dataclasses.replace(
        answer, best=best, low=max(min(low, best), Decimal(0)), high=min(max(high, best), whole)
    )
