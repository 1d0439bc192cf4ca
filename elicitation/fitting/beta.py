"""Fit a beta distribution to an answer of any kind, exactly where that can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from bayesnet.study.draws import PERT_SHAPE
from bayesnet.study.pools import Array
from elicitation.fitting.idea import FourPoint, standardised

TOLERABLE = 0.03
"""A cumulative probability missed by more than this is said to the expert."""
STARTS = (0.5, 2.0, 10.0, 50.0)
LARGEST = np.log(1e9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Values that the quantity is below with the given probabilities, both rising."""

    probabilities: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roulette:
    """Chips laid in bins; edges: one more than bins."""

    edges: tuple[float, ...]
    chips: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Mean and variance."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """The least and greatest possible value, and the most probable one."""

    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Two ends and the probability between them, nothing else being known."""

    low: float
    high: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One number."""

    best: float


Answer: TypeAlias = Quantiles | Roulette | Moments | Mode | Interval | FourPoint | Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """What was asked of the fit and what it gives: P(quantity <= value)."""

    value: float
    wanted: float
    fitted: float

    @property
    def size(self) -> float:
        """Return by how much the fit is off; at an end of the scale there is nothing to miss.

        Every curve has nothing below 0 and all of itself below 1.
        """
        if self.value <= 0 or self.value >= 1:
            return 0.0
        return abs(self.fitted - self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaFit:
    """A beta on [low, high] with its mean there and the sum of its two parameters.

    concentration: infinite for a point. clamped: whether an end was held at 0 or 1 first.
    """

    mean: float
    concentration: float
    low: float = 0.0
    high: float = 1.0
    residuals: tuple[Residual, ...] = ()
    clamped: bool = False

    @property
    def alpha(self) -> float:
        """Return the first parameter."""
        return (self.mean - self.low) / (self.high - self.low) * self.concentration

    @property
    def beta(self) -> float:
        """Return the second parameter."""
        return (self.high - self.mean) / (self.high - self.low) * self.concentration

    def quantile(self, probability: float) -> float:
        """Return the value that the quantity is below with that probability."""
        from scipy.special import betaincinv  # noqa: PLC0415 - takes a while to import

        inside = float(betaincinv(self.alpha, self.beta, probability))
        return self.low + (self.high - self.low) * inside

    @property
    def name(self) -> str:
        """Return it in words, such as ``Beta(2, 8)``."""
        if np.isinf(self.concentration):
            return "a point"
        where = "" if (self.low, self.high) == (0, 1) else f" on {self.low:g} to {self.high:g}"
        return f"Beta({self.alpha:.4g}, {self.beta:.4g}){where}"

    @property
    def misfit(self) -> str:
        """Return what does not fit, as a sentence to the expert; empty where all does."""
        return misfit(self.residuals)


def misfit(residuals: Sequence[Residual]) -> str:
    """Return the sentence on the worst residual, empty where none is worth one."""
    worst = max(residuals, key=lambda residual: residual.size, default=None)
    if worst is None or worst.size <= TOLERABLE:
        return ""
    return (
        f"This does not fit you: you put {worst.wanted:.0%} below {worst.value:g}, the nearest "
        f"curve puts {worst.fitted:.0%} there."
    )


def fit(answer: Answer) -> BetaFit:
    """Return the beta of an answer; raises ValueError with a sentence where there is none.

    Quantiles and chips are of a probability, so between 0 and 1.
    """
    match answer:
        case Point(best=best):
            return BetaFit(mean=best, concentration=np.inf)
        case Moments(mean=mean, variance=variance):
            return _from_moments(mean, variance)
        case Mode():
            return _pert(answer)
        case Interval():
            return _most_entropy(answer)
        case FourPoint():
            return _from_quantiles(points(answer), clamped=standardised(answer).clamped)
        case Roulette() | Quantiles():
            return _from_quantiles(points(answer))


def points(answer: FourPoint | Roulette | Quantiles) -> Quantiles:
    """Return the quantiles that an answer comes to; raises ValueError where there are too few."""
    match answer:
        case FourPoint():
            range_ = standardised(answer)
            return Quantiles(probabilities=range_.probabilities, values=range_.values)
        case Roulette():
            return _chips(answer)
        case Quantiles():
            return answer


def _from_moments(mean: float, variance: float) -> BetaFit:
    if not 0 < variance < mean * (1 - mean):
        raise ValueError(f"a variance of {variance:g} cannot go with a mean of {mean:g}")
    return BetaFit(mean=mean, concentration=mean * (1 - mean) / variance - 1)


def _pert(answer: Mode) -> BetaFit:
    low, best, high = answer.low, answer.best, answer.high
    if not (low <= best <= high and low < high):
        raise ValueError("least, most probable and greatest value do not rise")
    mean = (low + PERT_SHAPE * best + high) / (PERT_SHAPE + 2)
    return BetaFit(mean=mean, concentration=PERT_SHAPE + 2, low=low, high=high)


def _chips(answer: Roulette) -> Quantiles:
    shares = np.cumsum(answer.chips) / max(sum(answer.chips), 1)
    inside = [(p, x) for p, x in zip(shares, answer.edges[1:], strict=True) if 0 < p < 1]
    told = {float(p): float(x) for p, x in reversed(inside)}  # an empty bin adds nothing
    if len(told) < 2:  # noqa: PLR2004 - a beta has two parameters
        raise ValueError("the chips lie in too few bins: lay them on three or more, or narrow bins")
    rising = sorted(told.items())
    return Quantiles(probabilities=tuple(p for p, _ in rising), values=tuple(x for _, x in rising))


def _from_quantiles(answer: Quantiles, *, clamped: bool = False) -> BetaFit:
    """Return the beta whose CDF is nearest at the values: least squares, on two quantiles exact."""
    from scipy.optimize import least_squares  # noqa: PLC0415 - takes a while to import
    from scipy.special import betainc  # noqa: PLC0415

    tau, x = np.array(answer.probabilities), np.array(answer.values)
    rising = all(a < b for row in (tau, x) for a, b in pairwise(row))
    if len(tau) < 2 or not rising:  # noqa: PLR2004 - a beta has two parameters
        raise ValueError("a beta needs two quantiles or more, rising with their probabilities")
    if not (tau[0] > 0 and tau[-1] < 1 and x[0] >= 0 and x[-1] <= 1):
        raise ValueError("quantiles of a probability lie from 0 to 1, their shares inside")

    def off(logs: Array) -> Array:
        return np.asarray(betainc(*np.exp(np.clip(logs, -LARGEST, LARGEST)), x) - tau)

    middle = float(np.clip(np.interp(0.5, tau, x), 0.01, 0.99))
    starts = [np.log([middle * n, (1 - middle) * n]) for n in (_guess(tau, x), *STARTS)]
    found = [least_squares(off, s, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15) for s in starts]
    best = min(found, key=lambda result: result.cost)
    alpha, beta = np.exp(np.clip(best.x, -LARGEST, LARGEST))
    fitted = betainc(alpha, beta, x)
    return BetaFit(
        mean=float(alpha / (alpha + beta)),
        concentration=float(alpha + beta),
        residuals=tuple(
            Residual(value=float(v), wanted=float(t), fitted=float(f))
            for v, t, f in zip(x, tau, fitted, strict=True)
        ),
        clamped=clamped,
    )


def _guess(tau: Array, x: Array) -> float:
    """Return the concentration of a normal with the outer quantiles; where a search begins."""
    from scipy.special import ndtri  # noqa: PLC0415 - as above

    deviation = (x[-1] - x[0]) / (ndtri(tau[-1]) - ndtri(tau[0]))
    return float(np.clip(0.25 / deviation**2, 1.0, 1e7))


def _most_entropy(answer: Interval) -> BetaFit:
    """Return the beta of most entropy with the share between the ends (as in PreliZ)."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - as above
    from scipy.special import betainc  # noqa: PLC0415
    from scipy.stats import beta as distribution  # noqa: PLC0415

    low, high, share = answer.low, answer.high, answer.share
    if not (0 <= low < high <= 1 and high - low < share < 1):
        raise ValueError("the share between the ends is more than their distance, and less than 1")

    def shapes(mean: float) -> tuple[float, float]:
        """The least sure beta of that mean that has the share between the ends."""
        bounds = [np.log(1e-2), LARGEST]
        for _ in range(100):
            middle = sum(bounds) / 2
            a, b = mean * np.exp(middle), (1 - mean) * np.exp(middle)
            bounds[int(betainc(a, b, high) - betainc(a, b, low) > share)] = middle
        return mean * np.exp(bounds[0]), (1 - mean) * np.exp(bounds[0])

    least = minimize_scalar(
        lambda mean: -distribution.entropy(*shapes(mean)),
        bounds=(low + 1e-6, high - 1e-6),
        method="bounded",
        options={"xatol": 1e-10},
    )
    alpha, beta = shapes(least.x)
    return BetaFit(mean=float(least.x), concentration=float(alpha + beta))
