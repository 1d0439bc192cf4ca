"""Say which kinds of document there are, and write each."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from diagrams.report.blocks import Document

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control signs and halves of letters: XML forbids some of them and no font shows any."""


def written(document: Document, kind: str) -> bytes:
    """Return the document's bytes; ``kind`` is html, pdf or docx, else KeyError."""
    from diagrams.report.docx import docx  # noqa: PLC0415 - each kind loads what it needs
    from diagrams.report.html import html  # noqa: PLC0415
    from diagrams.report.pdf import pdf  # noqa: PLC0415

    clean: Document = printable(document)
    if kind == "html":
        return html(clean).encode()
    return {"pdf": pdf, "docx": docx}[kind](clean)


def printable(value: Any) -> Any:
    """Return a document, or any part of it, without what cannot be printed."""
    match value:
        case str():
            return _UNPRINTABLE.sub(" ", value)
        case list() | tuple():
            return tuple(printable(part) for part in value)
        case dict():
            return {key: printable(part) for key, part in value.items()}
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            parts_of = {
                f.name: printable(getattr(value, f.name)) for f in dataclasses.fields(value)
            }
            return dataclasses.replace(value, **parts_of)
    return value
