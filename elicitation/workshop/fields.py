"""The fields of a question's page as frozen values: what each is called, what stands in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from diagrams.network.wording import plain as in_words
from elicitation.questionnaire.page_wording import VARYING
from elicitation.questionnaire.question_types import BINS, COLUMN_LABELS, QUANTILES, TYPES
from elicitation.questionnaire.question_words import comparison, parts_of
from elicitation.workshop.answers import Sent
from elicitation.workshop.pages import PICK, Page, PageLine

Control: TypeAlias = Literal[
    "choices", "ranking", "spread", "balance", "chips", "words", "ranges", "table", "numbers"
]
BRIEF: Mapping[str, str] = {
    "low": "Lowest",
    "high": "Highest",
    "confidence": "Sure, %",
    **{name: f"{100 * share:g} %" for name, share in QUANTILES.items()},
    **{name: f"{low}" for name, low in zip(BINS, range(0, 100, 10), strict=True)},
}
"""What stands over a field where the whole of its name is for those who do not see the page."""
BALANCE: Mapping[str, str] = {
    **{"9": "9 times", "5": "5 times", "3": "3 times", "2": "twice", "1": "alike"},
    **{"0.5": "half", "0.333": "a third", "0.2": "a fifth", "0.111": "a ninth"},
}
"""How many times as strong one cause is as another, from the first far ahead to far behind."""


def _bell(spread: float) -> str:
    """Return the path of a normal curve of that spread on the scale from 0 to 1."""
    points = (
        f"{at} {33 - 30 * math.exp(-(((at / 100 - 0.5) / spread) ** 2) / 2):.1f}"
        for at in range(0, 101, 4)
    )
    return "M" + "L".join(points)


BELLS: Mapping[str, str] = {number: _bell(float(number)) for number in VARYING}
"""What each word for a spread means, as a picture 100 wide and 34 high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the scale, its ends on the scale from 0 to 1, and both in percent as text."""

    word: str
    low: float
    high: float
    range: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field: its name, what stands over it, what is in it, what is wrong with that.

    brief: the short form of its label. recorded: what stands in the record for it, as it would be
    typed; empty where nothing does. words: of the scale, to choose from beside the number.
    """

    name: str
    label: str
    brief: str
    value: str
    wrong: str
    recorded: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The fields of one state, one cause or one pair of causes.

    choices: (number, words) in the place of, or beside, the field for the best number; choice: the
    name of its field; chosen: the number that is; kept: the one that is recorded.
    heading: of a table's rows, what they are asked for under.
    """

    label: str
    cells: tuple[Cell, ...]
    choices: tuple[tuple[str, str], ...] = ()
    choice: str = ""
    chosen: str = ""
    kept: str = ""
    heading: str = ""

    @property
    def wrong(self) -> str:
        """Return what is wrong with its fields, in one text."""
        return " ".join(cell.wrong for cell in self.cells if cell.wrong)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What fields are filled from, by field: sent, else recorded; wrong: what is said of some."""

    sent: Sent | None
    recorded: Mapping[str, str]
    wrong: Mapping[str, str]
    words: tuple[Word, ...]

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        if self.sent is not None:
            return self.sent.cells.get(name, "")
        return self.recorded.get(name, "")


def control_of(page: Page) -> Control:
    """Return what kind of fields a page has."""
    parts = parts_of(page.key)
    if page.layout == "ranking":
        return "ranking"
    if page.layout == "table":
        return "table"
    if page.first.wording.choices:
        return "choices"
    if parts.part == "spread":
        return "spread"
    if (
        page.type in ("three_point", "four_point", "point")
        and page.first.parameter.kind != "number"
    ):
        return "ranges"
    by_type: Mapping[str, Control] = {"pairwise": "balance", "roulette": "chips", "scale": "words"}
    return by_type.get(page.type, "numbers")


def row_label(page: Page, line: PageLine, labels: Mapping[str, str]) -> str:
    """Return what a row of fields is about."""
    if page.first.pairs:
        return comparison(line.key, line.component, labels)
    if page.layout in ("directions", "ranking"):
        return line.question.page.cause
    if line.component == "value":
        return "Your answer"
    return in_words(line.component)


def rows_of(page: Page, filling: Filling, labels: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows of fields of a page."""
    control, columns = control_of(page), TYPES[page.type].columns
    rows = []
    for line in page.lines:
        if not line.asked:
            continue
        choices, choice = _choices(line, control)
        best = line.field("best")
        chosen, kept = (
            _chosen(choices, number)
            for number in (filling.value(best), filling.recorded.get(best, ""))
        )
        beside = bool(choice) and choice != best
        cells = tuple(
            Cell(
                name=(name := line.field(column)),
                label="Number" if len(columns) == 1 else COLUMN_LABELS[column],
                brief=BRIEF.get(column, COLUMN_LABELS[column]),
                value="" if beside and chosen and name == best else filling.value(name),
                wrong=filling.wrong.get(name, ""),
                recorded="" if beside and kept and name == best else filling.recorded.get(name, ""),
                words=filling.words if column == "word" else (),
            )
            for column in columns
        )
        rows.append(
            Row(
                label=row_label(page, line, labels),
                cells=cells,
                choices=choices,
                choice=choice,
                chosen=chosen,
                kept=kept,
                heading=line.question.page.when if page.layout == "table" else "",
            )
        )
    return tuple(rows)


def _choices(line: PageLine, control: Control) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the choices of a row and the name of their field."""
    if line.question.wording.choices:
        return line.question.wording.choices, line.field("best")
    if control == "spread":
        return tuple(VARYING.items()), line.field(PICK)
    if control == "balance":
        return tuple(BALANCE.items()), line.field(PICK)
    return (), ""


def _chosen(choices: tuple[tuple[str, str], ...], best: str) -> str:
    """Return the choice that a number is, however it is written."""
    try:
        return next((number for number, _ in choices if float(number) == float(best)), "")
    except ValueError:
        return ""
