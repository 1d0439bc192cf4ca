"""Every button of a question's page does what it offers, once, and nothing that was not offered."""

from __future__ import annotations

import threading

import pytest

from elicitation.study import open_record
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import answer, hidden, kinds, said


def number_of(site, key):
    return 1 + [q.key for q in site.desk.asked("E03")].index(key)


@pytest.mark.parametrize("other", ["weather[]", "forecast[weather=dry]", "forecast.sign[weather]"])
def test_only_answers_that_were_asked_back_together_are_swapped(site, other):
    """With itself it would be recorded twice; with another kind it would be nonsense."""
    browser = site.expert("E03")
    answer(browser, 1, c1_best="30")
    if other != "weather[]":
        typed = {"c0_best": "1"} if "sign" in other else {"c1_best": "20"}
        answer(browser, number_of(site, other), **typed)
    before = len(site.desk.live.entries)
    page = answer(browser, 1, action=f"swap {other}")
    assert page.status_code == 409
    assert len(site.desk.live.entries) == before
    assert browser.get("/expert/readback").status_code == 200
    done(site.desk.folder, "verify")


@pytest.mark.parametrize("action", ["delete", "", "swap", "level x"])
def test_what_no_button_says_records_nothing(site, action):
    page = answer(site.expert("E03"), 1, action=action, c1_best="30")
    assert page.status_code == 409
    assert "submission" not in kinds(site)


def test_abstaining_from_twenty_threads_is_recorded_once(site):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "abstain", "reason": "Not my field."}
    browsers = [site.expert("E03") for _ in "ab"][-1:] * 20
    token = hidden(browsers[0].get("/expert/q/1"))
    threads = [
        threading.Thread(target=b.post, args=("/expert/q/1",), kwargs={"data": {**form, **token}})
        for b in browsers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kinds(site).count("abstention") == 1


def test_abstaining_is_held_to_what_saving_is(site):
    browser = site.expert("E03")
    page = answer(browser, 1, action="abstain", c1_best="30")
    assert page.status_code == 422
    assert "Abstaining needs a reason. Write it under Why." in said(page)
    assert 'value="30"' in page.text  # what was typed is there still
    page = answer(browser, 1, action="abstain", reason="x" * 10_001)
    assert page.status_code == 422
    assert "is longer than 10000 characters" in said(page)
    answer(browser, 1, c1_best="30")
    page = answer(browser, 1, action="abstain", reason="After all.")
    assert "You have answered this already. Change the answer, or ask the facilitator" in said(page)
    done(site.desk.folder, "round", "close", 1)
    page = answer(browser, 2, action="abstain", reason="Not my field.")
    assert page.status_code == 409
    assert "abstention" not in kinds(site)


@pytest.mark.parametrize("action", ["keep", "abstain", "swap weather[]"])
def test_nothing_is_recorded_on_words_that_have_changed(site, action):
    browser = site.expert("E03")
    answer(browser, 1, c1_best="30")
    done(site.desk.folder, "round", "close", 1)
    done(site.desk.folder, "round", "open", 2, "--without", "E07,E09,E12")
    number = 2 if action == "abstain" else 1
    form = {**hidden(browser.get(f"/expert/q/{number}")), "action": action, "reason": "So."}
    model = site.desk.folder / "model.toml"
    model.write_text(model.read_text("utf-8") + "# other words\n", "utf-8")
    before = len(site.desk.live.entries)
    page = browser.post(f"/expert/q/{number}", data=form)
    assert page.status_code == 409
    assert "The study was changed meanwhile: this was not recorded." in said(page)
    assert len(site.desk.live.entries) == before
    assert len(open_record(site.desk.folder).responses) == 1
