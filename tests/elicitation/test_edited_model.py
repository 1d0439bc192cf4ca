"""A model that was edited after a freeze gets a true diagnosis; nothing is called damaged."""

from __future__ import annotations

import re

import pytest

from tests.elicitation.workshop import begin, done, refused, resolve, submit

WEATHER = 'states = ["dry", "wet"]'
BACK = "Put model.toml back as it was, or ask that node again and freeze a new version;"


@pytest.fixture
def study(tmp_path):
    """The umbrella, answered whole and frozen."""
    folder = begin(tmp_path / "study")
    for number, expert in enumerate(("E03", "E07", "E09")):
        submit(folder, expert, 1, 30 + 10 * number)
    done(folder, "freeze", "--reason", "first", "--allow-absent")
    return folder


def edit(folder, *pairs):
    """Change a text everywhere in the files about the model."""
    for name in ("model.toml", "scenarios.toml", "propositions.toml"):
        text = (folder / name).read_text("utf-8")
        for old, new in pairs:
            text = re.sub(old, new, text)
        (folder / name).write_text(text, "utf-8")


EDITS = {
    "a state renamed": (
        (r'"dry"', '"arid"'),
        "weather: these priors do not know the state 'arid'; they have 'dry' instead.",
    ),
    "a cause's state renamed": (
        (r'"dry"', '"arid"'),
        "forecast: these priors do not know the state 'arid' of weather; they have 'dry' instead.",
    ),
    "a node renamed": (
        (r"\bforecast\b", "outlook"),
        "these priors have no answers on the node outlook of model.toml; they know forecast, which "
        "it has not.",
    ),
    "a cause renamed": (
        (r"\bweather\b", "climate"),
        "mood: these priors do not know the cause 'climate'; they have 'weather' instead.",
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_what_was_renamed_is_named_by_check_and_by_verify(study, case):
    change, sentence = EDITS[case]
    edit(study, change)
    plan = study / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8").replace('"forecast"', '"mood"'), "utf-8")
    plan.write_text(plan.read_text("utf-8").replace('"weather", ', ""), "utf-8")
    told = refused(study, "check")
    assert f"error: priors/0001.json: {sentence} {BACK}" in told
    verified = resolve(study, "verify")
    assert f"note: priors/0001.json: {sentence}" in " ".join(verified.stderr.split())
    assert (verified.exit_code, "All is as recorded" in verified.stdout) == (0, True)
    assert "damaged" not in told + verified.output
    for command in (("coherence",), ("feedback", "--round", 1), ("whatif", "S1"), ("rounds",)):
        result = resolve(study, *command)
        assert result.exception is None or isinstance(result.exception, SystemExit), command
        assert "damaged" not in result.output


def test_the_record_is_verified_while_other_files_do_not_fit_the_model(study):
    model = study / "model.toml"
    model.write_text(model.read_text("utf-8").replace('"dry"', '"arid"'), "utf-8")
    result = resolve(study, "verify")
    assert result.exit_code == 2
    told = " ".join(result.stderr.split())
    assert "has no state 'dry'" in told
    assert "weather: these priors do not know the state 'arid'; they have 'dry' instead." in told
    assert "The record is whole; the study's other files are to be mended first." in told
    (study / "priors" / "0001.json").write_bytes(b"{}")
    assert "its file was changed" in " ".join(resolve(study, "verify").stderr.split())


def test_a_state_that_was_added_and_one_that_was_taken_away(study):
    text = (study / "model.toml").read_text("utf-8")
    start, end = (
        text.index("[chance.forecast]"),
        text.index("[", text.index("[chance.forecast.cpt]") + 1),
    )
    states = re.search(r"states = \[.*\]", text[start:end])[0]
    more = states.replace("]", ', "snow"]')
    part = re.sub(
        r"p = \[([^]]*)\]", r"p = [\1, 0]", text[start:].replace(states, more, 1), count=2
    )
    (study / "model.toml").write_text(text[:start] + part, "utf-8")
    assert "forecast: these priors do not know the state 'snow', which was added since." in refused(
        study, "check"
    )
    (study / "model.toml").write_text(text, "utf-8")
    assert resolve(study, "check").exit_code == 0


def test_another_method_is_named(study):
    text = (study / "model.toml").read_text("utf-8")
    start = text.index("[chance.forecast.cpt]")
    end = text.find("\n[", start + 1)
    ranked = (
        '[chance.forecast.cpt]\nmethod = "ranked"\nexpression = "wmean"\nvariant = "midpoint"\n'
        "spread = 0.1\nweights = { weather = 1 }\n"
    )
    (study / "model.toml").write_text(text[:start] + ranked + text[end:], "utf-8")
    assert "forecast was frozen as table and is ranked in model.toml." in refused(study, "check")


def test_states_in_another_order_are_noted_where_they_change_a_table(study):
    text = (study / "model.toml").read_text("utf-8")
    assert text.count(WEATHER) == 1
    (study / "model.toml").write_text(text.replace(WEATHER, 'states = ["wet", "dry"]'), "utf-8")
    sentence = "weather: its answers make another table than the one that was frozen: the order of"
    for command in ("check", "verify"):
        result = resolve(study, command)
        assert f"note: priors/0001.json: {sentence}" in " ".join(result.stderr.split())
        assert result.exit_code == 0


def test_a_form_after_the_edit_holds_what_still_fits(study):
    edit(study, (r'"dry"', '"arid"'))
    told = done(study, "form", "--expert", "E03", "--round", 2)
    weather = told.partition("forecast[")[0]
    assert "weather[],arid" in weather
    assert "[weather=wet],rain,,,69.5" in told
