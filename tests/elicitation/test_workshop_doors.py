"""Who comes in at the workshop's doors, as whom, and who cannot keep others out."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from elicitation.workshop.access import is_password
from tests.elicitation.workshop_site import PASSWORD, act, hidden, said


def places(site, monkeypatch, count):
    """Let the plan have so many experts, each of whose places is free."""
    plan = site.desk.opened.plan
    experts = {f"Q{n:03}": plan.experts["E03"] for n in range(count)}
    opened = dataclasses.replace(site.desk.opened, plan=dataclasses.replace(plan, experts=experts))
    monkeypatch.setattr(type(site.desk), "opened", opened)


def everybody(count, does):
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: does(), range(count)))


# ----------------------------------------------------------------------------- joining with the code


def test_one_person_takes_one_place_however_often_the_code_is_sent(site):
    phone = site.browser()
    code = {"code": site.desk.access.code}
    first = said(phone.post("/join", data=code))
    pages = [phone.post("/join", data=code) for _ in range(20)]
    assert {said(page) for page in pages} == {first}
    assert len(site.desk.access.links) == 1


def test_a_double_press_on_join_takes_one_place_even_before_the_first_is_answered(site):
    form = {"code": site.desk.access.code, "once": hidden(site.browser().get("/join"))["once"]}
    phones = [site.browser() for _ in range(8)]  # none has the cookie of another's answer
    with ThreadPoolExecutor(len(phones)) as pool:
        pages = list(pool.map(lambda phone: phone.post("/join", data=form), phones))
    assert len({said(page) for page in pages}) == 1
    assert len(site.desk.access.links) == 1


def test_a_join_form_that_a_device_still_holds_lets_nobody_in_as_who_left_it(site):
    phone = site.browser()
    form = {"code": site.desk.access.code, "once": hidden(phone.get("/join"))["once"]}
    first = said(phone.post("/join", data=form))
    phone.post("/leave", data={"csrf": hidden(phone.get("/expert"))["csrf"]})
    assert said(phone.post("/join", data=form)) != first


def test_the_welcome_page_is_a_page_that_can_be_loaded_again(site):
    phone = site.browser()
    sent = phone.post("/join", data={"code": site.desk.access.code}, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/welcome")
    secret = phone.cookies["resolve_expert"]
    pages = [phone.get("/welcome") for _ in "ab"]
    assert all(f"http://testserver/me/{secret}" in page.text for page in pages)
    assert secret not in phone.get("/expert").text
    assert len(site.desk.access.links) == 1


def test_a_whole_room_joins_in_a_minute_but_nobody_takes_every_place(site, monkeypatch):
    places(site, monkeypatch, 60)
    code = {"code": site.desk.access.code}
    pages = everybody(20, lambda: site.browser().post("/join", data=code))
    pages += [site.browser().post("/join", data=code) for _ in range(30)]
    assert [page.status_code for page in pages].count(200) == 40
    assert pages[39].status_code == 200
    assert "Wait a minute" in said(pages[-1])
    assert len(site.desk.access.links) == len({said(page) for page in pages[:40]}) == 40
    site.clock.now += 61
    assert site.browser().post("/join", data=code).status_code == 200


# -------------------------------------------------------------------------------------- private links


def test_a_link_does_not_turn_one_expert_into_another(site):
    browser = site.expert("E03")
    link = f"/me/{site.desk.new_link('E12')}"
    page = browser.get(link)
    assert "You are E03 on this device" in said(page)
    assert "of E12" in said(page)
    assert "You are E03" in said(browser.get("/expert"))
    for token in ("", hidden(site.expert("E07").get("/expert"))["csrf"]):
        assert browser.post(link, data={"csrf": token, "action": "change"}).status_code == 403
    assert "You are E03" in said(act(browser, link, action="stay"))
    assert "You are E12" in said(act(browser, link, action="change"))


def test_the_own_link_works_again_and_without_a_session(site):
    browser = site.expert("E03")
    own = f"/me/{browser.cookies['resolve_expert']}"
    assert browser.get(own).url.path == "/expert"
    assert site.browser().get(own).url.path == "/expert"


def test_an_expert_leaves_a_device_and_comes_back_by_link(site):
    browser = site.expert("E03")
    secret = browser.cookies["resolve_expert"]
    assert browser.post("/leave", data={"csrf": "0" * 32}).status_code == 403
    act_ = browser.post("/leave", data=hidden(browser.get("/expert")))
    assert act_.url.path == "/join"
    assert browser.get("/expert", follow_redirects=False).status_code == 303
    assert browser.get(f"/me/{secret}").url.path == "/expert"


# ------------------------------------------------------------------------- nobody locks others out


def test_what_fails_at_one_door_closes_no_other(site):
    code, link = site.desk.access.code, site.desk.new_link("E03")
    for path, field in (("/join", "code"), ("/login", "password")):
        assert site.browser().post(path, data={field: "wrong"}).status_code == 422
    for n in range(11):
        site.browser().get(f"/me/{n}")
    assert site.browser().get("/me/x").status_code == 429
    assert site.browser().get(f"/me/{link}").url.path == "/expert"
    for _ in range(11):
        site.browser().post("/login", data={"password": "wrong"})
    assert site.browser().post("/login", data={"password": PASSWORD}).status_code == 429
    assert site.browser().post("/join", data={"code": code}).status_code == 200


def test_a_login_at_the_machine_itself_is_not_locked_out_by_others(site):
    rate = site.desk.limits.passwords
    assert sum(rate.take(f"10.0.{n // 10}.1") for n in range(400)) == 300
    assert site.browser().post("/login", data={"password": PASSWORD}).status_code == 429
    here = site.browser(client="127.0.0.1")
    assert here.post("/login", data={"password": PASSWORD}).url.path == "/facilitator"


def test_guesses_side_by_side_are_counted_before_they_are_looked_at(site, monkeypatch):
    looked = []
    scrypt = hashlib.scrypt
    monkeypatch.setattr(hashlib, "scrypt", lambda *a, **k: (looked.append(1), scrypt(*a, **k))[1])
    wrong = {"password": "wrong"}
    pages = everybody(40, lambda: site.browser().post("/login", data=wrong))
    assert sorted({page.status_code for page in pages}) == [422, 429]
    assert len(looked) == 10


def test_a_right_password_is_no_failure(site):
    for _ in range(12):
        assert site.facilitator().get("/facilitator").status_code == 200


def test_few_passwords_are_stretched_at_once(site, monkeypatch):
    running, most = [], []
    lock = threading.Lock()

    def slow(*_args, **_settings):
        with lock:
            running.append(1)
            most.append(len(running))
        time.sleep(0.02)
        with lock:
            running.pop()
        return b"no"

    monkeypatch.setattr(hashlib, "scrypt", slow)
    access = site.desk.access
    everybody(20, lambda: is_password(access, "wrong"))
    assert max(most) == 2


def test_whoever_loads_pages_without_end_waits_and_nobody_else_does(site):
    busy, other = site.expert("E03"), site.expert("E07")
    form = hidden(busy.get("/expert/q/1"))
    site.clock.now += 61
    site.desk.limits.pages.each = 5
    codes = [busy.get("/expert").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    assert other.get("/expert").status_code == 200
    typed = {**form, "action": "save", "c1-best": "30"}
    assert busy.post("/expert/q/1", data=typed, follow_redirects=False).status_code == 303
    site.clock.now += 61
    assert busy.get("/expert").status_code == 200
