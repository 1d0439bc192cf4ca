"""Experts and facilitators read labels and plain states at the terminal, not names of the model."""

from __future__ import annotations

import re
import shutil

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.conftest import SHIPPED

RAW = re.compile(r"[a-z]+_[a-z_]+")
"""A name of the model that has not been put in words."""


def resolve(*words, **rest):
    done = CliRunner().invoke(main, [str(word) for word in words], **rest)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    study = tmp_path_factory.mktemp("words") / "study"
    shutil.copytree(SHIPPED, study)
    styles = (("quiet_restraint", "0.9"), ("threat_trading", "0.1"))
    rows = [
        (f"hardliner_influence[response_style={style}, internal_strain=severe]", number)
        for style, number in styles
    ]
    lines = [f'"{key}",high,{number}\n"{key}",low,' for key, number in rows]
    (study / "f.csv").write_text("\n".join(["question,component,best", *lines]), "utf-8")
    return study


@pytest.fixture(scope="module")
def told(study):
    """What is said to a form whose answers contradict each other."""
    words = ("submit", study / "f.csv", "--expert", "spiral", "--round", 2, "--study", study)
    return resolve(*words).stderr


def test_doubts_about_a_form_are_in_words(told):
    said = [line.partition("]: ")[2] for line in told.splitlines() if "You give" in line]
    assert any("Hardliner influence (high)" in line for line in said), told
    assert any("threat trading" in line for line in said), told
    assert not [line for line in said if RAW.search(line)]


def test_doubts_about_recorded_answers_are_in_words(study, told):
    assert told
    told = resolve("coherence", "--study", study, "--format", "markdown").stdout
    said = [line for line in told.splitlines() if line.startswith("| spiral")]
    assert said
    assert not [line for line in said if RAW.search(line)]
    raw = resolve("coherence", "--study", study, "--format", "csv").stdout
    assert "hardliner_influence" in raw  # data keep the model's names


def test_feedback_says_shares_in_percent_on_the_table_and_on_the_pages(study):
    told = resolve("feedback", "--round", 1, "--study", study, "--format", "markdown").stdout
    assert "| Cost-sharing dispute: open quiet | 6 | 41 % | 45 % | 45 % |" in told
    assert not [line for line in told.splitlines() if line.startswith("|") and RAW.search(line)]
    page = (study / "private" / "feedback" / "r1" / "spiral.md").read_text("utf-8")
    assert "- open quiet: you 45 % (27 to 63); the group 41 to 45, median 45" in page
    assert not [line for line in page.splitlines() if line[:1] in "#-|" and RAW.search(line)]
