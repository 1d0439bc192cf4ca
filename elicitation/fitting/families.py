"""Fit every family of distributions that SHELF and MATCH know to points of a quantity's CDF.

================  =========================================  ==================================
family            needs                                      is of
================  =========================================  ==================================
normal, t         nothing                                    x; t has 3 degrees of freedom
gamma, lognormal, a lower limit                              x - lower
log-t
beta              both limits                                (x - lower) / (upper - lower)
mirror gamma, ..  an upper limit                             upper - x
exponential       a limit; points on one side of the middle  x - lower, or upper - x
histogram         both limits                                even between the points
================  =========================================  ==================================

Each is the one of least squares between the probabilities said and fitted; the best of them has the
smallest sum (O'Hagan & Oakley, SHELF; Morris, Oakley & Crowe 2014, Environmental Modelling &
Software 52:1). The histogram goes through all points, and is never chosen for that. SHELF's
skew-normal is left out: three points do not hold its three parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.study.pools import Array
from elicitation.fitting.quantities import Points

DEGREES = 3.0
"""Of freedom of the t families; SHELF's own."""
MIDDLE = (0.4, 0.6)
"""Points that do not reach beyond these on both sides say too little for two parameters."""
SAME = 1e-9
"""Sums of squares this close are the same: the family that stands first in the table is taken."""
Cdf: TypeAlias = Callable[[Array, Array], Array]
"""Of values of a standard form and parameters; scales and rates as logarithms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One family fitted to an answer.

    parameters: by name, of the standard form: of x, x - lower, upper - x or the share between.
    squares: the sum of squared misses; misses: said probability less fitted one, at each point.
    """

    family: str
    parameters: Mapping[str, float]
    lower: float
    upper: float
    squares: float
    misses: tuple[float, ...]
    points: Points

    @property
    def name(self) -> str:
        """Return the family with its parameters, such as ``gamma(shape 50, rate 2)``."""
        told = ", ".join(f"{name} {value:.4g}" for name, value in self.parameters.items())
        return f"{self.family}({told})" if told else self.family

    def below(self, values: Array) -> Array:
        """Return the probability of at most each value."""
        return _below(self, np.asarray(values, dtype=float))

    def quantile(self, probability: float) -> float:
        """Return the value that is not passed with that probability."""
        return _quantile(self, probability)


def fit_families(points: Points) -> tuple[Fitted, ...]:
    """Return every family that can be fitted, the best first; raises ValueError if none can."""
    found = [*_fits(points)]
    if not found:
        raise ValueError(
            "one point, or points on one side of the middle alone, need a limit: say --lower or "
            "--upper"
        )
    least = min(one.squares for one in found if one.family != HISTOGRAM)
    best = next(one for one in found if one.squares <= least + SAME and one.family != HISTOGRAM)
    return (best, *(one for one in found if one is not best))


def pooled_quantile(fits: Sequence[Fitted], weights: Sequence[float], probability: float) -> float:
    """Return a quantile of the linear pool of several experts' distributions.

    Of their densities, not of their quantiles: the pool is as wide as they differ.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - takes a while to import

    own = [one.quantile(probability) for one in fits]
    shares = np.array(weights) / np.sum(weights)

    def off(value: float) -> float:
        return float(shares @ [one.below(np.array([value]))[0] for one in fits]) - probability

    low, high = min(own), max(own)
    if high - low <= SAME * max(1.0, abs(low)):
        return low
    return float(brentq(off, low, high, xtol=1e-12 * max(1.0, abs(high))))


HISTOGRAM = "histogram"
_MIRROR = "mirror "


def _normal(x: Array, p: Array) -> Array:
    from scipy.special import ndtr  # noqa: PLC0415 - takes a while to import

    return np.asarray(ndtr((x - p[0]) / np.exp(p[1])))


def _t(x: Array, p: Array) -> Array:
    from scipy.special import stdtr  # noqa: PLC0415

    return np.asarray(stdtr(DEGREES, (x - p[0]) / np.exp(p[1])))


def _gamma(x: Array, p: Array) -> Array:
    from scipy.special import gammainc  # noqa: PLC0415

    return np.asarray(gammainc(np.exp(p[0]), np.exp(p[1]) * np.maximum(x, 0)))


def _exponential(x: Array, p: Array) -> Array:
    return np.asarray(-np.expm1(-np.exp(p[0]) * np.maximum(x, 0)))


def _beta(x: Array, p: Array) -> Array:
    from scipy.special import betainc  # noqa: PLC0415

    return np.asarray(betainc(np.exp(p[0]), np.exp(p[1]), np.clip(x, 0, 1)))


def _logged(cdf: Cdf) -> Cdf:
    def of_log(x: Array, p: Array) -> Array:
        positive = np.maximum(x, 1e-300)
        return np.where(x > 0, cdf(np.log(positive), p), 0.0)

    return of_log


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A family in its standard form. logs: which parameters are held as logarithms."""

    cdf: Cdf
    names: tuple[str, ...]
    logs: tuple[bool, ...]


