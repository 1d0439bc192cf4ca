"""What the numbers come to and who settles a question is said where answers are typed, once."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.intake.sheet import csv_form
from elicitation.study import open_elicitation
from tests.conftest import SHIPPED

TOGETHER = "All of them together are 100 (write 0.2 for 20 of 100)."
SOURCE = "Settled by 2020-08-31. Source: the signed agreement or its absence; wire-service"


@pytest.fixture(scope="module")
def asked():
    opened, _ = open_elicitation(SHIPPED)
    return opened.asked()


def test_a_form_says_it_beside_each_question_and_a_source_once(asked):
    text = csv_form(asked, "probability")
    shares = [q for q in asked if q.parameter.kind == "distribution"]
    assert text.count(TOGETHER) == len(shares)
    assert text.count(SOURCE) == 1


def test_no_question_says_it_itself(asked):
    """The report's annex prints questions in bold: it would say it over each of them."""
    assert not [q for q in asked if TOGETHER in q.wording.text]
    plain = [q for q in asked if q.parameter.kind == "number"]
    assert not [q for q in plain if TOGETHER in q.wording.hint]


def test_the_terminal_says_it_once(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "study")
    words = ["ask", "--expert", "spiral", "--round", "2", "--again", "--study", tmp_path / "study"]
    told = CliRunner().invoke(main, [str(word) for word in words], input="\n" * 6 + ".\n").output
    assert told.count(TOGETHER) == 1
    assert told.count(SOURCE) == 1
    listed = CliRunner().invoke(main, ["questions", "--study", str(tmp_path / "study")]).output
    assert " ".join(listed.split()).count(TOGETHER) == 1
