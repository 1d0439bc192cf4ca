"""Repairs of several answers together with `submit --repair`, as the pages offer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from tests.elicitation.workshop import PLAN, begin, done

HEAD = "question,component,low,best,high\n"
FALLING = HEAD + (
    "forecast.sign[weather],value,,1,\n"
    "forecast[weather=dry],sun,20,30,40\nforecast[weather=dry],rain,60,70,80\n"
    "forecast[weather=wet],sun,,80,\nforecast[weather=wet],rain,,20,\n"
)
RISING = FALLING.replace("60,70,80", "5,10,15").replace("20,30,40", "85,90,95")
OFF = HEAD + (
    "weather[],dry,,50,\nweather[],wet,,50,\n"
    "forecast[weather=dry],sun,,90,\nforecast[weather=dry],rain,,10,\n"
    "forecast[weather=wet],sun,,70,\nforecast[weather=wet],rain,,30,\n"
    "forecast.marginal,sun,,50,\nforecast.marginal,rain,,50,\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "study")
    text = PLAN + '[questions]\nmarginals = ["forecast"]\n'
    (folder / "elicitation.toml").write_text(text, "utf-8")
    return folder


def submitted(study: Path, form: str, repair: str) -> str:
    (study.parent / "f.csv").write_text(form, "utf-8")
    words = ("--expert", "E03", "--round", 1, "--repair", repair)
    return done(study, "submit", study.parent / "f.csv", *words)


def rain(study: Path, weather: str) -> float:
    own = current_answers(snapshot(study))["E03"]
    return float(own[f"forecast[weather={weather}]"].answers["rain"].best)


def test_rows_that_fall_are_levelled_and_the_numbers_told(study: Path) -> None:
    said = submitted(study, FALLING, "level")
    assert "2 answers levelled on being asked back:" in said
    assert "forecast[weather=dry]: rain 45, sun 55 (so far rain 70, sun 30)" in said
    assert (rain(study, "dry"), rain(study, "wet")) == (0.45, 0.45)
    first, second = sorted((study / "responses" / "E03").iterdir())
    assert '"70"' in first.read_text("utf-8")  # what was typed stays
    assert "levelled on being asked back" in second.read_text("utf-8")
    done(study, "verify")


def test_rows_that_rise_are_left_alone(study: Path) -> None:
    said = submitted(study, RISING, "level")
    assert "--repair level: nothing had to be mended." in said
    assert len(list((study / "responses" / "E03").iterdir())) == 1


def test_rows_are_scaled_to_the_answer_all_in_all(study: Path) -> None:
    """Half dry and half wet, rain .1 and .3: .2 all in all, and .5 was said."""
    said = submitted(study, OFF, "marginal")
    assert "2 answers scaled to the answer all in all:" in said
    dry, wet = rain(study, "dry"), rain(study, "wet")
    assert (dry + wet) / 2 == pytest.approx(0.5, abs=1e-5)
    odds = [p / (1 - p) for p in (dry, wet)]
    assert odds[1] / odds[0] == pytest.approx((0.3 / 0.7) / (0.1 / 0.9), rel=1e-3)
    done(study, "verify")


def test_a_marginal_that_fits_is_left_alone(study: Path) -> None:
    form = OFF.replace("forecast.marginal,sun,,50,", "forecast.marginal,sun,,80,")
    form = form.replace("forecast.marginal,rain,,50,", "forecast.marginal,rain,,20,")
    assert "--repair marginal: nothing had to be mended." in submitted(study, form, "marginal")
