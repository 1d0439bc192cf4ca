"""Scores of values equal the expectation over the joint, worked out by the solver's evaluation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bayesnet.answers.expected_scores import expected_scores
from bayesnet.answers.recommend import decision_problem, utility_terms
from bayesnet.answers.whatif import what_if
from bayesnet.decisions.solve import evaluate
from bayesnet.decisions.strategy import Strategy, fixed_rule
from bayesnet.folder.reading import open_study
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from tests.bayesnet.small_study import MODEL
from tests.foreign.test_value_tables import SCORES


def test_scores_are_what_the_strategy_of_a_scenario_is_worth(frozen):
    scenario = frozen.book.full("S5")
    answer = what_if(StudyView(frozen, "A"), scenario)
    problem = decision_problem(StudyView(frozen, "A", "balanced", dict(scenario.seen)))
    states = frozen.diagram.states
    rules = {
        name: fixed_rule(name, states[name].index(scenario.set[name]), problem.network.sizes)
        for name in frozen.diagram.decisions
    }
    terms = utility_terms(frozen.diagram, None)
    plain = type(problem)(
        network=problem.network,
        decisions=problem.decisions,
        utilities=terms,
        recall=problem.recall,
        seen=problem.seen,
    )
    worth = dict.fromkeys(frozen.diagram.utilities, 0.0)
    for name, value in evaluate(plain, Strategy(rules=rules)):
        worth[name] += float(value[0])
    found = expected_scores(StudyView(frozen, "A"), scenario, answer.beliefs)
    assert found == pytest.approx(worth, abs=1e-9)


def test_a_score_that_is_a_table_takes_the_joint_of_its_parents(tmp_path):
    """Comfort is 100 in rain and good mood alone, which is less than both apart would give."""
    table = 'parents = ["weather", "mood"]\ntable = [\n' + "".join(
        f'  {{ when = ["{w}", "{m}"], value = {100 * (w == "wet" and m == "good")} }},\n'
        for w in ("dry", "wet")
        for m in ("bad", "good")
    )
    arc = MODEL[MODEL.index('[[arc]]\nfrom = "mood"\nto = "comfort"') :].partition("\n\n")[0]
    text = MODEL.replace(SCORES, f"{table}]\n") + "\n" + arc.replace('"mood"', '"weather"') + "\n"
    (tmp_path / "model.toml").write_text(text, "utf-8")
    study, _ = open_study(tmp_path)
    scenario = Scenario(id="", label="", set={"umbrella": "leave"})
    answer = what_if(StudyView(study), scenario)
    good = what_if(StudyView(study), replace(scenario, seen={"mood": "good"}))
    both = answer.beliefs["mood"][1] * good.beliefs["weather"][1]
    assert both < 0.9 * answer.beliefs["mood"][1] * answer.beliefs["weather"][1]
    found = expected_scores(StudyView(study), scenario, answer.beliefs)
    assert found == pytest.approx({"comfort": 100 * both}, abs=1e-9)
