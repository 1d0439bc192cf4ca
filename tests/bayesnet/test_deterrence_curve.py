"""The deterrence curve: a study with other weights at every point, and its exact threshold on it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.curve import deterrence_curve
from bayesnet.adversary.mind import agent_of
from bayesnet.adversary.variants import with_agent
from bayesnet.answers.whatif import what_if
from bayesnet.errors import StudyError
from bayesnet.study.view import StudyView

KNOWN = {"bomber_posture": "dynamic"}


@pytest.fixture(scope="module")
def under_e(frozen):
    return StudyView(frozen, "E", "balanced", KNOWN)


@pytest.fixture(scope="module")
def answer(under_e, frozen):
    return adversary(under_e, frozen.book.full("S0"), agent_of(under_e))


def test_it_is_of_the_value_whose_threshold_is_nearest(answer):
    curve = deterrence_curve(answer)
    ways = {t.value: abs(np.log(t.factors[0])) for t in answer.thresholds}
    assert ways["effort"] == min(way for way in ways.values() if not np.isnan(way))
    assert curve.value == "effort"  # ×1.68 is a little nearer than diversion's ×0.59
    assert curve.now == pytest.approx(answer.acting, abs=1e-9)


@pytest.mark.parametrize("value", ["diversion", "response_cost"])
def test_a_point_is_the_study_whose_agent_weighs_so_much(under_e, frozen, answer, value):
    curve = deterrence_curve(answer, value)
    assert np.all(np.diff(curve.factors) > 0)
    for at in (0, 20, len(curve.factors) - 1):
        agent = answer.mind.agent
        own = agent.values[value]
        other = dataclasses.replace(own, table=own.table * curve.factors[at])
        changed = dataclasses.replace(agent, values={**agent.values, value: other})
        told = what_if(with_agent(under_e, changed, agent.id), frozen.book.full("S0"))
        one = next(o for o in told.outcomes if o.outcome.id == "serious_or_lethal")
        assert curve.acting[:, at] == pytest.approx((one.value, *one.by_expert), abs=1e-9)


def test_the_threshold_is_where_the_curve_has_half(answer):
    for name in ("diversion", "response_cost", "opening"):
        curve = deterrence_curve(answer, name)
        assert curve.factors[-1] > np.nanmax(curve.threshold.factors)
        for world, factor in enumerate(curve.threshold.factors):
            there = np.interp(factor, curve.factors, curve.acting[world])
            assert there == pytest.approx(curve.now[world] / 2, abs=0.01)


def test_who_chooses_with_noise_has_a_curve_without_a_threshold(under_e, frozen):
    agent = dataclasses.replace(agent_of(under_e), behaviour="quantal")
    changed = with_agent(under_e, agent, agent.id)
    answer = adversary(changed, frozen.book.full("S0"), agent)
    curve = deterrence_curve(answer)
    assert curve.threshold is None
    assert np.isnan(curve.halved_at)
    assert curve.value == max(answer.speaks, key=lambda name: abs(answer.speaks[name]))


def test_an_unknown_value_is_refused(answer):
    with pytest.raises(StudyError, match="it weighs no 'diversions' when it decides; did you mean"):
        deterrence_curve(answer, "diversions")
    with pytest.raises(StudyError, match="it weighs no 'relief'"):  # another decision's
        deterrence_curve(answer, "relief")
