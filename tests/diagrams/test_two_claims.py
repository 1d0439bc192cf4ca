"""Likelihood and confidence in one sentence of an author's are told apart, and nothing else is."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from diagrams.report.compose import SECTIONS
from diagrams.report.outline import read_outline
from diagrams.report.two_claims import joined_claims
from elicitation.cli import main
from elicitation.questionnaire.lexicons import USUAL, lexicons
from tests.conftest import SHIPPED

HEAD = 'format = "collective-resolve/report"\nversion = 1\n'
TOLD = (
    "likelihood and confidence in one sentence. Split: likelihood in one sentence, confidence in "
    "the next."
)


def found(text, lexicon=USUAL):
    outline, problems = read_outline(HEAD + text, SECTIONS)
    assert not problems
    return [str(problem) for problem in joined_claims(outline, lexicons()[lexicon])]


def own(sentence):
    return f'[section.question]\ntext = ["All is well.", "{sentence}"]'


@pytest.mark.parametrize(
    "sentence",
    [
        "It is very likely, with high confidence, that they talk.",
        "First. We are confident that provocation is unlikely!",
        "With a Moderate level of  confidence: talks are ALMOST CERTAIN.",
    ],
)
def test_a_sentence_that_says_both_is_named_with_its_place(sentence):
    assert found(own(sentence)) == [f"report.toml: section.question.text[1]: {TOLD}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is very likely that they talk. We say so with high confidence.",
        "Ally confidence is likely to fall.",
        "Our confidence is low.",
        "They are unlikely to talk.",
    ],
)
def test_what_says_one_at_a_time_is_left_alone(sentence):
    assert found(own(sentence)) == []


def test_every_text_is_read_and_words_are_those_of_the_lexicon():
    both = "Likely, with low confidence."
    text = f'title = "{both}"\nnot_modelled = ["{both}"]\n'
    text += f'[confidence]\nrating = "low"\nreasons = ["x", "{both}"]'
    places = [told.split(": ")[1] for told in found(text)]
    assert places == ["title", "not_modelled[0]", "confidence.reasons[1]"]
    for name, lexicon in lexicons().items():
        for word in lexicon.words:
            assert found(own(f"It is {word}, with high confidence."), name), (name, word)


def test_the_report_is_written_and_says_it(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(SHIPPED, study)
    with (study / "report.toml").open("a", encoding="utf-8") as file:
        file.write(own("It is very likely, with high confidence, that they talk."))
    words = ["report", "--no-second-opinion", "--draws", "0", "--study", str(study)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert f"note: report.toml: section.question.text[1]: {TOLD}" in result.output
