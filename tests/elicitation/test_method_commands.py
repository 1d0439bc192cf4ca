"""The commands that show the methods: what they print, and what they refuse."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.fitting.dirichlet import from_disagreement
from tests.conftest import SHIPPED
from tests.elicitation.test_weighing import SEEDS
from tests.elicitation.workshop import EXPERTS, begin, done, submit

RESOLUTIONS = """\
format = "collective-resolve/resolutions"
version = 1
scenario = "S0"
[resolution.rift_line]
state = "present"
on = 2020-12-31
source = "the agency's archive"
[resolution.provocation_level]
state = "serious"
on = 2020-12-31
source = "the incident list"
"""


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def said(*words):
    result = resolve(*words)
    assert result.exit_code == 0, (result.output, result.exception)
    return " ".join(result.output.split())


def refused(sentence, *words):
    result = resolve(*words)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert sentence in " ".join(result.output.split())


@pytest.fixture
def copy(tmp_path):
    """A copy of the study that a test may change."""
    return shutil.copytree(SHIPPED, tmp_path / "study")


def test_pools():
    output = said("pools", "--study", SHIPPED)
    assert "linear, the rule of record" in output
    assert "log (epsilon 0.005)" in output
    assert "report which and why" in output
    output = said("pools", "rift_line[perceived_commitment=firm]", "--without", "--study", SHIPPED)
    assert "without spiral" in output
    assert "extremised" not in output
    assert "log, extremised by 2.5" in said("pools", "--extremised", "--study", SHIPPED)
    refused("known: credibility_strong, miscalculation,", "pools", "rift_lin", "--study", SHIPPED)
    refused("there is no scenario 'S99'", "pools", "--scenario", "S99", "--study", SHIPPED)


def test_disagreement():
    output = said("disagreement", "--study", SHIPPED)
    assert "6 experts, most disputed first" in output
    assert "Response style: all 6 choose resolve_and_offer" in output
    document = json.loads(resolve("disagreement", "--format", "json", "--study", SHIPPED).output)
    assert document["rows"][0]["node"] == "hardliner_influence"
    version = json.loads((SHIPPED / "priors/0002.json").read_text())
    parent = [  # a row of three states, of six experts
        [float(cell["best"]) for cell in own["burden_dispute[]"].values()]
        for own in version["experts"].values()
    ]
    (root,) = (row for row in document["rows"] if row["node"] == "burden_dispute")
    assert root["concentration"] == pytest.approx(
        from_disagreement(np.array(parent).T).concentration
    )
    assert document["plans"]["spiral"]["response_style"] == "resolve_and_offer"
    only = ("--priors", "placeholder", "--study", SHIPPED)
    refused("there is only one set of numbers.", "disagreement", *only)


def test_fits():
    output = said("fits", "--study", SHIPPED)
    assert "of 876 ranges fit: nowhere more than 3 points off" in output
    assert "does not fit" in output
    frame = resolve("fits", "--expert", "spiral", "--format", "csv", "--study", SHIPPED).output
    assert "This does not fit you: you put " in frame
    assert "% below 1," not in frame
    assert "% below 0," not in frame
    refused(
        "no expert 'spirale'; did you mean 'spiral'?",
        "fits",
        "--expert",
        "spirale",
        "--study",
        SHIPPED,
    )


def test_without_ranges_nothing_is_said_to_fit(tmp_path):
    output = said("fits", "--priors", "placeholder", "--study", SHIPPED)
    assert output.startswith(
        "No answer here has a range, so there is no curve that could misfit it."
    )
    assert "of 0" not in output


def test_fits_start_from_what_was_typed(tmp_path):
    folder = begin(tmp_path / "study")
    for expert in EXPERTS[:3]:
        submit(folder, expert, 1, 30)
    form = tmp_path / "q.csv"
    form.write_text(
        "question,component,q5,q25,q50,q75,q95\nweather[],dry,,,,,\nweather[],wet,10,15,20,40,60\n"
    )
    done(folder, "submit", form, "--expert", "E03", "--round", 1)
    done(folder, "freeze", "--reason", "first", "--allow-absent")
    output = done(folder, "fits", "--expert", "E03", "--all")
    assert "5 % below 0.1: 33 % Beta(1.849, 5.066)" in output  # of all five quantiles, not of three
    document = json.loads(resolve("fits", "--all", "--format", "json", "--study", folder).output)
    (row,) = (
        row
        for row in document["rows"]
        if (row["expert"], row["question"], row["component"]) == ("E03", "weather[]", "wet")
    )
    told = ["q5=.1", "q25=.15", "q50=.2", "q75=.4", "q95=.6"]
    alone = json.loads(resolve("fit", "quantiles", *told, "--format", "json").output)[0]
    assert row["own_alpha"] == pytest.approx(alone["alpha"])
    assert row["sentence"].startswith("This does not fit you: you put ")


def test_fit():
    output = said("fit", "quantiles", "q5=0.1", "q50=0.25", "q95=0.5")
    assert "Beta(3.438, 9.572)" in output
    assert "This fits within 3 points." in output
    output = said("fit", "four_point", "low=0.02", "best=0.1", "high=0.4", "confidence=50")
    assert "This fits within 3 points." in output
    assert "was held there" in output
    words = [
        "q25=.5",
        "q50=.55",
        "q75=.6",
        "/",
        "q25=.22",
        "q50=.3",
        "q75=.35",
        "/",
        "q25=.11",
        "q50=.15",
        "q75=.2",
    ]
    assert "Dirichlet(16.6, 8.96, 4.8)" in said("fit", "quantiles", *words)
    assert "alpha" in said("fit", "point", "best=.3", "--format", "csv")
    refused("four_point: four_point needs high.", "fit", "four_point", "low=.1", "best=.2")
    refused("'q5=a' is not NAME=NUMBER.", "fit", "quantiles", "q5=a")
    refused("'x' is no name of a cell here", "fit", "quantiles", "x=1")
    refused("no state has a range", "fit", "point", "best=.3", "/", "best=.7")


def test_score(copy):
    refused("there is nothing to score", "score", "--study", copy)
    (copy / "resolutions.toml").write_text(RESOLUTIONS)
    output = said("score", "--study", copy)
    assert "linear pool, of record" in output
    assert "Brier: sum over states, 0 to 2" in output
    assert "2 known outcomes: the order of forecasters is mostly chance." in output
    assert "Murphy's partition" in said("score", "--curve", "--study", copy)
    rows = json.loads(resolve("score", "--format", "json", "--study", copy).output)["rows"]
    assert {row["node"] for row in rows} == {"rift_line", "provocation_level"}
    refused("is not NODE=STATE.", "score", "--known", "rift_line", "--study", copy)
    (copy / "resolutions.toml").write_text(RESOLUTIONS.replace("rift_line", "miscalculation"))
    refused("so it is never scored. Leave it out", "score", "--study", copy)


def seed_answers(copy, expert, *triples):
    lines = ["question,component,low,best,high,reason"]
    for seed, answers in zip(("S01", "S02", "S03"), triples, strict=True):
        for level, value in zip(("0.05", "0.5", "0.95"), answers, strict=True):
            lines.append(f"seed.{seed}[{level}],value,,{value},,")
    form = copy.parent / f"{expert}.csv"
    form.write_text("\n".join(lines))
    return said("submit", form, "--expert", expert, "--round", 2, "--study", copy)


def test_from_seed_questions_to_performance_weights_and_back(copy):
    refused("seeds.toml: the file is missing", "performance", "--study", copy)
    (copy / "seeds.toml").write_text(SEEDS)
    refused("nobody has answered a seed question.", "performance", "--study", copy)
    assert "Recorded 9 answers" in seed_answers(
        copy, "spiral", (100, 121, 150), (0.05, 0.11, 0.2), (10, 39, 90)
    )
    seed_answers(copy, "local_balance", (10, 20, 30), (0.4, 0.5, 0.6), (100, 200, 300))
    output = said("performance", "--study", copy)
    assert "equal weights" in output
    assert "item weights, optimised" in output
    assert "Only 3 seed questions" in output
    assert "It is not that of record: elicitation.toml says weights are equal." in output
    plan = copy / "elicitation.toml"
    plan.write_text(
        plan.read_text()
        .replace('weights = "equal"', 'weights = "performance"')
        .replace('pooling = "linear"', 'pooling = "log"')
    )
    said("freeze", "--reason", "by performance", "--study", copy)
    assert "It is that of record." in said("performance", "--study", copy)
    output = said("whatif", "S6", "--study", copy)
    assert "log (epsilon 0.005) pool of the rows, performance weights" in output
    assert "All is as recorded" in said("verify", "--study", copy)
    frozen = json.loads((copy / "priors/0003.json").read_text())
    assert frozen["weights"]["spiral"] == "1.0000000000000000"
    assert "The pool went from linear to log (epsilon 0.005)." in said(
        "diff", 2, 3, "--study", copy
    )


def test_the_versions_of_the_first_format_stay_readable():
    """The shipped study was frozen in version 1."""
    assert json.loads((SHIPPED / "priors/0002.json").read_text())["version"] == 1
    assert "linear pool of the rows, equal weights" in said("whatif", "S6", "--study", SHIPPED)
