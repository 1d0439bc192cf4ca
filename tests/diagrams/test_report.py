"""The page holds what it was given, and nothing in a study can become code in it."""

from __future__ import annotations

import json
import re

from bayesnet.number_words import points
from diagrams.report.blocks import Box, Document, Figure, Grid, Heading, Paragraph
from diagrams.report.html import css_string, html
from diagrams.report.words import percent
from tests.diagrams.small_drawing import drawing

EVIL = "</style></script><script>alert('x')</script><img src=x onerror=alert(1)>\"; } body {"


def page(text):
    return html(
        Document(
            title=text,
            subtitle=text,
            notice=text,
            provenance={"software": text},
            blocks=(
                Heading(text=text),
                Paragraph(text=text),
                Box(title=text, items=[text]),
                Grid(caption=text, heads=[text], rows=[[text]]),
                Figure(drawing=drawing(text), caption=text),
            ),
        )
    )


def test_no_text_of_a_study_becomes_code():
    written = page(EVIL)
    assert "<script>alert" not in written
    assert "<img" not in written
    assert written.count("<script") == 1  # the provenance, as data
    assert written.count("</style>") == 1


def test_provenance_can_be_read_back_from_the_page():
    found = re.search(r'id="provenance">(.*?)</script>', page(EVIL), re.DOTALL)
    assert json.loads(found.group(1)) == {"software": EVIL}


def test_every_block_is_written_with_its_number():
    written = page("plain words")
    assert "<b>Table 1.</b> plain words" in written
    assert "<b>Figure 1.</b> plain words" in written
    assert "</svg>" in written


def test_a_css_string_cannot_end_itself():
    assert css_string('a"b\\c\n<') == '"a\\22 b\\5c c\\a \\3c "'


def test_what_is_not_certain_never_prints_as_certain():
    assert percent(0.0) == "0\N{NO-BREAK SPACE}%"
    assert percent(0.001) == "<1\N{NO-BREAK SPACE}%"
    assert percent(0.999) == ">99\N{NO-BREAK SPACE}%"
    assert percent(1.0) == "100\N{NO-BREAK SPACE}%"
    assert points(-0.0001) == "0.0"
    assert points(-0.021) == "\N{MINUS SIGN}2.1"
