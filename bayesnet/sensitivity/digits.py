"""Say how many digits utilities need that are shown together: the differences that matter show."""

from __future__ import annotations

import math
from collections.abc import Iterable

from bayesnet.rounding import POINTS, places
from bayesnet.sensitivity.drivers import Drivers
from bayesnet.sensitivity.pedigree import PedigreeTable
from bayesnet.sensitivity.thresholds import Threshold
from bayesnet.study.model import InfluenceDiagram

NOISE = 1e-9
"""Differences that are a smaller share of the largest value are rounding."""
LEAST = 2
"""Digits of a probability, a weight or a share of the way in a sentence."""


def point_digits(
    diagram: InfluenceDiagram, values: Iterable[float], differences: Iterable[float] = ()
) -> int:
    """Return the digits after the point: three figures of the largest, and every difference."""
    most = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    real = [gap for gap in differences if abs(gap) > NOISE * most]
    return places(diagram.largest([most * (1 - NOISE)]), real)


def swing_digits(answer: Drivers, diagram: InfluenceDiagram) -> int:
    """Return the digits of a tornado in points: what it is of shows, and its widest bar both ways.

    What it is of keeps its three figures unless a bar goes ten times as far.
    """
    ends = [end for bar in answer.drivers[:1] for end in (bar.lowest, bar.highest)]
    apart = [answer.base if answer.turns_at_zero else 0.0, *(end - answer.base for end in ends)]
    digits = point_digits(diagram, [answer.base, *(end / 10 for end in ends)], apart)
    return max(digits, _usual(diagram))


def influence_digits(answer: PedigreeTable, diagram: InfluenceDiagram) -> int:
    """Return the digits of influence in points: two figures of the largest at least."""
    most = max((footing.influence for footing in answer.footings), default=0.0)
    return max(point_digits(diagram, [most], [most / 10]), _usual(diagram))


def curve_digits(diagram: InfluenceDiagram, now: float, values: Iterable[float]) -> int:
    """Return the digits of a quantity in points: it shows as it is now, and how far it goes."""
    reached = [now, *values]
    apart = [now, max(reached) - now, min(reached) - now]
    return max(point_digits(diagram, [now], apart), _usual(diagram))


def _usual(diagram: InfluenceDiagram) -> int:
    """Return the digits that a lead and how far it moves have on the scale of 0 to 100."""
    return 0 if diagram.value_unit else POINTS


def switch_digits(found: Threshold, diagram: InfluenceDiagram, least: int = LEAST) -> int:
    """Return the digits at which a number and its switch point differ.

    least: of a probability, a weight or a share of the way.
    """
    apart = [found.to - found.at]
    if found.kind == "score":
        return point_digits(diagram, [found.at, found.to], apart)
    return max(least, places(0.0, apart))
