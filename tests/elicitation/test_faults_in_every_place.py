"""What once went wrong where a question is answered goes right on a page, in a workbook and aloud."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.questionnaire.question_types import BINS
from elicitation.questionnaire.questions import Question
from elicitation.record.responses import standing_judgements
from elicitation.study import open_elicitation, open_record
from tests.elicitation.every_type import EXPERTS, every_type
from tests.elicitation.places import PLACES, Place, Served
from tests.elicitation.test_hints_and_sources import TOGETHER
from tests.elicitation.test_one_count import CHECKS
from tests.elicitation.workshop import begin, done, resolve
from tests.elicitation.workshop_site import filled, said

EVERYWHERE = pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return every_type(tmp_path_factory.mktemp("made") / "study")


@pytest.fixture
def every(made: Path, tmp_path: Path) -> Path:
    """A study that asks every type of question, its first round open, nothing answered."""
    return shutil.copytree(made, tmp_path / "study")


@pytest.fixture
def umbrella(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "study")
    plan = folder / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8") + CHECKS, "utf-8")
    model = folder / "model.toml"
    claim = 'claim = "Rain spoils a walk."'
    model.write_text(model.read_text("utf-8").replace(claim, f'{claim}\nsign = "-"'), "utf-8")
    done(folder, "round", "open", 1)
    return folder


def recorded(folder: Path, expert: str) -> dict[str, dict[str, float]]:
    """Return the best values that stand for an expert, by question and state."""
    own = standing_judgements(open_record(folder).responses.values()).get(expert, {})
    return {
        key: {state: float(e.best) for state, e in judgement.answers.items()}
        for key, judgement in own.items()
    }


def first(folder: Path, type_: str) -> tuple[str, Question]:
    """Return the first question of a type on three states, and whom it is put to."""
    opened, _ = open_elicitation(folder)
    return next(
        (expert, question)
        for expert in EXPERTS
        for question in opened.asked(expert)
        if question.type == type_ and len(question.lines) == len(question.parameter.components) == 3
    )


LEAST = {  # the fewest cells that the hint of a type asks for, state by state
    "point": [{"best": "20"}, {"best": "30"}, {"best": "50"}],
    "quantiles": [{"q5": str(m - 5), "q50": str(m), "q95": str(m + 5)} for m in (20, 30, 50)],
    "roulette": [{BINS[n]: "5", BINS[n + 1]: "5"} for n in (1, 2, 4)],
    "scale": [{"word": w} for w in ("very unlikely", "unlikely", "roughly even chance")],
}


@EVERYWHERE
@pytest.mark.parametrize("type_", LEAST)
def test_what_a_hint_asks_for_is_taken_and_said_to_be(
    every: Path, place: Place, type_: str
) -> None:
    expert, question = first(every, type_)
    cells = dict(zip(question.lines, LEAST[type_], strict=True))
    words = place(every, expert, question.parameter.node, cells)
    best = recorded(every, expert).get(question.key, {})
    assert sum(best.values()) == pytest.approx(1), words
    assert "Saved" in words or "Recorded 1 answer" in words


@EVERYWHERE
def test_words_that_cannot_come_to_the_whole_are_told_how(every: Path, place: Place) -> None:
    """Nothing is recorded, and no number outside the range of a word is put forward."""
    expert, question = first(every, "scale")
    cells = {line: {"word": "very unlikely"} for line in question.lines}
    words = place(every, expert, question.parameter.node, cells)
    assert "These answers come to 15 to 60 of 100, not 100. Choose a likelier word" in words
    assert "Scale to 100" not in words
    assert question.key not in recorded(every, expert)


def test_only_the_terminal_asks_for_a_dash(every: Path) -> None:
    """Nor is a share of 100 spoken of where quantiles are asked for."""
    expert, question = first(every, "quantiles")
    site = Served(every)
    (number,) = (p.number for p in site.desk.pages(expert) if p.first.key == question.key)
    page = said(site.expert(expert).get(f"/expert/q/{number}"))
    form = done(every, "form", "--expert", expert, "--round", 1)
    cells = dict(zip(question.lines, LEAST["quantiles"], strict=True))
    aloud = PLACES["terminal"](every, expert, question.parameter.node, cells)
    assert ["Type - for one" in words for words in (page, form, aloud)] == [False, False, True]
    line = form.partition(question.key)[2].partition(question.key)[0]
    assert line
    assert not any(TOGETHER in words for words in (page, line, aloud))


@EVERYWHERE
def test_causes_ranked_alike_are_asked_back(umbrella: Path, place: Place) -> None:
    asked = {
        (q.key, "value"): {"best": "1"}
        for q in open_elicitation(umbrella)[0].asked("E03")
        if q.key.startswith("mood.rank[")
    }
    assert len(asked) > 1
    words = place(umbrella, "E03", "mood", asked)
    assert "first alike among the causes of Mood: one of them matters most" in words


@EVERYWHERE
def test_a_reversal_is_asked_back_in_words_of_the_study(umbrella: Path, place: Place) -> None:
    rows = [f"mood[weather={weather}, umbrella=leave]" for weather in ("dry", "wet")]
    good = {(key, "good"): {"best": best} for key, best in zip(rows, ("10", "90"), strict=True)}
    bad = {(key, "bad"): {"best": best} for key, best in zip(rows, ("90", "10"), strict=True)}
    words = place(umbrella, "E03", "mood", good | bad)
    assert "You give Mood (good) 90 % when Weather is wet and 10 % when dry" in words


@EVERYWHERE
def test_a_spread_as_wide_as_its_scale_is_asked_back(every: Path, place: Place) -> None:
    opened, _ = open_elicitation(every)
    expert, question = next(
        (e, q) for e in EXPERTS for q in opened.asked(e) if q.key.endswith(".spread")
    )
    words = place(every, expert, question.parameter.node, {(question.key, "value"): {"best": "5"}})
    assert "5 is as wide as its whole scale, from 0 to 1; did you mean 0.05?" in words


@EVERYWHERE
def test_a_closed_round_is_said_before_anything_is_typed(umbrella: Path, place: Place) -> None:
    done(umbrella, "round", "close", 1)
    words = place(umbrella, "E03", "weather", {("weather[]", "wet"): {"best": "30"}})
    assert "Round 1 is closed" in words or "No round is open" in words
    assert "[1 of 1]" not in words
    assert recorded(umbrella, "E03") == {}


def test_a_form_of_a_closed_round_says_so_when_it_goes_out(umbrella: Path) -> None:
    words = ("form", "--expert", "E03", "--round", 1, "--out")
    assert "is closed" not in done(umbrella, *words, umbrella / "open.xlsx")
    done(umbrella, "round", "close", 1)
    assert "Round 1 is closed. Open it again before" in done(umbrella, *words, umbrella / "b.xlsx")


def test_in_a_reopened_round_the_terminal_takes_a_correction_with_its_reason(
    umbrella: Path,
) -> None:
    done(umbrella, "round", "close", 1)
    done(umbrella, "round", "reopen", 1, "--reason", "a late flight")
    ask = ["ask", "--expert", "E03", "--round", "1", "--node", "weather", "--study", str(umbrella)]
    refusal = CliRunner().invoke(main, ask, input="30\n")
    assert (refusal.exit_code, "[1 of 1]" in refusal.output) == (2, False)
    assert "a correction needs its reason" in refusal.output
    corrected = CliRunner().invoke(main, [*ask, "--reason", "she landed"], input="-\n-\n30\n")
    assert "Recorded 1 answer of E03" in corrected.output, corrected.output


def test_what_was_recorded_is_shown_wherever_it_is_asked_again(umbrella: Path) -> None:
    PLACES["page"](umbrella, "E03", "weather", {("weather[]", "wet"): {"best": "30"}})
    assert recorded(umbrella, "E03")["weather[]"] == {"dry": 0.7, "wet": 0.3}
    site = Served(umbrella)
    assert filled(site.expert("E03").get("/expert/q/1"))["c1-best"] == "30"
    form = resolve(umbrella, "form", "--expert", "E03", "--round", 1).output
    best = {
        r["component"]: r["best"]
        for r in csv.DictReader(form.splitlines())
        if r["question"] == "weather[]"
    }
    assert best == {"dry": "", "wet": "30"}  # as it was typed
    assert "Your answer so far: dry 70, wet 30." in PLACES["terminal"](
        umbrella, "E03", "weather", {}
    )
