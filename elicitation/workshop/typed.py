"""Say what somebody typed or chose in a form that was not taken, by the words of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from elicitation.questionnaire.question_types import COLUMN_LABELS
from elicitation.workshop.fields import row_label
from elicitation.workshop.page_words import Words
from elicitation.workshop.pages import Page
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
    page = desk.page(form.get("key", ""))
    said = list(_cells(page, form, words)) if page else list(_bare_cells(form))
    for name, called in FIELDS.items():
        text = form.get(name, "")
        if name == "expert":
            text = words.person(text) if form.get("action") in CHOOSING else ""
        if text.strip():
            said.append(("Why?" if name == "reason" and "key" in form else called, text))
    return tuple(said)


def _cells(page: Page, form: Mapping[str, str], words: Words) -> Iterator[tuple[str, str]]:
    for line in page.lines:
        chosen = dict(line.question.wording.choices)
        for column, called in COLUMN_LABELS.items() if line.asked else ():
            text = form.get(line.field(column), "")
            if text.strip():
                row = row_label(page, line, words.nodes)
                yield (row, chosen[text]) if text in chosen else (f"{row}, {called.lower()}", text)


def _bare_cells(form: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what was typed into a question that is not known any more."""
    for name, text in form.items():
        number, _, column = name.removeprefix("c").partition("-")
        if number.isdecimal() and column in COLUMN_LABELS and text.strip():
            yield f"Line {int(number) + 1}, {COLUMN_LABELS[column].lower()}", text
