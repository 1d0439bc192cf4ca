"""Practice with known answers, in the way that the study asks: numbers, ranges or words.

A number or a word for a statement is scored by half the Brier score, (f - y)^2 in points of 100: 0
is perfect, 25 is what no idea always costs, 100 is to be sure of what is false. A range for a share
either holds the truth or does not: such ranges are meant to hold it 9 times in 10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from bayesnet.study.lexicon import Lexicon, percent
from elicitation.intake.sums import top
from elicitation.record.decoding import decimal_of, plain
from elicitation.record.responses import Unit
from elicitation.study import Elicitation

Way: TypeAlias = Literal["number", "range", "word"]
WAYS: Mapping[str, Way] = {"point": "number", "scale": "word"}
"""How a type of question is practised; any other is a range, which its answers come to."""
ALWAYS_HALF = 25
"""What no idea costs, whether the statement holds or not."""
FIELDS: Mapping[Way, Mapping[str, str]] = {
    "number": {"": "Your number"},
    "range": {"-low": "Lowest", "-high": "Highest", "-best": "Best"},
    "word": {"": "In a word"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that is known, from 0 to 1: 1 or 0 of a statement, else a share; what shows it."""

    text: str
    truth: Decimal
    because: str


TRUE, FALSE = Decimal(1), Decimal(0)
STATEMENTS = (
    Item(
        text="Mont Blanc is higher than Kilimanjaro.",
        truth=FALSE,
        because="Kilimanjaro is about 5,895 m high, Mont Blanc about 4,800 m.",
    ),
    Item(
        text="Canada has more inhabitants than Australia.",
        truth=TRUE,
        because="About 40 million against about 27 million.",
    ),
    Item(
        text="Sound travels faster in water than in air.",
        truth=TRUE,
        because="About 1,480 m/s against about 340 m/s.",
    ),
    Item(
        text="Venus is farther from the Sun than the Earth is.",
        truth=FALSE,
        because="Venus is the second planet, the Earth the third.",
    ),
    Item(
        text="The Danube is longer than the Rhine.",
        truth=TRUE,
        because="About 2,850 km against about 1,230 km.",
    ),
)
SHARES = (
    Item(
        text="How much of the Earth's surface is covered by water?",
        truth=Decimal("0.71"),
        because="The oceans alone cover about 361 of 510 million square kilometres.",
    ),
    Item(
        text="How much of dry air, by volume, is nitrogen?",
        truth=Decimal("0.78"),
        because="Oxygen has about 21 of 100 parts, all else about 1.",
    ),
    Item(
        text="How much of the Moon's surface can be seen from the Earth, at one time or another?",
        truth=Decimal("0.59"),
        because="The Moon sways a little, so that it is more than half.",
    ),
    Item(
        text="How much of the Earth's land is in Asia?",
        truth=Decimal("0.30"),
        because="About 44 of 149 million square kilometres.",
    ),
    Item(
        text="How much of all water on Earth is fresh water?",
        truth=Decimal("0.025"),
        because="Most of that is ice.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an item: its name, what stands over it, and what was typed."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item as it is put; wrong: what is to be mended; verdict: how it went, once it is scored.

    good: whether that was well judged.
    """

    text: str
    fields: tuple[Field, ...]
    wrong: str = ""
    verdict: str = ""
    good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The page. top: of the scale of numbers; words: of the lexicon, with what each means.

    summary: how it went all in all; empty before, and where something is to be mended.
    """

    way: Way
    top: str
    words: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    summary: str

    @property
    def wrong(self) -> bool:
        """Return whether anything is to be mended."""
        return any(each.wrong for each in self.asked)


def way_of(opened: Elicitation) -> Way:
    """Return the way in which most nodes of the study are asked for."""
    types = Counter(map(opened.plan.questions.type_of, opened.study.diagram.chance))
    return WAYS.get(types.most_common(1)[0][0] if types else "", "range")


def practice(opened: Elicitation, typed: Mapping[str, str]) -> Practice:
    """Return the page as the study asks, with what was typed under ``p0`` and so on scored."""
    way, unit, lexicon = way_of(opened), opened.plan.unit, opened.lexicon
    items = SHARES if way == "range" else STATEMENTS
    asked = []
    scores: list[int] = []
    for place, item in enumerate(items):
        fields = tuple(
            Field(name=f"p{place}{end}", label=label, value=typed.get(f"p{place}{end}", ""))
            for end, label in FIELDS[way].items()
        )
        given = [field.value.strip() for field in fields]
        if not any(given):
            asked.append(Asked(text=item.text, fields=fields))
            continue
        numbers, wrong = _read(given, way, unit, lexicon)
        if wrong:
            asked.append(Asked(text=item.text, fields=fields, wrong=wrong))
            continue
        score, verdict = _held(item, numbers, unit) if way == "range" else _cost(item, numbers[0])
        scores.append(score)
        good = bool(score) if way == "range" else score < ALWAYS_HALF
        asked.append(Asked(text=item.text, fields=fields, verdict=verdict, good=good))
    mended = not any(each.wrong for each in asked)
    return Practice(
        way=way,
        top=plain(top(unit)),
        words=tuple((term.word, percent(term.low, term.high)) for term in lexicon.terms),
        asked=tuple(asked),
        summary=_summary(way, scores) if scores and mended else "",
    )


def _read(
    given: Sequence[str], way: Way, unit: Unit, lexicon: Lexicon
) -> tuple[list[Decimal], str]:
    """Return what was given on the scale from 0 to 1, or what is wrong with it."""
    if way == "word":
        term = lexicon.term(given[0])
        if term is None:
            return [], "Choose a word of the list."
        return [(Decimal(str(term.low)) + Decimal(str(term.high))) / 2], ""
    numbers = [decimal_of(text) for text in given]
    sound = [number for number in numbers if number is not None and 0 <= number <= top(unit)]
    if len(sound) < len(numbers):
        all_ = "" if way == "number" else ", lowest, highest and best"
        return (
            [],
            f"Type {'a number' if way == 'number' else 'numbers'} from 0 to {top(unit)}{all_}.",
        )
    if way == "range" and not sound[0] <= sound[2] <= sound[1]:
        return [], "The best lies between the lowest and the highest."
    return [number / top(unit) for number in sound], ""


def _cost(item: Item, number: Decimal) -> tuple[int, str]:
    """Return what a probability costs, in points of 100, and the sentence that says so."""
    cost = round(100 * (number - item.truth) ** 2)
    return cost, f"{'True' if item.truth else 'False'}. {item.because} It costs you {cost}."


def _held(item: Item, numbers: Sequence[Decimal], unit: Unit) -> tuple[int, str]:
    """Return 1 where a range holds the truth, 0 where it does not, and the sentence."""
    low, high, _ = numbers
    held = low <= item.truth <= high
    truth = plain((item.truth * top(unit)).normalize())
    where = "Your range holds it." if held else "It lies outside of your range."
    return int(held), f"About {truth}. {item.because} {where}"


def _summary(way: Way, scores: Sequence[int]) -> str:
    """Return how it went all in all."""
    if way == "range":
        return (
            f"Ranges that hold the truth: {sum(scores)} of {len(scores)}; meant are 9 in 10. "
            "Fewer: give wider ones. All of them, and wide: dare narrower ones."
        )
    return (
        f"Your score: {round(sum(scores) / len(scores))}. 0 is perfect; having no idea always "
        f"costs {ALWAYS_HALF}; being sure of what is false costs 100."
    )
