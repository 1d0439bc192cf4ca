"""The analyst's page as the workshop serves it: behind the login, under the server's own policy."""

from __future__ import annotations

import shutil

import pytest

from tests.browser.people import Person, facilitator
from tests.browser.served import LAPTOP, served
from tests.conftest import SHIPPED

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
CANCELLED = 'a[data-key="picture.exercise_plan.cancelled"]'
BARS = """[...document.querySelectorAll('.picture svg rect')]
  .map((bar) => bar.getAttribute('width')).join()"""
FONTS = "document.fonts.ready.then((all) => [...all].map((f) => f.family + ' ' + f.status))"


def test_a_click_moves_bars_under_the_servers_own_policy(browser, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(SHIPPED, folder)
    with served(folder) as base:
        stranger = Person(browser, base, LAPTOP).go("/analyst")
        assert stranger.page.url == f"{base}/login"
        boss = facilitator(browser, base, LAPTOP)
        page = boss.page
        boss.follow(page.get_by_role("link", name="What if?"))
        page.wait_for_selector(CANCELLED)
        boss.looked_at("analyst")
        before, bars = page.inner_text("#outcomes tbody"), page.evaluate(BARS)
        page.click(CANCELLED)
        page.wait_for_url("**set=exercise_plan%3Acancelled**")
        assert page.inner_text("#outcomes tbody") != before
        assert page.evaluate(BARS) != bars
        boss.looked_at("analyst-set")
        fonts = page.evaluate(FONTS)
        assert set(fonts) == {"Liberation Sans loaded"}
        assert boss.errors == []  # where the policy forbids something, the console says so
        assert boss.strangers == []
