"""A diagram drawn in chromium, by pointer and by keyboard, on a laptop and on a phone."""

from __future__ import annotations

import pytest

from bayesnet.edits.checked import draft_of
from elicitation.store.model_files import model_files
from tests.browser.people import Person
from tests.browser.served import LAPTOP, PHONE
from tests.modelling.served import served
from tests.modelling.site import Person as Sender
from tests.modelling.site import small, umbrella

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
STAYED = "window.stayed = true"


def diagram(folder):
    return draft_of(model_files(folder)).diagram


class Drawer(Person):
    """Somebody who draws; a page that is loaded anew would have forgotten that it stayed."""

    def __init__(self, browser, base, size, start):
        super().__init__(browser, base, size)
        self.go(start).page.evaluate(STAYED)

    def add(self, kind, label, states=""):
        card = self.page.locator("form[data-form=add-node]")
        card.get_by_label("What it is").select_option(kind)
        card.get_by_label("What people read").fill(label)
        card.get_by_label("States or options, one on a line").fill(states)
        card.get_by_role("button", name="Add it").click()
        self.node(label).wait_for()

    def node(self, label):
        return self.page.locator(".canvas").get_by_role("link", name=label)

    def middle(self, label):
        box = self.node(label).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, label, to):
        mouse = self.page.mouse
        self.node(label).scroll_into_view_if_needed()
        mouse.move(*self.middle(label))
        handle = self.node(label).locator("xpath=..").locator(".handle").bounding_box()
        mouse.move(handle["x"] + 12, handle["y"] + 16)
        mouse.down()
        mouse.move(*self.middle(to), steps=4)
        mouse.up()

    def arcs(self, count):
        self.page.wait_for_function(
            "n => document.querySelectorAll('[data-arc]').length === n", arg=count
        )


def test_a_study_is_drawn_by_pointer_and_keyboard(browser, tmp_path):
    folder = small(tmp_path / "own")
    with served(folder) as (base, start):
        one = Drawer(browser, base, LAPTOP, start)
        page = one.page
        one.add("chance", "Weather", "dry\nwet")
        one.add("chance", "Forecast", "sun\nrain")
        one.add("decision", "Umbrella", "take\nleave")
        one.drag("Weather", "Forecast")
        one.arcs(1)
        one.node("Forecast").focus()  # the same by keyboard alone
        page.keyboard.press("a")
        one.node("Umbrella").focus()
        page.keyboard.press("Enter")
        one.arcs(2)
        assert diagram(folder).chance["forecast"].parents == ("weather",)
        assert diagram(folder).decisions["umbrella"].informed_by == ("forecast",)
        one.drag("Umbrella", "Weather")  # back to where it came from
        page.get_by_text("would close a circle").wait_for()
        one.arcs(2)
        one.node("Weather").focus()
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        with page.expect_response("**/edit"):
            page.keyboard.press("Enter")
        assert "weather" in model_files(folder)["layout.json"]
        numbers_typed(one, folder)
        one.looked_at("model")
        assert page.evaluate("window.stayed") is True  # never loaded anew
        assert all("422" in error for error in one.errors) and one.strangers == []


def numbers_typed(one, folder):
    """What is left is said and bars move while typing; Ctrl+Z takes back what was saved."""
    page, bars = one.page, one.node("Weather: dry 70 %, wet 30 %")
    one.node("Weather").click()
    cells, total = page.locator("form[data-form=rows] input.number"), page.locator(".grid .sum")
    cells.nth(0).fill("0.7")
    assert total.inner_text() == "0.3 left"
    assert bars.count() == 0
    cells.nth(1).fill("0.3")
    bars.wait_for()
    assert "0.7" not in model_files(folder)["model.toml"]
    with page.expect_response("**/edit"):
        page.get_by_role("button", name="Save the rows").click()
    assert "0.7" in model_files(folder)["model.toml"]
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    total.filter(has_text="open").wait_for()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_tab_is_legible_and_the_wall_follows(browser, tmp_path, size):
    folder = umbrella(Sender(small(tmp_path / "own"))).folder
    with served(folder) as (base, start):
        one = Person(browser, base, size).go(start)
        for tab in ("node", "counts", "whatifs", "structures", "people", "about"):
            one.go(f"/?show={tab}&node=weather").looked_at(f"model-{tab}")
        one.page.emulate_media(color_scheme="dark")
        one.go("/?node=paper_says").looked_at("model-dark")
        wall = one.page.context.new_page()
        wall.goto(f"{base}/screen")
        one.page.locator("form[data-form=relabel] input.wide").fill("Headline")
        one.page.get_by_role("button", name="Rename").click()
        wall.get_by_role("link", name="Headline").wait_for()
        assert one.errors == [] and one.strangers == []
