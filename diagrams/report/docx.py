"""Write a report as a Word document with real headings, captions, alternative texts and fields."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from diagrams.render import png
from diagrams.report import docx_parts as parts
from diagrams.report.blocks import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Page,
    Paragraph,
    label,
    numbers,
    pages,
)
from diagrams.report.docx_table import table_xml

if TYPE_CHECKING:
    from docx.document import Document as Word

PICTURE_DPI = 200


def docx(document: Document) -> bytes:
    """Return the bytes of the file, the same for the same document; provenance in its properties.

    Opens in Word and LibreOffice.
    """
    word = parts.empty(document)
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.subtitle, style="Subtitle")
    told = zip(document.blocks, numbers(document.blocks), pages(document.blocks), strict=True)
    page: Page = "upright"
    for place, (block, number, wanted) in enumerate(told):
        if wanted != page:
            parts.turn(word, wanted)
            page = wanted
        _write(word, block, number, place)
        if place == 0:
            _contents(word, document)
    if page != "upright":
        parts.turn(word, "upright")
    for kind in (Figure, Grid):
        _captions(word, document, kind)
    written = io.BytesIO()
    word.save(written)
    return _undated(written)


def _undated(written: io.BytesIO) -> bytes:
    """Return the package with no moment of writing in it."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _write(word: Word, block: Block, number: int, place: int) -> None:
    match block:
        case Heading(text=text, level=level, new_page=new_page):
            heading = word.add_heading(text, level - 1)
            heading.paragraph_format.page_break_before = new_page or None
            parts.bookmark(heading, f"b{place}", place)
        case Paragraph(text=text):
            word.add_paragraph(text)
        case Bullets(items=items):
            for item in items:
                word.add_paragraph(item, style="List Bullet")
        case Box():
            parts.box(word, block)
        case Grid():
            _caption(word, block, number, place)
            word.element.body.insert(len(word.element.body) - 1, table_xml(block))
            word.add_paragraph().paragraph_format.space_after = 0
        case Figure():
            _picture(word, block)
            _caption(word, block, number, place)


def _picture(word: Word, figure: Figure) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Cm, Inches  # noqa: PLC0415

    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    drawing = figure.drawing
    image = io.BytesIO(png(drawing, dpi=PICTURE_DPI))
    width, height = (Inches(side) for side in drawing.inches)
    most = [Cm(side) for side in parts.room("large" if figure.wide else "upright")]
    scale = min(1.0, most[0] / width, most[1] / height)
    drawn = paragraph.add_run().add_picture(image, round(width * scale), round(height * scale))
    drawn._inline.docPr.set("descr", figure.alt)


def _caption(word: Word, block: Figure | Grid, number: int, place: int) -> None:
    paragraph = word.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = isinstance(block, Grid)
    kind = label(block, number).split()[0]
    paragraph.add_run(f"{kind} ").bold = True
    parts.field(paragraph, f"SEQ {kind} \\* ARABIC", str(number), bold=True)
    paragraph.add_run(". ").bold = True
    paragraph.add_run(block.caption)
    parts.bookmark(paragraph, f"b{place}", place)


def _contents(word: Word, document: Document) -> None:
    """Write the table of contents, filled: a field that Word brings up to date when asked."""
    entries = [
        (f"b{place}", block.text)
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level == 2  # noqa: PLR2004 - below the title
    ]
    parts.list_field(word, "Contents", 'TOC \\o "1-1" \\h \\z', entries)


def _captions(word: Word, document: Document, kind: type[Figure] | type[Grid]) -> None:
    entries = [
        (f"b{place}", f"{label(block, number)}. {block.caption}")
        for place, (block, number) in enumerate(
            zip(document.blocks, numbers(document.blocks), strict=True)
        )
        if isinstance(block, kind) and isinstance(block, Figure | Grid)
    ]
    if entries:
        name = entries[0][1].split()[0]
        parts.list_field(word, f"{name}s", f'TOC \\h \\z \\c "{name}"', entries)
