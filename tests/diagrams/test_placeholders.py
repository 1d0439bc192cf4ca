"""Placeholders are marked where their author says nothing of them, and are nobody's judgement."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from bayesnet.formats.model_toml import NOTICE
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The umbrella with ``illustrative = false`` and no notice; nobody was asked."""
    folder = tmp_path_factory.mktemp("study")
    model = MODEL.replace("illustrative = true", "illustrative = false")
    (folder / "model.toml").write_text(re.sub(r"(?m)^notice = .*\n", "", model), "utf-8")
    (folder / "scenarios.toml").write_text(SCENARIOS, "utf-8")
    return folder


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
