"""Seed questions come with every form, count in the load, and are told when they do not rise."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from elicitation.cli import main
from elicitation.questionnaire.question_words import parts_of, quantity
from tests.elicitation.test_weighing import SEEDS
from tests.elicitation.workshop import begin, done, refused, resolve

OWN = ("--expert", "E12", "--round", 1)
KEYS = [
    f"seed.{seed}[{level}]" for seed in ("S01", "S02", "S03", "S04") for level in (0.05, 0.5, 0.95)
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "study")
    (folder / "seeds.toml").write_text(SEEDS, "utf-8")
    return folder


def test_every_form_has_them_last_even_of_an_expert_with_a_panel_of_their_own(study: Path) -> None:
    out = {kind: study / f"form.{kind}" for kind in ("csv", "json", "xlsx")}
    for path in out.values():
        done(study, "form", *OWN, "--out", path)
    rows = list(csv.DictReader(io.StringIO(out["csv"].read_text("utf-8-sig"))))
    assert [row["question"] for row in rows][-12:] == KEYS
    assert "you are 5 % sure that it is not above which number?" in rows[-12]["wording"]
    assert all(f'"{key}"' in out["json"].read_text("utf-8") for key in KEYS)
    sheet = load_workbook(out["xlsx"])["seed"]
    assert sheet["A1"].value == "Questions with known answers"
    assert [sheet[f"H{row}"].value for row in range(3, 15)] == KEYS
    rules = {
        (rule.formula1, rule.formula2, rule.error) for rule in sheet.data_validations.dataValidation
    }
    assert rules == {  # a spreadsheet does not know infinity
        ("-1e+300", "1e+300", "Type a number."),
        ("0", "1", "Type a number from 0 to 1."),
        ("0", "1e+300", "Type a number above 0."),
    }


def test_they_are_listed_and_cost_every_expert_time(study: Path) -> None:
    said = done(study, "questions", "--expert", "E12", "--node", "seed")
    assert "12 questions, 12 numbers" in said
    assert "did you mean 'seed'?" in refused(study, "questions", "--node", "sed")
    with_seeds = _questions(study)
    assert "seed" not in done(study, "load", "--split", 2)
    (study / "seeds.toml").unlink()
    without = _questions(study)
    assert with_seeds == {who: count + 12 for who, count in without.items()}


def _questions(study: Path) -> dict[str, int]:
    """Return the number of questions by who is asked."""
    table = resolve(study, "load", "--format", "csv").stdout
    return {row["who"]: int(row["questions"]) for row in csv.DictReader(io.StringIO(table))}


def test_quantiles_that_do_not_rise_are_told_at_once(study: Path) -> None:
    form = study / "seeds.csv"
    lines = [f"{key},value,{best}" for key, best in zip(KEYS[:3], (120, 100, 150), strict=True)]
    form.write_text("\n".join(["question,component,best", *lines]), "utf-8")
    told = (
        "Of S01 you are 5 % sure that it is not above 120, and 50 % sure of 100. "
        "The surer, the higher: change one, or they cannot be scored."
    )
    submitted = resolve(study, "submit", form, *OWN)
    assert submitted.exit_code == 0
    assert f"note: seeds.csv: {KEYS[0]}: {told}" in " ".join(submitted.stderr.split())
    words = ["ask", *map(str, OWN), "--node", "seed", "--again", "--study", str(study)]
    answers = "120\n100\n\n150\n.\nn\n"
    asked = CliRunner().invoke(main, words, input=answers)
    assert told in " ".join(asked.output.split())


def test_a_seeds_key_is_taken_apart() -> None:
    assert parts_of("seed.weight[0.5]").pairs == (("weight", "0.5"),)
    assert quantity("seed.S01[0.05]", "value") == "the 0.05 quantile of S01"
    assert parts_of("seed[rain=yes]").part == ""  # a row of a node of that name
