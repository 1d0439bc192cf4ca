"""What the ledger holds of absence, abstention and dissent stands in the report."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bayesnet.folder.reading import open_study
from diagrams.report.blocks import Bullets, Grid, Paragraph
from elicitation.build.documents import study_document
from elicitation.cli import main
from tests.elicitation.workshop import begin, form


def resolve(study, *words):
    result = CliRunner().invoke(main, [*words, "--study", str(study)])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The report on a workshop in which nothing went smoothly, as text, and its warnings."""
    study = begin(tmp_path_factory.mktemp("workshop") / "study")
    for expert, wet in (("E03", 20), ("E07", 30), ("E09", 45)):
        file = study / f"{expert}.csv"
        file.write_text(form(wet, "seen the sky"), "utf-8")
        resolve(study, "submit", str(file), "--expert", expert, "--round", "1")
    resolve(study, "absent", "E12", "--round", "1", "--reason", "ill that day")
    resolve(study, "abstain", "E12", "forecast", "--reason", "not my field")
    resolve(study, "freeze", "--reason", "first round", "--allow-absent")
    resolve(study, "dissent", "--expert", "E09", "The model leaves the wind out.")
    opened, _ = open_study(study)
    document, problems = study_document(study, opened, second_opinion=False, draws=100)
    texts = []
    for block in document.blocks:
        match block:
            case Paragraph(text=text):
                texts.append(text)
            case Bullets(items=items):
                texts += items
            case Grid(rows=rows, groups=groups, caption=caption):
                texts += [caption, *groups.values(), *(" | ".join(row) for row in rows)]
    return "\n".join(texts), " ".join(map(str, problems))


def test_dissent_stands_in_the_experts_own_words(told):
    text, _ = told
    assert "priors 0001 | The model leaves the wind out." in text
    assert "Nobody has had a note of dissent recorded" not in text


def test_absence_and_abstention_stand_with_their_reasons(told):
    text, _ = told
    assert "E12 (ill that day)" in text
    assert "abstains on Forecast (2 questions) | not my field" in text


def test_one_alone_on_a_panel_is_not_named_with_it(told):
    """E12 is the only one on the panel; the other three were asked everything."""
    text, warnings = told
    assert "E12 is the only expert of 'Sky'; their rows identify them." in warnings
    assert "The report counts them together, unnamed." in warnings
    assert "Panels of fewer than three are counted together" in text
    assert "Sky" not in text
    assert "asked everything | 3" in text


def test_the_command_that_makes_it_again_names_the_draws(told):
    text, _ = told
    assert "resolve verify && resolve report --format all --draws 100 --seed 1" in text
