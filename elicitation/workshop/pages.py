"""Lay an expert's questions out on pages: one each, but what is judged together stands together.

All directions of a node are one page, and all ranks; so are a node's rows where the plan says so.
A question stays a question: it is counted, recorded and asked on forms one by one. The number of a
page is that of its first question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from elicitation.questionnaire.question_words import parts_of
from elicitation.questionnaire.questions import Question
from elicitation.record.responses import Key

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

Layout: TypeAlias = Literal["single", "directions", "ranking", "table"]
PICK = "pick"
"""Column of a choice that stands beside the field for a best number and means one."""
_TOGETHER: dict[str, Layout] = {"sign": "directions", "rank": "ranking"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line of fields: of which question and component, and whether it is asked.

    place: names its fields. Of two states the last is asked, and the other one follows.
    """

    question: Question
    key: Key
    component: str
    place: int
    asked: bool

    def field(self, column: str) -> str:
        """Return the name of the field of one cell: ``c0-best``."""
        return f"c{self.place}-{column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Questions that are answered together. number: of the first of them, from 1."""

    questions: tuple[Question, ...]
    number: int
    layout: Layout

    @property
    def first(self) -> Question:
        """Return the first question; all are of one node and one type."""
        return self.questions[0]

    @property
    def key(self) -> Key:
        """Return the key of the first question, which names the page."""
        return self.first.key

    @property
    def type(self) -> str:
        """Return the type of the answers."""
        return self.first.type

    @property
    def last(self) -> int:
        """Return the number of its last question."""
        return self.number + len(self.questions) - 1

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return what all its questions ask for."""
        return tuple(p for question in self.questions for p in question.parameters)

    @property
    def lines(self) -> tuple[PageLine, ...]:
        """Return the lines of all its questions, in order."""
        found: list[PageLine] = []
        for question in self.questions:
            halved = not question.pairs and len(question.lines) == 2  # noqa: PLR2004 - the other
            for at, (key, component) in enumerate(question.lines):
                line = PageLine(
                    question=question,
                    key=key,
                    component=component,
                    place=len(found),
                    asked=not halved or at == 1,
                )
                found.append(line)
        return tuple(found)


def pages_of(asked: Sequence[Question], together: Collection[str]) -> tuple[Page, ...]:
    """Return the pages of questions, in their order. together: nodes whose rows are one page."""
    found: list[Page] = []
    number = 1
    for layout, group in _groups(asked, together):
        several = len(group) > 1
        found.append(Page(questions=group, number=number, layout=layout if several else "single"))
        number += len(group)
    return tuple(found)


def _groups(
    asked: Sequence[Question], together: Collection[str]
) -> Iterator[tuple[Layout, tuple[Question, ...]]]:
    def shelf(numbered: tuple[int, Question]) -> tuple[str, Layout, int]:
        at, question = numbered
        parts = parts_of(question.key)
        layout = _TOGETHER.get(parts.part, "single")
        if not parts.part and parts.pairs and parts.node in together:
            layout = "table"
        return parts.node, layout, at if layout == "single" else -1

    for (_, layout, _), group in groupby(enumerate(asked), key=shelf):
        yield layout, tuple(question for _, question in group)


def page_with(pages: Sequence[Page], number: int) -> Page | None:
    """Return the page that the question of that number stands on."""
    return next((page for page in pages if page.number <= number <= page.last), None)
