"""Who has come in, on what and when, for the facilitator alone; who has the code may have to wait."""

from __future__ import annotations

import json
import re
import secrets

import pytest

from bayesnet.errors import StudyError
from elicitation.workshop.access import FILE, read_access
from elicitation.workshop.devices import device_of
from elicitation.workshop.session import WorkshopSession
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import BASE, act, hidden, said

LOBBY = "/facilitator/lobby"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari"


def press(boss, button):
    """Press that button beside whoever waits; return the page that answers, and what was sent."""
    seat = re.search(rf'name="{button}" value="(\w+)"', boss.get(LOBBY).text)[1]
    return act(boss, LOBBY, **{button: seat}), seat


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (ANDROID, "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) Version/16.6 Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X710) AppleWebKit/537.36 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Firefox/127.0", "computer"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", "computer"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36", "computer"),
        ("<script>alert(1)</script>", "another device"),
        ("", "another device"),
    ],
)
def test_of_a_device_only_its_kind_is_known(user_agent, device):
    assert device_of(user_agent) == device


def join(site, user_agent=ANDROID):
    phone = site.browser()
    phone.headers["user-agent"] = user_agent
    page = phone.post("/join", data={"code": site.desk.access.code})
    return phone, page


def test_a_seat_has_its_device_and_time_for_the_facilitator_and_no_export(site, tmp_path):
    _, page = join(site)
    name = said(page).split("You are ")[1].split()[0]
    laptop = site.browser()
    laptop.headers["user-agent"] = "Mozilla/5.0 (X11; Linux) <b>secret</b>"
    laptop.get(f"/me/{site.desk.new_link('E03' if name != 'E03' else 'E07')}")
    told = said(site.facilitator().get(LOBBY))
    assert re.search(rf"{name} New link phone, \d\d:\d\d", told)
    assert re.search(r"computer, \d\d:\d\d", told)
    kept = "".join(p.read_text("utf-8") for p in site.desk.folder.rglob("*") if p.is_file())
    assert "Pixel" not in kept
    assert "secret" not in kept.replace("secrets", "")
    done(site.desk.folder, "export-record", "--out", tmp_path / "out")
    files = [p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert not any(b"phone" in content for content in files)


def test_at_first_nobody_waits(site):
    assert "You are" in said(join(site)[1])


def test_who_joins_with_the_code_waits_until_let_in_also_if_the_server_ends(site):
    boss = site.facilitator()
    act(boss, LOBBY, action="approve")
    phone, page = join(site)
    assert page.url.path == "/waiting"
    assert "data-waiting" in page.text
    assert "E0" not in said(page)  # nobody is told who has which
    for path in ("/expert", "/expert/q/1", "/welcome"):
        assert phone.get(path).url.path == "/waiting"
    (name,) = site.desk.access.seats
    link = f"/me/{phone.cookies['resolve_expert']}"
    assert site.browser().get(link).status_code == 404  # another way in is none either
    assert phone.post("/join", data={"code": site.desk.access.code}).url.path == "/waiting"
    assert len(site.desk.access.links) == 1
    site.app.app.state.desk = WorkshopSession(folder=site.desk.folder, base=BASE)
    assert phone.get("/expert").url.path == "/waiting"
    boss = site.facilitator()
    assert "waits in the lobby" in said(boss.get("/facilitator"))
    told, _ = press(boss, "let-in")
    assert "waits" not in said(told).partition("Came in")[2]
    assert f"You are {name}" in said(phone.get("/waiting"))
    assert phone.get("/expert").status_code == 200


def test_who_waits_can_be_turned_away_and_nobody_who_is_in(site):
    _, page = join(site)
    inside = said(page).split("You are ")[1].split()[0]
    boss = site.facilitator()
    act(boss, LOBBY, action="approve")
    phone, _ = join(site)
    (waits,) = {*site.desk.access.seats} - {inside}
    for seat in (inside, site.desk.access.links[inside][:16], "E99", ""):
        act(boss, LOBBY, **{"turn-away": seat})
    assert {*site.desk.access.seats} == {inside, waits}
    press(boss, "turn-away")
    assert [*site.desk.access.links] == [*site.desk.access.seats] == [inside]
    assert "You were not let in on this device." in said(phone.get("/waiting"))
    assert "You were not let in" not in said(site.browser().get("/waiting"))


@pytest.mark.parametrize("button", ["let-in", "turn-away"])
def test_a_press_is_about_who_was_seen_and_not_about_who_has_that_place_since(
    site, monkeypatch, button
):
    monkeypatch.setattr(secrets, "choice", lambda free: free[0])  # the same pseudonym again
    boss = site.facilitator()
    act(boss, LOBBY, action="approve")
    join(site)
    seen = press(boss, "turn-away")[1]
    phone, _ = join(site)
    act(boss, LOBBY, **{button: seen})  # a page left open, or pressed twice
    assert phone.get("/expert").url.path == "/waiting"


def test_who_was_turned_away_may_send_the_same_form_again(site):
    boss = site.facilitator()
    act(boss, LOBBY, action="approve")
    phone = site.browser()
    form = {"code": site.desk.access.code, "once": hidden(phone.get("/join"))["once"]}
    phone.post("/join", data=form)
    press(boss, "turn-away")
    for _ in "ab":  # pressed twice
        assert phone.post("/join", data=form).url.path == "/waiting"
    assert [seat.waits for seat in site.desk.access.seats.values()] == [True]


def test_to_let_everybody_in_lets_in_who_waits_too(site):
    boss = site.facilitator()
    act(boss, LOBBY, action="approve")
    phone, _ = join(site)
    told = said(act(boss, LOBBY, action="let-all-in"))
    assert "Whoever has the code is in at once." in told
    assert "waits" not in told.partition("Came in")[2]
    assert phone.get("/waiting").url.path == "/welcome"
    act(boss, LOBBY, action="approve")  # who is in stays in
    assert phone.get("/expert").status_code == 200
    assert phone.get("/expert").url.path == "/expert"


def test_a_private_link_waits_for_nobody_and_a_new_one_lets_in(site):
    boss = site.facilitator()
    act(boss, LOBBY, action="approve")
    join(site)
    (waits,) = site.desk.access.seats
    form = hidden(boss.get(LOBBY))
    page = boss.post(LOBBY, data={**form, "expert": waits, "action": "replace"})
    link = re.search(r'class="link">http://testserver([^<]+)', page.text)[1]
    assert f"You are {waits}" in said(site.browser().get(link))
    act(boss, LOBBY, action="let-all-in")
    assert "You are" in said(join(site)[1])


def test_access_of_an_older_version_is_read_and_what_is_no_seat_is_refused(site):
    document = json.loads((site.desk.folder / FILE).read_bytes())
    older = {k: v for k, v in document.items() if k not in ("seats", "approve")}
    assert read_access(json.dumps(older).encode()).seats == {}
    seat = {"device": "phone", "at": "2026-01-01T00:00:00Z", "waits": False}
    assert read_access(json.dumps({**document, "seats": {"E03": seat}}).encode()).seats
    never = {**seat, "at": "2026-02-30T24:61:00Z"}
    for wrong in (
        {**seat, "at": "soon"},
        never,
        {**seat, "waits": 1},
        {**seat, "x": ""},
        {},
        "phone",
    ):
        with pytest.raises(StudyError):
            read_access(json.dumps({**document, "seats": {"E03": wrong}}).encode())


def test_a_device_that_somebody_wrote_into_the_file_runs_nothing(site):
    path = site.desk.folder / FILE
    document = json.loads(path.read_bytes())
    seat = {"device": "<script>alert(1)</script>", "at": "2026-01-01T00:00:00Z", "waits": False}
    path.write_text(json.dumps({**document, "seats": {"E03": seat}}), "utf-8")
    page = site.facilitator().get(LOBBY)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
