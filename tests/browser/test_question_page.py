"""The page of a question on a phone: it fits, it takes few taps, and its controls are its fields."""

from __future__ import annotations

import pytest

from elicitation.record.responses import standing_judgements
from elicitation.study import open_record
from elicitation.workshop.fields import control_of
from elicitation.workshop.pages import Page
from tests.browser.people import Person, desk_of, entered
from tests.browser.served import LAPTOP, PHONE, served
from tests.elicitation.every_type import EXPERTS, every_type, fresh

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
NARROWEST = """Math.min(
  innerWidth, ...[...document.querySelectorAll('.track')].map((t) => t.clientWidth))"""
TABLET = {"width": 768, "height": 1024}
TAPS_BEFORE = 850
"""To give the first 40 judgements with ranges of ``init --fresh`` in percent, where every number was
typed into its own field: a tap to get there, a tap for each digit, a tap to save."""
JUDGEMENTS = 40
TOO_TALL = {"table": "the rows of a whole node stand on one page, by the facilitator's choice"}
BOXES = """() => {
  const box = (e) => e.getBoundingClientRect();
  const save = [...document.querySelectorAll('.foot')].pop();
  return [box(document.querySelector('.ask')).top, box(document.querySelector('fieldset')).bottom,
          box(save).top, box(save).bottom];
}"""


def recorded(folder, expert):
    return standing_judgements(open_record(folder).responses.values())[expert]


@pytest.mark.parametrize("make", [fresh, every_type], ids=["fresh", "every type"])
def test_question_fields_and_save_fit_a_phone(browser, tmp_path, make):
    folder = make(tmp_path / "s")
    desk = desk_of(folder)
    tall, seen = set(), set()
    with served(folder) as base:
        for expert in EXPERTS:
            phone = entered(browser, base, desk, expert)
            for page in desk.pages(expert):
                if page.key in seen:  # the same page, whoever is asked
                    continue
                seen.add(page.key)
                phone.go(f"/expert/q/{page.number}")
                asked, fields, save, end = phone.page.evaluate(BOXES)
                assert phone.page.evaluate(NARROWEST) >= PHONE["width"] / 2
                fits = asked >= 0 and fields <= save + 1 and end <= PHONE["height"] + 1
                if not fits:
                    tall.add(control_of(page))
            assert not phone.errors
    assert tall <= {*TOO_TALL}


HEIGHTS = """new Promise((done) => {
  const tops = new Set(), end = performance.now() + 600;
  const look = () => {
    tops.add(document.querySelector('.foot').getBoundingClientRect().top);
    if (performance.now() < end) requestAnimationFrame(look); else done([...tops]);
  };
  look();
})"""


def test_nothing_moves_on_a_page_that_says_what_was_saved(browser, tmp_path):
    """The status is said again for who hears the page: a press that falls between must not miss."""
    folder = fresh(tmp_path / "s")
    desk = desk_of(folder)
    page = page_of(desk, "E01", "ranges")
    with served(folder) as base:
        phone = entered(browser, base, desk, "E01").go(f"/expert/q/{page.number}")
        best = phone.page.locator("input[name$=-best]").all()
        for field, number in zip(best, ("20", "30", "50"), strict=True):
            field.fill(number)
        watch = f"addEventListener('DOMContentLoaded', () => window.tops = {HEIGHTS})"
        phone.page.add_init_script(watch)
        phone.press("Save and next")
        assert "Saved" in phone.page.locator("p[data-status]").inner_text()
        assert len(phone.page.evaluate("window.tops")) == 1


def tap_ranges(phone: Person, page: Page) -> int:
    """Give low, high and best of every state on its track; return the taps."""
    taps = 0
    tracks = phone.page.locator(".track")
    shares = {1: [0.3], 3: [0.2, 0.3, 0.5]}[tracks.count()]
    for at, share in enumerate(shares):
        for point in (share - 0.05, share + 0.05, share):
            box = tracks.nth(at).bounding_box()
            # Rounded to whole percent: anywhere within half a percent is the same number.
            phone.page.mouse.click(box["x"] + box["width"] * point, box["y"] + box["height"] / 2)
            taps += 1
    phone.press("Save and next")
    return taps + 1