_LOCATION = (("location", "scale"), (False, True))
_FORMS: Mapping[str, _Form] = {
    "normal": _Form(cdf=_normal, names=("mean", "sd"), logs=(False, True)),
    "t": _Form(cdf=_t, names=_LOCATION[0], logs=_LOCATION[1]),
    "gamma": _Form(cdf=_gamma, names=("shape", "rate"), logs=(True, True)),
    "lognormal": _Form(
        cdf=_logged(_normal), names=("mean of log", "sd of log"), logs=(False, True)
    ),
    "log-t": _Form(cdf=_logged(_t), names=_LOCATION[0], logs=_LOCATION[1]),
    "exponential": _Form(cdf=_exponential, names=("rate",), logs=(True,)),
    "beta": _Form(cdf=_beta, names=("shape 1", "shape 2"), logs=(True, True)),
}
_SKEWED = ("gamma", "lognormal", "log-t")


def _fits(points: Points) -> Iterator[Fitted]:
    lower, upper = points.lower, points.upper
    x, p = np.array(points.values), np.array(points.probabilities)
    inside = (p > 0) & (p < 1)
    x, p = x[inside], p[inside]
    bounded = np.isfinite(lower), np.isfinite(upper)
    if not (p.min() < MIDDLE[0] and p.max() > MIDDLE[1]):
        if bounded[0]:
            yield _fitted(points, "exponential", x - lower, p, [[-np.log(x.mean() - lower)]])
        if bounded[1]:
            rate = [[-np.log(upper - x.mean())]]
            yield _fitted(points, f"{_MIRROR}exponential", upper - x, 1 - p, rate)
        return
    start = _normal_start(x, p)
    yield _fitted(points, "normal", x, p, [start])
    yield _fitted(points, "t", x, p, [start])
    if bounded[0]:
        for family in _SKEWED:
            yield _fitted(points, family, x - lower, p, _starts(family, x - lower, p))
    if all(bounded):
        shares = (x - lower) / (upper - lower)
        yield _fitted(points, "beta", shares, p, _starts("beta", shares, p))
    if bounded[1]:
        for family in _SKEWED:
            y, q = (upper - x)[::-1], (1 - p)[::-1]
            yield _fitted(points, f"{_MIRROR}{family}", y, q, _starts(family, y, q))
    if all(bounded):
        yield Fitted(
            family=HISTOGRAM,
            parameters={},
            lower=lower,
            upper=upper,
            squares=0.0,
            misses=(0.0,) * len(points.values),
            points=points,
        )


def _normal_start(x: Array, p: Array) -> list[float]:
    """Return mean and log of the deviation of the normal through the outer points."""
    from scipy.special import ndtri  # noqa: PLC0415

    first, last = ndtri(p[0]), ndtri(p[-1])
    deviation = (x[-1] - x[0]) / (last - first)
    return [float(x[0] - first * deviation), float(np.log(deviation))]


