"""A forecast that rests on few distinct best replies is doubted by the check, and by the answer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.knife_edge import FEW, distinct_rules, knife_edges
from bayesnet.adversary.mind import agent_of, mind
from bayesnet.adversary.variants import with_agent
from bayesnet.adversary.words import knife_edge_sentences, roads_sentences
from bayesnet.messages.facts import Count, Expert, Node
from bayesnet.study.agents.agent import exactly
from bayesnet.study.view import StudyView
from elicitation.cli import main
from tests.bayesnet.test_bad_agents import DECIDED, study_with

CODE = "agent.knife-edge"
BEST = DECIDED.replace(
    'behaviour = "quantal"\nprecision = { low = 0.5, best = 1, high = 2 }', 'behaviour = "best"'
)


def test_rules_are_counted_expert_by_expert():
    """Two states known, two acts, two experts, four draws: one rule for the first, three for her."""
    one = [[[1, 1, 1, 1], [0, 0, 0, 0]], [[0, 0, 0, 0], [1, 1, 1, 1]]]
    other = [[[1, 0, 1, 0], [0, 1, 0, 1]], [[0, 0, 1, 0], [1, 1, 0, 1]]]
    chosen = np.moveaxis(np.array([one, other], float), 0, 2)
    assert chosen.shape == (2, 2, 2, 4)
    assert distinct_rules(chosen).tolist() == [1, 3]


def test_a_forecast_of_one_rule_is_doubted_at_its_place(tmp_path):
    (found,) = knife_edges(study_with(tmp_path, BEST))
    assert (found.code, found.severity) == (CODE, "warning")
    assert str(found.place) == "model.toml: agent.paper.decides[0].node"
    assert found.facts["node"] == Node("forecast")
    assert found.facts["rules"] == Count(1, "rule")
    assert found.facts["agent"] == "The newspaper"


def test_who_chooses_with_noise_has_no_edge(tmp_path):
    assert knife_edges(study_with(tmp_path, DECIDED)) == []


def test_the_shipped_study_stands_on_many_rules_and_its_sure_twin_does_not(frozen):
    assert knife_edges(frozen) == []
    view = StudyView(frozen, "E", "balanced", {"bomber_posture": "dynamic"})
    agent = agent_of(view)
    values = {
        name: dataclasses.replace(value, weight=exactly(value.weight.centre))
        for name, value in agent.values.items()
    }
    views = {"spiral": agent.views["spiral"]}
    sure = dataclasses.replace(agent, values=values, views=views)
    changed = with_agent(view, sure, agent.id)
    found = knife_edges(changed.study)
    assert [p.facts["node"] for p in found] == [Node("pressure_move"), Node("provocation_level")]
    assert found[1].facts["expert"] != Expert("spiral")  # whose ranges make several rules
    assert all(p.place.file == f"structures/{changed.structure}.toml" for p in found)
    rules = distinct_rules(mind(changed, sure, frozen.book.full("S0")).chosen({}))
    assert rules.min() < FEW <= rules[frozen.priors.experts.index("spiral")]
    said = adversary(changed, frozen.book.full("S0"), sure)
    assert "no more than 1 different rules" in knife_edge_sentences(said)[0]
    assert said.impossible == (
        "S8",
    )  # an early move is seen there, which so sure an agent never makes
    assert "it would not do: S8." in " ".join(roads_sentences(said))


@pytest.mark.parametrize("model, doubts", [(BEST, 1), (DECIDED, 0)])
def test_the_check_says_so_and_goes_on(tmp_path, model, doubts):
    study_with(tmp_path, model)
    shown = CliRunner().invoke(main, ["check", "--study", str(tmp_path)])
    assert shown.exit_code == 0
    assert shown.output.count("a little more or less of one weight may turn the forecast") == doubts
