"""A doubt goes back to one expert, who alone sees it, and the facilitator sees how it is answered."""

from __future__ import annotations

import html
import re

import pytest

from elicitation.workshop.session import WorkshopSession
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import BASE, act, answer, hidden, kinds, said

ASKED = "You give Forecast (rain) 70 % when Weather is dry and 20 % when wet."
DRY, WET = "forecast[weather=dry]", "forecast[weather=wet]"
COHERENCE = "/facilitator/coherence"
DOUBT = re.compile(r'name="expert" value="(\w+)"><input type="hidden" name="doubt" value="(\w+)"')


def numbers(site, expert):
    order = [question.key for question in site.desk.asked(expert)]
    return {key: 1 + order.index(key) for key in (DRY, WET, "forecast.sign[weather]")}


def doubtful(site, expert):
    """Let an expert say that the forecast rises with the weather, and give rows that fall."""
    browser, places = site.expert(expert), numbers(site, expert)
    answer(browser, places["forecast.sign[weather]"], c0_best="1")
    answer(browser, places[DRY], c1_best="70")
    answer(browser, places[WET], c1_best="20")
    return browser


@pytest.fixture
def boss(site):
    return site.facilitator()


def send(boss, expert):
    """Press Send back beside the expert's doubt; return the page that answers."""
    doubts = dict(DOUBT.findall(boss.get(COHERENCE).text))
    return act(boss, COHERENCE, expert=expert, doubt=doubts[expert])


def test_a_doubt_goes_back_to_one_expert_and_no_other_sees_it(site, boss):
    one, other = doubtful(site, "E03"), doubtful(site, "E07")
    assert "asks back" not in said(one.get("/expert"))
    page = send(boss, "E03")
    assert "Sent back; no answer yet." in said(page)
    number = numbers(site, "E03")[WET]
    first = one.get("/expert")
    assert ASKED in said(first)
    assert f'<a href="/expert/q/{number}">Question {number}</a>' in first.text
    assert first.text.index("asks back") < first.text.index("All your questions")
    assert ASKED in said(one.get(f"/expert/q/{number}"))
    assert "asks back" not in said(one.get("/expert/q/1"))
    for path in ("/expert", f"/expert/q/{number}", "/expert/check", "/expert/book"):
        assert "asks back" not in said(other.get(path))
    assert "E07" not in said(first)
    assert "1 asked back" in said(boss.get("/facilitator"))


def test_it_is_answered_by_a_later_answer_to_one_of_its_questions_alone(site, boss):
    one = doubtful(site, "E03")
    send(boss, "E03")
    answer(one, 1, c1_best="30")
    assert "not yet" in said(boss.get(COHERENCE))
    answer(one, numbers(site, "E03")[WET], c1_best="80")
    assert "asks back" not in said(one.get("/expert"))
    assert re.search(r"Answered again, \d\d:\d\d", said(boss.get(COHERENCE)))
    assert "asked back" not in said(boss.get("/facilitator"))


def test_one_press_says_that_it_stands_as_it_is(site, boss):
    one = doubtful(site, "E03")
    send(boss, "E03")
    form = hidden(one.get("/expert"))
    page = one.get("/expert").text.partition("asks back")[2]
    form |= {k: html.unescape(v) for k, v in re.findall(r'name="(\w+)" value="([^"]*)"', page)}
    for _ in "ab":  # pressed twice
        assert one.post("/expert/stands", data=form).url.path == "/expert"
    assert kinds(site).count("confirmation") == 1
    assert "asks back" not in said(one.get("/expert"))
    told = said(boss.get(COHERENCE))
    assert re.search(r"It stands as it is, \d\d:\d\d", told)
    assert "E03 lets it stand." in told
    assert "E03 lets it stand" in said(boss.get("/facilitator/minutes"))
    send(boss, "E03")  # asked once more all the same
    assert ASKED in said(one.get("/expert"))


def test_sent_twice_it_is_recorded_once_and_stays_when_the_server_ends(site, boss):
    one = doubtful(site, "E03")
    send(boss, "E03")
    send(boss, "E03")
    assert kinds(site).count("doubt") == 1
    site.app.app.state.desk = WorkshopSession(folder=site.desk.folder, base=BASE)
    assert ASKED in said(one.get("/expert"))
    done(site.desk.folder, "verify")
    assert "E03 was asked back about" in done(site.desk.folder, "log")


