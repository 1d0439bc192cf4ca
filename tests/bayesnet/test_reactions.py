"""Who reacts to what is set, and whose mind a node is in, is what the study says, not the code."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bayesnet.formats.model_toml import read_model
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS

ROLE = 'role = "indicator"\n'
"""Of the forecast."""


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def asked(tmp_path):
    def ask(change, *words):
        old, new = change
        assert old in MODEL
        (tmp_path / "model.toml").write_text(MODEL.replace(old, new, 1), "utf-8")
        (tmp_path / "scenarios.toml").write_text(SCENARIOS, "utf-8")
        return " ".join(resolve(*words, "--study", tmp_path).output.split())

    return ask


@pytest.mark.parametrize(
    ("change", "caveat"),
    [
        ((ROLE, ROLE), ""),
        ((ROLE, ""), ""),
        ((ROLE, 'role = "adversary"\n'), "Each assumes that the adversary's way of responding stays as it is."),
        ((ROLE, 'role = "other_party"\n'), "Each assumes that the other party's way of responding stays as it is."),
        (('recall = "perfect"\n', 'recall = "perfect"\nreaction_note = "The river does not read this."\n'), "The river does not read this."),
    ],
)  # fmt: skip
def test_the_caveat_on_settings_is_the_study_s_own(change, caveat, asked):
    told = asked(change, "whatif", "covered", "--against", "bare")
    assert ("Set: umbrella. " + caveat in told) == bool(caveat)
    assert ("way of responding" in told) == ("way of responding" in caveat)


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("", "forecast is something one learns, not something one makes so."),
        ('role = "belief"\n', "forecast is in somebody's mind: nobody here can set it."),
        ('role = "perception"\nperceiver = "the neighbour"\n', "forecast is in the mind of the neighbour: nobody else can set it."),
        ('role = "adversary"\n', "forecast is the adversary's to decide: nobody here can set it."),
        ('role = "other_party"\n', "forecast is the other party's to decide: nobody here can set it."),
        ("resolvable = false\n", "forecast is nobody's here to decide: it cannot be set."),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_said_with_the_remedy(role, said, asked):
    told = asked((ROLE, role), "whatif", "--set", "forecast=sun")
    assert said in told
    assert "write settable = true in [chance.forecast]." in told
    assert "alliance" not in told
    answered = asked((ROLE, role + "settable = true\n"), "whatif", "--set", "forecast=sun")
    assert "error: " not in answered


def test_a_role_is_optional_and_one_of_the_known():
    diagram, _, problems = read_model(MODEL.replace(ROLE, ""))
    assert diagram is not None, problems
    assert diagram.chance["forecast"].role == "mechanism"
    diagram, _, problems = read_model(MODEL.replace(ROLE, 'role = "enemy"\n'))
    assert diagram is None
    assert "'enemy' is not one of the choices;" in str(problems[0])


def test_a_wrong_setting_is_told_in_no_other_study_s_words(asked):
    told = asked((ROLE, ROLE), "whatif", "--set", "umbrella")
    assert "Write --set, a node's name, = and one of its states." in told


def test_a_report_says_nothing_of_anybody_who_reacts_where_nobody_does(asked, tmp_path):
    asked((ROLE, ROLE), "report")
    page = (tmp_path / "reports" / "report.html").read_text("utf-8")
    for word in ("adversary", "alliance", "way of responding"):
        assert word not in page
    asked((ROLE, 'role = "adversary"\n'), "report")
    page = (tmp_path / "reports" / "report.html").read_text("utf-8")
    assert "The adversary is a set of uncertain quantities" in page
    assert "Every setting assumes that the adversary" in page
