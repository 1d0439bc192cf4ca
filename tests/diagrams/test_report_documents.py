"""The shipped study's report as web page, tagged PDF and Word document: whole, tagged, alike."""

from __future__ import annotations

import dataclasses
import html as entities
import io
import itertools
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
from pypdf import PdfReader

from bayesnet.errors import Refused
from diagrams.report.blocks import Box, Bullets, Document, Figure, Grid, Heading, Paragraph, pages
from diagrams.report.compose import SECTIONS, compose
from diagrams.report.gather import gather
from diagrams.report.material import Material
from diagrams.report.writers import written
from elicitation.questionnaire.lexicons import USUAL, lexicons
from tests.diagrams.small_drawing import drawing

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def without_texts(picture):
    """The drawing with nothing drawn."""
    return dataclasses.replace(picture, content="")


@pytest.fixture(scope="module")
def bare(document):
    """The same document, its pictures empty: what is left is text of the report's own."""
    blocks = [
        dataclasses.replace(b, drawing=without_texts(b.drawing)) if isinstance(b, Figure) else b
        for b in document.blocks
    ]
    return dataclasses.replace(document, blocks=blocks)


@pytest.fixture(scope="module")
def pdf(document):
    return PdfReader(io.BytesIO(written(document, "pdf")))


@pytest.fixture(scope="module")
def word(document):
    docx = pytest.importorskip("docx")
    return docx.Document(io.BytesIO(written(document, "docx")))


def of_kind(document, kind):
    return [block for block in document.blocks if isinstance(block, kind)]


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
        "Best in no state of information, by the pool's numbers: Capability upgrades: slowed",
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


def drop_furniture(text):
    """Leave out the running line at the page's foot."""
    return re.sub(r"Report \d+ / \d+", " ", flat(text))


def drop_furniture_of(document, text):
    """Leave out what stands at the head and the foot of every page."""
    text = text.replace(document.notice, " ")
    return flat(re.sub(re.escape(document.title) + r" \d+ / \d+", " ", text))


def flat(text):
    return re.sub(r"\s+", " ", text)


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


# ------------------------------------------------------------------------------------------- PDF


def tags(pdf):
    """Return kind and element of everything in the structure tree, in reading order."""
    roles = pdf.trailer["/Root"]["/StructTreeRoot"].get("/RoleMap", {})

    def walk(element):
        element = element.get_object()
        if not hasattr(element, "get"):
            return
        kind = element.get("/S")
        if kind is not None:
            yield str(roles.get(kind, kind)), element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from walk(child)

    return list(walk(pdf.trailer["/Root"]["/StructTreeRoot"]))


def test_the_pdf_is_tagged_and_says_so(pdf, document):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == document.title
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", metadata)


