"""A value in money is written in money: 7,000 euro alike everywhere, and never out of 100."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from bayesnet.number_words import utility
from diagrams.network.wording import amount
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL

MONEY = """\
format = "collective-resolve/model"
version = 1

[model]
id = "money"
title = "Umbrella in euro"
question = "Take it?"
decision_maker = "a walker"
as_of = 2026-11-30
horizon_end = 2027-11-30
source = "a textbook"
recall = "perfect"
illustrative = false
value_unit = "euro"
default_weights = "own"

[decision.Umbrella]
label = "Umbrella"
states = ["take", "leave"]

[chance.Weather]
label = "Weather"
states = ["rain", "sun"]
parents = []
[chance.Weather.cpt]
method = "table"
rows = [{ when = [], p = [0.3, 0.7] }]

[utility.Comfort]
label = "Comfort"
parents = ["Umbrella", "Weather"]
table = [
  { when = ["take", "rain"], value = 7000.0 },
  { when = ["take", "sun"], value = -2000.0 },
  { when = ["leave", "rain"], value = 0.0 },
  { when = ["leave", "sun"], value = 10000.0 },
]

[[outcome]]
id = "rain"
label = "It rains"
node = "Weather"
states = ["rain"]
better = "lower"

[weights.own]
label = "as they are"
Comfort = 1.0
"""
SCENARIOS = """\
format = "collective-resolve/scenarios"
version = 1
reference = "first"
[scenario.first]
label = "Left at home"
set = { Umbrella = "leave" }
[scenario.second]
label = "Taken along"
set = { Umbrella = "take" }
"""
HUNDRED = re.compile(
    r"0 to 100\b|of 100\b|100 \(best\)|points of (?:expected )?utility|in points\b|7000|Below 50"
)


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("money")
    (folder / "model.toml").write_text(MONEY, "utf-8")
    (folder / "scenarios.toml").write_text(SCENARIOS, "utf-8")
    return folder


def words_of(svg):
    return [text for text in re.findall(r">([^<{]+)<", svg) if text.strip()]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (("draw", "--view", "strategy"), "The best plan is worth 7,000 euro and never depends"),
        (("draw", "--view", "tree"), "Rolled back, the best plan is worth 7,000 euro"),
        (("draw", "--view", "policy"), "expected utility of each option, in euro"),
        (("draw", "first"), "7,000 euro"),
        (("plot", "risk"), "leave: 7,000 expected"),
        (("plot", "plans"), "mean shortfall, in euro"),
        (("plot", "information"), "gain in expected utility, euro"),
        (("plot", "drivers"), "utility, in euro"),
    ],
)
def test_pictures_write_money_alike(words, there, study, tmp_path):
    """P(sun) x 10,000 = 7,000: leaving it is best, and worth 6,300 more than taking it."""
    target = tmp_path / "p.svg"
    result = resolve(*words, "--study", study, "--out", target)
    assert result.exit_code == 0, result.output
    found = words_of(target.read_text("utf-8"))
    assert there in " ".join(found)
    for text in found:
        assert not HUNDRED.search(text), text
        assert not re.search(r"\d,\d{3}\.0", text), text


def test_a_report_in_money_says_euro(study):
    result = resolve("report", "--study", study)
    assert result.exit_code == 0, result.output
    page = (study / "reports" / "report.html").read_text("utf-8")
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)
    told = " ".join(body.split())
    assert "leads in euro" in told
    assert "(7,000 euro)" in told
    for found in HUNDRED.finditer(told):
        raise AssertionError(told[max(0, found.start() - 80) : found.end() + 40])


def test_points_of_a_hundred_stay_what_they_were(tmp_path):
    """.7 x 90 + .3 x (1 - .4) ... of the walk: a digit, and the scale that it is on."""
    (tmp_path / "model.toml").write_text(MODEL, "utf-8")
    target = tmp_path / "p.svg"
    drawn = resolve("draw", "--view", "strategy", "--study", tmp_path, "--out", target)
    assert drawn.exit_code == 0
    svg = target.read_text("utf-8")
    assert "expected utilities in points of 100." in svg
    assert "is worth 73.7 of 100" in svg


def test_amounts_as_they_are_printed():
    assert utility(7000.0, 0) == "7,000"
    assert utility(-2000.0, 0) == "\N{MINUS SIGN}2,000"
    assert utility(-0.01, 1) == "0.0"
    assert utility(6300.0, 0, signed=True) == "+6,300"
    assert amount(6300.0, "points", 0, signed=True) == "+6,300"
    assert amount(-0.001, "points", 2, signed=True) == "0.00"
    assert amount(12.346, "points", 2) == "12.35"
