"""Ways to give an answer, as data: which columns a form has for it, how long it takes.

===========  ============================================================  =======================
type         what is typed for each state                                  source
===========  ============================================================  =======================
point        best
three_point  low, high, best
four_point   low, high, best, confidence that the range holds the truth    Hemming et al. 2018
quantiles    5, 25, 50, 75 and 95 % quantiles, or only some of them        O'Hagan et al. 2006
roulette     chips in ten equal bins from 0 to 100 %                       Gore 1987
scale        a word of the study's lexicon, a number or both               Renooij & Witteman 1999
pairwise     how many times as strong one cause is as another              Saaty 1980
===========  ============================================================  =======================

A form does not say the type: the columns that are filled in do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

QUANTILES: Mapping[str, float] = {"q5": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
BINS = tuple(f"chips_{low}_{low + 10}" for low in range(0, 100, 10))
"""Columns of the roulette; their edges are in percent under either unit."""
AGAINST = "vs "
"""Begins the component of a pairwise comparison: ``vs b`` in a question on ``x.weight[a]``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionType:
    """One way to give an answer.

    columns: of a form, in the order they are asked in. marks: those that only this type has.
    seconds: a planning estimate for one number. hint: what to type; of_a_share, of_a_number: what
    the ends of a range mean of a probability and of a plain number, as worlds are drawn from them.
    separate: whether states are answered one by one, so that best values need not sum to the whole.
    """

    name: str
    columns: tuple[str, ...]
    marks: tuple[str, ...]
    seconds: int
    hint: str
    of_a_share: str = ""
    of_a_number: str = ""
    separate: bool = False


TYPES: Mapping[str, QuestionType] = {
    each.name: each
    for each in (
        QuestionType(
            name="point",
            columns=("best",),
            marks=(),
            seconds=45,
            hint="Give your best number.",
        ),
        QuestionType(
            name="three_point",
            columns=("low", "high", "best"),
            marks=("low", "high"),
            seconds=75,
            hint="Give the lowest number you hold plausible, the highest, and then your best.",
            of_a_share="The truth should lie between the two in 9 of 10 such answers.",
            of_a_number="Nothing below the one or above the other is possible to you.",
        ),
        QuestionType(
            name="four_point",
            columns=("low", "high", "best", "confidence"),
            marks=("confidence",),
            seconds=90,
            hint="Give the lowest plausible number, the highest, your best, and how sure you are, "
            "from 50 to 100 %, that the truth lies in your range.",
        ),
        QuestionType(
            name="quantiles",
            columns=tuple(QUANTILES),
            marks=tuple(QUANTILES),
            separate=True,
            seconds=120,
            hint="Give the number that you hold 5, 25, 50, 75 and 95 % sure not to be "
            "passed; the middle one and a pair around it are enough.",
        ),
        QuestionType(
            name="roulette",
            columns=BINS,
            marks=BINS,
            separate=True,
            seconds=120,
            hint="Put chips, ten or twenty in all, into the tenths where the number may lie.",
        ),
        QuestionType(
            name="scale",
            columns=("word", "best"),
            marks=("word",),
            separate=True,
            seconds=40,
            hint="Give a word of the scale, a number, or both. The number is the answer.",
        ),
        QuestionType(
            name="pairwise",
            columns=("best",),
            marks=(),
            seconds=30,
            hint="Say how many times as strong it is: 3 for three times, 0.5 for half.",
        ),
    )
}
COLUMN_LABELS: Mapping[str, str] = {
    "low": "Lowest plausible",
    "best": "Best",
    "high": "Highest plausible",
    "confidence": "How sure, 50 to 100 %",
    "word": "In a word",
    **{name: f"{100 * share:g} % sure not above" for name, share in QUANTILES.items()},
    **{name: f"{low} to {low + 10} %" for name, low in zip(BINS, range(0, 100, 10), strict=True)},
}
"""What stands over each column on a page, in the order of the columns of a form."""
COLUMNS = tuple(COLUMN_LABELS)
"""Every column that an answer may have."""


def kinds_of(filled: Collection[str]) -> tuple[str, ...]:
    """Return the types that the filled-in columns belong to; more than one is a contradiction."""
    found = [kind.name for kind in TYPES.values() if set(kind.marks) & set(filled)]
    if "four_point" in found:
        found = [name for name in found if name != "three_point"]
    return tuple(found) or ("point",)
