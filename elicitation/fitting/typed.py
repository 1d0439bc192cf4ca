"""Make of what an expert typed, cell by cell, the answer that a distribution is fitted to.

===========  ===============================  ======================================================
kind         cells                            read as
===========  ===============================  ======================================================
point        best                             one number without a range
three_point  low, best, high                  the quantiles 5, 50, 95
four_point   low, best, high, confidence      the same, once it is stretched to 90 %
quantiles    q5, q50, q95 or any others       quantiles, in percent
roulette     chips_0_10 and so on             chips in bins whose ends are in percent
moments      mean, variance
mode         low, best, high                  least, most probable and greatest value
interval     low, high, share                 the beta of most entropy
===========  ===============================  ======================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from elicitation.fitting.beta import (
    Answer,
    Interval,
    Mode,
    Moments,
    Point,
    Quantiles,
    Roulette,
)
from elicitation.fitting.idea import FourPoint
from elicitation.record.decoding import decimal_of
from elicitation.record.responses import Component, Typed

Cells = Mapping[str, float]
_QUANTILE = re.compile(r"q(\d+(?:\.\d+)?)")
_BIN = re.compile(r"chips_(\d+)_(\d+)")


def answer_of(kind: str, cells: Cells) -> Answer:
    """Return the answer of a kind; raises ValueError with a sentence where the cells make none.

    cells: numbers by name, probabilities on 0 to 1, confidence in percent, chips counted.
    """
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is no kind of answer; known: {', '.join(KINDS)}")
    try:
        return KINDS[kind](cells)
    except KeyError as error:
        raise ValueError(f"{kind} needs {error.args[0]}") from error


def typed_answer(typed: Typed, component: Component) -> Answer | None:
    """Return what was typed for one state of a distribution, as an answer to fit.

    None where it says no more than best, low and high: a word, a comparison, a state left blank, or
    cells that make no answer.
    """
    cells = typed.cells.get(component, {})
    if typed.kind not in KINDS or not cells:
        return None
    whole = 100.0 if typed.unit == "percent" else 1.0
    numbers = {}
    for name, text in cells.items():
        number = float(decimal_of(text) or 0)
        is_share = name == "confidence" or name.startswith("chips_")
        numbers[name] = number if is_share else number / whole
    try:
        return answer_of(typed.kind, numbers)
    except ValueError:
        return None


def _three_point(cells: Cells) -> Answer:
    if "low" not in cells and "high" not in cells:
        return Point(best=cells["best"])
    values = (cells["low"], cells["best"], cells["high"])
    return Quantiles(probabilities=(0.05, 0.5, 0.95), values=values)


def _quantiles(cells: Cells) -> Answer:
    told = sorted((float(_parts(_QUANTILE, name)[0]) / 100, x) for name, x in cells.items())
    return Quantiles(probabilities=tuple(p for p, _ in told), values=tuple(x for _, x in told))


def _roulette(cells: Cells) -> Answer:
    bins = sorted((*map(int, _parts(_BIN, name)), int(chips)) for name, chips in cells.items())
    edges = sorted({edge for low, high, _ in bins for edge in (low, high)})
    laid = {low: chips for low, _, chips in bins}
    if any(low < edge < high for low, high, _ in bins for edge in edges):
        raise ValueError("the bins overlap")
    return Roulette(
        edges=tuple(edge / 100 for edge in edges),
        chips=tuple(laid.get(low, 0) for low in edges[:-1]),
    )


def _parts(pattern: re.Pattern[str], name: str) -> tuple[str, ...]:
    found = pattern.fullmatch(name)
    if found is None:
        raise ValueError(f"'{name}' is no name of a cell here: write q5 or chips_0_10")
    return found.groups()


KINDS: Mapping[str, Callable[[Cells], Answer]] = {
    "point": lambda cells: Point(best=cells["best"]),
    "three_point": _three_point,
    "four_point": lambda cells: FourPoint(
        low=cells["low"],
        best=cells["best"],
        high=cells["high"],
        confidence=cells["confidence"],
    ),
    "quantiles": _quantiles,
    "roulette": _roulette,
    "moments": lambda cells: Moments(mean=cells["mean"], variance=cells["variance"]),
    "mode": lambda cells: Mode(low=cells["low"], best=cells["best"], high=cells["high"]),
    "interval": lambda cells: Interval(low=cells["low"], high=cells["high"], share=cells["share"]),
}
"""How each kind of answer is made of its cells."""
