"""One chromium for every test in this folder."""

from __future__ import annotations

import pytest

from tests.browser.served import FLAGS, chromium


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    program = chromium()
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()
