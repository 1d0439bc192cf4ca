"""Write the form an expert fills in: every question in words, empty or with their own answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.intake.lines import FORMAT, HEADER, NEWEST
from elicitation.intake.numerals import unmistakable
from elicitation.questionnaire.question_types import COLUMNS, TYPES
from elicitation.questionnaire.questions import Question
from elicitation.record.decoding import plain
from elicitation.record.responses import Component, Judgement, Key, Unit, is_distribution


def csv_form(
    asked: Sequence[Question], unit: Unit, own: Mapping[Key, Judgement] | None = None
) -> str:
    """Return the form as CSV, a line for each component; own answers, as probabilities, prefill it.

    There are columns for the types that are asked and for those that the own answers are of.
    """
    filled = [_filled(question, own or {}, unit) for question in asked]
    used = {column for lines in filled for _, _, cells in lines for column in cells}
    used |= {column for question in asked for column in TYPES[question.type].columns}
    columns = [column for column in COLUMNS if column in used or column in HEADER]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["question", "component", "wording", *columns, "reason"])
    told: set[str] = set()
    for question, lines in zip(asked, filled, strict=True):
        words = _words(question, told)
        reasons = _reasons(question, own or {})
        for key, component, cells in lines:
            typed = [cells.get(column, "") for column in columns]
            writer.writerow([key, component, words, *typed, reasons.pop(key, "")])
            words = ""
    return out.getvalue()


def json_form(
    asked: Sequence[Question], unit: Unit, own: Mapping[Key, Judgement] | None = None
) -> str:
    """Return the same form as JSON; it says its unit itself."""
    told: set[str] = set()
    judgements = []
    for question in asked:
        words, reasons = _words(question, told), _reasons(question, own or {})
        by_key: dict[Key, dict[Component, Mapping[str, str]]] = {}
        for key, component, cells in _filled(question, own or {}, unit):
            by_key.setdefault(key, {})[component] = cells
        for key, rows in by_key.items():
            used = {*TYPES[question.type].columns, *(c for cells in rows.values() for c in cells)}
            answers = {
                component: {column: cells.get(column) for column in COLUMNS if column in used}
                for component, cells in rows.items()
            }
            reason = reasons.get(key, "")
            judgements.append(
                {"question": key, "wording": words, "answers": answers, "reason": reason}
            )
            words = ""
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": NEWEST,
        "unit": unit,
        "judgements": judgements,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _words(question: Question, told: set[str]) -> str:
    """Return the question in words, with the definitions that were not given before it."""
    fresh = [text for text in question.wording.definitions if text not in told]
    told.update(fresh)
    return "\n".join(filter(None, (question.wording.text, question.wording.hint, *fresh)))


def _reasons(question: Question, own: Mapping[Key, Judgement]) -> dict[Key, str]:
    return {p.key: own[p.key].reason for p in question.parameters if p.key in own}


def _filled(
    question: Question, own: Mapping[Key, Judgement], unit: Unit
) -> list[tuple[Key, Component, Mapping[str, str]]]:
    """Return key, component and cells of every line of a question."""
    return [
        (key, component, _cells(own[key], component, unit) if key in own else {})
        for key, component in question.lines
    ]


def _cells(own: Judgement, component: Component, unit: Unit) -> Mapping[str, str]:
    """Return the cells of one line: those that were typed, if the unit is the same."""
    typed = own.typed
    if typed is not None and typed.unit == unit and not typed.repair:
        return typed.cells.get(component, {})
    if component not in own.answers:
        return {}
    shares = is_distribution(own.answers)
    places = 2 if unit == "percent" and shares else 0
    written = plain if shares else unmistakable
    return {
        column: written(number.scaleb(places))
        for column in ("low", "best", "high")
        if (number := getattr(own.answers[component], column)) is not None
    }