def _starts(family: str, x: Array, p: Array) -> list[list[float]]:
    """Return where searches begin: by moments of a normal, narrower and wider ones."""
    if family in ("lognormal", "log-t"):
        return [_normal_start(np.log(np.maximum(x, 1e-300)), p)]
    mean, deviation = (float(np.interp(0.5, p, x)), np.exp(_normal_start(x, p)[1]))
    found = []
    for factor in (0.5, 1.0, 2.0):
        variance = (factor * deviation) ** 2
        if family == "gamma":
            found.append([np.log(mean**2 / variance), np.log(mean / variance)])
        else:
            total = max(mean * (1 - mean) / variance - 1, 0.1)
            found.append([np.log(mean * total), np.log((1 - mean) * total)])
    return found


def _fitted(
    points: Points, family: str, x: Array, p: Array, starts: Sequence[Sequence[float]]
) -> Fitted:
    from scipy.optimize import least_squares  # noqa: PLC0415 - takes a while to import

    form = _FORMS[family.removeprefix(_MIRROR)]

    def off(parameters: Array) -> Array:
        held = np.where(form.logs, np.clip(parameters, -300, 300), parameters)
        return np.asarray(form.cdf(x, held) - p)

    tight = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15}
    tried = [least_squares(off, np.array(start), x_scale="jac", **tight) for start in starts]
    best = min(tried, key=lambda result: float(result.cost))
    told = {
        name: float(np.exp(value) if log else value)
        for name, value, log in zip(form.names, best.x, form.logs, strict=True)
    }
    made = Fitted(
        family=family,
        parameters=told,
        lower=points.lower,
        upper=points.upper,
        squares=0.0,
        misses=(),
        points=points,
    )
    said = np.array(points.probabilities)
    counted = (said > 0) & (said < 1)
    misses = np.where(counted, said - made.below(np.array(points.values)), 0.0)
    return Fitted(
        family=family,
        parameters=told,
        lower=points.lower,
        upper=points.upper,
        squares=float((misses**2).sum()),
        misses=tuple(misses.tolist()),
        points=points,
    )


def _below(one: Fitted, x: Array) -> Array:
    if one.family == HISTOGRAM:
        return np.interp(x, *_bends(one))
    form = _FORMS[one.family.removeprefix(_MIRROR)]
    values = one.parameters.values()
    p = np.array([np.log(v) if log else v for v, log in zip(values, form.logs, strict=True)])
    if one.family.startswith(_MIRROR):
        return np.asarray(1 - form.cdf(one.upper - x, p))
    if one.family == "beta":
        return form.cdf((x - one.lower) / (one.upper - one.lower), p)
    shift = 0.0 if one.family in ("normal", "t") else one.lower
    return form.cdf(x - shift, p)


def _bends(one: Fitted) -> tuple[list[float], list[float]]:
    """Return values and probabilities that the histogram goes through, the limits among them."""
    pairs = dict(zip(one.points.values, one.points.probabilities, strict=True))
    whole = {one.lower: 0.0, **pairs, one.upper: 1.0}
    return [*whole], [*whole.values()]


def _quantile(one: Fitted, probability: float) -> float:
    """Return it by halving between ends that hold it; exact for a histogram."""
    from scipy.optimize import brentq  # noqa: PLC0415 - takes a while to import

    if one.family == HISTOGRAM:
        values, below = _bends(one)
        return float(np.interp(probability, below, values))
    middle = float(np.median(one.points.values))
    step = max(one.points.values) - min(one.points.values) or abs(middle) or 1.0
    low, high = (middle - step, middle + step)
    for _ in range(2000):
        if float(one.below(np.array([low]))[0]) <= probability:
            break
        low -= 2 * (high - low)
    for _ in range(2000):
        if float(one.below(np.array([high]))[0]) >= probability:
            break
        high += 2 * (high - low)

    def off(value: float) -> float:
        return float(one.below(np.array([value]))[0]) - probability

    return float(brentq(off, low, high, xtol=1e-13 * max(1.0, abs(middle)), rtol=1e-14))