def test_forty_judgements_with_ranges_take_at_most_half_the_taps(browser, tmp_path):
    folder = fresh(tmp_path / "s")
    desk = desk_of(folder)
    taps = given = 0
    with served(folder) as base:
        for expert in EXPERTS:
            phone = entered(browser, base, desk, expert)
            ranges = [p for p in desk.pages(expert) if control_of(p) == "ranges"]
            for page in ranges[: JUDGEMENTS - given]:
                phone.go(f"/expert/q/{page.number}")
                taps += tap_ranges(phone, page)
                given += 1
                answers = recorded(folder, expert)[page.key].answers
                best = [float(answers[s].best) for s in page.first.parameter.components]
                assert best == ([0.7, 0.3] if len(best) == 2 else [0.2, 0.3, 0.5])
                assert all(e.low < e.best < e.high for e in answers.values())
    assert given == JUDGEMENTS
    assert taps <= TAPS_BEFORE / 2


def page_of(desk, expert, control):
    return next(p for p in desk.pages(expert) if control_of(p) == control)


def test_causes_are_put_in_order_by_taps_and_arrows_and_by_keyboard(browser, tmp_path):
    folder = fresh(tmp_path / "s")
    desk = desk_of(folder)
    page = page_of(desk, "E01", "ranking")
    keys = [q.key for q in page.questions]
    with served(folder) as base:
        phone = entered(browser, base, desk, "E01").go(f"/expert/q/{page.number}")
        phone.looked_at("order")
        names = [line.question.page.cause for line in page.lines]
        phone.button(f"{names[2]}: comes next").click()
        phone.button(f"{names[0]}: comes next").click()  # the last one has no choice
        places = phone.page.evaluate(
            "[...document.querySelectorAll('.order select')].map((s) => s.value)"
        )
        assert places == ["1", "2", "3"]
        arrow = phone.button(f"{names[1]}: matters more")
        arrow.focus()
        phone.page.keyboard.press("Enter")  # from the third place to the second
        phone.press("Save and next")
        own = recorded(folder, "E01")
        assert [int(own[key].answers["value"].best) for key in keys] == [3, 2, 1]
        phone.go(f"/expert/q/{page.number}")  # it comes back in that order
        shown = phone.page.locator(".order label").all_inner_texts()
        assert shown == [names[2], names[1], names[0]]


def test_chips_are_put_by_taps_and_keys_and_say_what_they_imply(browser, tmp_path):
    folder = every_type(tmp_path / "s")
    desk = desk_of(folder)
    page = page_of(desk, "E07", "chips")
    with served(folder) as base:
        phone = entered(browser, base, desk, "E07").go(f"/expert/q/{page.number}")
        bins = phone.page.locator(".bin")
        cells = bins.nth(3).locator("i")
        cells.nth(4).click()  # five chips at once
        bins.nth(4).focus()
        for _ in range(6):
            phone.page.keyboard.press("ArrowUp")
        bins.nth(4).locator("i").nth(5).click()  # on the topmost of six: it is taken off
        says = phone.page.locator(".implied-by").inner_text()
        assert says == (
            "You say: it is as likely above as below 40 %. There is 1 chance in 20 that it is under "
            "31 %, and 1 in 20 that it is over 49 %. Is that so?"
        )
        phone.looked_at("chips").press("Save and next")
        estimate = recorded(folder, "E07")[page.key].answers[page.first.parameter.components[1]]
        assert [float(n) for n in (estimate.low, estimate.best, estimate.high)] == [0.31, 0.4, 0.49]
        phone.go(f"/expert/q/{page.number}")
        assert phone.page.locator(".bin i.in").count() == 10


def test_a_spread_is_a_word_with_its_picture_and_a_number_takes_its_place(browser, tmp_path):
    folder = fresh(tmp_path / "s")
    desk = desk_of(folder)
    page = page_of(desk, "E04", "spread")
    with served(folder) as base:
        phone = entered(browser, base, desk, "E04").go(f"/expert/q/{page.number}")
        phone.page.get_by_label("a little").check()
        phone.looked_at("spread").press("Save and next")
        assert str(recorded(folder, "E04")[page.key].answers["value"].best) == "0.1"
        phone.go(f"/expert/q/{page.number}")
        assert phone.page.get_by_label("a little").is_checked()
        phone.page.locator(".own summary").click()
        phone.page.locator("input[name$=-best]").fill("0.15")
        assert not phone.page.get_by_label("a little").is_checked()
        phone.press("Save and next")
        assert str(recorded(folder, "E04")[page.key].answers["value"].best) == "0.15"


