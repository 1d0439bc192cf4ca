"""Practice questions with known answers, scored at once: what a number of percent comes to.

The score is half the Brier score, (f - y)^2 in points of 100: 0 is perfect, 25 is what saying 50 %
always costs, 100 is to be sure of what is false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from elicitation.record.decoding import decimal_of

ALWAYS_HALF = 25
"""What saying 50 % costs, whether the statement holds or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A statement that is known to hold or not, and what shows it."""

    text: str
    holds: bool
    because: str


ITEMS = (
    Item(
        text="Mont Blanc is higher than Kilimanjaro.",
        holds=False,
        because="Kilimanjaro is about 5,895 m high, Mont Blanc about 4,800 m.",
    ),
    Item(
        text="Canada has more inhabitants than Australia.",
        holds=True,
        because="About 40 million against about 27 million.",
    ),
    Item(
        text="Sound travels faster in water than in air.",
        holds=True,
        because="About 1,480 m/s against about 340 m/s.",
    ),
    Item(
        text="Venus is farther from the Sun than the Earth is.",
        holds=False,
        because="Venus is the second planet, the Earth the third.",
    ),
    Item(
        text="The Danube is longer than the Rhine.",
        holds=True,
        because="About 2,850 km against about 1,230 km.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score for each item, None where nothing was answered, and what is wrong by item."""

    points: tuple[int | None, ...]
    wrong: Mapping[int, str]

    @property
    def mean(self) -> int:
        """Return the mean score of the items that were answered, 0 for none."""
        known = [points for points in self.points if points is not None]
        return round(sum(known) / len(known)) if known else 0


def scored(typed: Mapping[str, str]) -> Scored:
    """Return the scores of what was typed in percent, under ``p0``, ``p1`` and so on."""
    points: list[int | None] = []
    wrong = {}
    for place, item in enumerate(ITEMS):
        text = typed.get(f"p{place}", "").strip()
        number = decimal_of(text) if text else None
        if text and (number is None or not 0 <= number <= 100):  # noqa: PLR2004 - percent
            wrong[place] = "Type a number from 0 to 100."
            number = None
        off = None if number is None else number / 100 - (1 if item.holds else 0)
        points.append(None if off is None else round(100 * off * off))
    return Scored(points=tuple(points), wrong=wrong)
