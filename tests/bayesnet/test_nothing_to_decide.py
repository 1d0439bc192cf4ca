"""A study without decisions, values, scenarios or experts: what can be asked is named."""

from __future__ import annotations

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
