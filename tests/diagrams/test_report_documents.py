"""The shipped study's report as web page, tagged PDF and Word document: whole, tagged, alike."""

from __future__ import annotations

import dataclasses
import html as entities
import io
import re
from collections import Counter

import pytest
from pypdf import PdfReader

from diagrams.report.blocks import Box, Bullets, Document, Figure, Grid, Heading, Paragraph
from diagrams.report.compose import SECTIONS, compose
from diagrams.report.gather import gather
from diagrams.report.material import Material
from diagrams.report.writers import written
from elicitation.questionnaire.lexicons import USUAL, lexicons
from tests.diagrams.reading import drop_furniture, flat, of_kind
from tests.diagrams.small_drawing import drawing

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


# ------------------------------------------------------------------------------------- contents


def test_every_section_of_the_list_is_there_and_in_order(document):
    headings = [block.text for block in of_kind(document, Heading) if block.level == 2]
    wanted = [section.heading for section in SECTIONS.values() if section.heading]
    assert [re.sub(r"^(\d+|Annex [A-Z])\. ", "", heading) for heading in headings] == wanted
    assert headings[0].startswith("1. ")
    assert headings[-1].startswith("Annex F. ")


@pytest.mark.parametrize(
    "words",
    [
        "Which combination of upgrades",  # the question
        "the two governments' alliance managers",  # the decision-maker
        "23 July 2020",  # as of
        "31 January 2021",  # the horizon
        "Kim Jong Un's private probability",  # definitions
        "What the alliance does to be safe alarms the other side",  # alternative structures
        "Misperception has several kinds",  # contrary evidence
        "462 by 6 experts",  # rounds
        "nobody was trained or asked",  # training
        "Conflicts of interest",
        "in how many is 'Message coherence' 'coherent', in how many 'mixed'",  # wording
        "Presence is what allies look at.",  # a reason
        "Answers first",  # another order of pooling
        "without Spiral",  # leaving one out
        "ranges over draws: 10,000 draws, seed 1; worth of learning: 2,000 draws, seed 1; "
        "everything else is exact",
        "6 of 6 higher",  # sign counts
        "FAILS",  # propositions
        "Their lead",  # thresholds
        "expected value of perfect information",
        "Best in no state of information that the plan can meet, by the pool's numbers: Capability upgrades: slowed",
        "Standard deviation",  # risk
        "If false",  # assumptions
        "The liaison office episode was a fair point against me.",  # dissent, and why it changed
        "almost no chance",  # the scale
        "No confidence is claimed",
        "The largest of 36 changed answers",
        "China, sanctions and elections are left out",  # not modelled, from the study's report.toml
        "Placeholders, which nobody judged",
        "resolve verify && resolve report --format all",
    ],
)
def test_the_contents_are_complete(bare, words):
    assert words in page_text(bare)


def test_no_sentence_joins_likelihood_and_confidence(bare):
    terms = ("likely", "even chance", "almost certain", "almost no chance")
    rated = re.compile(r"\b(low|moderate|high) confidence|confidence (is|of)\b", re.IGNORECASE)
    sentences = re.split(r"(?<=[.!?])\s", page_text(bare))
    assert any(term in sentence for sentence in sentences for term in terms)
    assert not [s for s in sentences if rated.search(s) and any(t in s for t in terms)]


# ------------------------------------------------------------------------------- the same numbers


def page_text(document):
    """Return the text of the web page: headings, paragraphs, captions, cells; not its furniture."""
    written_page = written(document, "html").decode()
    main = re.search(r"<main>(.*)</main>", written_page, re.DOTALL)[1]
    main = re.sub(r"<svg.*?</svg>", " ", main, flags=re.DOTALL)
    return flat(entities.unescape(re.sub(r"<[^>]+>", " ", main)))


def word_text(document):
    """Return the text of the Word document's body, without what its lists repeat."""
    docx = pytest.importorskip("docx")
    body = docx.Document(io.BytesIO(written(document, "docx"))).element.body
    found, inside = [], False
    for element in body.iter(f"{WORD}p"):
        links = element.findall(f"{WORD}hyperlink")
        style = element.find(f"{WORD}pPr/{WORD}pStyle")
        named = style is not None and style.get(f"{WORD}val") in ("Title", "Subtitle")
        if not links and not named:
            found.append("".join(text.text or "" for text in element.iter(f"{WORD}t")))
        inside = inside or bool(links)
    assert inside  # there were lists to leave out
    return flat(" ".join(found))


def pdf_text(document):
    """Return the text of the PDF without its running lines, title and lists."""
    source = dataclasses.replace(document, notice="")
    reader = PdfReader(io.BytesIO(written(source, "pdf")))
    text = " ".join(drop_furniture(page.extract_text()) for page in reader.pages)
    contents, body = text.index("Contents"), text.index("1. The question", text.index("Annex F."))
    text = text[:contents] + text[body:]
    return flat(text[: text.rindex("Figures")])


def test_all_three_kinds_hold_the_same_numbers(bare):
    untitled = dataclasses.replace(bare, title="Report", subtitle="")
    page = Counter(NUMBER.findall(page_text(untitled)))
    in_word = Counter(NUMBER.findall(word_text(untitled)))
    assert sum(page.values()) > 4000
    assert in_word == page
    in_pdf = Counter(NUMBER.findall(pdf_text(untitled)))
    repeated = {n for n, count in in_pdf.items() if count > page[n]}
    assert not {n: (c, in_pdf[n]) for n, c in page.items() if in_pdf[n] < c}
    heads = " ".join(" ".join((*g.heads, *g.groups.values())) for g in of_kind(bare, Grid))
    assert repeated <= set(NUMBER.findall(heads))  # heads come again on a new page, nothing else


# --------------------------------------------------------------------------- texts of all kinds

EVIL = '<w:t>&amp; #import "x" *b* $1/0$ \\ [a] </w:t> \x07'


def test_no_text_of_a_study_becomes_source_of_a_document():
    docx = pytest.importorskip("docx")
    plain = Document(
        title=EVIL,
        subtitle=EVIL,
        notice=EVIL,
        provenance={"software": EVIL},
        blocks=(
            Heading(text=EVIL),
            Paragraph(text=EVIL),
            Bullets(items=[EVIL]),
            Box(title=EVIL, items=[EVIL]),
            Grid(caption=EVIL, heads=[EVIL], rows=[[EVIL]], groups={0: EVIL}),
            Figure(drawing=drawing(EVIL), caption=EVIL),
        ),
    )
    shown = EVIL.removesuffix("\x07").strip()
    word = docx.Document(io.BytesIO(written(plain, "docx")))
    texts = [p.text.strip() for p in word.paragraphs]
    assert texts.count(shown) >= 6  # title, subtitle, heading, paragraph, bullet, box
    assert {cell.text.strip() for row in word.tables[0].rows for cell in row.cells} == {shown}
    pdf = PdfReader(io.BytesIO(written(plain, "pdf")))
    assert "".join(shown.split()) in "".join(pdf.pages[0].extract_text().split())


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_the_same_document_gives_the_same_bytes(bare, kind):
    short = dataclasses.replace(bare, blocks=bare.blocks[:9])
    assert written(short, kind) == written(short, kind)


# --------------------------------------------------------------------------- without any experts


def test_a_study_that_nobody_was_asked_about_is_written_up_too(deterrence):
    answers = gather(deterrence, second_opinion="")
    document = compose(Material(answers=answers, lexicon=lexicons()[USUAL]))
    assert "Nobody was asked" in page_text(document)
    for kind in ("pdf", "docx"):
        assert written(document, kind)
