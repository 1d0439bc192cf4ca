"""``report.toml``: what a study says of its own report, and every sentence about what is wrong."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from diagrams.report.blocks import Bullets, Figure, Grid, Heading, Paragraph, numbers, pages
from diagrams.report.columns import shares
from diagrams.report.compose import SECTIONS, compose
from diagrams.report.gather import gather
from diagrams.report.material import Material
from diagrams.report.outline import read_outline
from elicitation.questionnaire.lexicons import USUAL, lexicons
from tests.diagrams.small_drawing import drawing

HEAD = 'format = "collective-resolve/report"\nversion = 1\n'


def read(text):
    return read_outline(HEAD + text, SECTIONS)


@pytest.fixture(scope="module")
def answers(deterrence):
    return gather(deterrence, second_opinion="")


def headings(document):
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def test_without_anything_a_report_is_as_it_comes():
    outline, problems = read("")
    assert not problems
    assert outline.sections == ()


def test_title_order_and_texts_are_the_studys_own(answers):
    outline, problems = read(
        """
title = "A report of our own"
sections = ["background", "what_to_do", "question", "record"]
[section.background]
heading = "Background"
text = ["Why we ask.", "And whom."]
[section.what_to_do]
heading = "Our advice"
text = ["We read the numbers so."]
"""
    )
    assert not problems
    document = compose(Material(answers=answers, lexicon=lexicons()[USUAL], outline=outline))
    assert document.title == "A report of our own"
    assert headings(document) == [
        "1. Background",
        "2. Our advice",
        "3. The question",
        "Annex A. Where the numbers come from",
    ]
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["Why we ask.", "And whom.", "We read the numbers so."]  # in place of ours
    assert isinstance(document.blocks[5], Grid)  # the table that follows stays


def test_a_rating_of_confidence_stands_with_its_reasons(answers, deterrence):
    outline, problems = read('[confidence]\nrating = "low"\nreasons = ["Few experts."]\n')
    assert not problems
    assert (outline.rating, outline.reasons) == ("low", ("Few experts.",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('sections = ["modle"]', "report.toml: sections[0]: no section 'modle'; did you mean 'model'?"),
        ('sections = ["model", "model"]', "report.toml: sections[1]: 'model' is there twice. Keep one."),
        ("sections = []", "report.toml: sections: no section is named. Name one, or drop the key for all."),
        (
            '[section.mdel]\ntext = ["x"]',
            "report.toml: section.mdel: no section 'mdel'; did you mean 'model'? A section of your own "
            "has a heading and a text.",
        ),
        (
            'sections = ["model"]\n[section.limits]\ntext = ["x"]',
            "report.toml: section.limits: this section is not in the list 'sections', so its text is "
            "never printed. Add it to the list, or take it out.",
        ),
        ('[confidence]\nrating = "lo"\nreasons = ["x"]', "report.toml: confidence.rating: 'lo' is not one of the choices; did you mean 'low'?"),
        ('[confidence]\nrating = "low"\nreasons = []', "report.toml: confidence.reasons: a rating without reasons says nothing. Give at least one."),
        ('titel = "x"', "report.toml: titel: unknown key 'titel'; did you mean 'title'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_remedy(text, sentence):
    outline, problems = read(text)
    assert outline is None
    assert [str(problem) for problem in problems] == [sentence]


def test_a_heading_goes_to_the_page_of_its_first_table():
    grid = Grid(caption="", heads=["a"], rows=[["b"]])
    wide = Grid(caption="", heads=["a"], rows=[["b"]], wide=True)
    large = Figure(drawing=drawing(""), caption="", wide=True)
    words = Paragraph(text="")
    blocks = [
        Heading(text=""),
        words,
        wide,
        Heading(text=""),
        words,
        grid,
        large,
        Bullets(items=[]),
    ]
    assert pages(blocks) == ("side",) * 3 + ("upright",) * 3 + ("large", "upright")
    assert numbers(blocks) == (0, 0, 1, 0, 0, 2, 1, 0)
    assert pages([Heading(text=""), words]) == ("upright", "upright")


def test_columns_hold_their_longest_word_and_leave_the_rest_to_texts():
    long = "many words " * 40
    grid = Grid(caption="", heads=["Id", "Unbreakable"], rows=[["Q1", "x"], ["Q2", long]])
    narrow, broad = shares(grid, 480, 8.5)
    assert narrow + broad == pytest.approx(1)
    assert broad > 0.9
    small = shares(Grid(caption="", heads=["a", "b"], rows=[["1", "2"]]), 480, 8.5)
    assert sum(small) == pytest.approx(0.6)  # a small table does not fill the page


def test_no_mutated_outline_makes_a_traceback():
    """Bytes put in and lines dropped, doubled or retyped: a list of problems, or an outline."""
    rng = random.Random("report.toml")
    text = HEAD + (
        'title = "x"\nsections = ["model", "own"]\nnot_modelled = ["a"]\ntraining = "t"\n'
        '[confidence]\nrating = "low"\nreasons = ["r"]\n'
        '[section.own]\nheading = "h"\ntext = ["t"]\n'
    )
    refused = 0
    for _ in range(300):
        lines = text.splitlines()
        at = rng.randrange(len(lines))
        match rng.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[rng.randrange(len(lines))])
            case 2:
                value = rng.choice(["nan", "-1", "[]", "{}", "true", "[[1]]", '""'])
                lines[at] = f"{lines[at].split('=', 1)[0]}= {value}"
            case _:
                place = rng.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + rng.choice('"[]{}=,.0\\') + lines[at][place:]
        outline, problems = read_outline("\n".join(lines), SECTIONS)
        assert (outline is None) == any(problem.severity == "error" for problem in problems)
        refused += outline is None
    assert refused > 100


def test_the_format_page_lists_every_section():
    page = (Path(__file__).parents[2] / "elicitation" / "FORMAT.md").read_text("utf-8")
    listed = page.split("Known sections:")[1].split("## ")[0]
    assert re.findall(r"`(\w+)`", listed) == list(SECTIONS)
