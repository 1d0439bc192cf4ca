"""Answers are the same by CSV, by JSON and in the terminal."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.intake.asking import HELP, Session, ask
from elicitation.intake.line_checks import Reading
from elicitation.intake.reading import read_form
from elicitation.intake.sheet import csv_form, json_form
from elicitation.questionnaire.question_types import BINS
from elicitation.record.responses import in_probability
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.conftest import SHIPPED
from tests.elicitation.test_questions import PLAN, study

SIGNED = MODEL.replace('claim = "Rain spoils a walk."', 'claim = "Rain spoils a walk."\nsign = "-"')
TYPES = ("point", "three_point", "four_point", "quantiles", "roulette", "scale")


def typed_plan(type_, unit="probability", signs="false"):
    settings = f'unit = "{unit}"\n[questions]\ntype = "{type_}"\nsigns = {signs}\n'
    return PLAN.replace("[round.1]", settings + "[round.1]")


def terminal(opened, replies, own=None, asked=None):
    """Return the answers, whether the end was reached, and what was said."""
    waiting, heard = list(replies), []
    session = Session(
        reading=Reading(unit=opened.plan.unit, lexicon=opened.lexicon),
        model=opened.model,
        own=own or {},
        say=heard.append,
        reply=lambda prompt: heard.append(prompt) or waiting.pop(0),
    )
    given_ = ask(asked or opened.asked(), session)
    assert waiting == []
    return given_.judgements, given_.finished, heard


def by_form(opened, content, file):
    form, problems = read_form(
        content.encode(),
        file=file,
        parameters=opened.questions_to("E01"),
        unit=opened.plan.unit,
        lexicon=opened.lexicon,
    )
    assert form is not None, [str(p) for p in problems]
    return form.judgements


REPLIES = {  # for the state that is asked; cells of a form on the right
    "point": (["0.3"], {"best": "0.3"}),
    "three_point": (["0.2", "0.5", "0.30"], {"low": "0.2", "best": "0.30", "high": "0.5"}),
    "four_point": (
        ["0.2", "0.5", "0.3", "60"],
        {"low": "0.2", "high": "0.5", "best": "0.3", "confidence": "60"},
    ),
    "quantiles": (["0.1", "-", "0.3", "-", "0.6"], {"q5": "0.1", "q50": "0.3", "q95": "0.6"}),
    "roulette": (
        ["0 0 2 5 3 0 0 0 0 0"],
        dict(zip(BINS, list("0025300000"), strict=True)),
    ),
    "scale": (["unlikely"], {"word": "unlikely"}),
}


def filled(form, cells, opened):
    """Return the empty CSV form with the same cells for the last state of every question."""
    rows = list(csv.DictReader(io.StringIO(form)))
    last = {q.key: q.parameter.components[-1] for q in opened.asked()}
    rows = [r | (cells if r["component"] == last[r["question"]] else {}) for r in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def filled_json(form, cells, opened):
    document = json.loads(form)
    last = {q.key: q.parameter.components[-1] for q in opened.asked()}
    for judgement in document["judgements"]:
        judgement["answers"][last[judgement["question"]]] |= cells
    return json.dumps(document)


@pytest.mark.parametrize("type_", TYPES)
def test_the_same_answers_by_csv_json_and_terminal_are_equal(type_, tmp_path):
    opened = study(tmp_path, typed_plan(type_), MODEL, SCENARIOS)
    replies, cells = REPLIES[type_]
    doubts = {"forecast": 0}
    by_csv = by_form(
        opened, filled(csv_form(opened.asked(), "probability"), cells, opened), "f.csv"
    )
    by_json = by_form(
        opened, filled_json(json_form(opened.asked(), "probability"), cells, opened), "f.json"
    )
    spoken = []
    for question in opened.asked():
        spoken += replies
        if question.key.startswith("mood["):
            doubts["mood"] = doubts.get("mood", 0) + 1
            if doubts["mood"] > 2:  # copies: from the third identical row on it is asked back
                spoken.append("")
    by_mouth, finished, _ = terminal(opened, spoken)
    assert finished
    assert by_csv == by_json == by_mouth
    assert len(by_csv) == 1 + 2 + 4
    assert all(j.typed is not None and j.typed.kind == type_ for j in by_csv)


def test_causes_are_compared_alike_by_csv_json_and_terminal(tmp_path):
    plan = typed_plan("point").replace("signs = false", 'signs = false\nweights = "pairwise"')
    text = (SHIPPED / "elicitation.toml").read_text("utf-8")
    model = (SHIPPED / "model.toml").read_text("utf-8")
    model = model[: model.index("[[assumption]]")] + model[model.index("[[outcome]]") :]
    scenarios = (SHIPPED / "scenarios.toml").read_text("utf-8")
    settings = plan[plan.index("[questions]") : plan.index("[round.1]")]
    opened = study(tmp_path, text + settings, model, scenarios)
    asked = [q for q in opened.asked() if q.key.startswith("cohesion_end.weight")]
    asked += [q for q in opened.asked() if q.key.startswith("combined_readiness.weight")]
    assert [len(q.lines) for q in asked] == [1, 3]
    by_mouth, finished, heard = terminal(opened, ["3", "2", "4", "2"], asked=asked)
    assert finished
    assert "  So the weights are ally confidence 0.750000 and provocation level 0.250000." in heard
    rows = list(csv.reader(io.StringIO(csv_form(asked, "probability"))))
    for row, number in zip(rows[1:], ["3", "2", "4", "2"], strict=True):
        row[rows[0].index("best")] = number
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    own = {j.question: j for j in by_mouth}
    names = ("spiral", "f.csv")
    forms = [
        out.getvalue(),
        json_form(asked, "probability", own),
        csv_form(asked, "probability", own),
    ]
    for content in forms:
        form, problems = read_form(
            content.encode(), file=names[1], parameters=opened.questions_to(names[0])
        )
        assert form is not None, problems
        assert form.judgements == by_mouth


def test_ten_numbers_are_chips_and_nine_are_none(tmp_path):
    opened = study(tmp_path, typed_plan("roulette"), SIGNED, SCENARIOS)
    replies = ["0 0 2 5 3 0 0 0 0", "0 0 2 5 3 0 0 0 0 0"]
    judgements, _, heard = terminal(opened, replies, asked=opened.asked()[:1])
    assert "  These are 9 numbers, not ten." in heard
    assert len(judgements) == 1


def test_answers_are_checked_while_answering(tmp_path):
    opened = study(tmp_path, typed_plan("three_point"), SIGNED, SCENARIOS)
    asked = [q for q in opened.asked() if q.parameter.node == "weather"]
    judgements, _, heard = terminal(
        opened,
        ["0.4", "0.2", "30", "0.3", "0.1", "0.5", "0", "0", "1", "0", "a desert"],
        asked=asked,
    )
    assert "  low 0.4 is above best 0.3. low, best and high go upwards." in heard
    assert "  30 is outside 0 to 1. Did you mean 0.3, which is 30 %? Type 0.3." in heard
    assert "  low 0.1 is above best 0. low, best and high go upwards." in heard
    assert any("is called impossible without a reason" in line for line in heard)
    assert judgements[0].reason == "a desert"


def rows(opened):
    return [q for q in opened.asked() if q.key.startswith("mood[") and "leave" in q.key]


def test_a_reversal_is_asked_back_and_may_be_swapped(tmp_path):
    opened = study(tmp_path, typed_plan("point"), SIGNED, SCENARIOS)
    judgements, _, heard = terminal(opened, ["0.1", "0.9", "swap"], asked=rows(opened))
    assert (
        "  You give mood (good) 90 % when weather is wet and 10 % when dry, where umbrella is leave. "
        "Intended? Say why, or swap."
    ) in heard
    best = {j.question: str(j.answers["good"].best) for j in judgements}
    assert best == {
        "mood[weather=dry, umbrella=leave]": "0.9",
        "mood[weather=wet, umbrella=leave]": "0.1",
    }
    assert judgements[0].typed.cells["good"] == {"best": "0.9"}
    judgements, _, _ = terminal(opened, ["0.1", "0.9", "I like rain"], asked=rows(opened))
    assert [j.reason for j in judgements] == ["", "I like rain"]
    judgements, _, _ = terminal(opened, ["0.1", "0.9", ""], asked=rows(opened))
    assert [j.reason for j in judgements] == ["", ""]  # it never blocks


def test_one_may_skip_look_up_go_back_and_stop(tmp_path):
    opened = study(tmp_path, typed_plan("point"), SIGNED, SCENARIOS)
    judgements, finished, heard = terminal(
        opened, ["", "?", "0.2", "<", "0.4", "."], asked=opened.asked()[:4]
    )
    assert not finished
    assert [str(j.answers[list(j.answers)[-1]].best) for j in judgements] == ["0.4"]
    assert heard[0] == HELP
    assert any(line.startswith("  Forecast: What the evening forecast says.") for line in heard)


def test_earlier_answers_are_shown_and_kept(tmp_path):
    opened = study(tmp_path, typed_plan("point"), SIGNED, SCENARIOS)
    asked = opened.asked()[:1]
    (first,), _, _ = terminal(opened, ["0.2"], asked=asked)
    again, finished, heard = terminal(opened, [""], own={first.question: first}, asked=asked)
    assert (again, finished) == ((), True)
    assert "  Your answer so far: dry 0.8, wet 0.2. Enter keeps it." in heard
    percent = study(tmp_path, typed_plan("point", "percent"), SIGNED, SCENARIOS)
    _, _, heard = terminal(percent, [""], own={first.question: first}, asked=asked)
    assert "  Your answer so far: dry 80, wet 20. Enter keeps it." in heard


def test_the_rest_and_the_word_are_shown(tmp_path):
    opened = study(tmp_path, typed_plan("scale"), SIGNED, SCENARIOS)
    _, _, heard = terminal(opened, ["0.3"], asked=opened.asked()[:1])
    assert "  So dry 0.7." in heard
    assert "  wet 0.3: unlikely (ICD-203)." in heard
    assert any(
        "ICD-203 (US, 2015): almost no chance [1-5 %], very unlikely [5-20 %]" in h for h in heard
    )


# -------------------------------------------------------------------------------------- forms out


CELLS = st.sampled_from([cells for _, cells in REPLIES.values()])


@given(cells=CELLS, unit=st.sampled_from(["probability", "percent"]))
def test_a_form_with_own_answers_gives_them_back(cells, unit, tmp_path_factory):
    """Round two: handed in as it went out, a prefilled form says what was said before."""
    opened = study(tmp_path_factory.mktemp("s"), typed_plan("point", unit), MODEL, SCENARIOS)
    if unit == "percent":
        scale = Decimal(100)
        cells = {
            c: str(Decimal(t) * scale) if c in ("low", "best", "high", "q5", "q50", "q95") else t
            for c, t in cells.items()
        }
    form = filled_json(json_form(opened.asked(), unit), cells, opened)
    given_ = by_form(opened, form, "f.json")
    own = {j.question: in_probability(j, unit) for j in given_}
    assert by_form(opened, csv_form(opened.asked(), unit, own), "g.csv") == given_
    assert by_form(opened, json_form(opened.asked(), unit, own), "g.json") == given_
    empty = csv_form(opened.asked(), unit)
    found, problems = read_form(
        empty.encode(), file="e.csv", parameters=opened.questions_to("E01"), unit=unit
    )
    assert found is None
    assert [str(p) for p in problems] == ["e.csv: no question is answered. Fill in some first."]


def test_answers_in_another_unit_are_shown_in_that_of_the_form(tmp_path):
    opened = study(tmp_path, typed_plan("four_point"), MODEL, SCENARIOS)
    cells = REPLIES["four_point"][1]
    given_ = by_form(
        opened, filled(csv_form(opened.asked(), "probability"), cells, opened), "f.csv"
    )
    text = csv_form(opened.asked(), "percent", {j.question: j for j in given_})
    (row,) = (
        r
        for r in csv.DictReader(io.StringIO(text))
        if r["question"] == "weather[]" and r["component"] == "wet"
    )
    assert (row["low"], row["best"], row["high"], row["confidence"]) == ("15", "30", "60", "")
