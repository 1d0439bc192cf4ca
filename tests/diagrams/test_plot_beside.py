"""A plot asks the question of the command that prints, by the same options."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from elicitation.cli import main

ASKED = (
    *("whatif", "compare", "drivers", "sensitivity", "adversary", "pedigree", "plans", "learn"),
    "score",
)
OF_PICTURES = {"page", "out", "dpi", "caption"}
OF_PRINTING = {"form", "plot", "part", "top", "everything", "lexicon", "curve"}


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plots") / "study"
    assert resolve("init", folder).exit_code == 0
    return folder


@pytest.mark.parametrize("name", ASKED)
def test_options_are_declared_once(name):
    printing = main.get_command(None, name)
    drawing = main.get_command(None, "plot").get_command(None, name)
    printed, drawn = ({o.name: o for o in c.params} for c in (printing, drawing))
    assert drawn.keys() - OF_PICTURES <= printed.keys()
    assert printed.keys() - drawn.keys() <= OF_PRINTING
    for shared in drawn.keys() & printed.keys():
        assert drawn[shared].to_info_dict() == printed[shared].to_info_dict()


QUESTIONS = (
    ("whatif", "S5", "--seen", "rift_line=present"),
    ("compare", "S6"),
    ("drivers",),
    ("sensitivity", "internal_strain=severe"),
    ("adversary",),
    ("pedigree",),
    ("plans", "--draws", "20"),
    ("learn", "--draws", "200"),
    ("score", "--known", "burden_dispute=settled"),
)


def test_every_question_that_is_drawn_is_tried():
    assert [name for name, *_ in QUESTIONS] == [*ASKED]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda words: words[0])
def test_an_answer_is_drawn_beside_what_is_printed(study, tmp_path, asked):
    words = (*asked, "--study", study)
    beside, alone = tmp_path / "beside.svg", tmp_path / "alone.svg"
    printed = resolve(*words, "--format", "json", "--plot", beside)
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.stdout)["rows"]
    assert str(beside) in printed.stderr
    assert resolve("plot", *words, "--out", alone).exit_code == 0
    assert beside.read_bytes() == alone.read_bytes()


def test_without_plot_nothing_is_drawn(study, tmp_path):
    assert resolve("whatif", "S5", "--study", study).exit_code == 0
    assert not (study / "figures").exists()


def test_a_plot_names_no_expert(study, tmp_path):
    refused = resolve("plot", "drivers", "--by", "expert", "--study", study)
    assert refused.exit_code == 2
    assert "--by: a plot names no expert." in refused.stderr


@pytest.mark.parametrize(
    "option", [("--about", "rift_line"), ("--control",), ("--node", "rift_line")]
)
def test_only_learning_the_numbers_is_drawn(study, option):
    refused = resolve("plot", "learn", *option, "--study", study)
    assert refused.exit_code == 2
    assert f"{option[0]}: what is drawn is what learning the numbers" in refused.stderr


def test_what_is_over_draws_needs_some(study, tmp_path):
    refused = resolve("plot", "plans", "--draws", "0", "--study", study)
    assert refused.exit_code == 2
    assert "--draws: this is a plot over draws." in refused.stderr
