"""The room in a browser: click, keyboard, saving, export, with a script and without, and axe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bayesnet.folder.reading import open_study
from tests.analyst.alone import served
from tests.browser.served import AXE, PATIENCE
from tests.conftest import SHIPPED

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CANCELLED = 'a[data-key="picture.exercise_plan.cancelled"]'
PRESENT = 'a[data-key="picture.rift_line.present"]'
CREDIBLE = "#outcomes tbody tr:first-child"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("analyst") / "study"
    shutil.copytree(SHIPPED, target)
    return target


@pytest.fixture(scope="module")
def base(folder):
    with served(folder) as address:
        yield address


@pytest.fixture
def page(browser, base):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults, asked = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/analyst")
    yield page
    assert faults == []
    assert all(url.startswith(base) for url in asked)
    context.close()


def test_a_click_moves_bars_and_numbers_and_nothing_else(page):
    before = page.inner_text(CREDIBLE)
    stands = """[...document.querySelectorAll('.picture a')].map(a => {
      const box = a.getBoundingClientRect(), frame = a.ownerSVGElement.getBoundingClientRect();
      return [a.dataset.key, box.x, box.y - frame.y, box.width, frame.width, frame.height]
        .map(x => typeof x === "number" ? Math.round(10 * x) : x).join();
    })"""
    places = page.evaluate(stands)
    loads = page.evaluate(
        "performance.getEntriesByType('navigation').length + performance.timeOrigin"
    )
    page.click(CANCELLED)
    page.wait_for_url("**set=exercise_plan%3Acancelled**")
    assert page.inner_text(CREDIBLE) != before
    assert page.evaluate(stands) == places
    top = page.locator(CANCELLED).bounding_box()["y"]
    assert 0 < top < 800  # still where it was clicked
    assert page.evaluate("document.activeElement.dataset.key") == "picture.exercise_plan.cancelled"
    page.go_back()
    page.wait_for_function(
        "([row, text]) => document.querySelector(row).innerText === text", arg=[CREDIBLE, before]
    )
    now = page.evaluate(
        "performance.getEntriesByType('navigation').length + performance.timeOrigin"
    )
    assert now == loads  # the page was never loaded anew


def test_everything_goes_by_keyboard(page):
    page.focus(PRESENT)
    page.keyboard.press("Enter")
    page.wait_for_url("**seen=rift_line%3Apresent**")
    assert page.locator('details[data-name="rift_line"] .badge').inner_text() == "SEEN"
    page.keyboard.press("Space")  # it holds: the same state again takes it back
    page.wait_for_url(lambda url: "rift_line" not in url)
    page.select_option("#word", "set")
    page.wait_for_url("**word=set**")
    page.focus('a[data-key="picture.hardliner_influence.high"]')
    page.keyboard.press("Space")
    page.wait_for_selector(".problems")
    told = page.inner_text(".problems")
    assert "nobody here can set it. Use seen (Hardliner influence: high)" in told


def test_structure_expert_and_pin_change_what_is_shown(page):
    pool = page.inner_text("#outcomes tbody")
    page.select_option("#who", "spiral")
    page.wait_for_url("**who=spiral**")
    assert page.inner_text("#outcomes tbody") != pool
    page.select_option("#structure", "B")
    page.wait_for_url("**structure=B**")
    page.click('a[data-key="pin"]')
    page.wait_for_url("**pin=**")
    assert "(pinned)" in page.inner_text(".against")


def test_half_knowing_is_typed(page):
    page.click('details[data-name="internal_strain"] summary')
    page.fill('[data-key="numbers.internal_strain"]', "1:3")
    page.keyboard.press("Enter")
    page.wait_for_url("**likely=internal_strain%3A1%3A3**")
    assert page.locator('details[data-name="internal_strain"] .badge').inner_text() == "LIKELY"
    assert page.locator('details[data-name="internal_strain"]').get_attribute("open") is not None


def test_what_is_on_the_page_is_saved_and_taken_along(page, folder):
    page.click(CANCELLED)
    page.wait_for_url("**set=exercise_plan%3Acancelled**")
    with page.expect_download() as download:
        page.click('.keep a:has-text("SVG")')
    assert download.value.suggested_filename == "what-if.svg"
    assert "exercise_plan=cancelled" in Path(download.value.path()).read_text("utf-8")
    page.fill("#save-id", "S20")
    page.fill("#save-label", "Cancelled, in the browser")
    page.click(".save button")
    page.wait_for_selector(".saved")
    saved = open_study(folder)[0].book.scenarios["S20"]
    assert (saved.label, saved.set) == ("Cancelled, in the browser", {"exercise_plan": "cancelled"})


def test_it_works_without_a_script(browser, base):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{base}/analyst")
    before = page.inner_text(CREDIBLE)
    with page.expect_navigation():
        page.click(CANCELLED)
    assert page.inner_text(CREDIBLE) != before
    page.select_option("#who", "spiral")
    with page.expect_navigation():
        page.click(".asked button")
    assert "who=spiral" in page.url
    assert "exercise_plan" in page.url
    context.close()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(browser, base, width, height):
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{base}/analyst?word=set&click=set:hardliner_influence:high")
    for summary in page.locator("summary").all()[:3]:
        summary.click()
    page.add_script_tag(content=AXE)
    found = page.evaluate("axe.run()")["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