def test_words_say_what_they_leave_and_whether_they_go_together(browser, tmp_path):
    folder = every_type(tmp_path / "s")
    desk = desk_of(folder)
    page = next(p for p in desk.pages("E01") if control_of(p) == "words" and len(p.lines) == 3)
    with served(folder) as base:
        phone = entered(browser, base, desk, "E01").go(f"/expert/q/{page.number}")
        words = phone.page.locator("select")
        said = phone.page.locator("[data-left]")
        words.nth(0).select_option("very unlikely")
        words.nth(1).select_option("unlikely")
        last = page.first.parameter.components[2]
        assert said.inner_text() == f"{last} takes what is left, 55, if you leave it blank."
        words.nth(2).select_option("very unlikely")
        assert said.inner_text() == "These come to 30 to 85 of 100."
        words.nth(2).select_option("likely")
        assert said.inner_text() == "These go together."
        phone.looked_at("words").press("Save and next")
        own = recorded(folder, "E01")[page.key].answers
        assert sum(e.best for e in own.values()) == 1


def test_rows_against_the_own_direction_are_marked_at_once_and_nothing_moves(browser, tmp_path):
    folder = every_type(tmp_path / "s")
    desk = desk_of(folder)
    page = page_of(desk, "E07", "table")
    signs = next(p for p in desk.pages("E07") if p.layout == "directions" and p.last < page.number)
    with served(folder) as base:
        phone = entered(browser, base, desk, "E07").go(f"/expert/q/{signs.number}")
        for up in phone.page.locator("input[type=radio][value='1']").all():
            up.check()
        phone.press("Save and next")
        phone.go(f"/expert/q/{page.number}")
        best, marked = phone.page.locator(".best input"), phone.page.locator("tr.slip")
        slips, foot = phone.page.locator(".slips"), phone.page.locator(".more")
        top = foot.bounding_box()["y"]
        for at, number in enumerate(("20", "30", "40")):  # of the last two the first is higher
            best.nth(at if at < 2 else 4).fill(number)
        best.nth(3).fill("35")
        assert marked.count() == 0
        best.nth(2).press_sequentially("1")  # on the way to 10 or 100: nothing is said yet
        assert marked.count() == 0
        best.nth(2).press_sequentially("0")
        best.nth(2).press("Tab")
        heads = [head.inner_text() for head in marked.locator("th").all()]
        wrong = [page.questions[at].page.when for at in (0, 2)]
        assert [head.partition("\n")[0].lower() for head in heads] == [w.lower() for w in wrong]
        assert all(head.endswith("runs against the direction you gave") for head in heads)
        assert slips.inner_text().startswith("2 rows, marked, run against the direction you gave.")
        assert foot.bounding_box()["y"] == top
        phone.looked_at("table-slips")
        best.nth(2).fill("25")
        best.nth(2).press("Tab")
        assert (marked.count(), slips.inner_text()) == (0, "")
        assert not phone.errors


@pytest.mark.parametrize("size", [PHONE, TABLET, LAPTOP], ids=["phone", "tablet", "laptop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_is_legible_in_light_and_dark(browser, tmp_path, size, scheme):
    folder = every_type(tmp_path / "s")
    desk = desk_of(folder)
    with served(folder) as base:
        seen = set()
        for expert in EXPERTS:
            person = entered(browser, base, desk, expert, size)
            person.page.emulate_media(color_scheme=scheme)
            for page in desk.pages(expert):
                if control_of(page) in seen:
                    continue
                seen.add(control_of(page))
                person.go(f"/expert/q/{page.number}").looked_at(f"{control_of(page)}-{scheme}")
        for path in ("", "/check", "/readback", "/feedback"):
            person.go(f"/expert{path}").looked_at(f"expert{path.replace('/', '-')}-{scheme}")
    assert len(seen) == 9


def test_a_long_word_and_a_turned_line_stay_in_their_place(browser, tmp_path):
    folder = fresh(tmp_path / "s")
    desk = desk_of(folder)
    with served(folder) as base:
        phone = entered(browser, base, desk, "E01").go("/expert/q/1")
        phone.page.locator("input[name=c0-best]").fill("130")
        phone.page.get_by_label("Why?").fill("x" * 3000 + " \u202eturned")
        phone.press("Save and next")
        phone.looked_at("long-word")
        for at, number in enumerate(("20", "30", "50")):
            phone.page.locator(f"input[name=c{at}-best]").fill(number)
        phone.press("Save and next")
        phone.go("/expert/check").looked_at("long-word-checked")
        reason = phone.page.locator("bdi", has_text="turned")
        assert reason.evaluate("(e) => getComputedStyle(e).unicodeBidi") == "isolate"
