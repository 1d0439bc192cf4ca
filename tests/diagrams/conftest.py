"""The shipped study's report, put together once for all tests that read it."""

from __future__ import annotations

import dataclasses
import io

import pytest
from pypdf import PdfReader

from diagrams.report.blocks import Figure
from diagrams.report.writers import written
from elicitation.build.documents import study_document
from tests.conftest import SHIPPED


@pytest.fixture(scope="session")
def document(frozen):
    """The report as blocks, before it is written as any kind of file."""
    return study_document(SHIPPED, frozen, second_opinion=False)[0]


def without_texts(picture):
    """The drawing with nothing drawn."""
    return dataclasses.replace(picture, content="")


@pytest.fixture(scope="session")
def bare(document):
    """The same document, its pictures empty: what is left is text of the report's own."""
    blocks = [
        dataclasses.replace(b, drawing=without_texts(b.drawing)) if isinstance(b, Figure) else b
        for b in document.blocks
    ]
    return dataclasses.replace(document, blocks=blocks)


@pytest.fixture(scope="session")
def pdf(document):
    return PdfReader(io.BytesIO(written(document, "pdf")))


@pytest.fixture(scope="session")
def word(document):
    docx = pytest.importorskip("docx")
    return docx.Document(io.BytesIO(written(document, "docx")))
