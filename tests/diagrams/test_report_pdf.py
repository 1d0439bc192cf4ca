"""The report as PDF: tagged, with words for every picture, its provenance and its notice."""

from __future__ import annotations

import dataclasses
import io
import itertools
import json
import re
from collections import Counter

import pytest
from pypdf import PdfReader

from diagrams.report.blocks import Document, Figure, Grid, Heading, Paragraph, pages
from diagrams.report.writers import written
from tests.diagrams.reading import drop_furniture_of, flat, of_kind
from tests.diagrams.small_drawing import drawing


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
