"""A form is read whole: every mistake in it gets its own sentence and place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bayesnet.errors import errors_in
from elicitation.intake.reading import read_form
from elicitation.record.responses import Unit
from tests.elicitation.small_records import COMPLETE, PARAMETERS, form

HEAD = b"question,component,low,best,high,reason\n"


def said(content: bytes, unit: Unit = "probability") -> list[str]:
    found, problems = read_form(content, file="f.csv", parameters=PARAMETERS, unit=unit)
    assert (found is None) == bool(errors_in(problems))
    return [str(problem) for problem in problems]


def rain(no: str, yes: str, reason: str = "") -> bytes:
    return HEAD + f"rain[],no,{no},{reason}\nrain[],yes,{yes},\n".encode()


def test_a_complete_form_keeps_the_decimals_as_typed() -> None:
    judgements = {j.question: j for j in form().judgements}
    assert len(judgements) == len(PARAMETERS)
    assert str(judgements["rain[]"].answers["no"].best) == "0.70"
    assert judgements["rain[]"].reason == "a dry month"
    assert judgements["flood[rain=no]"].answers["no"].low is None
    assert judgements["damage.spread"].answers["value"].best == Decimal("0.25")


@pytest.mark.parametrize(
    "content",
    [
        COMPLETE.replace(b"\n", b"\r\n"),
        COMPLETE.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + COMPLETE,
        b"sep=,\n" + COMPLETE,
        COMPLETE.replace(b",", b";").replace(b"0.", b"0,"),
        COMPLETE.replace(b"\n", b"\n,,,,,\n"),
        COMPLETE.replace(b"flood[rain=no]", b"flood [ rain = no ]"),
        COMPLETE.replace(b"0.05", b"5E-02"),
        COMPLETE.replace(b",reason\n", b",reason,,\n"),
    ],
    ids=["crlf", "cr", "bom", "sep", "semicolons", "blank lines", "blanks", "exponent", "columns"],
)
def test_what_spreadsheets_make_of_a_form_is_the_same_form(content: bytes) -> None:
    assert form(content) == form()


def test_blank_questions_are_not_answered_and_that_is_no_mistake() -> None:
    content = HEAD + b"rain[],no,,0.5,,\nrain[],yes,,0.5,,\ndamage.spread,value,,,,\n"
    assert [j.question for j in form(content).judgements] == ["rain[]"]
    assert said(content) == []


PLACED = [
    (
        rain(",0.5,", ",0.4,"),
        "f.csv: line 2, rain[]: The best values sum to 0.9, not 1. Add 0.1, or scale.",
    ),
    (
        rain(",0.7,", ",0.4,"),
        "f.csv: line 2, rain[]: The best values sum to 1.1, not 1. Take off 0.1, or scale.",
    ),
    (
        rain(",60,", ",34,"),
        "f.csv: line 2, rain[]: The best values sum to 94; did you mean percent? "
        "Then say unit percent and add 6, or scale.",
    ),
    (
        rain(",60,", ",40,"),
        "f.csv: line 2, rain[]: The best values sum to 100; did you mean percent? Then say unit percent.",
    ),
    (
        rain(",1.2,", ",-0.2,"),
        "f.csv: line 2, best: 1.2 is outside 0 to 1. If you meant percent, say unit percent.",
    ),
    (
        rain(",half,", ",0.5,"),
        "f.csv: line 2, best: 'half' is not a number. Write 0.25, or 25 under the unit percent.",
    ),
    (
        rain(",50%,", ",0.5,"),
        "f.csv: line 2, best: '50%' is not a number. Write 0.25, or 25 under the unit percent.",
    ),
    (
        rain("0.6,0.5,0.7", ",0.5,"),
        "f.csv: line 2, low: low 0.6 is above best 0.5. low, best and high go upwards.",
    ),
    (
        rain("0.4,0.5,0.45", ",0.5,"),
        "f.csv: line 2, high: high 0.45 is below best 0.5. low, best and high go upwards.",
    ),
    (
        rain("0.4,0.5,", ",0.5,"),
        "f.csv: line 2, low: there is a low value but not the other end of the range. "
        "Give low and high, or neither.",
    ),
    (
        rain("0.4,,0.6", ",0.5,"),
        "f.csv: line 2, best: 'no' has no best value. Fill it in, or leave the whole question blank.",
    ),
    (
        rain(",0.5,", ",0.5,").replace(b"[],yes", b"[],yse"),
        "f.csv: line 3, component: 'yse' is not a component of rain[]; did you mean 'yes'?",
    ),
    (
        rain(",0.5,", ",0.5,").replace(b"[],yes", b"[],no"),
        "f.csv: line 3, component: 'no' is answered already at line 2. Keep one of the two.",
    ),
    (
        HEAD + b"rain[],no,,0.5,,\n",
        "f.csv: line 2: rain[] has no line for 'yes'. Answer every component, 0 included.",
    ),
    (
        HEAD + b"flood[rian=no],no,,0.5,,\n",
        "f.csv: line 2, question: no question 'flood[rian=no]' is asked of this expert; "
        "did you mean 'flood[rain=no]'?",
    ),
    (
        HEAD + b"xyz,no,,0.5,,\n",
        "f.csv: line 2, question: no question 'xyz' is asked of this expert; "
        "take the questions from the question sheet.",
    ),
    (
        HEAD + b"rain[],no,0,5,0,6,0,7,\n",
        "f.csv: line 2: 9 cells where the first line has 6. "
        "Put a text with a comma in double quotes, or save with semicolons.",
    ),
    (
        HEAD + b'rain[],no,,0.5,,"never closed\n',
        "f.csv: line 2: this is not CSV: unexpected end of data. "
        "Look for a double quote that is not closed or not doubled.",
    ),
    (HEAD + b"damage.spread,value,,0,,\n", "f.csv: line 2, best: 0 is not above 0."),
    (HEAD + b"damage.spread,value,,11,,\n", "f.csv: line 2, best: 11 is outside 0 to 10."),
    (HEAD, "f.csv: no question is answered. Fill in some first."),
    (
        b"question,component,best,naem\n",
        "f.csv: line 1: unknown column 'naem'; known: question, component, low, best, high, reason.",
    ),
    (
        b"question,component,best,email\n",
        "f.csv: line 1: Column 'email' in a form: it would be kept in the study. "
        "Delete it; the expert's id says whose form it is.",
    ),
    (
        b"question,best\n",
        "f.csv: line 1: there is no column 'component'. "
        "The first line is question,component,low,best,high,reason.",
    ),
    (
        b"question,component,best,best\n",
        "f.csv: line 1: a column is there twice. Keep one of the two.",
    ),
    (b"", "f.csv: the file is empty. Fill in the questions and save it again."),
    (b"\xef\xbb\xbf \n", "f.csv: the file is empty. Fill in the questions and save it again."),
    (b"a" * 5_000_001, "f.csv: the file is larger than 5 MB. Is it the right file?"),
    (
        HEAD + b"rain[],no,,0.5,,caf\xe9\n",
        "f.csv: line 2 is not UTF-8 text. Save the file as 'CSV UTF-8'.",
    ),
    (HEAD.decode().encode("utf-16"), "f.csv: this is UTF-16 text. Save the file as 'CSV UTF-8'."),
    (b"PK\x03\x04abc", "f.csv: this is a workbook, not text. Save the sheet as 'CSV UTF-8'."),
    (HEAD + b"\0", "f.csv: the file has NUL bytes in it, so it is not text. Is it the right file?"),
]


@pytest.mark.parametrize(("content", "sentence"), PLACED, ids=range(len(PLACED)))
def test_each_mistake_has_its_sentence(content: bytes, sentence: str) -> None:
    assert sentence in said(content)


def test_percent_forms_are_checked_against_a_hundred() -> None:
    assert said(rain(",60,", ",40,"), "percent") == []
    assert said(rain(",60,", ",34,"), "percent") == [
        "f.csv: line 2, rain[]: The best values sum to 94, not 100. Add 6, or scale."
    ]
    assert said(rain(",0.6,", ",0.4,"), "percent") == [
        "f.csv: line 2, rain[]: The best values sum to 1; did you mean probability? "
        "Then say unit probability."
    ]
    assert said(rain(",101,", ",-1,"), "percent")[0] == (
        "f.csv: line 2, best: 101 is outside 0 to 100. The unit is percent."
    )


def test_a_percent_sign_may_repeat_the_unit_of_a_percent_form() -> None:
    content = rain("20%,30 %,40%", "60,70 %,80")
    found, problems = read_form(content, file="f.csv", parameters=PARAMETERS, unit="percent")
    assert (found is not None, problems) == (True, ())
    assert found is not None
    assert str(found.judgements[0].answers["no"].best) == "30"
    refused_ = "is not a number. Write 0.25, or 25 under the unit percent."
    for typed in ("30 %", "half %", "%", "30 %%"):
        unit: Unit = "probability" if typed == "30 %" else "percent"
        assert f"f.csv: line 2, best: '{typed}' {refused_}" in said(rain(f",{typed},", ",7,"), unit)
    number = HEAD + b"damage.spread,value,,25 %,,\n"
    assert said(number, "percent") == [f"f.csv: line 2, best: '25 %' {refused_}"]


def test_the_sum_may_be_off_by_a_millionth() -> None:
    assert said(rain(",0.333333,", ",0.666666,")) == []
    assert said(rain(",0.33333,", ",0.66666,")) != []


def test_zero_needs_a_reason_but_is_taken() -> None:
    content = rain(",0,", ",1,")
    found, problems = read_form(content, file="f.csv", parameters=PARAMETERS)
    assert found is not None
    assert [p.severity for p in problems] == ["warning"]
    assert str(problems[0]) == (
        "f.csv: line 2, best: rain[]: 'no' is called impossible without a reason; nothing could "
        "change that. Say why, or use a small number such as 0.01."
    )
    assert said(rain(",0,", ",1,", "it is the desert")) == []


def test_a_reason_without_numbers_is_noted() -> None:
    content = rain(",0.5,", ",0.5,") + b"damage.spread,value,,,,no idea\n"
    assert said(content) == [
        "f.csv: line 4, reason: a reason without a number is not recorded. Add the numbers."
    ]


def test_all_mistakes_come_out_in_one_run() -> None:
    content = (
        HEAD + b"rain[],no,,x,,\nrain[],yes,,y,,\nfloood[],no,,0.1,,\ndamage.spread,value,,-1,,\n"
    )
    assert len(said(content)) == 4
