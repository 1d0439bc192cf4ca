"""Hold what a contraction comes to apart from its scale, and divide one by another safely.

The probability of a long list of findings is far below the smallest double; what is asked is always
a quotient of two such numbers. Scales are powers of 2, so that they cost no digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.inference import unbounded
from bayesnet.inference.arrays import Array, Integers
from bayesnet.inference.elimination import Plan
from bayesnet.inference.unbounded import numbers, of_any_size

LEAST = -664
"""Powers of 2 that all steps together may have been scaled up by: 1e200 costs no accuracy.

Beyond, entries that vanished beside larger ones may be all that is left in the end.
"""
LN2 = math.log(2)
_NEAR = 300
"""Powers of 2 that what is no doubtful world's can be multiplied with as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraction:
    """The value of the contraction in each world, and its derivatives.

    The value is ``mantissa * 2**exponent``, the derivative by table k ``gradients[k] *
    2**exponent``: kept apart, so that deep products neither vanish nor blow up.
    mantissa, exponent: shape (worlds,). gradients: by the wanted tables, (*sizes, worlds).
    shifts: the powers of 2 that the entries of each gradient are to be multiplied with besides,
    where doubles are too narrow for them; None where they are not.
    """

    mantissa: Array
    exponent: Integers
    gradients: tuple[Array, ...]
    shifts: tuple[Integers, ...] | None = None

    @property
    def value(self) -> Array:
        """Return the contraction itself, shape (worlds,); 0 where a double is too narrow for it."""
        return of_any_size(self.mantissa, self.exponent).doubles()

    @property
    def log_scale(self) -> Array:
        """Return the natural logarithm of ``2**exponent``, shape (worlds,)."""
        return np.asarray(self.exponent * LN2)

    def over(self, evidence: Contraction) -> Array:
        """Return the value as a multiple of that of the evidence, shape (worlds,)."""
        apart = self.exponent - evidence.exponent
        return _shifted(self.mantissa / evidence.mantissa, apart)

    def slope(self, k: int, evidence: Contraction | None = None) -> Array:
        """Return the k-th gradient over the value of the evidence, by default of itself.

        Shape (*sizes, worlds); at most ``unbounded.LARGEST`` in size.
        """
        if evidence is None or evidence is self:
            slope = np.asarray(self.gradients[k] / self.mantissa)
            if self.shifts is None:
                return slope
            return of_any_size(slope, self.shifts[k]).doubles()
        apart = self.exponent - evidence.exponent
        if self.shifts is None:
            return _shifted(self.gradients[k] / evidence.mantissa, apart)
        return of_any_size(self.gradients[k] / evidence.mantissa, self.shifts[k] + apart).doubles()

    def quotients(self, k: int, other: Contraction) -> Array:
        """Return the k-th gradient over another's, entry by entry; 0 where that is 0."""
        apart = self.exponent - other.exponent
        own, below = self.gradients[k], other.gradients[k]
        if self.shifts is None and other.shifts is None:
            own, below = np.broadcast_arrays(own, below)
            return _shifted(np.divide(own, below, out=np.zeros(own.shape), where=below != 0), apart)
        one = of_any_size(own, apart + (self.shifts[k] if self.shifts else 0))
        divisor = of_any_size(below, np.asarray(other.shifts[k] if other.shifts else 0))
        return one.over(divisor).doubles()

    def family(self, k: int, table: Array, slope: Array) -> Array:
        """Return the k-th table times its ``slope``: a joint posterior.

        Right also where an entry, or the slope by it, is beyond a double.
        """
        if self.shifts is None:
            return np.asarray(table * slope)
        wide = of_any_size(self.gradients[k] / self.mantissa, self.shifts[k])
        return (numbers(table) * wide).doubles()


def _shifted(values: Array, powers: Integers) -> Array:
    """Return values times powers of 2, bounded as numbers of any size are."""
    if np.maximum.reduce(np.abs(powers), axis=None) < _NEAR:
        return np.asarray(np.ldexp(values, powers))
    return of_any_size(values, powers).doubles()


def larger(one: Contraction, other: Contraction) -> Contraction:
    """Return the larger value of two in each world, without gradients; neither is below 0."""
    first = (one.mantissa > 0) & (
        (other.mantissa == 0)
        | (np.log2(_positive(one)) + one.exponent >= np.log2(_positive(other)) + other.exponent)
    )
    return Contraction(
        mantissa=np.where(first, one.mantissa, other.mantissa),
        exponent=np.where(first, one.exponent, other.exponent),
        gradients=(),
    )


def _positive(contraction: Contraction) -> Array:
    """Return the mantissas, 1 where they are 0."""
    return np.where(contraction.mantissa > 0, contraction.mantissa, 1.0)


def with_any_size(
    plan: Plan, tables: Sequence[Array], wanted: tuple[int, ...] | None = None
) -> Contraction:
    """Return what ``run`` does, every world contracted with numbers of any size."""
    asked = tuple(range(len(tables))) if wanted is None else wanted
    value, slopes = unbounded.contract(plan, tables, asked)
    exponent = np.where(value.mantissa == 0, 0, value.exponent)
    return Contraction(
        mantissa=value.mantissa,
        exponent=exponent,
        gradients=tuple(slope.mantissa for slope in slopes),
        shifts=tuple(slope.exponent - exponent for slope in slopes),
    )
