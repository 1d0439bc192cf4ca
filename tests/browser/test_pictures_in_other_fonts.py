"""Every golden picture in chromium, in a font much wider than the one that it was laid out in."""

from __future__ import annotations

import pytest

from diagrams.canvas import style
from tests.diagrams import geometry
from tests.diagrams.test_geometry import GOLDEN

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
WIDE = "monospace"
SIDES = """() => {
  const paper = document.querySelector('svg').getBoundingClientRect();
  const texts = [...document.querySelectorAll('text')].filter((text) => text.textContent);
  return texts.map((text) => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left - paper.left, box.right - paper.left];
  });
}"""
FREE = "document.querySelectorAll('text').forEach((text) => text.removeAttribute('textLength'))"


@pytest.fixture(scope="module")
def page(browser):
    with browser.new_page() as opened:
        yield opened


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_texts_stay_where_they_were_laid_out_in_any_font(page, path):
    svg = path.read_text("utf-8")
    assert style.FAMILY in svg
    width, _, scale = geometry.size(svg)
    page.set_content(svg.replace(style.FAMILY, WIDE))
    laid_out = [text for text in geometry.texts(svg) if text.words]
    shown = page.evaluate(SIDES)
    assert [words for words, _, _ in shown] == [text.words for text in laid_out]
    for text, (words, left, right) in zip(laid_out, shown, strict=True):
        assert left == pytest.approx(text.left * scale, abs=1), words
        assert right == pytest.approx(text.right * scale, abs=1), words
        assert 0 < left < right < width * scale, words


def test_the_other_font_would_run_out_of_the_picture(page):
    """Else the test above could not fail."""
    svg = (GOLDEN[0].parent / "overview.svg").read_text("utf-8")
    width, _, scale = geometry.size(svg)
    page.set_content(svg.replace(style.FAMILY, WIDE))
    page.evaluate(FREE)
    assert max(right for _, _, right in page.evaluate(SIDES)) > width * scale
