"""The shipped study's report, put together once for all tests that read it."""

from __future__ import annotations

import pytest

from elicitation.cli.documents import study_document
from tests.conftest import SHIPPED


@pytest.fixture(scope="session")
def document(frozen):
    """The report as blocks, before it is written as any kind of file."""
    return study_document(SHIPPED, frozen, second_opinion=False)[0]
