"""A study begins from five answers, a template, an example or parts of another, and is whole at once."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.errors import errors_in
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.scenarios_toml import read_scenarios
from elicitation.beginning.first_model import first_files
from elicitation.beginning.five_answers import FiveAnswers, of_counts, of_events, of_options
from elicitation.beginning.kept import PARTS as ABOUT
from elicitation.beginning.shipped import TEMPLATES
from elicitation.cli import main
from elicitation.cli.init import PARTS

TODAY = dt.date(2026, 11, 30)
FIVE = ("--question", "Which way?", "--who", "us", "--wrong", "rain", "--counts", "time")
OPTIONS = ("--option", "road", "--option", "path")


def typed(*words, answers=""):
    result = CliRunner().invoke(main, words, input=answers)
    assert not isinstance(result.exception, click.Abort)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def model():
    return Path("mine/model.toml").read_text("utf-8")


def test_five_answers_at_the_terminal_are_asked_again_where_they_are_too_few():
    answers = "Which way?\nus\nroad\nroad, path\n+sunshine, rain\nrain, Rain\ntime; money, spent\n"
    code, _, asked = typed("new", "mine", answers=answers)
    assert code == 0
    assert asked.count("> ") == 7
    assert asked.count("two options at least") == 1
    assert asked.count("'Rain' is there twice") == 1
    diagram, _, _ = read_model(model())
    assert (diagram.question, diagram.decision_maker) == ("Which way?", "us")
    assert list(diagram.chance) == ["rain", "sunshine"]
    assert [outcome.better for outcome in diagram.outcomes] == ["lower", "higher"]
    assert [node.label for node in diagram.utilities.values()] == ["time", "money, spent"]
    for value in diagram.utilities.values():
        points = {name: [*map(int, states.values())] for name, states in value.scores.items()}
        assert points == {"choice": [33, 33], "rain": [33, 0], "sunshine": [0, 33]}


def test_what_options_say_is_not_asked():
    code, _, asked = typed("new", "mine", *FIVE, *OPTIONS)
    assert (code, asked) == (0, "")
    assert len(model().splitlines()) < 50
    assert typed("new", "more", *FIVE, answers="road, path\n")[0] == 0
    assert Path("more/model.toml").read_text("utf-8") == model()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nobody answers here"),
        ((*FIVE, "--option", "road"), "two options at least"),
        ((*FIVE, *OPTIONS, "--option", "Road"), "'Road' is there twice"),
        (("--template", "deter", "--option", "x"), "--option does not go with --template"),
        (("--template", "deter", "--from", "x.net"), "Keep --template or --from"),
        (("--from", "x.net", "--counts", "money"), "--counts does not go with --from"),
        (("--from", "x.net", "--question", "Why?"), "--question does not go with --from"),
        (("--template", "deter", "--numbers", "final"), "--numbers says how another tool's file"),
        ((*FIVE, *OPTIONS, "--settable", "rain"), "--settable says how another tool's file"),
        ((*FIVE, "--option", " ", "--option", "road"), "two options at least"),
        ((*FIVE, "--option", "road", "--option", " Road "), "'Road' is there twice"),
    ],
)
def test_what_makes_no_study_is_refused_and_makes_no_folder(words, said):
    code, _, wrong = typed("new", "mine", *words)
    assert code == 2
    assert said in wrong
    assert not Path("mine").exists()


def test_only_what_is_typed_in_a_list_has_a_sign():
    answers = (*OPTIONS, "--counts", "time", "--wrong", "+20 % duty", "--right", "+5 % sales")
    assert typed("new", "mine", *answers, answers="  \nWhy?\n \nus\n")[0] == 0
    diagram, _, _ = read_model(model())
    assert (diagram.question, diagram.decision_maker) == ("Why?", "us")  # asked until it is said
    better = {outcome.label: outcome.better for outcome in diagram.outcomes}
    assert better == {"+20 % duty": "lower", "+5 % sales": "higher"}


def test_a_sign_without_anything_behind_it_is_asked_again():
    code, _, asked = typed("new", "mine", *OPTIONS, answers="Why?\nus\n+\n+sun\ntime\n")
    assert code == 0
    assert asked.count("nothing could go wrong or right") == 1


LABELS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12
).map(str.strip)
CLASHING = st.sampled_from(["no", "yes", "choice", "label", "[x], y = z", "a b", "a_b", "A b", "2"])
LISTS = st.lists(LABELS.filter(bool) | CLASHING, min_size=2, max_size=4)


@settings(deadline=None, max_examples=60)
@given(LISTS, LISTS, LISTS, LISTS)
def test_any_labels_make_a_sound_study_that_says_them_back(options, wrong, right, counts):
    answers = FiveAnswers(
        question=options[0],
        decision_maker=wrong[0],
        options=tuple(options),
        wrong=tuple(wrong),
        right=tuple(right),
        counts=tuple(counts),
    )
    if of_options(answers.options) or of_events(answers.events) or of_counts(answers.counts):
        return
    files = first_files(answers, TODAY)
    diagram, cpds, problems = read_model(files["model.toml"])
    assert errors_in(problems) == ()
    assert read_scenarios(files["scenarios.toml"], diagram)[1] == ()
    nodes = (*diagram.chance.values(), *diagram.utilities.values())
    assert [node.label for node in nodes] == [*answers.events, *answers.counts]
    (choice,) = diagram.decisions.values()
    shown = [" ".join(label.split()) for label in options]
    assert [" ".join(s.split()) for s in choice.state_labels or choice.states] == shown
    assert {p for cpd in cpds.values() for row in cpd.placeholder.values() for p in row} == {
        row[0] for row in itertools.islice(cpds[next(iter(cpds))].placeholder.values(), 1)
    }  # one number, 0.5, everywhere: nothing is made up


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_whole_and_takes_ones_own_question(name):
    code, _, _ = typed("new", "mine", "--template", name, "--question", "Ours?", "--who", "us")
    assert code == 0
    whole = {"model.toml", "scenarios.toml", "propositions.toml", "elicitation.toml", "report.toml"}
    assert {path.name for path in Path("mine").glob("*.toml")} == whole
    diagram, _, _ = read_model(model())
    assert (diagram.title, diagram.decision_maker) == ("Ours?", "us")
    assert "# A template: change labels" in model()
    assert diagram.as_of >= TODAY
    code, said, _ = typed("check", "--study", "mine")
    assert (code, "is sound" in said) == (0, True)
    code, said, _ = typed("whatif", "S1", "--study", "mine", "--format", "json")
    assert any(row["difference"] for row in json.loads(said)["rows"])
    code, said, _ = typed("decide", "--study", "mine")
    assert code == 0
    assert "tie" not in said
    code, said, _ = typed("propositions", "--study", "mine")
    assert code == 0
    assert "FAILS" not in said
    code, said, _ = typed("questions", "--expert", "E04", "--study", "mine")
    assert code == 0


def test_the_wildcatter_is_the_published_one():
    """Raiffa (1968): 22.5 with the test, 20 without; drill unless no structure is seen."""
    assert typed("init", "mine", "--example", "wildcatter")[0] == 0
    code, said, _ = typed("decide", "--study", "mine")
    assert code == 0
    assert "Expected utility 22.5" in said
    assert "no if structure=none, else yes" in said
    assert "+2.5" in said
    assert "ILLUSTRATIVE" not in said
    code, said, _ = typed("propositions", "--study", "mine")
    assert (code, "FAILS" in said) == (0, False)


@pytest.mark.parametrize(
    "keep", [("scenarios",), ("claims",), ("sources",), ("structures", "panels")]
)
def test_what_is_kept_of_the_articles_study_is_sound_and_the_rest_is_gone(keep):
    words = [word for part in keep for word in ("--keep", part)]
    assert typed("init", "mine", "--fresh", *words)[0] == 0
    code, _, wrong = typed("check", "--study", "mine")
    assert code == 0, wrong
    there = {
        "sources": "[[arc]]" in model() and Path("mine/report.toml").exists(),
        "scenarios": Path("mine/scenarios.toml").read_text("utf-8").count("[scenario.") > 1,
        "claims": Path("mine/propositions.toml").exists(),
        "structures": Path("mine/structures").exists(),
    }
    assert {part for part, kept in there.items() if kept} == {*keep} - {"panels"}
    assert ("\narticle = " in model()) == ("sources" in keep)
    assert not Path("mine/responses").exists()


def test_what_to_keep_is_asked_at_a_terminal(monkeypatch):
    monkeypatch.setattr("elicitation.cli.init._asks", lambda: True)
    code, said, _ = typed("init", "mine", "--fresh", answers="scenarios, panels\n")
    assert code == 0
    assert all(f"{part}: {about}" in said for part, about in ABOUT.items())
    assert "[[arc]]" not in model()
    code, _, wrong = typed("init", "other", "--fresh", answers="nothing\n")
    assert code == 2
    assert "resolve new other" in wrong
    assert not Path("other").exists()


def test_keep_goes_with_fresh_alone():
    assert set(ABOUT) == set(PARTS)
    code, _, wrong = typed("init", "mine", "--keep", "claims")
    assert code == 2
    assert "--fresh" in wrong
