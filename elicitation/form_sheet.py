"""Write the form an expert fills in: every question in words, empty or with their own answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.decoding import plain
from elicitation.form_lines import FORMAT, HEADER, NEWEST
from elicitation.question_types import COLUMNS, TYPES
from elicitation.questions import Question
from elicitation.responses import Component, Judgement, Unit, is_distribution


def csv_form(
    asked: Sequence[Question], unit: Unit, own: Mapping[str, Judgement] | None = None
) -> str:
    """Return the form as CSV, a line for each component; own answers, as probabilities, prefill it.

    There are columns for the types that are asked and for those that the own answers are of.
    """
    own = own or {}
    filled = {q.key: _cells(q, own.get(q.key), unit) for q in asked}
    used = {column for rows in filled.values() for cells in rows.values() for column in cells}
    used |= {column for q in asked for column in TYPES[q.type].columns}
    columns = [c for c in COLUMNS if c in used or c in HEADER]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["question", "component", "wording", *columns, "reason"])
    for question in asked:
        reason = own[question.key].reason if question.key in own else ""
        words = "\n".join(filter(None, (question.wording.text, question.wording.hint)))
        for component, cells in filled[question.key].items():
            typed = [cells.get(column, "") for column in columns]
            writer.writerow([question.key, component, words, *typed, reason])
            reason = words = ""
    return out.getvalue()


def json_form(
    asked: Sequence[Question], unit: Unit, own: Mapping[str, Judgement] | None = None
) -> str:
    """Return the same form as JSON; it says its unit itself."""
    own = own or {}
    judgements = []
    for question in asked:
        cells = _cells(question, own.get(question.key), unit)
        columns = {*TYPES[question.type].columns, *(c for row in cells.values() for c in row)}
        judgements.append(
            {
                "question": question.key,
                "wording": "\n".join(filter(None, (question.wording.text, question.wording.hint))),
                "answers": {
                    component: {c: row.get(c) for c in COLUMNS if c in columns}
                    for component, row in cells.items()
                },
                "reason": own[question.key].reason if question.key in own else "",
            }
        )
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": NEWEST,
        "unit": unit,
        "judgements": judgements,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _cells(
    question: Question, own: Judgement | None, unit: Unit
) -> dict[Component, Mapping[str, str]]:
    """Return the cells of each component: those that were typed, if the unit is the same."""
    components = question.parameter.components
    if own is None:
        return {name: {} for name in components}
    typed = own.typed
    if typed is not None and typed.unit == unit and not typed.repair and typed.kind != "pairwise":
        return {name: typed.cells.get(name, {}) for name in components}
    places = 2 if unit == "percent" and is_distribution(own.answers) else 0
    return {
        name: {
            column: plain(number.scaleb(places))
            for column in ("low", "best", "high")
            if (number := getattr(own.answers[name], column)) is not None
        }
        for name in components
    }
