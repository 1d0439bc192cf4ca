"""What a device keeps of answers that are not recorded, and what its pages do by themselves."""

from __future__ import annotations

import contextlib
import json
import re

import pytest

from elicitation.record.responses import standing_judgements
from elicitation.study import open_record
from tests.browser.people import Person, facilitator, join, study
from tests.browser.served import LAPTOP, PHONE, free_port, served, start
from tests.elicitation.workshop import done

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
WET = "input[name=c1-best]"
KEPT = "A draft of yours was kept on this device"


def sky(folder, *, opened=True):
    """Return the umbrella where one expert, E01, is asked one question: the weather."""
    study(folder)
    plan = (folder / "elicitation.toml").read_text("utf-8").partition("[expert.")[0]
    plan = plan.replace('"weather", "forecast"', '"weather"')
    plan += '[expert.E01]\nlabel = "E01"\npanels = ["sky"]\n'
    (folder / "elicitation.toml").write_text(plan, "utf-8")
    if opened:
        done(folder, "round", "open", 1)
    return folder


def everything(folder):
    done(study(folder), "round", "open", 1)
    return folder


def code_of(folder):
    return json.loads((folder / "private" / "workshop.json").read_text("utf-8"))["code"]


def twin(browser, base, phone):
    """Return a second device of the same person."""
    other = Person(browser, base, PHONE)
    other.page.context.add_cookies(phone.page.context.cookies())
    return other


def drafts(phone):
    return phone.page.evaluate("Object.entries(localStorage).map((e) => e.join(' '))")


def typed(phone, number, reason=""):
    phone.page.locator(WET).fill(number)
    if reason:
        phone.page.get_by_label("Why?").fill(reason)
    return phone


def saved(phone, on):
    phone.press("Save and next")
    phone.page.wait_for_function("path => location.pathname === path", arg=on)


def wet(folder, name="E01"):
    own = standing_judgements(open_record(folder).responses.values())[name]
    return float(own["weather[]"].answers["wet"].best)


def swap_states(folder):
    model = (folder / "model.toml").read_text("utf-8")
    swapped = model.replace('states = ["dry", "wet"]', 'states = ["wet", "dry"]')
    assert swapped != model
    (folder / "model.toml").write_text(swapped, "utf-8")


