"""A whole round on every control, from the first page to the receipt: by keyboard, without JavaScript."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from elicitation.questionnaire.question_types import BINS
from elicitation.record.responses import standing_judgements
from elicitation.study import open_record
from elicitation.workshop.fields import control_of
from elicitation.workshop.pages import page_with
from tests.browser.people import desk_of, entered
from tests.browser.served import served
from tests.elicitation.every_type import every_control, typed_answer

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
EXPERT = "E01"
CONTROLS = 9
FOCUSED = """() => {
  const e = document.activeElement, own = e.textContent.trim();
  return {tag: e.tagName, type: e.type ?? "", name: e.name ?? "", value: e.value ?? "",
          text: own, is: e.className, place: [...e.parentNode.children].indexOf(e),
          last: document.querySelectorAll(".order .next:not([hidden])").length === 2};
}"""
TABS = 150


@pytest.fixture
def desk(tmp_path):
    return desk_of(every_control(tmp_path / "s"))


def standing(desk):
    return standing_judgements(open_record(desk.folder).responses.values())[EXPERT]


def at_page(person, desk):
    """Return the page of the question at hand, or None where all are answered."""
    number = urlsplit(person.page.url).path.rpartition("/q/")[2]
    return page_with(desk.pages(EXPERT), int(number)) if number.isdecimal() else None


def all_is_recorded(desk):
    """Every question stands, on every control, and the record is whole."""
    asked = {key for page in desk.pages(EXPERT) for key in (p.key for p in page.parameters)}
    assert standing(desk).keys() == asked
    assert len({control_of(page) for page in desk.pages(EXPERT)}) == CONTROLS


def reads_the_receipt(person, desk):
    """The page to check holds every answer, and the receipt counts them."""
    text = person.page.locator("main").inner_text()
    assert "no answer yet" not in text
    total = len(desk.asked(EXPERT))
    assert f"{EXPERT}: {total} of {total} questions are answered or abstained from." in text
    assert person.page.locator(".hash").inner_text()


def test_without_javascript_a_whole_round_is_answered_checked_and_receipted(browser, desk):
    """The plain fields are all there, and are what is recorded."""
    with served(desk.folder) as base:
        phone = entered(browser, base, desk, EXPERT, script=False)
        page = phone.page
        phone.follow(page.get_by_role("link", name="Begin"))
        for _ in desk.pages(EXPERT):
            for name, text in typed_answer(at_page(phone, desk)).items():
                field = page.locator(f"[name={name}]")
                if field.first.get_attribute("type") == "radio":
                    page.locator(f"[name={name}][value='{text}']").check()
                elif field.evaluate("(e) => e.tagName") == "SELECT":
                    field.select_option(text)
                else:
                    field.fill(text)
            phone.press("Save and next")
            goes_on_though_asked_back(phone)
        assert "Everything is answered and recorded." in page.locator("main").inner_text()
        phone.follow(page.locator("a.button", has_text="Check your answers"))
        reads_the_receipt(phone, desk)
        phone.follow(page.get_by_role("link", name="Change").first)
        assert at_page(phone, desk).number == 1
        phone.go("/expert/readback")
        assert phone.strangers == []
    all_is_recorded(desk)


def goes_on_though_asked_back(person):
    leave = person.page.get_by_role("link", name="Leave it so")
    if leave.count():
        person.follow(leave)
    going = person.page.locator("a.button", has_text="Go on")
    if going.count():
        person.follow(going)


class Keys:
    """Somebody with a keyboard alone: what is pressed depends on where the focus is, as one sees."""

    def __init__(self, person):
        self.page = person.page

    def tab(self):
        """Go on by one, and return where the focus is."""
        self.page.keyboard.press("Tab")
        return self.page.evaluate(FOCUSED)

    def follow(self, text):
        """Go on to what is called so, and press it."""
        for _ in range(TABS):
            if self.tab()["text"].startswith(text):
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{text} is not reached by Tab")

    def answer(self, cells):
        """Give what is to be typed by field, wherever the focus comes by."""
        left = dict(cells)
        for _ in range(TABS):
            focused = self.tab()
            if not left:
                return
            name, kind = focused["name"], focused["is"].split()
            if "next" in kind:  # of causes that are put in order, the last has no choice
                self.page.keyboard.press("Enter")
                left = {} if focused["last"] else left
            elif "bin" in kind:
                name = next((f for f in left if f.endswith(BINS[focused["place"]])), "")
                self.page.keyboard.type(left.pop(name, ""))
            elif focused["text"] == "Ranges too":
                self.page.keyboard.press("Enter")
                focused = self.page.evaluate(FOCUSED)
                self.page.keyboard.type(left.pop(focused["name"]))
            elif name in left and focused["type"] == "radio":
                self.choose(left.pop(name))
            elif name in left:
                self.page.keyboard.type(left.pop(name))
        raise AssertionError(f"{left} is not reached by Tab")

    def choose(self, value):
        """Take one of the choices that the focus is among."""
        self.page.keyboard.press("Space")
        for _ in range(TABS):
            if self.page.evaluate(FOCUSED)["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not among the choices")


def test_by_keyboard_alone_a_whole_round_is_answered_checked_and_receipted(browser, desk):
    with served(desk.folder) as base:
        person = entered(browser, base, desk, EXPERT)
        keys = Keys(person)
        keys.follow("Begin")
        for _ in desk.pages(EXPERT):
            keys.answer(typed_answer(at_page(person, desk)))
            keys.follow("Save and next")
            for text in ("Leave it so", "Go on"):
                if person.page.locator("a.button", has_text=text).count():
                    keys.follow(text)
        assert "Everything is answered and recorded." in person.page.locator("main").inner_text()
        keys.follow("Check your answers")
        reads_the_receipt(person, desk)
        keys.follow("Change: ")
        assert at_page(person, desk).number == 1
        assert not person.errors
    all_is_recorded(desk)
