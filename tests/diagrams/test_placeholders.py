"""Placeholders are marked wherever an answer is shown, and what an author calls final nowhere.

Where the author says nothing of them, numbers of the model are placeholders, nobody's judgement.
"""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from bayesnet.formats.model_toml import NOTICE
from elicitation.cli import main
from elicitation.plan.first_plan import first_plan
from tests.bayesnet.small_study import MODEL, SCENARIOS

REPORT = """\
format = "collective-resolve/report"
version = 1
[confidence]
rating = "moderate"
reasons = ["The station has measured for a century."]
"""


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def made(folder, illustrative):
    """The umbrella without a notice; nobody was asked."""
    model = MODEL.replace("illustrative = true\n", illustrative)
    (folder / "model.toml").write_text(re.sub(r"(?m)^notice = .*\n", "", model), "utf-8")
    (folder / "scenarios.toml").write_text(SCENARIOS, "utf-8")
    (folder / "report.toml").write_text(REPORT, "utf-8")
    (folder / "elicitation.toml").write_text(first_plan(), "utf-8")
    return folder


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The author says nothing of the numbers."""
    return made(tmp_path_factory.mktemp("study"), "")


@pytest.fixture(scope="module")
def final(tmp_path_factory):
    """The author says that no number is a placeholder."""
    return made(tmp_path_factory.mktemp("final"), "illustrative = false\n")


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The author says that numbers are placeholders."""
    return made(tmp_path_factory.mktemp("marked"), "illustrative = true\n")


@pytest.fixture
def picture(study, tmp_path):
    def drawn(*words):
        target = tmp_path / "p.svg"
        result = resolve(*words, "--study", study, "--out", target)
        assert result.exit_code == 0, result.output
        return target.read_text("utf-8")

    return drawn


@pytest.mark.parametrize(
    "words",
    [
        ("draw", "bare"),
        ("plot", "whatif", "bare"),
        ("plot", "whatif", "covered", "--against", "bare"),
        ("plot", "compare", "covered", "--against", "bare"),
    ],
)
def test_every_picture_of_placeholders_says_so_and_names_no_experts(picture, words):
    svg = picture(*words)
    assert f"ILLUSTRATIVE. {NOTICE}" in svg
    told = " ".join(re.findall(r">([^<{]+)<", svg))
    assert "analyst's placeholders" in told.replace("&#x27;", "'")
    assert not re.search(r"\bexperts?\b|\bpool\b", told), told


def test_what_is_printed_says_so(study):
    printed = resolve("whatif", "bare", "--study", study).output
    assert f"ILLUSTRATIVE. {NOTICE}" in printed


def test_one_set_of_numbers_is_not_set_side_by_side(study):
    result = resolve("plot", "experts", "covered", "--against", "bare", "--study", study)
    assert result.exit_code == 2
    assert "there are no experts to set side by side, only the analyst's placeholders" in (
        result.output
    )


def test_what_nobody_gave_a_range_for_has_nothing_to_learn(study):
    result = resolve("plot", "learn", "--study", study)
    assert result.exit_code == 2
    assert "nothing to learn from the analyst's placeholders without ranges" in result.output


ANSWERS = (
    ("whatif", "bare"),
    ("whatif", "covered", "--against", "bare"),
    ("compare", "covered", "--against", "bare"),
    ("explain", "covered", "--against", "bare"),
    ("decide",),
    ("plans",),
    ("switch",),
    ("learn",),
    ("drivers",),
    ("pedigree",),
    ("screen",),
    ("sensitivity", "weather=wet"),
)
PICTURES = (
    ("draw",),
    ("draw", "bare"),
    ("draw", "--view", "strategy"),
    ("draw", "--view", "tree"),
    ("plot", "whatif", "bare"),
    ("plot", "risk"),
    ("plot", "plans"),
    ("plot", "drivers"),
)
MARKS = re.compile(r"illustrative\.|illustrative:|placeholder", re.IGNORECASE)


@pytest.mark.parametrize("words", ANSWERS)
def test_what_is_printed_is_marked_where_the_model_says_so_and_nowhere_else(words, final, marked):
    for form in ("table", "markdown"):
        clean = resolve(*words, "--format", form, "--study", final)
        assert clean.exit_code == 0, clean.output
        assert not MARKS.search(clean.stdout), clean.stdout
        assert "ILLUSTRATIVE. " in resolve(*words, "--format", form, "--study", marked).stdout
    for study, said in ((final, "False"), (marked, "True")):
        told = json.loads(resolve(*words, "--format", "json", "--study", study).stdout)
        assert told["provenance"]["illustrative"] == said


@pytest.mark.parametrize("words", PICTURES)
def test_pictures_are_marked_where_the_model_says_so_and_nowhere_else(
    words, final, marked, tmp_path
):
    for study, there in ((final, False), (marked, True)):
        target = tmp_path / f"{there}.svg"
        result = resolve(*words, "--study", study, "--out", target)
        assert result.exit_code == 0, result.output
        assert bool(MARKS.search(target.read_text("utf-8"))) == there


def test_a_report_of_final_numbers_has_no_mark_and_keeps_the_stated_confidence(final):
    assert resolve("report", "--study", final).exit_code == 0
    page = (final / "reports" / "report.html").read_text("utf-8")
    assert "ILLUSTRATIVE" not in page
    assert "placeholder" not in page
    assert "The authors&#39; confidence in this analysis is moderate." in page
    assert "The station has measured for a century." in page


def test_a_stated_confidence_in_placeholders_is_shown_as_not_claimed_yet(marked):
    result = resolve("report", "--study", marked)
    assert result.exit_code == 0
    page = (marked / "reports" / "report.html").read_text("utf-8")
    assert "ILLUSTRATIVE" in page
    assert "No confidence is claimed, high or low: the numbers are placeholders" in page
    assert "The rating that the authors state, moderate, is kept for judged numbers" in page
    assert "The station has measured for a century." in page
