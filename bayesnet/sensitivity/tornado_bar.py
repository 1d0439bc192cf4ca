"""One bar of a tornado: what moves, how low and how high the quantity goes, and when."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bayesnet.rounding import steady


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoBar:
    """A thing that can be otherwise, and what the quantity becomes.

    lowest, highest: the quantity's, in its unit; lowest_when, highest_when: what it is then.
    """

    item: str
    lowest: float
    highest: float
    lowest_when: str
    highest_when: str

    @property
    def swing(self) -> float:
        """Return the length of the bar."""
        return self.highest - self.lowest


def driver(item: str, values: Sequence[float], names: Sequence[str]) -> TornadoBar:
    """Return the bar over alternatives, of which the first wins a tie.

    Those that are NaN, which make the evidence impossible, do not count.
    """
    places = [place for place, value in enumerate(values) if not math.isnan(value)]
    size = max(abs(values[place]) for place in places)
    kept = {place: steady(values[place], size) for place in places}
    low, high = min(places, key=kept.__getitem__), max(places, key=kept.__getitem__)
    return TornadoBar(
        item=item,
        lowest=values[low],
        highest=values[high],
        lowest_when=names[low],
        highest_when=names[high],
    )
