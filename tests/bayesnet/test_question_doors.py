"""What was built for long and asked by nobody: each has a command, which says what Python says."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import bayesnet as bn
from bayesnet.cli.plans import _dominated
from bayesnet.study.view import StudyView
from elicitation.cli import main
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def study():
    return bn.read(SHIPPED)


def asked(*words):
    result = CliRunner().invoke(main, [*words, "--study", str(SHIPPED)])
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(*words):
    return json.loads(asked(*words, "--format", "json"))


def test_the_likeliest_states_under_a_scenario(study):
    told = rows("explain", "S5", "--mpe")
    own = study.mpe("S5")
    assert {row["node"]: row["pool"] for row in told["rows"]} == dict(own.pool)
    assert told["probability"]["pool"] == pytest.approx(own.probability["pool"])
    text = asked("explain", "S5", "--mpe")
    assert "The likeliest states of all nodes together, under Resolve plus standing offer" in text


def test_what_tells_most(study):
    told = rows("learn", "--about", "miscalculation")["rows"]
    own = study.most_informative("miscalculation", "S0")
    assert [row["node"] for row in told] == list(own.bits)
    assert told[0]["pool"] == pytest.approx(own[own.best])
    text = " ".join(asked("learn", "--about", "miscalculation").split())
    assert f"{study.diagram.labels[own.best]} tells most about DPRK miscalculation" in text


def test_what_setting_a_node_is_worth(study):
    told = rows("learn", "--control", "--node", "ally_confidence", "--before", "response_style")
    own = study.value_of_control("ally_confidence", before=["response_style"])
    assert told["rows"][0]["pool"] == pytest.approx(own.frame()["pool"].iloc[0])
    knowing = study.value_of_information("ally_confidence", before=["response_style"]).frame()
    worth = knowing["pool"].fillna(0.0).iloc[0]
    assert told["rows"][0]["pool"] >= worth  # who sets a node knows it, too


def test_independence_by_arcs_under_every_structure(study):
    words = ("rift_line", "miscalculation", "--given", "perceived_commitment")
    told = rows("explain", "--independent", *words)["rows"]
    assert {row["structure"]: row["independent"] for row in told} == {
        name: bool(bn.Study(StudyView(study.view.study, name)).d_separated(*words[:2], [words[3]]))
        for name in study.view.study.structures
    }
    assert "rift_line can tell about miscalculation:" in asked(
        "explain", "--independent", *words[:2]
    )


def test_a_plan_that_another_dominates_is_named():
    """Out is worth less than in whatever the weather: nobody who likes more takes it."""
    diagram = bn.diagram(
        "picnic",
        bn.Chance("weather", ["dry", "wet"], p=[0.7, 0.3]),
        bn.Decision("where", ["in", "out"]),
        bn.Value("joy", given=["weather", "where"], u=[[5, 4], [3, 2]]),
    )
    told = _dominated(diagram.plans(), diagram.plans().prospects)
    assert told == ["Nobody who likes more takes out: in is better in distribution, too."]


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("explain",), "no scenario is named."),
        (("explain", "--independent", "rift_line", "nothing"), "there is no node 'nothing';"),
        (("learn", "--about", "peace"), "there is no uncertain node 'peace';"),
        (("learn", "--control", "--node", "peace"), "there is no uncertain node 'peace';"),
        (("learn", "--control", "--before", "peace"), "there is no decision 'peace';"),
    ],
)
def test_what_cannot_be_asked_is_said(words, sentence):
    result = CliRunner().invoke(main, [*words, "--study", str(SHIPPED)])
    assert result.exit_code == 2
    assert sentence in result.stderr
