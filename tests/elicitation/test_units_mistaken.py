"""A form in another unit than its study's is asked about, and the option that mends it is named."""

from __future__ import annotations

import shutil
from decimal import Decimal

import pytest
from click.testing import CliRunner

from bayesnet.messages.terminal import terminal
from elicitation.cli import main
from elicitation.intake.sums import distribution_faults
from elicitation.record.responses import Estimate
from tests.conftest import SHIPPED

SUMS = [
    (
        "3 3 3.4",
        "The best values sum to 9.4; did you mean percent, ten times as much? "
        "94 is not 100: add 6, or scale.",
    ),
    (
        "3 3 4",
        "The best values sum to 10; did you mean percent, ten times as much? "
        "Type each times ten, or scale.",
    ),
    ("30 30 34", "The best values sum to 94, not 100. Add 6, or scale."),
    ("0 0 12", "The best values sum to 12, not 100. Add 88, or scale."),
    (
        "0.3 0.3 0.34",
        "The best values sum to 0.94; did you mean probability? "
        "Then say unit probability and add 0.06, or scale.",
    ),
]


@pytest.mark.parametrize(("typed", "sentence"), SUMS)
def test_a_sum_in_percent_that_is_far_too_small_asks_about_the_unit(typed, sentence):
    answers = {str(i): Estimate(best=Decimal(text)) for i, text in enumerate(typed.split())}
    (fault,) = distribution_faults(answers, "percent")
    assert terminal().sentence(fault) == sentence


@pytest.fixture
def submit(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(SHIPPED, study)
    plan = study / "elicitation.toml"
    text = plan.read_text("utf-8")
    assert 'unit = "probability"' in text
    plan.write_text(text.replace('unit = "probability"', 'unit = "percent"'), "utf-8")

    def submit(numbers, *more):
        rows = zip(("settled", "open_quiet", "open_public"), numbers.split(), strict=True)
        lines = [f"burden_dispute[],{state},{number}" for state, number in rows]
        (study / "f.csv").write_text("\n".join(["question,component,best", *lines]), "utf-8")
        words = ("submit", study / "f.csv", "--expert", "spiral", "--round", 2, "--study", study)
        return CliRunner().invoke(main, [str(word) for word in (*words, *more)])

    return submit


def test_options_that_mend_come_after_the_error_they_belong_to(submit):
    lines = submit("0.3 0.3 0.34").stderr.splitlines()
    assert lines[0].startswith("error: f.csv: line 2, burden_dispute[]: The best values sum to")
    assert lines[1:] == [
        'If that holds for the whole form: --unit probability (in JSON "unit": "probability").',
        "With the expert's consent: --repair scale, or --repair project.",
    ]
    assert submit("0.3 0.3 0.4", "--unit", "probability").exit_code == 0


def test_tenths_can_be_scaled_with_consent(submit):
    assert submit("3 3 3.4").exit_code == 2
    assert submit("3 3 3.4", "--repair", "scale").exit_code == 0
