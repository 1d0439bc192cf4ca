"""Say which kinds of document there are, and write each."""

from __future__ import annotations

from diagrams.report.blocks import Document


def written(document: Document, kind: str) -> bytes:
    """Return the document's bytes; ``kind`` is html, pdf or docx, else KeyError."""
    from diagrams.report.docx import docx  # noqa: PLC0415 - each kind loads what it needs
    from diagrams.report.html import html  # noqa: PLC0415
    from diagrams.report.pdf import pdf  # noqa: PLC0415

    if kind == "html":
        return html(document).encode()
    return {"pdf": pdf, "docx": docx}[kind](document)
