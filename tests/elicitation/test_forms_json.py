"""A JSON form is checked like a CSV one; places are key paths instead of lines."""

from __future__ import annotations

import json

import pytest

from elicitation.intake.reading import read_form
from tests.elicitation.small_records import PARAMETERS, form


def said(content: bytes) -> list[str]:
    _, problems = read_form(content, file="f.json", parameters=PARAMETERS)
    return [str(problem) for problem in problems]


def test_a_json_form_is_the_same_form() -> None:
    judgements = []
    for judgement in form().judgements:
        answers = {
            name: {
                key: str(value)
                for key in ("low", "best", "high")
                if (value := getattr(estimate, key)) is not None
            }
            for name, estimate in judgement.answers.items()
        }
        judgements.append(
            {"question": judgement.question, "answers": answers, "reason": judgement.reason}
        )
    document = {"format": "collective-resolve/form", "version": 1, "judgements": judgements}
    assert form(json.dumps(document).encode()) == form()


JSON_MISTAKES = [
    (
        '{"format": 1',
        "f.json: this is not JSON: Expecting ',' delimiter (line 1, column 13). Mend that place; the rest was not read.",
    ),
    (
        "[1]",
        'f.json: format: this is not a form. It starts with {"format": "collective-resolve/form"}.',
    ),
    (
        '{"format": "collective-resolve/form", "version": 9}',
        "f.json: version: a form of version 9; this program reads 1. Update collective-resolve.",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "unit": "per cent", "judgements": []}',
        "f.json: unit: 'per cent' is not a unit; did you mean 'percent'?",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "judgments": []}',
        "f.json: judgments: unknown key 'judgments'; did you mean 'judgements'?",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "version": 1}',
        "f.json: this is not JSON: the key 'version' is given twice in one table. Mend that place; the rest was not read.",
    ),
    (
        '{"format": NaN}',
        "f.json: this is not JSON: NaN is not a number that JSON has. Mend that place; the rest was not read.",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "judgements": [3]}',
        "f.json: judgements[0]: this is not an answer. It has a question, answers and a reason.",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "judgements": [{"question": "rain[]", "answers": {"no": 1}}]}',
        "f.json: judgements[0].answers.no: this is not an estimate. It has low, best and high.",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "judgements": [{"question": "rain[]", "answers": {"no": {"best": true}, "yes": {"best": "0.5"}}}]}',
        "f.json: judgements[0].answers.no.best: 'True' is not a number. Write 0.25, or 25 under the unit percent.",
    ),
    (
        '{"format": "collective-resolve/form", "version": 1, "judgements": [{"question": "rain[]", "reason": "\\ud800", "answers": {"no": {"best": 0.5}, "yes": {"best": "0.5"}}}]}',
        "f.json: judgements[0].answers.no.reason: the reason holds half a character, which cannot be saved. Type it again.",
    ),
    (
        "[" * 100_000,
        "f.json: tables are nested too deeply. Mend that place; the rest was not read.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), JSON_MISTAKES, ids=range(len(JSON_MISTAKES)))
def test_each_mistake_in_a_json_form_has_its_sentence(text: str, sentence: str) -> None:
    assert sentence in said(text.encode())


def test_a_question_twice_in_a_json_form_is_refused() -> None:
    answer = {"question": "rain[]", "answers": {"no": {"best": "0.5"}, "yes": {"best": "0.5"}}}
    document = {"format": "collective-resolve/form", "version": 1, "judgements": [answer, answer]}
    assert said(json.dumps(document).encode()) == [
        "f.json: judgements[1]: 'rain[]' is answered already. Keep one of the two."
    ]
