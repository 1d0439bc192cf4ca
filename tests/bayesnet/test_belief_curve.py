"""The curve over a belief: its ends are what-ifs, its line is exact, its words come from both."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.belief_curve import belief_curve
from bayesnet.adversary.belief_words import title_text, told_text
from bayesnet.adversary.levers import acting
from bayesnet.adversary.mind import agent_of
from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.errors import StudyError
from bayesnet.inference.query import Network, Table
from bayesnet.study.view import StudyView


@pytest.fixture(scope="module")
def asked(frozen):
    view = StudyView(frozen, "E", "balanced", {"bomber_posture": "dynamic"})
    return view, adversary(view, frozen.book.full("S0"), agent_of(view))


@pytest.fixture(scope="module")
def curve(asked):
    return belief_curve(*asked)


def where(view, answer, **others):
    """P(it acts) with more set than in the scenario."""
    scenario = dataclasses.replace(answer.scenario, set={**answer.scenario.set, **others})
    return acting(view, scenario, answer.mind)


def test_it_is_commitment_against_capability(curve):
    assert (curve.belief, curve.state) == ("perceived_commitment", "firm")
    assert curve.decision == "capability_upgrades"
    assert (curve.without.option, curve.with_it.option) == ("slowed", "accelerated")


def test_all_cases_is_the_belief_set(asked, curve):
    for line in (curve.without, curve.with_it):
        ours = {curve.decision: line.option}
        sure = where(*asked, **ours, perceived_commitment="firm")
        assert line.always == pytest.approx(sure, abs=1e-12)


def test_a_point_is_a_study_in_which_it_is_believed_so_often(asked, curve):
    """By another road: the belief's table replaced by one that gives firm a share of 0.6."""
    view, answer = asked
    name, network = curve.belief, view.network
    for line in (curve.without, curve.with_it):
        scenario = dataclasses.replace(
            answer.scenario, set={**answer.scenario.set, curve.decision: line.option}
        )
        now = np.array(unchecked_beliefs(view, scenario, [name])[name])
        assert now[-1] == pytest.approx(line.held, abs=1e-12)
        share = np.array([0.6] * now.shape[-1])
        row = np.concatenate([(1 - share) * now[:-1] / now[:-1].sum(axis=0), [share]])
        tables = {**network.tables, name: Table(scope=(name,), values=row)}
        other = Network(sizes=network.sizes, tables=tables)
        node = answer.mind.owned.node
        found = unchecked_beliefs(view, scenario, [node], other)[node]
        assert line.at(0.6) == pytest.approx(1 - found[answer.mind.waiting], abs=1e-9)
        assert line.here == pytest.approx(line.at(line.held), abs=1e-12)


def test_the_option_is_told_at_the_belief_that_is_there_without_it(curve):
    held = curve.without.held
    apart = curve.with_it.at(held) - curve.without.at(held)
    assert curve.of_option == pytest.approx(apart, abs=1e-12)
    assert curve.of_belief == pytest.approx(curve.without.at(1.0) - curve.without.at(0.0))


def test_the_words_are_those_of_the_numbers(asked, curve):
    view, answer = asked
    diagram = view.diagram
    more = title_text(answer, curve, diagram)
    assert more == "Perceived commitment moves how often DPRK acts more than Capability upgrades"
    steeper = dataclasses.replace(
        curve.with_it, never=curve.with_it.never - 0.2, always=curve.with_it.always - 0.2
    )
    other = dataclasses.replace(curve, with_it=steeper)
    assert title_text(answer, other, diagram).startswith("Capability upgrades moves")
    same = dataclasses.replace(curve, with_it=curve.without)
    flat = dataclasses.replace(curve.without, always=curve.without.never)
    none = dataclasses.replace(curve, without=flat, with_it=flat)
    assert title_text(answer, none, diagram).startswith("Neither Perceived commitment nor")
    assert "at the same belief, -0.040, 6 of 6 lower." in told_text(answer, curve, diagram)
    assert "at the same belief, 0.000, 6 of 6 unchanged." in told_text(answer, same, diagram)


def test_what_does_not_reach_its_decision_is_refused(asked):
    with pytest.raises(StudyError, match="no belief 'rift_line' reaches what it decides"):
        belief_curve(*asked, "rift_line")
    with pytest.raises(StudyError, match="there is no decision 'upgrades'"):
        belief_curve(*asked, "", "upgrades")
