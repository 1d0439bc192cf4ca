"""A swing's effect is what the same change of the numbers does when it is made by hand."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pytest

from bayesnet.answers.beliefs import beliefs, event_probability
from bayesnet.answers.screening import SIZES, counts, screen
from bayesnet.errors import StudyError
from bayesnet.rounding import steady
from bayesnet.study.priors import ANALYST, Judgement
from bayesnet.study.scenario import Likely, Scenario
from bayesnet.study.view import StudyView


@pytest.fixture(scope="module")
def screening(deterrence):
    return screen(StudyView(deterrence, "A"), deterrence.book.full("S0"))


def outcomes(study, scenario, changes):
    """Return P of every outcome after changes to the placeholders, by key."""
    own = study.priors.judgements[ANALYST] | {
        key: Judgement(best=tuple(Decimal(float(v)) for v in best)) for key, best in changes.items()
    }
    priors = dataclasses.replace(study.priors, judgements={ANALYST: own})
    changed = dataclasses.replace(study, priors=priors, _networks={})
    found = beliefs(StudyView(changed, "A"), scenario)
    return np.array([event_probability(found, study.diagram, o)[0] for o in study.diagram.outcomes])


def tilted(row, state, swing):
    row = np.array([float(p) for p in row])
    row[state] *= np.exp(swing)
    return row / row.sum()


@pytest.mark.parametrize(
    "key",
    [
        "miscalculation[posture_credibility=weak, hardliner_influence=low]",
        "provocation_level[miscalculation=no, provocation_calculus=attractive, pressure_move=yes]",
        "message_coherence.link[opcon_process=contested]",
        "burden_dispute[]",
    ],
)
def test_an_answer_swung_by_hand_moves_the_outcomes_as_far(key, screening, deterrence):
    scenario = deterrence.book.full("S0")
    row = deterrence.priors.judgements[ANALYST][key].best
    moved = [outcomes(deterrence, scenario, {})]
    moved += [
        outcomes(deterrence, scenario, {key: tilted(row, state, swing)})
        for state in range(len(row))
        for swing in (-0.7, 0.7)
    ]
    (effect,) = (e for e in screening.of("question") if e.key == key)
    assert list(effect.by_outcome.values()) == pytest.approx(np.ptp(moved, axis=0), abs=1e-12)
    assert effect.largest == max(effect.by_outcome.values())
    assert effect.by_outcome[effect.outcome] == effect.largest


def test_a_weight_is_halved_and_doubled(screening, deterrence):
    key, scenario = "combined_readiness.weight[opcon_process]", deterrence.book.full("S0")
    moved = [outcomes(deterrence, scenario, {key: [w]}) for w in (1.5, 0.75, 3.0)]
    (effect,) = (e for e in screening.of("question") if e.key == key)
    assert list(effect.by_outcome.values()) == pytest.approx(np.ptp(moved, axis=0), abs=1e-12)


def test_a_whole_table_is_swung_in_one_direction(screening, deterrence):
    scenario = deterrence.book.full("S0")
    rows = {
        key: best.best
        for key, best in deterrence.priors.judgements[ANALYST].items()
        if key.startswith("miscalculation[")
    }
    moved = [
        outcomes(deterrence, scenario, {k: tilted(r, 0, swing) for k, r in rows.items()})
        for swing in (0, -0.7, 0.7)
    ]
    (effect,) = (e for e in screening.of("table") if e.node == "miscalculation")
    assert list(effect.by_outcome.values()) == pytest.approx(np.ptp(moved, axis=0), abs=1e-12)
    largest_row = max(e.largest for e in screening.of("row") if e.node == "miscalculation")
    assert effect.largest > 1.5 * largest_row  # rows alone understate it


def test_of_a_full_table_rows_are_answers(screening, deterrence):
    answers = {e.key: e.largest for e in screening.of("question")}
    for effect in screening.of("row"):
        if deterrence.cpds[effect.node].method == "table":
            assert effect.largest == pytest.approx(answers[effect.key], abs=1e-12)


def test_the_study_as_a_trial_saw_it(deterrence):
    """A trial with another program saw 48 of 182 rows move an outcome by a point, 6 by five."""
    found = screen(StudyView(deterrence, "A"))
    rows = found.of("row")
    assert len(rows) == 181  # the fixed node's one row is not asked
    assert sum(e.largest >= 0.01 for e in rows) == 45
    assert sum(e.largest >= 0.05 for e in rows) == 7
    assert counts(found, 0.01) == (
        "Swung by 0.7 on log-odds, 42 of 77 questions, 45 of 181 rows, 14 of 16 tables "
        "move an outcome by 1 point or more."
    )
    for size in SIZES:
        effects = [steady(e.largest) for e in found.of(size)]
        assert effects == sorted(effects, reverse=True)


def test_open_decisions_take_every_option_alike(deterrence):
    """The mean over the three exercise plans is the answer that swings start from."""
    base = deterrence.book.full("S0")
    rest = {name: s for name, s in base.set.items() if name != "exercise_plan"}
    scenario = Scenario(id="", label="", set=rest, seen=base.seen)
    key = "internal_strain[]"  # neither known to a decision nor its effect
    row = deterrence.priors.judgements[ANALYST][key].best
    moved = []
    for swing in (0, -0.7, 0.7):
        plans = [
            outcomes(
                deterrence,
                dataclasses.replace(scenario, set={**rest, "exercise_plan": plan}),
                {key: tilted(row, 0, swing)},
            )
            for plan in ("cancelled", "modified", "full_scale")
        ]
        moved.append(np.mean(plans, axis=0))
    (effect,) = (
        e for e in screen(StudyView(deterrence, "A"), scenario).of("question") if e.key == key
    )
    assert list(effect.by_outcome.values()) == pytest.approx(np.ptp(moved, axis=0), abs=1e-12)


def test_what_cannot_be_swung_is_refused(deterrence):
    base = deterrence.book.full("S0")
    soft = dataclasses.replace(base, likely={"rift_line": Likely(kind="ratio", values=(1, 3))})
    with pytest.raises(StudyError, match="soft evidence is not swung"):
        screen(StudyView(deterrence, "A"), soft)
    wrong = dataclasses.replace(base, set={**base.set, "exercise_plan": "none"})
    with pytest.raises(StudyError, match="exercise_plan has no state 'none'"):
        screen(StudyView(deterrence, "A"), wrong)
