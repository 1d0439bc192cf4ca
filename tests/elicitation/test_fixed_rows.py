"""Rows that the model fixes at 0 and 1 are nobody's judgement, and nobody is asked about them."""

from __future__ import annotations

import csv
import io

import pytest

from tests.elicitation.workshop import begin, done, form, refused, resolve

ROW = '{ when = ["wet", "leave"], p = [0.9, 0.1] }'
KEY = "mood[weather=wet, umbrella=leave]"


@pytest.fixture
def study(tmp_path):
    """The umbrella, where whoever leaves it in the wet is in a bad mood, come what may."""
    folder = begin(tmp_path / "study")
    model = folder / "model.toml"
    text = model.read_text("utf-8")
    assert text.count(ROW) == 1
    model.write_text(text.replace(ROW, ROW.replace("0.9, 0.1", "1, 0")), "utf-8")
    return folder


def answers():
    rows = list(csv.reader(io.StringIO(form(30))))
    out = io.StringIO()
    csv.writer(out).writerows(row for row in rows if row[0] != KEY)
    return out.getvalue()


def test_no_form_asks_for_them_and_the_list_says_so(study):
    assert KEY not in done(study, "form", "--expert", "E03", "--round", 1)
    said = done(study, "questions")
    assert "Not asked: 1 row of mood that model.toml fixes at 0 and 1." in said
    file = study.parent / "whole.csv"
    file.write_text(form(30), "utf-8")
    assert f"no question '{KEY}' is asked" in refused(
        study, "submit", file, "--expert", "E03", "--round", 1
    )


def test_a_version_is_whole_without_them_and_holds_them_as_the_model_has_them(study):
    file = study.parent / "form.csv"
    file.write_text(answers(), "utf-8")
    for expert in ("E03", "E07", "E09"):
        done(study, "submit", file, "--expert", expert, "--round", 1)
    done(study, "freeze", "--reason", "first", "--allow-absent")
    assert KEY not in (study / "priors" / "0001.json").read_text("utf-8")
    for command in ("check", "verify", "coherence", "load", "agenda", "disagreement"):
        assert resolve(study, command).exit_code == 0, command
    out = study.parent / "mood.csv"
    done(study, "table", "mood", "--out", out)
    assert "wet,leave,1.0,0.0" in out.read_text("utf-8")