def test_headings_of_the_pdf_go_down_one_step_at_a_time(pdf, document):
    levels = [int(kind[2]) for kind, _ in tags(pdf) if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    lists = 3  # contents, figures, tables
    assert len(levels) >= len(of_kind(document, Heading)) + lists


def test_every_figure_of_the_pdf_has_its_words(pdf, document):
    told = [str(element.get("/Alt")) for kind, element in tags(pdf) if kind == "/Figure"]
    assert told == [figure.alt for figure in of_kind(document, Figure)]


def test_every_table_of_the_pdf_has_heads_with_a_scope(pdf, document):
    kinds = Counter(kind for kind, _ in tags(pdf))
    grids = of_kind(document, Grid)
    assert kinds["/Table"] == len(grids)
    assert kinds["/TH"] >= sum(len(grid.heads) for grid in grids)
    assert kinds["/Caption"] == len(grids) + len(of_kind(document, Figure))
    heads = [element for kind, element in tags(pdf) if kind == "/TH"]
    assert all("/Scope" in str(head.get("/A", "")) for head in heads)


def test_the_pdf_carries_its_provenance_and_its_fonts(pdf, document):
    assert json.loads(pdf.metadata["/Keywords"]) == dict(document.provenance)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("LiberationSans" in font for font in fonts)


def test_every_page_of_the_pdf_bears_the_notice(pdf, document):
    assert document.notice
    for page in pdf.pages:
        assert document.notice in flat(page.extract_text())


def test_the_list_of_figures_names_the_page_where_each_stands(pdf, document):
    texts = [flat(page.extract_text()) for page in pdf.pages]
    listed = " ".join(texts[-3:]).split("Figures Figure 1 ")[1].split("Tables")[0]
    listed = drop_furniture_of(document, f"Figure 1 {listed}")
    for number, figure in enumerate(of_kind(document, Figure), start=1):
        where = [
            n
            for n, text in enumerate(texts, start=1)
            if f"Figure {number}. {figure.caption}" in text
        ]
        entry = listed.split(f"Figure {number} ")[1].split("Figure ")[0]
        assert [int(entry.split()[-1])] == where


@pytest.mark.parametrize(("before", "lines"), [(30, 10), (30, 70), (42, 2)])
def test_a_tall_picture_stands_between_its_heading_and_the_next(before, lines):
    """Whether its section began pages before, at the foot of the page before or on its own page."""
    tall = dataclasses.replace(drawing("Tall"), width=500, height=650)
    blocks = (
        *(Paragraph(text=f"Before {line}.") for line in range(before)),
        Heading(text="Its own"),
        *(Paragraph(text=f"Line {line}.") for line in range(lines)),
        Figure(drawing=tall, caption="The tall one"),
        Heading(text="The next"),
        Paragraph(text="And so on."),
    )
    document = Document(title="T", subtitle="s", notice="", provenance={}, blocks=blocks)
    reader = PdfReader(io.BytesIO(written(document, "pdf")))
    found = {
        mark.title: (reader.get_destination_page_number(mark), -mark.top)
        for mark in reader.outline
        if not isinstance(mark, list)
    }
    for number, page in enumerate(reader.pages):

        def seen(text, placed, matrix, *_, number=number):
            if "The tall one" in text:  # first under the picture, then in the list of figures
                found.setdefault("caption", (number, -(matrix[5] * placed[3] + placed[5])))

        page.extract_text(visitor_text=seen)
    assert found["Its own"] < found["caption"] < found["The next"]


def test_wide_tables_stand_on_pages_turned_on_their_side(pdf, document):
    shapes = {page.mediabox.width > page.mediabox.height for page in pdf.pages}
    assert shapes == {True, False}
    turned = [b for b, page in zip(document.blocks, pages(document.blocks), strict=True)
              if page == "side"]  # fmt: skip
    assert [type(block) for block in turned[:2]] == [Heading, Grid]  # the heading goes along


# ------------------------------------------------------------------------------------------ Word


def test_the_word_document_has_real_headings_and_captions(word, document):
    styles = Counter(p.style.name for p in word.paragraphs)
    headings = of_kind(document, Heading)
    assert styles["Heading 1"] == sum(h.level == 2 for h in headings)
    assert styles["Heading 2"] == sum(h.level == 3 for h in headings)
    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    figures, grids = of_kind(document, Figure), of_kind(document, Grid)
    assert len(captions) == len(figures) + len(grids)
    codes = ["".join(i.text for i in p._p.iter(f"{WORD}instrText")) for p in captions]
    assert sum("SEQ Table" in code for code in codes) == len(grids)
    assert sum("SEQ Figure" in code for code in codes) == len(figures)
    assert captions[0].text == f"Table 1. {grids[0].caption}"


def test_pictures_of_the_word_document_have_their_words(word, document):
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert told == [figure.alt for figure in of_kind(document, Figure)]


def test_tables_of_the_word_document_repeat_their_heads(word, document):
    grids = of_kind(document, Grid)
    assert len(word.tables) == len(grids)
    for table, grid in zip(word.tables, grids, strict=True):
        first = table._tbl.findall(f"{WORD}tr")[0]
        assert first.find(f"{WORD}trPr/{WORD}tblHeader") is not None
        assert len(table._tbl.findall(f"{WORD}tr")) == 1 + len(grid.rows) + len(grid.groups)


def test_lists_of_the_word_document_are_fields_and_filled(word, document):
    body = word.element.body
    codes = [i.text.strip() for i in body.iter(f"{WORD}instrText") if "TOC" in i.text]
    assert codes == ['TOC \\o "1-1" \\h \\z', 'TOC \\h \\z \\c "Figure"', 'TOC \\h \\z \\c "Table"']
    names = {b.get(f"{WORD}name") for b in body.iter(f"{WORD}bookmarkStart")}
    links = [link.get(f"{WORD}anchor") for link in body.iter(f"{WORD}hyperlink")]
    sections = sum(h.level == 2 for h in of_kind(document, Heading))
    assert len(links) == sections + len(of_kind(document, Figure)) + len(of_kind(document, Grid))
    assert set(links) <= names
    marks = [m.get(f"{WORD}fldCharType") for m in body.iter(f"{WORD}fldChar")]
    assert marks.count("begin") == marks.count("separate") == marks.count("end")


def test_the_word_document_turns_pages_and_bears_the_notice_on_each(word, document):
    assert {s.page_width > s.page_height for s in word.sections} == {True, False}
    for section in word.sections:
        assert section.header.paragraphs[0].text == document.notice


def test_the_theme_decides_no_font_of_the_word_document(word):
    for fonts in word.styles.element.iter(f"{WORD}rFonts"):
        assert not [key for key in fonts.attrib if "Theme" in key]
        assert fonts.get(f"{WORD}ascii") == "Liberation Sans"


def test_the_word_document_carries_provenance_and_font(document):
    package = zipfile.ZipFile(io.BytesIO(written(document, "docx")))
    properties = package.read("docProps/custom.xml").decode()
    for key, value in document.provenance.items():
        assert (
            f'name="provenance.{key}"><vt:lpwstr>{entities.escape(value[:255], quote=False)}<'
            in (properties)
        )
    assert "word/fonts/Regular.odttf" in package.namelist()
    assert not package.read("word/fonts/Regular.odttf").startswith(b"\x00\x01\x00\x00")


@pytest.mark.slow
def test_libreoffice_opens_the_word_document(document, tmp_path):
    """Headless, into PDF: every page bears the notice, every caption is there."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (tmp_path / "report.docx").write_bytes(written(document, "docx"))
    home = (tmp_path / "home").as_uri()
    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation={home}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "report.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    reader = PdfReader(tmp_path / "report.pdf")
    texts = [flat(page.extract_text()) for page in reader.pages]
    assert all(document.notice in text for text in texts)
    whole = " ".join(texts)
    for number in range(1, len(of_kind(document, Grid)) + 1):
        assert f"Table {number}." in whole
    drawn = {image.data for page in reader.pages for image in page.images}
    assert len(drawn) == len(of_kind(document, Figure))


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


def test_letters_that_no_font_has_are_refused_with_a_sentence():
    odd = Document(
        title="x",
        subtitle="x",
        notice="",
        provenance={"software": "x"},
        blocks=[Paragraph(text="\u0378")],
    )
    assert written(odd, "html")
    with pytest.raises(Refused, match=r"could not be displayed.*take --format html or docx"):
        written(odd, "pdf")


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
