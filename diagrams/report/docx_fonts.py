"""Put the report's font inside a Word document, so that it looks the same on every machine."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from diagrams.canvas.text import font_bytes

if TYPE_CHECKING:
    from docx.document import Document as Word

_HIDDEN = 32
"""Bytes at a font's start that the format wants mixed with the font's key (ECMA-376, 17.8.1)."""
_FONT_TABLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
_FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def embed(word: Word, name: str, instead: str) -> None:
    """Embed our font under ``name``; programs that do not take it show ``instead``."""
    from docx.opc.packuri import PackURI  # noqa: PLC0415 - only who wants Word waits for it
    from docx.opc.part import Part  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    package = word.part.package
    table = word.part.part_related_by(_FONT_TABLE)
    kind = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
    entries = []
    for weight, bold in (("Regular", False), ("Bold", True)):
        content = font_bytes(bold=bold)
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {weight}")
        part = Part(PackURI(f"/word/fonts/{weight}.odttf"), kind, _hidden(content, key), package)
        link = table.relate_to(part, _FONT)
        entries.append(f'<w:embed{weight} r:id="{link}" w:fontKey="{{{str(key).upper()}}}"/>')
    font = (
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:family w:val="swiss"/>'
        f"{''.join(entries)}</w:font>"
    )
    table._blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts xmlns:w="{_MAIN}" xmlns:r="{_LINKS}">{font}</w:fonts>'
    ).encode()
    first = len(word.settings.element.xpath("./w:writeProtection | ./w:view | ./w:zoom"))
    word.settings.element.insert(first, parse_xml(f'<w:embedTrueTypeFonts xmlns:w="{_MAIN}"/>'))


def _hidden(content: bytes, key: uuid.UUID) -> bytes:
    """Return a font with its first bytes mixed with its key, last byte of the key first."""
    mask = bytes(reversed(key.bytes))
    head = bytes(byte ^ mask[index % len(mask)] for index, byte in enumerate(content[:_HIDDEN]))
    return head + content[_HIDDEN:]
