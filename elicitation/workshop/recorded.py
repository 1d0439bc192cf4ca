"""What is recorded of an answer, in the form in which it was given: by field, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from diagrams.network.wording import plain as in_words
from elicitation.intake.sums import short, times
from elicitation.questionnaire.question_types import BINS, QUANTILES, TYPES
from elicitation.questionnaire.question_words import parts_of
from elicitation.questionnaire.questions import Question
from elicitation.record.decoding import decimal_of
from elicitation.record.responses import Estimate, Judgement, Key, Typed, Unit
from elicitation.workshop.pages import Page, PageLine

UNITLESS = frozenset([*BINS, "confidence", "word"])
"""Columns that mean the same whatever the unit of a study."""
DIGITS = 4
"""That matter in a number which is worked out, not typed."""


def recorded_cells(page: Page, own: Mapping[Key, Judgement], unit: Unit) -> Mapping[str, str]:
    """Return by field what is recorded, as it would be typed; blank where nothing is."""
    return {
        line.field(column): recorded_cell(own.get(line.key), line, column, unit)
        for line in page.lines
        if line.asked
        for column in TYPES[page.type].columns
    }


def recorded_cell(judgement: Judgement | None, line: PageLine, column: str, unit: Unit) -> str:
    """Return what is recorded for one field, as it would be typed into it."""
    if judgement is None:
        return ""
    typed = judgement.typed
    if typed is None or (typed.repair and typed.kind == "point"):
        return in_field(judgement, line.component, column, unit)
    text = typed.cells.get(line.component, {}).get(column, "")
    if typed.repair and column == "best":
        return in_field(judgement, line.component, column, unit)
    if not text and typed.kind == "point" and not typed.repair:
        return in_field(judgement, line.component, column, unit)  # the state that took the rest
    if not text or typed.unit == unit or column in UNITLESS or typed.kind == "pairwise":
        return text
    number = decimal_of(text)
    if number is None or "value" in judgement.answers:
        return text
    return short(number * 100 if unit == "percent" else number / 100)


def in_field(judgement: Judgement, component: str, column: str, unit: Unit) -> str:
    """Return a kept number as it would be typed."""
    number = getattr(judgement.answers.get(component), column, None)
    return "" if number is None else short(number * times(judgement.answers, unit))


def is_shown(page: Page, own: Mapping[Key, Judgement], unit: Unit) -> bool:
    """Return whether the fields of the page can hold all that is recorded on it."""
    cells = recorded_cells(page, own, unit)
    for line in page.lines:
        judgement = own.get(line.key)
        if judgement is None or not line.asked:
            continue
        columns = TYPES[page.type].columns
        filled = {column for column in columns if cells[line.field(column)]}
        given = judgement.typed.cells.get(line.component, {}) if judgement.typed else {}
        if not filled or not {*given} <= {*columns}:
            return False
    return True


def told(
    own: Mapping[Key, Judgement], question: Question, unit: Unit, labels: Mapping[str, str]
) -> tuple[str, ...]:
    """Return an answer, kept as probabilities, in lines such as ``wet: 30 (20 to 40)``.

    Chips, words and quantiles as they were given; of comparisons in pairs the weights that came of
    them.
    """
    if question.pairs:
        weights = [
            (parts_of(p.key).inside, own[p.key]) for p in question.parameters if p.key in own
        ]
        return tuple(
            f"weight of {labels.get(cause, cause)}: {j.answers['value'].best:.3g}"
            for cause, j in weights
        )
    judgement = own.get(question.key)
    if judgement is None:
        return ()
    scale = times(judgement.answers, unit)
    lines = []
    chosen = dict(question.wording.choices)
    for name in question.parameter.components:
        cells = judgement.typed.cells.get(name, {}) if judgement.typed else {}
        given = _given(judgement.typed, cells) if judgement.typed and cells else ""
        said = given or _shown(judgement.answers[name], scale)
        said = chosen.get(said, said)
        lines.append(said if name == "value" else f"{in_words(name)}: {said}")
    return tuple(lines)


def _given(typed: Typed, cells: Mapping[str, str]) -> str:
    """Return chips, words or quantiles in words; nothing for other types."""
    if typed.kind == "roulette":
        return ", ".join(_chips(cells))
    if typed.kind == "quantiles":
        shares = [(f"{100 * share:g} %", cells.get(name)) for name, share in QUANTILES.items()]
        return ", ".join(f"{share} sure not above {text}" for share, text in shares if text)
    if typed.kind == "scale" and "word" in cells:
        return f"{cells['word']} ({cells['best']})" if "best" in cells else cells["word"]
    return ""


def _chips(cells: Mapping[str, str]) -> Iterator[str]:
    for low, name in zip(range(0, 100, 10), BINS, strict=True):
        chips = decimal_of(cells.get(name, "")) or Decimal(0)
        if chips:
            yield f"{chips:f} {'chip' if chips == 1 else 'chips'} in {low} to {low + 10} %"


def _shown(estimate: Estimate, scale: Decimal) -> str:
    best = rounded(estimate.best * scale)
    if estimate.low is None or estimate.high is None:
        return best
    return f"{best} ({rounded(estimate.low * scale)} to {rounded(estimate.high * scale)})"


def rounded(number: Decimal) -> str:
    """Return a number with the digits that matter; what was typed has hardly more."""
    if not number:
        return "0"
    places = max(DIGITS - 1 - number.adjusted(), 0)
    return short(number.quantize(Decimal(1).scaleb(-places)))
