"""A state nobody gives a chance can still be set; one that was seen is refused, with its row."""

from __future__ import annotations

import pytest

from bayesnet.answers.beliefs import beliefs
from bayesnet.answers.whatif import what_if
from bayesnet.errors import StudyError
from bayesnet.folder.reading import open_study
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from tests.bayesnet.small_study import MODEL

MADE = MODEL.replace('role = "indicator"', 'role = "mechanism"\nsettable = true')
NEVER = MADE.replace('{ when = ["dry"], p = [0.8, 0.2] }', '{ when = ["dry"], p = [1, 0] }')


@pytest.fixture
def zeros(tmp_path):
    """The umbrella: the forecast never says rain when it stays dry."""

    def opened(model):
        (tmp_path / "model.toml").write_text(model, "utf-8")
        return open_study(tmp_path)[0]

    return opened


def scenario(**changes):
    return Scenario(id="X", label="ad hoc", **changes)


def test_setting_what_cannot_be_learned_is_answered_without_the_note(zeros):
    nowhere = NEVER.replace("p = [0.3, 0.7] }", "p = [1, 0] }")
    told = what_if(
        StudyView(zeros(nowhere), "A"), scenario(set={"umbrella": "take", "forecast": "rain"})
    )
    assert [note for note in told.notes if note.startswith("You set")] == []


def test_setting_what_can_be_learned_keeps_the_note(zeros):
    told = what_if(
        StudyView(zeros(MADE), "A"), scenario(set={"umbrella": "take", "forecast": "rain"})
    )
    assert any(note.startswith("You set forecast.") for note in told.notes)


def test_what_was_seen_and_cannot_be_names_the_scenario_and_the_row(zeros):
    asked = scenario(set={"umbrella": "take"}, seen={"weather": "dry", "forecast": "rain"})
    with pytest.raises(StudyError) as refused:
        beliefs(StudyView(zeros(NEVER), "A"), asked)
    assert str(refused.value) == (
        "scenario X: These findings have probability 0 under the analyst's placeholders (for pool, "
        "analyst), structure A: weather=dry, forecast=rain. Take one of them back, or check row "
        "forecast[weather=dry]: it gives rain 0."
    )


def test_where_no_row_allows_the_state_the_table_is_named(zeros):
    nowhere = zeros(NEVER.replace("p = [0.3, 0.7] }", "p = [1, 0] }"))
    asked = scenario(set={"umbrella": "take"}, seen={"forecast": "rain"})
    with pytest.raises(StudyError, match="check the table of forecast: no row that can hold here"):
        beliefs(StudyView(nowhere, "A"), asked)