def test_what_no_longer_arises_is_asked_of_nobody_and_cannot_be_sent(site, boss):
    one = doubtful(site, "E03")
    stale = dict(DOUBT.findall(boss.get(COHERENCE).text))["E03"]
    send(boss, "E03")
    answer(one, numbers(site, "E03")["forecast.sign[weather]"], c0_best="-1")
    assert ASKED not in said(one.get("/expert"))
    told = said(boss.get(COHERENCE))
    assert "It no longer arises" in told
    assert "asked back" not in said(boss.get("/facilitator"))
    csrf = hidden(boss.get("/facilitator"))["csrf"]
    for expert in ("E03", "E07", "E99", ""):
        refused = boss.post(COHERENCE, data={"csrf": csrf, "expert": expert, "doubt": stale})
        assert refused.status_code == 422
        assert "there is no such doubt" in said(refused).lower()
    assert kinds(site).count("doubt") == 1


def test_nobody_lets_stand_what_is_another_experts(site, boss):
    doubtful(site, "E03")
    other = doubtful(site, "E07")
    send(boss, "E03")
    token = dict(DOUBT.findall(boss.get(COHERENCE).text))["E07"]
    other.post("/expert/stands", data={**hidden(other.get("/expert")), "doubt": token})
    assert "confirmation" not in kinds(site)


def test_a_page_left_open_lets_nothing_stand_that_it_does_not_show(site, boss):
    one = doubtful(site, "E03")
    send(boss, "E03")
    token = re.search(r'name="doubt" value="(\w+)"', one.get("/expert").text)[1]
    csrf = hidden(one.get("/expert"))["csrf"]
    answer(one, numbers(site, "E03")[WET], c1_best="30")
    send(boss, "E03")  # the same doubt about other numbers
    refused = one.post("/expert/stands", data={"csrf": csrf, "doubt": token})
    assert refused.status_code == 422
    assert "confirmation" not in kinds(site)


def test_nothing_of_it_is_exported(site, boss, tmp_path):
    doubtful(site, "E03")
    send(boss, "E03")
    out = tmp_path / "out"
    done(site.desk.folder, "export-record", "--out", out)
    for file in out.rglob("*"):
        if file.is_file() and file.suffix in (".csv", ".json"):
            assert "asked back" not in file.read_text("utf-8")
            assert "doubt" not in file.read_text("utf-8")


def test_the_way_on_from_a_refusal_is_a_page_that_can_be_opened(site, boss):
    one = doubtful(site, "E03")
    csrf = hidden(one.get("/expert"))["csrf"]
    for path, token, page in (
        ("/expert/stands", csrf, "/expert"),
        ("/expert/stands", "of another session", "/expert"),
        ("/expert/q/1", "of another session", "/expert/q/1"),
    ):
        refused = one.post(path, data={"csrf": token, "doubt": "gone"})
        onwards = re.search(r'class="button quiet" href="([^"]+)"', refused.text)[1]
        assert onwards == page
        assert one.get(onwards).status_code == 200


def test_that_it_stands_is_said_of_the_numbers_that_were_let_stand_alone(site, boss):
    one = doubtful(site, "E03")
    send(boss, "E03")
    token = re.search(r'name="doubt" value="(\w+)"', one.get("/expert").text)[1]
    one.post("/expert/stands", data={**hidden(one.get("/expert")), "doubt": token})
    assert "E03 lets it stand." in said(boss.get(COHERENCE))
    answer(one, 1, c1_best="30")  # about something else
    assert "E03 lets it stand." in said(boss.get(COHERENCE))
    answer(one, numbers(site, "E03")[WET], c1_best="10")
    told = said(boss.get(COHERENCE))
    assert "70 % when Weather is dry and 10 % when wet" in told
    assert "lets it stand" not in told
    assert "It stands as it is" not in told
    assert re.search(r"Answered again, \d\d:\d\d", told)
    send(boss, "E03")
    token = re.search(r'name="doubt" value="(\w+)"', one.get("/expert").text)[1]
    one.post("/expert/stands", data={**hidden(one.get("/expert")), "doubt": token})
    told = said(boss.get(COHERENCE))
    assert "E03 lets it stand." in told
    assert told.count("Answered again") == told.count("It stands as it is") == 1
