"""Write numbers with no more digits than their spread supports, the same on every processor.

The last digit that is written stands where the first digit of half the spread stands: of .3553
among experts from .327 to .385 (half the spread is .029) two digits, .36. A number alone, with no
spread known, gets the digits that are asked for; nothing ever gets more.

Source: the usual rule for a value with its uncertainty (JCGM 100:2008, section 7.2.6).

The last digits of a computed number hang on the order in which a processor sums, and no two kinds
of processor sum alike. What is decided by a number (its sign, its place in an order, a tie, a
colour, which way half a digit is rounded) is decided by what ``steady`` makes of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

PROBABILITY = 3
"""Most digits after the point of a probability or of a change of one."""
POINTS = 2
"""Most digits after the point of a utility on 0 to 100."""
STEADY = 9
"""Digits after the point that all processors agree on."""


def steady(value: float, size: float = 1.0) -> float:
    """Return a number as every processor has it: without its last digits, and no minus nought.

    size: of the largest number that the value was computed from, where that is more than the value
    itself: 7,000 for the difference of two utilities of some thousands, 1e-9 for tiny ones.
    """
    largest = max(abs(value), abs(size))
    if not 0 < largest < math.inf:
        return value
    return round(value, STEADY - math.ceil(math.log10(largest))) + 0.0


def steadied(values: Array) -> Array:
    """Return numbers without the digits that hang on the processor, measured by the largest."""
    largest = float(abs(values).max(initial=0.0))
    if not 0 < largest < math.inf:
        return values
    return values.round(STEADY - math.ceil(math.log10(largest)))


def digits(spread: Sequence[float], most: int) -> int:
    """Return how many digits after the point the lowest and highest of some values support."""
    half = steady(max(spread) - min(spread), max(spread)) / 2 if spread else 0.0
    if half <= 0 or not math.isfinite(half):
        return most
    return max(0, min(most, -math.floor(math.log10(half * (1 + 1e-9)))))


def shown(
    value: float, spread: Sequence[float], most: int = PROBABILITY, *, signed: bool = False
) -> str:
    """Return a number as text, rounded to what its spread supports; a signed zero has no sign."""
    return written(value, digits(spread, most), signed=signed)


def ends(
    spread: Sequence[float], most: int = PROBABILITY, *, signed: bool = False
) -> tuple[str, str]:
    """Return the lowest and highest of some values as text; they differ if ``most`` allows."""
    places = digits(spread, most)
    low, high = min(spread), max(spread)
    return written(low, places, signed=signed), written(high, places, signed=signed)


def span(spread: Sequence[float], most: int = PROBABILITY, *, signed: bool = False) -> str:
    """Return ``lowest to highest`` of some values, or the one that both round to."""
    low, high = ends(spread, most, signed=signed)
    return low if low == high else f"{low} to {high}"


FIGURES = 3
"""Figures of the largest number of a table: 63.4, 0.904, 7,000."""
LARGEST = 1e15
"""Numbers from here on are written with an exponent: their last digits mean nothing."""
SURE = 12
"""Figures of a computed number that are the same on every machine."""
MOST_PLACES = 20
"""Most digits after the point, however small the unit."""


def figures(value: float, number: int) -> str:
    """Return a number with so many figures, its last bits deciding nothing: ``0.22``."""
    return f"{float(f'{value:.{SURE}g}'):.{number}g}"


def places(largest: float, differences: Iterable[float] = ()) -> int:
    """Return how many digits after the point the numbers of one table need.

    largest: the largest of them, or of their scale: it gets three figures. differences: those that
    matter, such as leads: the smallest that is not 0 still shows.
    """
    size = abs(largest)
    enough = FIGURES - math.ceil(math.log10(size)) if 0 < size < math.inf else 0
    gaps = [abs(gap) for gap in differences if gap and math.isfinite(gap)]
    if gaps:
        enough = max(enough, math.ceil(-math.log10(min(gaps)) - 1e-9))
    return max(0, min(enough, MOST_PLACES))


def written(value: float, places: int, *, signed: bool = False) -> str:
    """Return a number with so many digits after the point; what rounds to 0 has no sign.

    What two machines may compute differently, the last bits, decides nothing: .215 is rounded alike
    wherever it comes from.
    """
    value = float(f"{value:.{SURE}g}")
    sign = "+" if signed else ""
    if abs(value) >= LARGEST:
        return f"{value:{sign}.{FIGURES - 1}e}"
    text = f"{value:{sign},.{places}f}"
    return text if float(text.replace(",", "")) else f"{0:.{places}f}"
