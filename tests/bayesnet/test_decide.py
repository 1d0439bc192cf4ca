"""decide says the rule, what it is worth, and what does without one of its options."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from click.testing import CliRunner

import bayesnet as bn
from bayesnet.renderers import records
from elicitation.cli import main
from tests.bayesnet.rule_studies import TEST
from tests.bayesnet.small_study import MODEL
from tests.small_inputs import MATCH, SMALL_SCALE, UMBRELLA, WILDCATTER


def resolve(*words):
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def imported(tmp_path):
    """Make a study of a file's text; returns its folder."""

    def make(text, name):
        (tmp_path / name).write_text(text)
        resolve("import", tmp_path / name, "--into", tmp_path / "study")
        return tmp_path / "study"

    return make


@pytest.fixture
def wild(tmp_path):
    (tmp_path / "model.toml").write_text(TEST)
    return tmp_path


def row(output, label):
    """The cells of the row that begins with a label, by runs of two spaces."""
    line = next(line for line in output.splitlines() if line.startswith(f"{label}  "))
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def document(study, *words):
    return json.loads(resolve("decide", "--format", "json", "--study", study, *words))


def test_a_rule_that_follows_what_is_seen_is_no_tie(imported):
    study = imported(MATCH, "match.xml")
    output = resolve("decide", "--study", study)
    assert row(output, "Move") == [
        "Move",
        "west if Threat=west, else east",
        "west",
        "+50.0",
        "best",
    ]
    assert "Expected utility 100.0" in output
    told = document(study)["decisions"][0]
    assert not told["tie"]
    assert told["best_fixed"]["loses"] == pytest.approx(50.0)


def test_the_umbrella_is_taken_if_rain_is_forecast(imported):
    study = imported(UMBRELLA, "umb.xdsl")
    output = " ".join(resolve("decide", "--study", study).split())
    assert "take if Fc=rainy, else leave leave +0.070 best" in output
    assert "the closest call is take if Fc=cloudy (probability 0.21): it would lose 0.059" in output
    told = document(study)
    assert told["schema"] == "collective-resolve/decide/2"
    assert told["expected"]["pool"] == pytest.approx(0.77)
    umbrella = told["decisions"][0]
    assert umbrella["rule"] == "take if Fc=rainy, else leave"
    options = {s["known"]["Fc"]: s["option"] for s in umbrella["situations"]}
    assert options == {"sunny": "leave", "cloudy": "leave", "rainy": "take"}
    rainy = next(s for s in umbrella["situations"] if s["known"]["Fc"] == "rainy")
    assert rainy["worth"] == pytest.approx({"take": 0.56, "leave": 0.28})
    assert umbrella["best_fixed"] == {"option": "leave", "loses": pytest.approx(0.07)}


def test_csv_has_every_option_in_every_situation(imported):
    study = imported(UMBRELLA, "umb.xdsl")
    rows = list(csv.DictReader(io.StringIO(resolve("decide", "--format", "csv", "--study", study))))
    taken = {r["situation"]: r["option"] for r in rows if r["taken"] == "True"}
    assert taken == {"Fc=sunny": "leave", "Fc=cloudy": "leave", "Fc=rainy": "take"}
    worth = sum(float(r["probability"]) * float(r["worth"]) for r in rows if r["taken"] == "True")
    assert (len(rows), worth) == (6, pytest.approx(0.77))


def test_a_small_difference_on_a_small_scale_is_seen(imported):
    output = resolve("decide", "--study", imported(SMALL_SCALE, "small.xml"))
    assert row(output, "Treat") == ["Treat", "yes", "no", "+0.012", "best"]
    assert "Expected utility 0.916" in output


def test_the_wildcatter_leads_by_what_drilling_blind_would_lose(imported):
    study = imported(WILDCATTER, "wildcatter.xml")
    output = resolve("decide", "--study", study)
    assert row(output, "Test") == ["Test", "yes", "no", "+2.5", "best"]
    assert row(output, "Drill")[1:3] == ["no if Seismic=diffuse, else yes", "yes"]
    assert row(output, "Drill")[3] == "+2.5"
    assert "Expected utility 22.5" in output


