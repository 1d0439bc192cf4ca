"""The report as a Word document: real headings, captions, lists, and LibreOffice opens it."""

from __future__ import annotations

import html as entities
import io
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
from pypdf import PdfReader

from diagrams.report.blocks import Figure, Grid, Heading
from diagrams.report.writers import written
from tests.diagrams.reading import flat, of_kind

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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


def test_a_group_right_below_the_heads_is_not_bound_to_its_row(word, document):
    """LibreOffice 7.4 loses the table's rows otherwise."""
    grouped = [grid for grid in of_kind(document, Grid) if grid.groups]
    assert any(len(grid.groups) > 1 for grid in grouped)
    for table, grid in zip(word.tables, of_kind(document, Grid), strict=True):
        spans = [tr for tr in table._tbl.findall(f"{WORD}tr") if [*tr.iter(f"{WORD}gridSpan")]]
        bound = [bool([*tr.iter(f"{WORD}keepNext")]) for tr in spans]
        assert bound == [index > 0 for index in sorted(grid.groups)]


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


def images(reader: PdfReader) -> set[bytes]:
    """Return the different pictures on the pages, as they are stored: decoding takes a minute."""
    drawn = [
        entry.get_object()
        for page in reader.pages
        for entry in page["/Resources"].get("/XObject", {}).values()
    ]
    return {each._data for each in drawn if each["/Subtype"] == "/Image"}


@pytest.mark.slow
def test_libreoffice_opens_the_word_document(document, tmp_path):
    """Headless, into PDF: every page bears the notice, every caption and row is there."""
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
        timeout=600,
    )
    reader = PdfReader(tmp_path / "report.pdf")
    texts = [flat(page.extract_text()) for page in reader.pages]
    assert all(document.notice in text for text in texts)
    whole = " ".join(texts)
    for number in range(1, len(of_kind(document, Grid)) + 1):
        assert f"Table {number}." in whole
    letters = "".join(whole.split())
    for grid in of_kind(document, Grid):
        lost = [row for row in grid.rows if any("".join(c.split()) not in letters for c in row)]
        assert not lost, f"{grid.caption}: {len(lost)} of {len(grid.rows)} rows lost"
    rows = [row for grid in of_kind(document, Grid) if grid.groups for row in grid.rows]
    assert sum("".join("".join(row).split()) in letters for row in rows) > 0.9 * len(rows)
    assert len(images(reader)) == len(of_kind(document, Figure))
