"""A form that is not taken loses nothing of what was typed into it."""

from __future__ import annotations

import re

import pytest

from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import act, hidden, said

LONG = "The front came early,\n\nand <b>nobody</b> had expected it."


def sent(browser, path="/expert/q/1", **fields):
    form = {**hidden(browser.get(path)), "action": "save", "c1-best": "31.4159", "reason": LONG}
    return lambda: browser.post(path, data={**form, **fields}, follow_redirects=False)


def shown_back(page):
    assert "<b>" not in page.text
    assert "and &lt;b&gt;nobody&lt;/b&gt; had expected it." in page.text
    assert "wet, best 31.4159" in said(page)
    assert "Why? The front came early" in said(page)
    assert "nothing was recorded" in said(page)
    return True


def test_a_session_that_has_ended(site):
    send = sent(site.expert("E03"))
    site.desk.new_link("E03")
    page = send()
    assert page.status_code == 401
    assert shown_back(page)
    assert 'href="/join"' in page.text
    assert site.desk.responses("E03") == []


def test_a_form_of_another_session(site):
    browser = site.expert("E03")
    token = hidden(browser.get("/expert/q/1"))["csrf"]
    page = sent(browser, csrf="0" * 32)()
    assert page.status_code == 403
    assert shown_back(page)
    assert 'href="/expert/q/1"' in page.text
    assert token not in page.text
    assert site.desk.responses("E03") == []


def test_a_facilitators_session_that_has_ended(site):
    boss = site.facilitator()
    send = sent(boss, "/facilitator/for/E03/q/1")
    boss.post("/logout", data=hidden(boss.get("/facilitator")))
    page = send()
    assert page.status_code == 401
    assert shown_back(page)
    assert 'href="/login"' in page.text


def test_what_another_site_sent_is_not_shown(site):
    form = {"reason": LONG}
    page = site.browser().post("/expert/q/1", data=form, headers={"Origin": "http://evil.example"})
    assert page.status_code == 403
    assert "nobody" not in page.text


@pytest.mark.parametrize("path", ["/leave", "/logout", "/analyst/save"])
def test_the_way_on_is_a_page_that_there_is(site, path):
    browser = site.facilitator()
    browser.cookies.update(site.expert("E03").cookies)
    page = browser.post(path, data={"csrf": "no"})
    assert page.status_code == 403
    (onwards,) = re.findall(r'<a class="button quiet" href="([^"]+)">Load', page.text)
    assert browser.get(onwards).status_code == 200


def test_what_cannot_be_done_is_shown_back_too_but_no_token_or_password(site):
    done(site.desk.folder, "round", "close", 1)
    boss = site.facilitator()
    form = hidden(boss.get("/facilitator/freeze"))
    reason = {"reason": LONG, "password": "three small umbrellas"}
    page = boss.post("/facilitator/freeze", data={**form, "action": "freeze", **reason})
    assert page.status_code == 422
    assert "and &lt;b&gt;nobody&lt;/b&gt; had expected it." in page.text
    assert 'href="/facilitator/freeze">Back' in page.text
    assert "Reason The front came early" in said(page)
    assert "three small umbrellas" not in page.text
    assert not [secret for secret in (form["once"], form["csrf"]) if secret in said(page)]


def test_why_nothing_can_be_frozen_is_said_in_words_of_the_pages(site):
    done(site.desk.folder, "round", "close", 1)
    boss = site.facilitator()
    told = said(act(boss, "/facilitator/freeze", action="freeze", reason="after discussion"))
    assert "(Weather, Forecast [Weather: dry], Forecast [Weather: wet], ...)" in told
    assert "or tick that those are left out who have not answered all" in told
    assert not [raw for raw in ("responses:", "resolve ", "--", "[weather") if raw in told]


def shown(page):
    """Return field by field what a page shows back."""
    return re.findall(r"<h3>([^<]*)</h3>\n<p class=\"typed\" dir=\"auto\">([^<]*)</p>", page.text)


def test_only_what_was_typed_or_chosen_is_shown_back_by_the_words_of_its_field(site):
    boss = site.facilitator()
    act(boss, "/facilitator", action="close", round="1")
    again = act(boss, "/facilitator", action="open", round="2", without="E03,E07", reason="late")
    assert shown(again) == [("Go on without", "E03,E07"), ("Reason", "late")]
    absent = act(boss, "/facilitator", action="absent", round="9", expert="E03", reason="ill")
    assert shown(absent) == [("Expert", "E03"), ("Reason", "ill")]
    dissent = act(boss, "/facilitator/freeze", action="dissent", expert="E99", text="No wind.")
    assert shown(dissent) == [("Expert", "E99"), ("In their words", "No wind.")]
    assert shown(act(boss, "/facilitator/lobby", expert="E99")) == []
    assert shown(act(boss, "/facilitator", action="reopen", round="7")) == []


def test_an_answer_is_shown_back_by_state_and_column_and_a_choice_in_its_words(site):
    browser = site.expert("E03")
    keys = [q.key for q in site.desk.asked("E03")]
    path = f"/expert/q/{1 + keys.index('forecast.sign[weather]')}"
    ranged = sent(browser, csrf="no", **{"c1-low": "10", "c1-high": "60"})()
    assert shown(ranged)[:3] == [
        ("wet, lowest plausible", "10"),
        ("wet, best", "31.4159"),
        ("wet, highest plausible", "60"),
    ]
    form = {**hidden(browser.get(path)), "csrf": "no", "action": "save", "c0-best": "1"}
    ((row, words),) = shown(browser.post(path, data=form))
    assert row == "Your answer"
    assert not re.search(r"\d", words)


def test_an_answer_to_a_question_that_is_gone_is_shown_back_too(site):
    page = sent(site.expert("E03"), csrf="no", key="nothing[]")()
    assert ("Line 2, best", "31.4159") in shown(page)