def test_an_option_left_out_is_compared_with_the_best_plan_that_has_it(wild):
    output = resolve("decide", "--study", wild)
    assert row(output, "Test") == ["Test", "no", "yes", "+28.5", "best"]
    assert row(output, "Drill") == ["Drill", "yes", "no", "+65.0", "best"]


def test_two_options_worth_the_same_are_a_tie_without_a_sign(imported):
    even = MATCH.replace("100 0 0 100", "50 50 50 50")
    output = resolve("decide", "--study", imported(even, "even.xml"))
    assert row(output, "Move") == ["Move", "east", "west", "0.0", "tie"]


def test_where_one_situation_is_even_it_is_said(imported):
    even = MATCH.replace("100 0 0 100", "100 0 40 0")
    output = resolve("decide", "--study", imported(even, "even.xml"))
    assert row(output, "Move") == ["Move", "east", "west", "+30.0", "best"]
    assert (
        "Move: in 1 situation of 2 (probability 0.5) another option is exactly as good." in output
    )


@pytest.mark.parametrize("name", ["study", "structure", "probability", "choice"])
def test_a_node_called_like_a_column_keeps_its_states(tmp_path, name):
    """The provenance, or the situation's probability, stood over what is known."""
    (tmp_path / "model.toml").write_text(MODEL.replace("forecast", name))
    words = ("decide", "--table", "umbrella", "--study", tmp_path, "--format")
    rows = list(csv.DictReader(io.StringIO(resolve(*words, "csv"))))
    column = f"known {name}" if name in ("probability", "choice") else name
    assert [line[column] for line in rows] == ["sun", "rain"]
    assert [float(line["probability"]) for line in rows] == pytest.approx([0.65, 0.35])
    assert [line["choice"] for line in rows] == ["leave", "take"]
    assert {line["provenance_study" if name == "study" else "study"] for line in rows} == {
        "umbrella"
    }
    assert [line[column] for line in json.loads(resolve(*words, "json"))["rows"]] == ["sun", "rain"]


def test_json_rows_keep_every_digit_and_are_strict():
    """Pandas' own writer makes 1.23456789e-13 of it 0.000000000000123."""
    values = [1.23456789e-13, 1e-300, 0.1 + 0.2, float("nan"), -float("inf"), 1e300]
    frame = pd.DataFrame({"a": values, "ok": True, "n": 3, "t": [("x",)] * 6}).set_index("t")
    rows = json.loads(json.dumps(records(frame), allow_nan=False))
    assert [line["a"] for line in rows] == [*values[:3], None, None, 1e300]
    assert rows[0] == {"t": ["x"], "a": values[0], "ok": True, "n": 3}


@pytest.mark.parametrize("recall", ["perfect", "limited"])
@pytest.mark.parametrize("loss", [1e6, 1e12, 1e15])
def test_a_rare_catastrophe_makes_no_tie_of_a_clear_lead(loss, recall):
    """War costs the same whatever is done; a, or b, where it helps saves 5 in half of all cases."""
    study = bn.diagram(
        "war",
        bn.Chance("war", ["no", "yes"], p=[1 - 1e-9, 1e-9]),
        bn.Chance("sign", ["low", "high"], p=[0.5, 0.5]),
        bn.Decision("do", ["a", "b"], knows=["sign"]),
        bn.Value("loss", ["war"], u=[0, -loss]),
        bn.Value("help", ["sign", "do"], u=[[5, 0], [0, 5]]),
        recall=recall,
    )
    choice = study.decide().choices[0]
    assert choice.gaps == pytest.approx((2.5, 2.5), rel=1e-6)
    assert choice.fixed_loss == pytest.approx(2.5, rel=1e-6)
    assert not choice.is_tie
