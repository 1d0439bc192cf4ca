"""A study without decisions, values, scenarios or experts: what can be asked is named."""

from __future__ import annotations

import json
import math

import pytest
from click.testing import CliRunner

from elicitation.cli import main

MODEL = """\
format = "collective-resolve/model"
version = 1

[model]
id = "rain"
title = "Rain"
question = "Will it rain?"
decision_maker = "nobody"
as_of = 2026-01-01
horizon_end = 2026-01-31
source = "a textbook"
recall = "perfect"

[chance.wind]
label = "Wind"
states = ["east", "west"]
parents = []
definition = "Where the vane points at noon."
by = 2026-01-02
settled_by = "the vane"
role = "context"
[chance.wind.cpt]
method = "table"
rows = [{ when = [], p = [0.4, 0.6] }]

[chance.rain]
label = "Rain"
states = ["no", "yes"]
parents = ["wind"]
definition = "yes: at least 1 mm at the station."
by = 2026-01-02
settled_by = "the station"
role = "outcome"
[chance.rain.cpt]
method = "table"
rows = [{ when = ["east"], p = [0.8, 0.2] }, { when = ["west"], p = [0.3, 0.7] }]

[[arc]]
from = "wind"
to = "rain"
claim = "West wind brings rain."

[[outcome]]
id = "wet"
label = "Wet"
node = "rain"
states = ["yes"]
better = "lower"

[[outcome]]
id = "dry"
label = "Dry"
node = "rain"
states = ["no"]
better = "higher"
"""


@pytest.fixture(scope="module")
def resolve(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rain")
    (folder / "model.toml").write_text(MODEL, "utf-8")

    def run(*words):
        result = CliRunner().invoke(main, [*words, "--study", str(folder)])
        return result.exit_code, " ".join(result.output.split())

    return run


@pytest.mark.parametrize("words", [("drivers",), ("pedigree",), ("sensitivity", "wind=east")])
def test_the_outcomes_to_ask_about_are_named_and_can_be_asked_about(resolve, words):
    code, told = resolve(*words)
    assert code == 2
    assert "there is nothing to decide. Ask about an outcome: --on wet or --on dry." in told
    code, told = resolve(*words, "--on", "wet")
    assert code == 0, told


def test_where_nobody_differs_the_tornado_says_so_and_how_to_move_numbers(resolve, tmp_path):
    _, told = resolve("drivers", "--on", "wet")
    assert "There is one set of numbers, and numbers move only between experts: P(Wet)" in told
    assert "stays at 0.500. '--range swing' moves each one." in told
    _, told = resolve("drivers", "--on", "wet", "--range", "swing")
    assert "moves P(Wet) under 'nothing set or seen' most" in told
    target = tmp_path / "p.svg"
    assert resolve("plot", "drivers", "--on", "wet", "--out", str(target))[0] == 0
    svg = target.read_text("utf-8")
    assert "Nobody differs: there is one set of numbers" in svg
    assert "--range" not in svg


ANSWERS = {"E01": (60, 20, 70), "E02": (40, 20, 90)}
"""Percent of west wind, and of rain with east and with west wind."""


def entropy(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The study as two experts answered it."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "model.toml").write_text(MODEL, "utf-8")
    (folder / "scenarios.toml").write_text("[scenario.now]\n", "utf-8")
    plan = 'unit = "percent"\n[round.1]\n[expert.E01]\n[expert.E02]\n'
    (folder / "elicitation.toml").write_text(plan, "utf-8")

    def run(*words):
        result = CliRunner().invoke(main, [*words, "--study", str(folder)])
        assert result.exit_code == 0, result.output
        return result.stdout

    for expert, (west, east_rain, west_rain) in ANSWERS.items():
        rows = ("wind[]", "west", west), ("rain[wind=east]", "yes", east_rain)
        rows += (("rain[wind=west]", "yes", west_rain),)
        other = {"west": "east", "yes": "no"}
        lines = [f"{q},{c},{v}\n{q},{other[c]},{100 - v}\n" for q, c, v in rows]
        form = folder / f"{expert}.csv"
        form.write_text("question,component,best\n" + "".join(lines), "utf-8")
        run("submit", str(form), "--expert", expert, "--round", "1")
    run("freeze", "--reason", "first")
    return run


def test_the_agenda_goes_by_how_far_an_outcome_moves(asked):
    """Wind: .56 or .44 as all adopt one's; rain with west wind: .45 or .55; of both the deviation."""
    answer = json.loads(asked("agenda", "--format", "json"))
    assert [(t["question"], round(t["shift"], 9)) for t in answer["rows"]] == [
        ("wind[]", 0.06),
        ("rain[wind=west]", 0.05),
    ]
    said = asked("agenda")
    assert "2 questions have differing answers. First: Wind." in said
    assert not {"Worth", "Lead", "plan"} & {*said.replace(":", " ").split()}


def test_experts_differ_in_what_their_networks_imply_where_nobody_decides(asked):
    """Of E01 .50, of E02 .48; with the pool's wind for both .45 and .55: that widens the split."""
    answer = json.loads(asked("experts", "--format", "json"))
    assert [round(row["now: wet"], 9) for row in answer["rows"]] == [0.5, 0.48]
    assert {p["node"]: p["turns"] for p in answer["partings"]} == {"wind": {}, "rain": {}}
    said = asked("experts")
    assert "plan" not in said
    assert "Lead" not in said


def test_what_tells_most_about_the_first_outcome_is_what_is_worth_learning(asked):
    """In the pool: west .5, rain .2 and .8, so knowing the wind takes 1 - H(.2) of one bit."""
    answer = json.loads(asked("learn", "--format", "json"))
    (row,) = answer["rows"]
    assert row["node"] == "wind"
    assert row["pool"] == pytest.approx(1 - entropy(0.2))
    assert "There is nothing to decide. Of another node: --about NODE." in asked("learn")


def test_a_what_if_can_be_answered_in_any_node(asked):
    words = ("whatif", "--seen", "rain=yes", "--node", "wind", "--format", "json")
    rows = json.loads(asked(*words))["rows"]
    assert [(row["outcome"], round(row["value"], 9)) for row in rows] == [
        ("wind=east", 0.2),
        ("wind=west", 0.8),
    ]
