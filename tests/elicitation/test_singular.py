"""One thing is said in the singular, and placeholders are nobody's."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bayesnet.plurals import many
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.elicitation.test_questions import PLAN


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ["answer"], "1 answer"),
        (0, ["answer"], "0 answers"),
        (2, ["entry", "entries"], "2 entries"),
        (1, ["entry", "entries"], "1 entry"),
    ],
)
def test_a_number_with_its_noun(number, words, said):
    assert many(number, *words) == said


@pytest.fixture
def study(tmp_path):
    for name, text in (("model", MODEL), ("scenarios", SCENARIOS), ("elicitation", PLAN)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


def resolve(study, *words):
    words = [*map(str, words), "--study", str(study)]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_a_study_with_one_of_each(study):
    sound = resolve(study, "check")
    assert "; 1 structure, " in sound
    assert "; the analyst's placeholders. " in sound
    (study / "f.csv").write_text("question,component,best\nweather[],dry,0.4\nweather[],wet,0.6\n")
    said = resolve(study, "submit", study / "f.csv", "--expert", "E01", "--round", 1)
    assert said.startswith("Recorded 1 answer of E01 in ")
    assert resolve(study, "verify").startswith(
        "All is as recorded: 1 submission, 0 priors versions."
    )
    assert "1 question, 1 number, about" in resolve(study, "questions", "--node", "weather")
