"""Changes to a structure: laws, and the numbers they are known for."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.study.priors import expert_tables
from bayesnet.study.structures import Attenuate, Shift, restructure, tables


def changed(study, *adjustments):
    made = restructure(
        study.diagram, study.cpds, adjustments, id="X", label="x", text="x", sources=()
    )
    return made, tables(made, expert_tables(study.cpds, study.priors))


def test_a_shift_of_nought_changes_no_row(frozen):
    by = {"cancelled": 0.0, "modified": 0.0, "full_scale": 0.0}
    shift = Shift(node="pressure_move", parent="exercise_plan", state="yes", by=by)
    made, after = changed(frozen, shift)
    parents, values = after["pressure_move"]
    before = expert_tables(frozen.cpds, frozen.priors)["pressure_move"]
    assert parents == ("internal_strain", "message_coherence", "exercise_plan")
    assert made.diagram.chance["pressure_move"].parents == parents
    assert np.abs(values - before[:, :, None]).max() < 1e-12


def test_a_shift_moves_the_log_odds_by_what_it_says(frozen):
    by = {"cancelled": -0.7, "modified": 0.0, "full_scale": 0.9}
    shift = Shift(node="provocation_level", parent="exercise_plan", state="lethal", by=by)
    _, after = changed(frozen, shift)
    values = after["provocation_level"][1]
    odds = np.log(values[..., 2, :] / (1 - values[..., 2, :]))
    assert np.abs(odds[..., 2, :] - odds[..., 1, :] - 0.9).max() < 1e-9
    others = values[..., 0, :] / values[..., 1, :]
    assert np.abs(others - others[..., :1, :]).max() < 1e-9  # the rest keep their proportions


@pytest.mark.parametrize("keep", [0.0, 0.3, 1.0])
def test_attenuation_keeps_its_share_of_the_spread(frozen, keep):
    weaker = Attenuate(node="miscalculation", parents=("posture_credibility",), keep=keep)
    _, after = changed(frozen, weaker)
    before = expert_tables(frozen.cpds, frozen.priors)["miscalculation"]
    values = after["miscalculation"][1]
    assert np.ptp(values, axis=0) == pytest.approx(keep * np.ptp(before, axis=0), abs=1e-12)
    assert values.mean(axis=0) == pytest.approx(before.mean(axis=0), abs=1e-12)


def test_a_replacement_is_the_same_for_every_expert(frozen):
    values = frozen.network("D").tables["posture_credibility"].values
    assert np.abs(values - values[..., :1]).max() < 1e-12


def test_the_model_itself_is_left_alone(frozen):
    before = dataclasses.replace(frozen.diagram)
    changed(frozen, Attenuate(node="miscalculation", parents=("posture_credibility",), keep=0.5))
    assert frozen.diagram == before
