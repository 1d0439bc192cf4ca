"""Experts' pages: what is acknowledged is recorded, once; nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from elicitation.workshop import session as workshop_desk
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import act, answer, hidden, said


def best(site, expert, key="weather[]", state="wet"):
    return str(site.desk.standing(expert)[key].answers[state].best)


def test_the_code_gives_a_random_pseudonym_and_a_link_that_works_elsewhere(site):
    phone = site.browser()
    page = phone.post("/join", data={"code": site.desk.access.code.lower()})
    link = page.text.split('<p class="link"><a href="')[1].split('"')[0]
    name = said(page).split("You are ")[1].split()[0]
    assert name in site.desk.opened.plan.experts
    other = site.browser()
    assert f"You are {name}" in said(other.get(link.removeprefix("http://testserver")))
    assert link.rsplit("/", 1)[1] not in "".join(
        p.read_text("utf-8") for p in site.desk.folder.rglob("*") if p.is_file()
    )


def test_every_pseudonym_is_given_once_and_then_no_more(site):
    code = {"code": site.desk.access.code}
    names = [said(site.browser().post("/join", data=code)).split("You are ")[1][:3] for _ in "abcd"]
    assert sorted(names) == ["E03", "E07", "E09", "E12"]
    assert site.browser().post("/join", data=code).status_code == 409


def test_people_of_the_roster_are_not_given_away(site):
    done(site.desk.folder, "roster", "add", "Jane Doe", "--expert", "E07")
    code = {"code": site.desk.access.code}
    names = {said(site.browser().post("/join", data=code)).split("You are ")[1][:3] for _ in "abc"}
    assert names == {"E03", "E09", "E12"}


def test_an_answer_is_on_the_disk_before_the_next_question_is_shown(site):
    page = answer(site.expert("E03"), 1, c1_low="20", c1_best="30,5", c1_high="40")
    assert page.url.path == "/expert/q/2"
    (response,) = site.desk.responses("E03")
    assert (response.mode, response.entered_by) == ("browser", "expert")
    assert best(site, "E03") == "0.305"
    assert "forecast" in str(site.desk.asked("E03")[1].key)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"c1_best": "130"}, "130"),
        ({"c1_best": "many"}, "'many' is not a number."),
        ({"c1_low": "40", "c1_best": "30", "c1_high": "50"}, "low 40 is above best 30."),
        ({}, "No number is typed."),
    ],
)
def test_what_is_to_be_mended_is_said_beside_what_was_typed(site, cells, sentence):
    page = answer(site.expert("E03"), 1, reason="because", **cells)
    assert page.status_code == 422
    assert sentence in said(page)
    assert all(f'value="{typed}"' in page.text for typed in cells.values())
    assert ">because</textarea>" in page.text
    assert site.desk.responses("E03") == []


def test_the_same_form_sent_twice_is_recorded_once(site):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    first, second = (browser.post("/expert/q/1", data=form) for _ in "ab")
    assert (first.url.path, second.url.path) == ("/expert/q/2", "/expert/q/2")
    assert len(site.desk.responses("E03")) == 1


def test_a_second_device_overwrites_nothing_and_shows_both(site):
    laptop, phone = site.expert("E03"), site.browser()
    phone.cookies = laptop.cookies
    stale = {**hidden(laptop.get("/expert/q/1")), "action": "save", "c1-best": "77"}
    answer(phone, 1, c1_best="30")
    page = laptop.post("/expert/q/1", data=stale)
    assert page.status_code == 409
    assert "wet: 30" in said(page)
    assert 'value="77"' in page.text
    assert best(site, "E03") == "0.30"
    again = {**hidden(page), "action": "save", "c1-best": "77", "reason": "the laptop is right"}
    assert laptop.post("/expert/q/1", data=again).url.path == "/expert/q/2"
    assert best(site, "E03") == "0.77"


def test_a_closed_round_takes_nothing_and_keeps_what_was_typed(site):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    done(site.desk.folder, "round", "close", 1)
    page = browser.post("/expert/q/1", data=form)
    assert (page.status_code, 'value="30"' in page.text) == (409, True)
    assert site.desk.responses("E03") == []


def test_a_study_changed_underneath_is_said_and_nothing_is_recorded_on_the_old_words(site):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    model = site.desk.folder / "model.toml"
    model.write_text(model.read_text("utf-8").replace("at least 1 mm", "at least 2 mm"), "utf-8")
    page = browser.post("/expert/q/1", data=form)
    assert (page.status_code, 'value="30"' in page.text) == (409, True)
    assert "at least 2 mm" in said(page)
    assert site.desk.responses("E03") == []


def test_a_study_that_is_broken_underneath_is_said_without_a_traceback(site):
    browser = site.expert("E03")
    (site.desk.folder / "model.toml").write_text("format = ", "utf-8")
    page = browser.get("/expert")
    assert page.status_code == 503
    assert "The facilitator is mending the study" in said(page)
    told = site.facilitator().get("/facilitator/prepare")
    assert (told.status_code, "model.toml" in said(told)) == (200, True)


def test_a_doubt_is_asked_back_after_saving_and_the_answers_can_be_swapped(site):
    browser = site.expert("E03")
    keys = [q.key for q in site.desk.asked("E03")]
    answer(browser, 1 + keys.index("forecast.sign[weather]"), c0_best="1")
    rows = [n for n, key in enumerate(keys, 1) if key.startswith("forecast[")]
    answer(browser, rows[0], c1_best="70")
    page = answer(browser, rows[1], c1_best="20")
    assert re.search(
        r"Saved \d\d:\d\d\. Before you go on: You give Forecast \(rain\) 70 %", said(page)
    )
    other = page.text.split('value="swap ')[1].split('"')[0]
    browser.post(f"/expert/q/{rows[1]}", data={**hidden(page), "action": f"swap {other}"})
    assert best(site, "E03", keys[rows[0] - 1], "rain") == "0.20"


def test_round_two_shows_the_own_number_and_a_change_needs_its_reason(site):
    browser = site.expert("E03")
    answer(browser, 1, c1_best="30")
    for words in (("close", 1), ("open", 2, "--without", "E07,E09,E12")):
        done(site.desk.folder, "round", *words)
    assert "Your answer so far: dry: 70, wet: 30" in said(browser.get("/expert/q/1"))
    page = answer(browser, 1, c1_best="50")
    assert (page.status_code, "Say in a line why." in said(page)) == (422, True)
    assert answer(browser, 1, c1_best="50", reason="heard of the front").status_code == 200
    assert best(site, "E03") == "0.50"


def test_an_answer_can_be_kept_in_round_two(site):
    browser = site.expert("E03")
    answer(browser, 1, c1_best="30")
    for words in (("close", 1), ("open", 2, "--without", "E07,E09,E12")):
        done(site.desk.folder, "round", *words)
    assert answer(browser, 1).url.path == "/expert/q/2"
    assert [r.round for r in site.desk.responses("E03")] == [1, 2]
    assert best(site, "E03") == "0.30"


def test_abstaining_needs_a_reason_and_is_recorded(site):
    browser = site.expert("E03")
    assert answer(browser, 1, action="abstain").status_code == 422
    answer(browser, 1, action="abstain", reason="not my field")
    assert "1 of 12 done" in said(browser.get("/expert"))
    assert site.desk.live.entries[-1].type == "abstention"


def test_the_readback_is_of_the_own_numbers_alone(site):
    browser = site.expert("E03")
    for number, question in enumerate(site.desk.asked("E03"), 1):
        answer(browser, number, c1_best="90" if question.key == "weather[]" else "20")
    page = said(browser.get("/expert/readback"))
    assert "80 % The walk ends badly" in page
    assert "placeholder numbers" not in page


def test_two_facilitators_see_one_another_and_the_second_is_told(site):
    one, two = site.facilitator(), site.facilitator()
    assert act(one, "/facilitator", action="close", round="1").status_code == 200
    page = act(two, "/facilitator", action="close", round="1")
    assert "Round 1 is not open" in said(page)


def test_nothing_of_the_group_is_shown_while_a_round_is_open(site):
    boss = site.facilitator()
    for name, wet in (("E03", "21"), ("E07", "43"), ("E09", "67")):
        answer(site.expert(name), 1, c1_best=wet)
    site.desk.topic = "weather[]"
    pages = ("/room", "/facilitator/feedback", "/facilitator/agenda")
    assert not any(n in said(boss.get(p)) for p in pages for n in ("21 %", "43 %", "67 %"))
    assert act(boss, "/facilitator", action="close", round="1").status_code == 200
    assert "43 %" not in said(boss.get("/room"))  # not before it is handed out
    token = hidden(boss.get("/facilitator/feedback"))
    boss.post("/facilitator/feedback", data=token)
    assert "43 %" in said(boss.get("/room"))
    assert "43 %" in said(site.expert("E12").get("/expert/feedback"))
    assert not any(name in boss.get("/room").text for name in ("E03", "E07", "E09"))


def test_a_file_is_taken_for_an_expert_and_marked_so(site):
    boss = site.facilitator()
    form = b"question,component,low,best,high,reason\nweather[],dry,,70,,\nweather[],wet,,30,,\n"
    token = hidden(boss.get("/facilitator/for/E07"))["csrf"]
    sent = boss.post("/facilitator/for/E07", data={"csrf": token}, files={"form": ("a.csv", form)})
    assert "Recorded 1 answer of E07" in said(sent)
    assert site.desk.responses("E07")[0].entered_by == "facilitator"
    keys = [q.key for q in site.desk.asked("E07")]
    page = boss.get(f"/facilitator/for/E07/q/{1 + keys.index('forecast[weather=dry]')}")
    boss.post(page.url.path, data={**hidden(page), "action": "save", "c1-best": "20"})
    assert [r.entered_by for r in site.desk.responses("E07")] == ["facilitator"] * 2


def test_who_is_stuck_is_seen_after_three_minutes(site):
    site.expert("E03").get("/expert/q/1")
    boss = site.facilitator()
    assert "stuck?" not in said(boss.get("/facilitator"))
    site.clock.now += 200
    assert "stuck?" in said(boss.get("/facilitator"))


def test_what_another_program_records_is_seen_at_once(site):
    browser = site.expert("E03")
    done(site.desk.folder, "round", "close", 1)
    assert "No round is open" in said(browser.get("/expert"))


def test_a_clock_that_jumps_back_changes_no_order(site, monkeypatch):
    """The newer answer is the later entry of the ledger, whatever time it bears."""
    browser = site.expert("E03")
    times = iter(dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2031, 2001, 1990))
    monkeypatch.setattr(workshop_desk, "clock", lambda: next(times))
    answer(browser, 1, c1_best="30")
    answer(browser, 1, c1_best="40", reason="I thought again.")
    assert float(best(site, "E03")) == 0.4
    assert [e.at[:4] for e in site.desk.live.entries][-2:] == ["2031", "2001"]
    done(site.desk.folder, "verify")
    boss = site.facilitator()
    act(boss, "/facilitator", action="close", round="1")
    assert "No round is open" in said(browser.get("/expert"))
    minutes = boss.get("/facilitator/minutes").text
    assert minutes.index("2031-01-01") < minutes.index("2001-01-01") < minutes.index("1990-01-01")


def test_the_timer_runs_by_seconds_that_never_go_back(site, monkeypatch):
    boss = site.facilitator()
    act(boss, "/facilitator", action="timer", minutes="5")
    monkeypatch.setattr("time.time", lambda: 0.0)  # the time of day is wrong from here on
    assert 'data-seconds="300"' in boss.get("/room").text
    site.clock.now += 60
    assert 'data-seconds="240"' in boss.get("/room").text
    site.clock.now += 240
    assert "data-seconds" not in boss.get("/room").text


def test_enter_in_a_field_saves_and_neither_mends_nor_abstains(site):
    """Enter presses the first button of a form."""
    browser = site.expert("E03")
    for page in (browser.get("/expert/q/1"), answer(browser, 1, c1_best="130")):
        form = page.text.partition("<form")[2]
        assert form.partition('<button name="action" value="')[2].startswith('save"')
        assert form.index('value="save"') < form.index('<button class="quiet"')


def test_the_rounds_page_says_that_the_timer_runs_and_stops_it(site):
    boss = site.facilitator()
    assert "Stop" not in said(boss.get("/facilitator"))
    act(boss, "/facilitator", action="timer", minutes="5")
    site.clock.now += 1
    assert "It runs, 4:59 left. Stop" in said(boss.get("/facilitator"))
    act(boss, "/facilitator", action="stop")
    assert "It runs" not in said(boss.get("/facilitator"))
    assert "data-seconds" not in boss.get("/room").text


@pytest.mark.parametrize("minutes", ["241", "300", "0", "", "five", "-5", "9999"])
def test_a_timer_beyond_its_limit_is_refused_and_what_was_typed_stays(site, minutes):
    boss = site.facilitator()
    act(boss, "/facilitator", action="timer", minutes="5")
    page = act(boss, "/facilitator", action="timer", minutes=minutes)
    assert page.status_code == 422
    assert "Type whole minutes, from 1 to 240: the timer was not changed." in said(page)
    assert f'name="minutes" class="number" inputmode="numeric" value="{minutes}"' in page.text
    assert "It runs, 5:00 left." in said(page)
