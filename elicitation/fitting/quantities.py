"""Read what an expert says of a quantity, in any of SHELF's and MATCH's ways, as points of its CDF.

===========  ============================================  ========================================
way          what is asked                                 cells
===========  ============================================  ========================================
quartile     the median, then the quartiles                q25, q50, q75
tertile      the median, then the tertiles                 t1, q50, t2
bisection    the median, and halves of halves              q50, q25, q75, q12.5, ...
quantiles    any                                           q5, q50, q95, ...
probability  how probable it is to be at most a value      p10=0.2: P(X <= 10) = 0.2
hybrid       a median, then probabilities of values        q50, p10=0.2, ...
roulette     chips in bins                                 chips_0_10=3, ...
===========  ============================================  ========================================

Limits, beyond which nothing is possible, are no points of the CDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

WAYS: Mapping[str, tuple[str, ...]] = {
    "quartile": ("q25", "q50", "q75"),
    "tertile": ("t1", "q50", "t2"),
    "bisection": ("q50",),
    "quantiles": (),
    "probability": (),
    "hybrid": ("q50",),
    "roulette": (),
}
"""The cells that each way needs."""
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_QUANTILE = re.compile(r"q(?P<level>\d+(?:\.\d+)?)")
_PROBABILITY = re.compile(f"p(?P<value>{_NUMBER})")
_CHIPS = re.compile(f"chips_(?P<low>{_NUMBER})_(?P<high>{_NUMBER})")
_TERTILES = {"t1": 1 / 3, "t2": 2 / 3}
_ALLOWED = {
    "quartile": ("quantile",),
    "tertile": ("quantile", "tertile"),
    "bisection": ("quantile",),
    "quantiles": ("quantile",),
    "probability": ("probability",),
    "hybrid": ("quantile", "probability"),
    "roulette": ("chips",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Values, rising, and the probability of at most each. lower, upper: limits, or infinite."""

    values: tuple[float, ...]
    probabilities: tuple[float, ...]
    lower: float = -np.inf
    upper: float = np.inf


def points_of(
    way: str, cells: Mapping[str, float], lower: float = -np.inf, upper: float = np.inf
) -> Points:
    """Return the points that an answer's cells make; raises ValueError with a sentence for none."""
    missing = [name for name in WAYS[way] if name not in cells]
    if missing:
        raise ValueError(f"{way} needs {missing[0]}")
    said: list[tuple[float, float]] = []
    chips: list[tuple[float, float, float]] = []
    for name, number in cells.items():
        kind, place = _cell(name)
        if kind not in _ALLOWED[way]:
            raise ValueError(f"'{name}' is no cell of {way}")
        if kind == "chips":
            chips.append((place[0], place[1], number))
        else:
            said.append((number, place[0]) if kind != "probability" else (place[0], number))
    if chips:
        said, (low, high) = _chips(chips)
        lower, upper = max(lower, low), min(upper, high)
    found = _sound(sorted(said), lower, upper)
    values, probabilities = zip(*found, strict=True)
    return Points(values=values, probabilities=probabilities, lower=lower, upper=upper)


def _cell(name: str) -> tuple[str, tuple[float, ...]]:
    """Return what a cell's name says: its kind, and a level, a value or the ends of a bin."""
    if name in _TERTILES:
        return "tertile", (_TERTILES[name],)
    if match := _QUANTILE.fullmatch(name):
        return "quantile", (float(match["level"]) / 100,)
    if match := _PROBABILITY.fullmatch(name):
        return "probability", (float(match["value"]),)
    if match := _CHIPS.fullmatch(name):
        return "chips", (float(match["low"]), float(match["high"]))
    raise ValueError(f"'{name}' is no name of a cell here: write q25, p10 or chips_0_10")


def _chips(
    bins: Sequence[tuple[float, float, float]],
) -> tuple[list[tuple[float, float]], tuple[float, float]]:
    """Return the shares below the bins' edges, and the ends of the outer bins, which are limits."""
    ordered = sorted(bins)
    if any(after[0] != before[1] for before, after in pairwise(ordered)):
        raise ValueError("the bins leave gaps or overlap")
    if any(low >= high for low, high, _ in ordered):
        raise ValueError("a bin ends where it begins")
    laid = [count for _, _, count in ordered]
    if any(count < 0 or count != int(count) for count in laid) or not sum(laid):
        raise ValueError("chips are whole numbers, and some have to be laid")
    shares = np.cumsum(laid) / sum(laid)
    said = [(high, float(share)) for (_, high, _), share in zip(ordered, shares, strict=True)]
    inside = {share: value for value, share in reversed(said) if 0 < share < 1}
    if not inside:
        raise ValueError("all chips lie in one bin: make it narrower")
    return [(value, share) for share, value in inside.items()], (ordered[0][0], ordered[-1][1])


def _sound(
    said: Sequence[tuple[float, float]], lower: float, upper: float
) -> Sequence[tuple[float, float]]:
    """Return the points where they make an answer; raises ValueError with the first reason."""
    if not lower < upper:
        raise ValueError("the lower limit is not below the upper one")
    if not any(0 < probability < 1 for _, probability in said):
        raise ValueError("no probability is between 0 and 1")
    if any(not 0 <= probability <= 1 for _, probability in said):
        raise ValueError("probabilities lie from 0 to 1, and q from 0 to 100")
    if not (_rise(value for value, _ in said) and _rise(p for _, p in said)):
        raise ValueError("values do not rise with their probabilities")
    if said[0][0] < lower or said[-1][0] > upper:
        raise ValueError("a value lies beyond a limit")
    return said


def _rise(numbers: Iterable[float]) -> bool:
    return all(a < b for a, b in pairwise(numbers))
