"""Write a table of a report in Word's own XML: repeated heads, rows that stay whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from diagrams.report.blocks import Grid
from diagrams.report.columns import shares

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS = 20
TEXT_WIDTH, WIDE_WIDTH = 482.0, 728.0
SIZE = 8.5
GREY, INK = "CFD6DD", "1B2733"


def table_xml(grid: Grid) -> BaseOxmlElement:
    """Return the ``w:tbl`` of a grid: built as text, for cell by cell takes minutes in an annex."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - only who wants Word waits for it

    width = WIDE_WIDTH if grid.wide else TEXT_WIDTH
    widths = [round(share * width * TWIPS) for share in shares(grid, width, SIZE)]
    rows = [_head(grid, widths)]
    for index, row in enumerate(grid.rows):
        if index in grid.groups:
            rows.append(_group(grid.groups[index], widths, keep=index > 0))
        bold = index in grid.strong
        keep = grid.short and index < len(grid.rows) - 1
        cells = [
            _cell(text, wide, bold=bold, right=place in grid.right, keep=keep)
            for place, (text, wide) in enumerate(zip(row, widths, strict=True))
        ]
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    described = escape(grid.caption, {'"': "&quot;"})
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{GREY}"'
    parsed: BaseOxmlElement = parse_xml(
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/>'
        f'<w:tblDescription w:val="{described}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    return parsed


def _head(grid: Grid, widths: list[int]) -> str:
    line = f'<w:tcBorders><w:bottom w:val="single" w:sz="10" w:color="{INK}"/></w:tcBorders>'
    look = f'{line}<w:vAlign w:val="bottom"/>'
    cells = [
        _cell(text, wide, look=look, bold=True, right=place in grid.right, keep=True)
        for place, (text, wide) in enumerate(zip(grid.heads, widths, strict=True))
    ]
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _group(text: str, widths: list[int], *, keep: bool) -> str:
    """Return a line over all columns, bound to the row below it.

    Not so the one right below the heads: LibreOffice, which then finds no row of the table to end a
    page with, drops all but the first.
    """
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F3F6"/>'
    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    cell = _cell(text, sum(widths), look=span + shade, bold=True, keep=keep)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _cell(
    text: str, width: int, *, look: str = "", right: bool = False, bold: bool, keep: bool = False
) -> str:
    """Return one cell; ``look``: its own properties, ``keep`` binds its row to the next."""
    side = '<w:jc w:val="right"/>' if right else ""
    bind = "<w:keepNext/>" if keep else ""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>'
        f'<w:p><w:pPr>{bind}<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
        f'{side}</w:pPr><w:r><w:rPr>{weight}<w:sz w:val="17"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )
