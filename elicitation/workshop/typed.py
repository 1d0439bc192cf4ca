"""Say what somebody typed or chose in a form that was not taken, by the words of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from diagrams.network.wording import plain
from elicitation.questionnaire.question_types import COLUMN_LABELS
from elicitation.questionnaire.question_words import comparison
from elicitation.questionnaire.questions import Question
from elicitation.workshop.answers import field, spoken
from elicitation.workshop.said_here import Words
from elicitation.workshop.session import WorkshopSession

Typed: TypeAlias = tuple[tuple[str, str], ...]
FIELDS: Mapping[str, str] = {
    "code": "Code",
    "expert": "Expert",
    "id": "Short name",
    "label": "Label",
    "minutes": "Minutes on the room's screen",
    "text": "In their words",
    "without": "Go on without",
    "absent": "Leave out who has not answered all",
    "reason": "Reason",
}
"""What forms call their fields; any other is hidden, or no page repeats it."""
CHOOSING = ("absent", "dissent")
"""Actions of forms in which an expert is chosen; elsewhere the page says whom it is for."""


def typed(desk: WorkshopSession, form: Mapping[str, str]) -> Typed:
    """Return by field, in words, what was typed into a form; nothing that the page said itself."""
    words = desk.words
    question = desk.question(form.get("key", ""))
    said = list(_cells(question, form, words)) if question else list(_bare_cells(form))
    for name, called in FIELDS.items():
        text = form.get(name, "")
        if name == "expert":
            text = words.person(text) if form.get("action") in CHOOSING else ""
        if text.strip():
            said.append(("Why?" if name == "reason" and "key" in form else called, text))
    return tuple(said)


def _cells(question: Question, form: Mapping[str, str], words: Words) -> Iterator[tuple[str, str]]:
    chosen = dict(question.wording.choices)
    for place in spoken(question):
        for column, called in COLUMN_LABELS.items():
            text = form.get(field(place, column), "")
            if text.strip():
                row = _row(question, place, words)
                yield (row, chosen[text]) if text in chosen else (f"{row}, {called.lower()}", text)


def _row(question: Question, place: int, words: Words) -> str:
    key, component = question.lines[place]
    if question.pairs:
        return comparison(key, component, words.nodes)
    return "Your answer" if component == "value" else plain(component)


def _bare_cells(form: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what was typed into a question that is not known any more."""
    for name, text in form.items():
        number, _, column = name.removeprefix("c").partition("-")
        if number.isdecimal() and column in COLUMN_LABELS and text.strip():
            yield f"Line {int(number) + 1}, {COLUMN_LABELS[column].lower()}", text
