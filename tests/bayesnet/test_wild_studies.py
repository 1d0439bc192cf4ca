"""The studies that test and then act are solved as enumeration solves them, for everybody."""

from __future__ import annotations

import pytest

from bayesnet.answers.recommend import recommend
from bayesnet.study.view import StudyView
from tests.wild_study import WILD, by_hand


@pytest.mark.parametrize("name", WILD)
def test_the_best_rule_of_everybody_is_the_one_found_by_hand(wild_studies, name):
    study, wild = wild_studies[name], WILD[name]
    for structure in study.structures:
        for weights in study.diagram.weight_sets:
            answer = recommend(StudyView(study, structure, weights, {}))
            for index, world in enumerate(study.worlds):
                worths = by_hand(study, wild, structure, weights, index)
                ask, acts = max(worths, key=lambda plan: worths[plan])
                assert answer.expected[index] == pytest.approx(worths[ask, acts], abs=1e-9)
                assert answer.plans[world][wild.ask].always == ask
                done = answer.plans[world][wild.act]
                assert set(done.options) == {act for _, act in acts}
                for case in done.cases:
                    if wild.learned in case.known:
                        assert dict(acts)[case.known[wild.learned]] == case.option