def test_the_last_answer_leaves_no_draft_behind_that_would_replace_a_newer_one(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        saved(typed(phone.go("/expert/q/1"), "30", "The sky was red."), "/expert")
        assert drafts(phone) == []
        saved(typed(twin(browser, base, phone).go("/expert/q/1"), "80", "Grey now."), "/expert")
        phone.go("/expert/q/1")
        assert phone.page.locator(WET).input_value() == "80"
        assert not phone.page.get_by_text(KEPT).count()
    assert wet(folder) == 0.8


def test_a_draft_over_an_older_answer_is_shown_apart_and_put_in_when_one_asks(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        typed(phone.go("/expert/q/1"), "30", "The sky was red.")
        saved(typed(twin(browser, base, phone).go("/expert/q/1"), "80", "Grey now."), "/expert")
        phone.go("/expert/q/1")
        assert phone.page.locator(WET).input_value() == "80"
        box = phone.page.locator(".box", has_text=KEPT)
        assert "before the answer that is recorded now" in box.inner_text()
        assert box.locator("li").all_inner_texts() == ["Best, wet: 30", "Why: The sky was red."]
        phone.looked_at("draft-apart")
        typed(phone, "55").go("/expert/q/1")  # a draft over the newer answer leaves the older one
        assert phone.page.locator(WET).input_value() == "55"
        phone.button("Put it into the fields").click()
        assert phone.page.locator(WET).input_value() == "30"
        assert phone.page.locator(".slider").last.input_value() == "30"
        assert not box.count()
        phone.go("/expert/q/1")  # a draft over the newer answer, and no other
        assert phone.page.locator(WET).input_value() == "30"
        assert not box.count()
        saved(phone, "/expert")
        assert drafts(phone) == []
    assert wet(folder) == 0.3


def test_a_draft_may_be_thrown_away_and_goes_by_itself_where_it_is_recorded(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        typed(phone.go("/expert/q/1"), "80,0 %")
        other = twin(browser, base, phone)
        saved(typed(other.go("/expert/q/1"), "80", "Grey now."), "/expert")
        phone.go("/expert/q/1")
        assert not phone.page.get_by_text(KEPT).count()
        assert drafts(phone) == []
        typed(phone, "30")
        saved(typed(other.go("/expert/q/1"), "85", "Black now."), "/expert")
        phone.go("/expert/q/1").button("Throw it away").click()
        assert not phone.page.get_by_text(KEPT).count()
        assert drafts(phone) == []
    assert wet(folder) == 0.85


def test_a_draft_stays_with_its_state_where_the_states_of_a_study_change(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        typed(phone.go("/expert/q/1"), "90")
        swap_states(folder)
        phone.go("/expert/q/1")
        assert phone.page.locator(".state-name").last.inner_text() == "dry"
        assert phone.page.locator(WET).input_value() == ""
        box = phone.page.locator(".box", has_text=KEPT)
        assert "before the study was changed" in box.inner_text()
        assert box.locator("li").all_inner_texts() == ["Best, wet: 90"]
        assert not box.get_by_role("button", name="Put it into the fields").count()


def test_a_draft_is_shown_to_nobody_of_another_study_on_the_same_device(browser, tmp_path):
    port = free_port()
    phone = Person(browser, f"http://localhost:{port}", PHONE)
    for name in ("rehearsal", "workshop"):
        folder = sky(tmp_path / name)
        running = start(folder, port)
        try:
            phone.go("/join").page.get_by_label("Code").fill(code_of(folder))
            phone.press("Join")
            assert phone.page.locator("h1").inner_text() == "You are E01"
            phone.go("/expert")
            assert drafts(phone) == []
            phone.go("/expert/q/1")
            assert phone.page.get_by_label("Why?").input_value() == ""
            typed(phone, "30", "My employer told me.")
            (kept,) = drafts(phone)
            assert "My employer told me." in kept
            secrets = [c["value"] for c in phone.page.context.cookies()]
            secrets.append(phone.page.locator("input[name=csrf]").get_attribute("value"))
            assert not any(secret[:8] in kept for secret in secrets)
        finally:
            running.kill()
            running.wait(20)


def test_back_and_forward_delete_no_draft_that_is_typed_since(browser, tmp_path):
    folder = everything(tmp_path / "s")
    with served(folder) as base:
        phone, name = join(browser, base, code_of(folder))
        saved(typed(phone.go("/expert/q/1"), "30"), "/expert/q/2")
        phone.page.go_back()
        typed(phone, "45", "Clouds.")
        phone.page.go_forward()
        phone.page.wait_for_url("**/expert/q/2")  # the address says only once that 1 is saved
        phone.go("/expert/q/1")
        assert phone.page.locator(WET).input_value() == "45"
        assert phone.page.get_by_label("Why?").input_value() == "Clouds."
    assert wet(folder, name) == 0.3


def test_what_was_typed_when_the_round_was_closed_is_there_once_it_is_open_again(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        typed(phone.go("/expert/q/1"), "30", "The sky was red.")
        done(folder, "round", "close", 1)
        phone.press("Save and next")
        assert "this was not recorded" in phone.page.inner_text("main")
        done(folder, "round", "reopen", 1, "--reason", "somebody was late")
        phone.go("/expert/q/1")
        assert phone.page.locator(WET).input_value() == "30"
        saved(phone, "/expert")
        assert drafts(phone) == []
    assert wet(folder) == 0.3


def test_a_question_opens_by_itself_with_the_round(browser, tmp_path):
    folder = sky(tmp_path / "s", opened=False)
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        phone.page.clock.install()
        phone.go("/expert/q/1").looked_at("question-waiting")
        assert phone.page.locator(WET).is_disabled()
        assert not phone.page.locator(".slider").count()
        done(folder, "round", "open", 1)
        phone.page.clock.run_for(10_500)
        phone.page.locator(".slider").first.wait_for()
        saved(typed(phone, "30"), "/expert")
    assert wet(folder) == 0.3


def test_drafts_of_the_facilitator_go_with_the_last_answer_too(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        typed(phone.go("/expert/q/1"), "10")
        boss = phone
        boss.go("/login").page.get_by_label("Password").fill("three small umbrellas")
        boss.press("Log in")
        saved(typed(boss.go("/facilitator/for/E01/q/1"), "30"), "/facilitator/for/E01")
        (kept,) = drafts(boss)  # the expert's own, who is at the same device
        assert '"Best, wet":"10"' in kept


def test_a_waiting_page_keeps_what_is_open_and_where_one_is(browser, tmp_path):
    folder = study(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        page = phone.page
        page.clock.install()
        phone.go("/expert")
        last = page.locator("details").last
        last.locator("summary").focus()
        page.keyboard.press("Enter")
        page.evaluate("document.querySelector('main').dataset.same = 'yes'")
        for change in (False, True):
            if change:
                done(folder, "round", "open", 1)
            with page.expect_response("**/expert"):
                page.clock.run_for(10_500)
            if change:
                page.get_by_role("heading", name="Round 1").wait_for()
            assert page.locator("main").get_attribute("data-same") == "yes"
            assert last.get_attribute("open") is not None
            assert page.evaluate("document.activeElement.textContent").startswith("Mood")
        assert page.locator("body > [role=status]").inner_text().startswith("Round 1")
        assert page.get_by_role("link", name="Begin").is_visible()
        phone.looked_at("expert-opened")
        assert phone.errors == []


def test_a_waiting_page_outlives_the_server(browser, tmp_path):
    folder, port = study(tmp_path / "s"), free_port()
    running = start(folder, port)
    try:
        phone, _ = join(browser, f"http://localhost:{port}", code_of(folder))
        page = phone.page
        page.clock.install()
        phone.go("/expert")
        running.kill()
        running.wait(20)
        with page.expect_event("requestfailed"):
            page.clock.run_for(10_500)
        assert page.get_by_text("Your recorded answers are safe.").is_visible()
        running = start(folder, port)
        done(folder, "round", "open", 1)
        for _ in range(10):  # it may take one more look
            page.clock.run_for(10_500)
            with contextlib.suppress(Exception):
                page.get_by_role("heading", name="Round 1").wait_for(timeout=2_000)
                break
        assert page.get_by_role("link", name="Begin").is_visible()
    finally:
        running.kill()
        running.wait(20)


def test_the_room_s_screen_shows_a_timer_that_was_started_meanwhile(browser, tmp_path):
    with served(sky(tmp_path / "s")) as base:
        room = facilitator(browser, base, LAPTOP)
        boss = Person(browser, base, LAPTOP)
        boss.page.context.add_cookies(room.page.context.cookies())
        room.page.clock.install()
        room.go("/room")
        room.page.locator("main a").focus()
        boss.go("/facilitator").page.get_by_label("Minutes on the room's screen").fill("5")
        boss.press("Start")
        room.page.clock.run_for(10_500)
        room.page.locator(".clock").wait_for()
        room.page.clock.run_for(3_000)
        assert re.fullmatch("4:5\\d", room.page.locator(".clock").inner_text())
        assert room.page.evaluate("document.activeElement.textContent") == "Facilitator"
        assert room.errors == []


def test_lobby_and_board_follow_by_themselves_and_move_nothing(browser, tmp_path):
    folder = everything(tmp_path / "s")
    with served(folder) as base:
        boss, board = facilitator(browser, base, LAPTOP), Person(browser, base, LAPTOP)
        board.page.context.add_cookies(boss.page.context.cookies())
        lobby = boss.page
        for page in (lobby, board.page):
            page.clock.install()
        boss.go("/facilitator/lobby").press("Let nobody in before I approve")
        board.go("/facilitator")
        last = boss.button("New link for E12")
        before = last.bounding_box()
        phone = Person(browser, base, PHONE)
        phone.page.clock.install()
        phone.go("/join").page.get_by_label("Code").fill(code_of(folder))
        phone.press("Join")
        with lobby.expect_response("**/lobby"):
            lobby.clock.run_for(10_500)
        lobby.get_by_role("button", name="Let in").wait_for()
        assert last.bounding_box() == before
        boss.follow(lobby.get_by_role("button", name="Let in"))
        phone.page.clock.run_for(10_500)
        phone.page.get_by_role("heading", name="You are").wait_for()
        phone.go("/expert/q/1")
        typed(phone, "30").press("Save and next")
        with board.page.expect_response("**/facilitator"):
            board.page.clock.run_for(10_500)
        board.page.get_by_text("1 of 12").wait_for()
        assert [person.errors for person in (boss, board, phone)] == [[], [], []]


def test_a_page_that_waits_for_the_study_to_be_mended_comes_back_whole(browser, tmp_path):
    folder = sky(tmp_path / "s")
    plan = folder / "elicitation.toml"
    text = plan.read_text("utf-8")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        phone.page.clock.install()
        plan.write_text(text + "[", "utf-8")
        phone.go("/expert/q/1")
        assert "The facilitator is mending the study" in phone.page.inner_text("main")
        phone.page.clock.run_for(10_500)
        assert "The facilitator is mending the study" in phone.page.inner_text("main")
        plan.write_text(text, "utf-8")
        phone.page.clock.run_for(10_500)
        phone.page.locator("input[type=range]").first.wait_for()  # made by the page's own script


@pytest.mark.parametrize("key", ["Home", "ArrowLeft", "ArrowDown", "PageDown", "click"])
def test_nought_can_be_chosen_on_a_slider_that_is_untouched(browser, tmp_path, key):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        phone.go("/expert/q/1")
        slider = phone.page.locator(".slider").last
        if key == "click":
            phone.page.locator("input[name=c1-low]").fill("0")
            phone.page.locator("input[name=c1-high]").fill("50")
            phone.page.locator(".track").click(position={"x": 1, "y": 10})
        else:
            slider.press(key)
        assert phone.page.locator(WET).input_value() == "0"
        assert slider.get_attribute("aria-valuetext") == "0"
        assert "untouched" not in slider.get_attribute("class")
        assert len(drafts(phone)) == 1


def test_a_slider_says_what_is_typed_and_follows_only_what_the_server_reads(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder))
        phone.go("/expert/q/1")
        slider = phone.page.locator(".slider").last
        for text, said in {
            "30,5": "30.5",
            "30 %": "30",
            "0x10": "not a number from 0 to 100",
            "Infinity": "not a number from 0 to 100",
            "130": "not a number from 0 to 100",
            "": "no answer yet",
        }.items():
            typed(phone, text)
            assert slider.get_attribute("aria-valuetext") == said
            untouched = "untouched" in slider.get_attribute("class")
            assert untouched == (not said[0].isdecimal())
        saved(typed(phone, "30 %"), "/expert")
    assert wet(folder) == 0.3


def test_the_hint_describes_its_field_together_with_what_is_wrong(browser, tmp_path):
    folder = sky(tmp_path / "s")
    with served(folder) as base:
        phone, _ = join(browser, base, code_of(folder), script=False)
        phone.go("/expert/q/1")
        field = phone.page.locator(WET)
        assert field.get_attribute("aria-describedby") == "hint"
        assert phone.page.locator("#hint").count() == 1
        field.fill("130")
        phone.press("Save and next")
        assert field.get_attribute("aria-describedby") == "hint c1-best-wrong"
        assert re.search("outside 0 to 100", phone.page.locator("#c1-best-wrong").inner_text())
