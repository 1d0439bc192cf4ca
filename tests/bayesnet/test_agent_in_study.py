"""An agent in the article's study: where it forecasts what was elicited, nothing changes at all."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.answers.recommend import recommend
from bayesnet.answers.whatif import what_if
from bayesnet.folder.reading import open_study
from bayesnet.formats.agents_in import taken_over
from bayesnet.study.agents.agent import Agent, AgentValue, OwnedDecision, exactly
from bayesnet.study.draws import draw
from bayesnet.study.structures import restructure
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.comparison import compare
from elicitation.cli import main
from tests.conftest import SHIPPED

NODES = ("pressure_move", "provocation_level")
EXACT = 1e-12


def _mimic(node, diagram, network):
    """Who decides one node, each act being worth the logarithm of its probability."""
    table = network.tables[node]
    worth = AgentValue(
        name="habit",
        label="habit",
        parents=table.scope,
        table=np.log(table.values[..., 0]),
        weight=exactly(1.0),
    )
    owned = OwnedDecision(
        node=node, knows=diagram.chance[node].parents, waiting=diagram.states[node][0]
    )
    return Agent(
        id=f"who decides {node}",
        label="DPRK",
        decisions=(owned,),
        values={"habit": worth},
        behaviour="quantal",
        parameter=exactly(1.0),
        samples=2,
    )


@pytest.fixture(scope="module")
def both():
    """The study with structure X, whose quantal agents have the logarithms of A's rows as worth."""
    placeholder, _ = open_study(SHIPPED, "placeholder")
    diagram, network = placeholder.diagram, placeholder.network("A")
    handed = [handed for node in NODES for handed in taken_over(_mimic(node, diagram, network))]
    made = restructure(diagram, placeholder.cpds, handed, id="X", label="x", text="", sources=())
    return dataclasses.replace(
        placeholder, structures={**placeholder.structures, "X": made}, _networks={}
    )


def test_the_forecast_is_the_table(both):
    for node in NODES:
        one, other = (both.network(s).tables[node] for s in "AX")
        assert one.scope == other.scope
        assert np.abs(one.values - other.values).max() < EXACT


def test_every_scenario_has_the_same_answer(both):
    for scenario in both.book.scenarios:
        full = both.book.full(scenario)
        one, other = (what_if(StudyView(both, s), full) for s in "AX")
        for node, belief in one.beliefs.items():
            assert other.beliefs[node] == pytest.approx(belief, abs=EXACT)
        for mine, theirs in zip(one.outcomes, other.outcomes, strict=True):
            assert theirs.value == pytest.approx(mine.value, abs=EXACT)
            assert theirs.by_expert == pytest.approx(mine.by_expert, abs=EXACT)


def test_the_best_plan_and_its_rivals_are_the_same(both):
    one, other = (recommend(StudyView(both, s, "balanced")) for s in "AX")
    assert other.expected == pytest.approx(one.expected, rel=EXACT)
    for mine, theirs in zip(one.choices, other.choices, strict=True):
        assert theirs.policy.text() == mine.policy.text()
        assert np.array(theirs.always) == pytest.approx(np.array(mine.always), rel=EXACT)


def test_drawn_worlds_have_the_same_answer(both):
    drawn = draw(both.cpds, both.priors, 50, 3)
    one, other = (both.drawn(s, drawn) for s in "AX")
    for node in NODES:
        assert np.abs(one.tables[node].values - other.tables[node].values).max() < EXACT
    s6, s0 = both.book.full("S6"), both.book.full("S0")
    answers = [compare(both, [s], [(s6, s0)], sampling=Sampling(draws=200)) for s in "AX"]
    frames = [answer.frame().reset_index(drop=True) for answer in answers]
    for column in frames[0].select_dtypes("number"):
        assert frames[1][column].to_numpy() == pytest.approx(
            frames[0][column].to_numpy(), abs=EXACT, nan_ok=True
        )


QUESTIONS = {
    "whatif S3": "DPRK itself chooses Early pressure move",
    "compare S3 --draws 200": "DPRK itself chooses Early pressure move",
    "decide": "DPRK itself chooses Early pressure move",
    "explain S3": "Response style threat_trading instead of resolve_and_offer",
    "plans --draws 200": "is best in",
    "drivers": "moves the best plan's lead",
    "switch": "What changes the recommendation soonest",
    "experts": "What their networks imply puts the experts into camps",
    "agenda": "here are the",
    "propositions": "Holding in the pool: E 14 of 14.",
    "learn --draws 200": "No single observation would change",
}


@pytest.mark.slow
@pytest.mark.parametrize("words", QUESTIONS)
def test_every_question_is_answered_where_the_adversary_decides(words):
    """And where it does, no answer still takes its way of responding for granted."""
    asked = [*words.split(), "--structure", "E", "--study", str(SHIPPED)]
    shown = CliRunner().invoke(main, asked)
    told = " ".join(shown.output.split())
    assert shown.exit_code == 0, told
    assert QUESTIONS[words] in told
    assert "structure E" in told or "Holding in the pool: E" in told
    assert "the adversary's way of responding stays as it is" not in told


def test_only_who_decides_is_spoken_of():
    shown = CliRunner().invoke(main, ["decide", "--study", str(SHIPPED)])
    assert shown.exit_code == 0
    assert "itself chooses" not in shown.output
