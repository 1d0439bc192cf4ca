"""Worth of observations equals trees rolled back by hand; what cannot be known says why."""

from __future__ import annotations

import pytest

from bayesnet.errors import StudyError
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.observations import observable, observations
from tests.uncertainty.studies import uncertain_study


def rolled_back(study, world):
    """Best expected comfort with the forecast alone, and with the weather too: by hand."""
    tables = study.network("A").tables

    def entry(name, *at):
        values = tables[name].values
        return values[(*at, min(world, values.shape[-1] - 1))]

    def joint(weather, forecast):
        return entry("weather", weather) * entry("forecast", weather, forecast)

    def comfort(weather, option):
        return 100 * entry("mood", weather, option, 1)

    pairs = [(w, f) for w in (0, 1) for f in (0, 1)]
    told = sum(
        max(sum(joint(w, f) * comfort(w, option) for w in (0, 1)) for option in (0, 1))
        for f in (0, 1)
    )
    known = sum(joint(w, f) * max(comfort(w, 0), comfort(w, 1)) for w, f in pairs)
    return told, known


def test_observing_the_weather_is_worth_the_tree_rolled_back():
    positive = 0
    for seed in range(6):
        study = uncertain_study(seed, width=0)
        (row,) = observations(StudyView(study, "A", "even"), ["weather"], ["umbrella"]).rows
        for world in range(4):
            told, known = rolled_back(study, world)
            assert row.values[world] == pytest.approx(known - told, abs=1e-9)
        positive += row.values[0] > 0
        assert (row.switch is None) == (row.values[0] > 0)
    assert positive > 1


def test_a_zero_says_how_near_the_nearest_switch_is():
    study = next(
        s
        for s in (uncertain_study(seed, width=0) for seed in range(20))
        if observations(StudyView(s, "A", "even"), ["weather"], ["umbrella"]).rows[0].values[0] == 0
    )
    (row,) = observations(StudyView(study, "A", "even"), ["weather"], ["umbrella"]).rows
    mood = study.network("A").tables["mood"].values[..., 0]
    leads = [100 * abs(mood[w, 0, 1] - mood[w, 1, 1]) for w in (0, 1)]
    assert row.switch.lead == pytest.approx(min(leads), abs=1e-9)
    wet = leads[1] < leads[0]
    assert row.switch.known["weather"] == ("wet" if wet else "dry")
    assert {row.switch.option, row.switch.rival} == {"leave", "take"}


def test_what_is_known_anyway_is_left_out():
    study = uncertain_study(1)
    found = observations(StudyView(study, "A", "even"), ["forecast", "weather"], ["umbrella"])
    assert [row.node for row in found.rows] == ["weather"]


def test_too_late_says_through_what(frozen):
    findings = {"bomber_posture": "dynamic"}
    found = observations(
        StudyView(frozen, "A", "balanced", findings),
        ["rift_line"],
        ["capability_upgrades", "response_style"],
    )
    early, late = found.rows
    assert late.refusal == (
        "rift_line depends on response_style (through perceived_commitment), so it cannot be known "
        "before that decision."
    )
    assert (
        "which is decided later, so it cannot be known before capability_upgrades." in early.refusal
    )
    assert found.frame().loc[("response_style", "rift_line"), "refusal"] == late.refusal
    assert "structure A" in found._repr_html_()


def test_dominance_makes_every_observation_before_the_response_worth_nothing(frozen):
    """The study's own lesson: resolve_and_offer is best whatever is seen, so EVPI is 0."""
    findings = {"bomber_posture": "dynamic"}
    nodes = observable(frozen, findings)
    assert "perceived_commitment" not in nodes
    assert "bomber_posture" not in nodes
    found = observations(StudyView(frozen, "A", "balanced", findings), nodes, ["response_style"])
    rows = [row for row in found.before("response_style") if row.values]
    assert rows
    for row in rows:
        assert row.values == (0.0,) * 7
        assert row.switch.option == "resolve_and_offer"
        assert row.switch.lead > 1


def test_unknown_names_are_refused(frozen):
    with pytest.raises(StudyError) as refusal:
        observations(StudyView(frozen, "A", "balanced"), ["rift_lin"], ["response"])
    told = str(refusal.value)
    assert "no uncertain node 'rift_lin'; did you mean 'rift_line'?" in told
    assert "no decision 'response'; did you mean 'response_style'?" in told
