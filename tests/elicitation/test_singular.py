"""One thing is said in the singular, and placeholders are nobody's."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from bayesnet.adversary.tables import TABLES
from bayesnet.plurals import many
from bayesnet.sweep import Sampling
from diagrams.network.caption import ended
from diagrams.report.blocks import Box, Bullets, Grid, Heading, Paragraph
from elicitation.build.documents import study_document
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.conftest import SHIPPED
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


@pytest.mark.parametrize(
    "words",
    [
        ("decide",),
        ("switch",),
        ("compare", "S6"),
        ("compare", "S6", "--all-structures"),
        ("explain", "S6"),
        ("propositions",),
        ("sensitivity", "internal_strain=severe"),
        *(("adversary", "--show", part) for part in TABLES),
    ],
)
def test_of_one_set_of_numbers_nothing_is_said_of_experts(words):
    told = resolve(SHIPPED, *words, "--priors", "placeholder")
    assert not re.search(r"\bof 1\b|\bexperts?\b|\b1/1\b", told), told


def test_one_draw_and_one_thing_that_does_not_move_are_said_in_the_singular(frozen):
    assert str(Sampling(draws=1)) == "1 draw, seed 1"
    assert str(Sampling(draws=2)) == "2 draws, seed 1"
    told = resolve(SHIPPED, "drivers", "--by", "expert", "--top", "4")
    assert "1 more moves it less; --top shows them." in told
    assert re.search(r"\b1 does not move it visibly\.", told)


def test_a_title_that_asks_is_ended_by_its_own_mark():
    assert ended("Does it pay?") == "Does it pay?"
    assert ended("It pays") == ended("It pays.") == "It pays."


def test_a_report_of_one_set_of_numbers_invents_no_experts(deterrence):
    document = study_document(SHIPPED, deterrence, second_opinion=False, draws=0)[0]
    told = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.text.startswith("Annex"):
            break
        match block:
            case Heading(text=text) | Paragraph(text=text):
                told.append(text)
            case Box(items=items) | Bullets(items=items):
                told += items
            case Grid():
                told += [block.caption, *block.heads, *(c for row in block.rows for c in row)]
    whole = "\n".join([document.subtitle, *told])
    assert not re.search(
        r"\bof 1\b|[Ee]very expert|[Ee]ach expert|one expert's|[Bb]y expert", whole
    )
    assert "1 set of numbers" in document.subtitle
    assert "Where the experts differ" not in whole
    assert "Best: Capability upgrades: on schedule" in whole
    assert not re.search(
        r"[(;] ?experts: |1 experts?\b|experts or weight|experts' (best|range)", whole
    )


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
