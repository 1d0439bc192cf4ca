"""``resolve diff`` tells of each move what it does to every outcome, and what all do together."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.elicitation.workshop import done, refused, resolve

FORMAT_1 = Path(__file__).parent / "format_1"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    shutil.copytree(FORMAT_1, tmp_path / "study")
    return tmp_path / "study"


def test_the_sentence_has_the_effect_and_the_table_the_total(study: Path) -> None:
    said = done(study, "diff", 1, 2)
    assert said.startswith("E01 lowered P(weather = dry) from 0.70 to 0.60: P(bad_mood) +0.027.")
    assert "Together, in the pool, under 'Without umbrella':" in said
    assert "The walk ends badly (bad_mood) 0.367 0.393 +0.027 +0.027" in said
    assert re.search(r"priors 0001 \(\w{8}\) and priors 0002 \(\w{8}\);", said)
    assert done(study, "diff", 1, 2, "--scenario", "covered").startswith(
        "E01 lowered P(weather = dry) from 0.70 to 0.60: P(bad_mood) +0.003."
    )
    assert "no scenario 'none'" in refused(study, "diff", 1, 2, "--scenario", "none")
    assert "there is no version 7. Known: 1, 2." in refused(study, "diff", 1, 7)


def test_tables_have_a_column_for_each_outcome(study: Path) -> None:
    text = resolve(study, "diff", 1, 2, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["component"] for row in rows] == ["dry", "wet"]
    assert float(rows[0]["effect_bad_mood"]) == pytest.approx(0.8 * 0.1 / 3, abs=1e-12)
    document = json.loads(resolve(study, "diff", 1, 2, "--format", "json").stdout)
    assert document["rows"][0]["effect_bad_mood"] == pytest.approx(0.8 * 0.1 / 3, abs=1e-12)
    assert document["before"]["bad_mood"] == pytest.approx(0.1 + 0.8 / 3, abs=1e-12)
    assert "| Outcome | Before |" in resolve(study, "diff", 1, 2, "--format", "markdown").stdout


def test_versions_of_another_model_are_compared_in_words_alone(study: Path) -> None:
    model = (study / "model.toml").read_text("utf-8")
    (study / "model.toml").write_text(model.replace('"wet"', '"rainy"'), "utf-8")
    result = resolve(study, "diff", 1, 2)
    assert result.exit_code == 0
    assert "the effects on outcomes are left out: the model of today" in result.stderr
    assert result.stdout == "E01 lowered P(weather = dry) from 0.70 to 0.60.\n"


def test_without_a_reference_scenario_it_is_said(study: Path) -> None:
    (study / "scenarios.toml").unlink()
    (study / "propositions.toml").unlink()
    result = resolve(study, "diff", 1, 2)
    assert result.exit_code == 0
    assert "there is no reference scenario. Add one to scenarios.toml." in result.stderr
    assert result.stdout == "E01 lowered P(weather = dry) from 0.70 to 0.60.\n"
