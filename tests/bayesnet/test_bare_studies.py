"""States, parents and numbers make a study; what is asked beyond them is asked for when needed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bayesnet.formats.model_toml import read_model
from bayesnet.formats.scenarios_toml import read_scenarios
from elicitation.cli import main

BARE = """
[decision.dike]
states = ["low", "high"]
[chance.flood]
states = ["no", "yes"]
cpt.rows = [{ p = [0.9, 0.1] }]
[chance.lasting_damage]
states = ["none", "some", "great"]
parents = ["flood", "dike"]
cpt.rows = [
  { when = ["no", "low"], p = [1, 0, 0] },
  { when = ["no", "high"], p = [1, 0, 0] },
  { when = ["yes", "low"], p = [0, 0.4, 0.6] },
  { when = ["yes", "high"], p = [0.5, 0.5, 0] },
]
[utility.homes.scores]
lasting_damage = { none = 100, some = 50, great = 0 }
[utility.money.scores]
dike = { low = 100, high = 0 }
"""
SCENARIOS = '[scenario.now]\nset = { dike = "low" }\n'


@pytest.fixture
def study(tmp_path, monkeypatch):
    (tmp_path / "model.toml").write_text(BARE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*words):
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.stdout, result.stderr


def test_what_is_left_out_has_a_meaning():
    diagram, _, problems = read_model(BARE)
    assert [p.code for p in problems] == ["model.nodes-no-definition-all"]
    assert diagram.labels["lasting_damage"] == "Lasting damage"
    assert [(o.id, o.label, o.better) for o in diagram.outcomes] == [
        ("lasting_damage=none", "Lasting damage: none", ""),
        ("lasting_damage=some", "Lasting damage: some", ""),
        ("lasting_damage=great", "Lasting damage: great", ""),
    ]
    (weights,) = diagram.weight_sets.values()
    assert {*map(float, weights.weights.values())} == {0.5}
    assert diagram.default_weights == weights.id
    book, wrong = read_scenarios(SCENARIOS, diagram)
    assert (book.reference, wrong) == ("now", ())


def test_answers_are_given_in_the_last_of_two_states_where_no_outcome_is_named():
    diagram, _, _ = read_model(BARE.partition("[utility")[0].partition("[chance.lasting")[0])
    assert [outcome.id for outcome in diagram.outcomes] == ["flood=yes"]


def test_a_state_without_a_label_is_read_as_words():
    diagram, _, _ = read_model(BARE.replace("great", "great_loss"))
    assert diagram.outcomes[-1].id == "lasting_damage=great_loss"
    assert diagram.outcomes[-1].label == "Lasting damage: great loss"


def test_values_of_a_unit_count_once_each_where_nobody_weighs_them():
    text = f'[model]\nvalue_unit = "euro"\n{BARE}'
    diagram, _, _ = read_model(text)
    (weights,) = diagram.weight_sets.values()
    assert {*map(float, weights.weights.values())} == {1.0}


def test_the_bare_study_is_answered_and_decided(study):
    code, said, _ = typed("whatif", "--set", "dike=low", "--format", "csv")
    assert code == 0
    assert "0.06" in said.splitlines()[3]  # 0.1 x 0.6 of great damage
    code, said, _ = typed("decide")
    assert code == 0
    assert "Expected utility 96.0 of 100" in said  # low: (100 + 100 x 0.9 + 0.1 x 20) / 2
    code, said, _ = typed("learn", "--control")
    assert code == 0
    assert "1 node cannot be set before any decision." in said


@pytest.mark.parametrize("command", ["report", "explain", "compare"])
def test_what_asks_for_scenarios_says_what_to_write(study, command):
    code, _, wrong = typed(command)
    assert code == 2
    assert "[scenario.now]" in wrong
    (study / "scenarios.toml").write_text(SCENARIOS)
    assert "[scenario.now]" not in typed(command)[2]


def test_what_asks_for_experts_says_what_to_write(study):
    code, _, wrong = typed("questions")
    assert code == 2
    assert "[round.1]" in wrong
    (study / "elicitation.toml").write_text("[round.1]\n[expert.E01]\n")
    code, said, _ = typed("questions", "--format", "json")
    assert code == 0
    definitions = [q["definitions"] for q in json.loads(said)["rows"]]
    assert definitions
    assert not any(definitions)  # nobody defined anything, nor said for when
