"""Build what python-docx has no call for: fields, bookmarks, turned pages, properties, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from diagrams.canvas.provenance import as_properties
from diagrams.report.blocks import Box, Document, Page
from diagrams.report.docx_fonts import embed

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph

FONT, INSTEAD = "Liberation Sans", "Arial"
"""The font travels inside; where a program does not take it, its metrical twin."""
PAGES: Mapping[Page, tuple[float, float]] = {
    "upright": (21.0, 29.7),
    "side": (29.7, 21.0),
    "large": (29.7, 42.0),
}
MARGIN, TOP = 2.0, 2.4
CAPTION_ROOM = 1.8
"""Centimetres: edges of a page, and what a picture leaves for its caption."""
INK, QUIET, BLUE, AMBER = "1B2733", "56626E", "00497A", "8A4B00"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
LONGEST = 255
"""Letters that Word keeps of a property."""


def empty(document: Document) -> Word:
    """Return a document without content: page, styles, running lines and properties in place."""
    import docx  # noqa: PLC0415 - only who wants Word waits for it
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    word = docx.Document()
    for name, size, colour, before, after in (
        ("Normal", 10, INK, 0, 6),
        ("Title", 19, INK, 0, 4),
        ("Subtitle", 9, QUIET, 0, 8),
        ("Heading 1", 13.5, BLUE, 18, 6),
        ("Heading 2", 10.5, INK, 12, 4),
        ("Caption", 8.5, QUIET, 6, 4),
        ("List Bullet", 10, INK, 0, 3),
        ("Header", 7.5, AMBER, 0, 0),
        ("Footer", 7.5, QUIET, 0, 0),
    ):
        style = word.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        style.font.bold = name in ("Title", "Heading 1", "Heading 2")
        style.font.italic = False
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        for part in ("pBdr", "rPr/w:spacing", "rPr/w:kern"):
            for found in style.element.xpath(f".//w:{part}"):
                found.getparent().remove(found)
    _one_font(word)
    embed(word, FONT, INSTEAD)
    section = word.sections[0]
    _size(section, "upright")
    section.header_distance = section.footer_distance = Cm(1)
    section.header.paragraphs[0].text = document.notice
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{document.title}\N{EN SPACE}\N{MIDDLE DOT}\N{EN SPACE}")
    field(foot, "PAGE", "1")
    foot.add_run(" / ")
    field(foot, "NUMPAGES", "1")
    core = word.core_properties
    core.title, core.subject = document.title[:LONGEST], document.subtitle[:LONGEST]
    core.author, core.comments, core.language = "", "", "en-GB"
    core.keywords = "collective-resolve"
    for date in core._element.xpath("./dcterms:created | ./dcterms:modified"):
        date.getparent().remove(date)  # the template's own; the provenance says what counts
    _custom_properties(word, as_properties(document.provenance))
    return word


def _w() -> str:
    from docx.oxml.ns import nsmap  # noqa: PLC0415

    return str(nsmap["w"])


def _one_font(word: Word) -> None:
    """Take the theme's fonts away, which would win over the font that is named."""
    for fonts in word.styles.element.iter(f"{{{_w()}}}rFonts"):
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(f"{{{_w()}}}{key}", FONT)
    for language in word.styles.element.iter(f"{{{_w()}}}lang"):
        language.set(f"{{{_w()}}}val", "en-GB")


def room(page: Page) -> tuple[float, float]:
    """Return the width and height, in centimetres, that a picture may take on a page."""
    width, height = PAGES[page]
    return width - 2 * MARGIN, height - TOP - MARGIN - CAPTION_ROOM


def turn(word: Word, page: Page) -> None:
    """Begin a section of another kind of page; header and footer go on as they are."""
    from docx.enum.section import WD_SECTION  # noqa: PLC0415

    _size(word.add_section(WD_SECTION.NEW_PAGE), page)


def _size(section: Section, page: Page) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    width, height = PAGES[page]
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = section.bottom_margin = Cm(MARGIN)
    section.top_margin = Cm(TOP)


def box(word: Word, block: Box) -> None:
    """Write a box: shaded paragraphs with a bar at their left."""
    for index, text in enumerate((block.title, *block.items)):
        paragraph = word.add_paragraph(style="List Bullet" if index else "Normal")
        paragraph.add_run(text).bold = index == 0
        properties = paragraph._p.get_or_add_pPr()
        border = '<w:left w:val="single" w:sz="24" w:space="8" w:color="0067A8"/>'
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF5FB"/>'
        for part in (f"<w:pBdr>{border}</w:pBdr>", shade):
            properties.insert_element_before(_element(part), *_AFTER_SHADE)


_AFTER_SHADE = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def field(paragraph: WordParagraph, code: str, shown: str, *, bold: bool = False) -> None:
    """Add a field with the value it has now; Word computes it anew when asked."""
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{escape(shown)}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        run = paragraph.add_run()
        run.bold = bold or None
        run._r.append(_element(part))


def bookmark(paragraph: WordParagraph, name: str, number: int) -> None:
    """Put a name around a paragraph's text, so that lists can point at it."""
    inside = paragraph._p
    first = 1 if inside.pPr is not None else 0
    inside.insert(first, _element(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'))
    inside.append(_element(f'<w:bookmarkEnd w:id="{number}"/>'))


def list_field(word: Word, title: str, code: str, entries: Iterable[tuple[str, str]]) -> None:
    """Write a table of contents as one field, its entries filled in with links to their places."""
    from docx.shared import Pt  # noqa: PLC0415

    heading = word.add_paragraph(style="Normal")
    heading.add_run(title).bold = True
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_before = Pt(14)
    listed = list(entries)
    for index, (name, text) in enumerate(listed):
        paragraph = word.add_paragraph(style="Normal")
        paragraph.paragraph_format.space_after = 0
        inside = paragraph._p
        if index == 0:
            for part in (
                '<w:fldChar w:fldCharType="begin"/>',
                f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
            ):
                inside.append(_element(f"<w:r>{part}</w:r>"))
        inside.append(
            _element(
                f'<w:hyperlink w:anchor="{name}" w:history="1"><w:r><w:t>{escape(text)}</w:t></w:r>'
                "</w:hyperlink>"
            )
        )
        if index == len(listed) - 1:
            inside.append(_element('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def _element(xml: str) -> BaseOxmlElement:
    from docx.oxml import parse_xml  # noqa: PLC0415

    name, rest = xml.split(" ", 1) if " " in xml.split(">", 1)[0] else xml.split(">", 1)
    joint = " " if " " in xml.split(">", 1)[0] else ">"
    parsed: BaseOxmlElement = parse_xml(f'{name} xmlns:w="{_w()}"{joint}{rest}')
    return parsed


def _custom_properties(word: Word, properties: Mapping[str, str]) -> None:
    """Keep the stamp as custom properties; Word keeps 255 letters of each."""
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    entries = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{escape(key)}">'
        f"<vt:lpwstr>{escape(value[:LONGEST])}</vt:lpwstr></property>"
        for number, (key, value) in enumerate(properties.items(), start=2)
    )
    written = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{entries}</Properties>'
    )
    package = word.part.package
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    part = Part(PackURI("/docProps/custom.xml"), kind, written.encode(), package)
    package.relate_to(
        part,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    )
