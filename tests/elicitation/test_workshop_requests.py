"""What no browser sends is refused with a sentence; what a page says names no path of the machine."""

from __future__ import annotations

import pytest

from elicitation.workshop import session as desk_module
from tests.elicitation.workshop_site import hidden, said

MANY = "&".join(f"set=n{n}:x" for n in range(201))


@pytest.mark.parametrize("path", ["/expert/q/", "/facilitator/for/E03/q/", "/me/", "/"])
def test_a_number_without_end_is_no_page(site, path):
    assert site.browser().get(path + "9" * 5000).status_code == 414
    assert site.expert("E03").get("/expert/q/" + "9" * 900).status_code == 404


@pytest.mark.parametrize("charset", ["undefined", "no-such", "base64", "idna"])
@pytest.mark.parametrize("path", ["/join", "/expert/q/1", "/login"])
def test_letters_that_nobody_knows_are_refused(site, charset, path):
    body = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n\xff\r\n--x--\r\n'
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    page = site.expert("E03") if path.startswith("/expert") else site.browser()
    assert page.post(path, content=body, headers=kind).status_code in (400, 401, 403, 422)


def test_an_address_within_an_address_has_only_so_many_fields(site):
    boss = site.facilitator()
    page = boss.get("/analyst", params={"pin": MANY})
    assert page.status_code == 422
    assert "An address has at most 200 fields." in said(page)
    form = {**hidden(boss.get("/analyst")), "asked": MANY, "id": "S9", "label": "x"}
    page = boss.post("/analyst/save", data=form)
    assert page.status_code == 422
    assert "An address has at most 200 fields." in said(page)


@pytest.mark.parametrize("missing", ["model.toml", "elicitation.toml"])
def test_no_page_of_an_expert_says_where_the_study_lies(site, missing):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    (site.desk.folder / missing).unlink()
    pages = [browser.get(path) for path in ("/expert", "/expert/q/1", "/welcome", "/join")]
    pages.append(browser.post("/expert/q/1", data=form))
    pages.append(site.browser().post("/join", data={"code": site.desk.access.code}))
    assert [page.status_code for page in pages] == [503] * 6
    for page in pages:
        assert missing not in page.text
        assert str(site.desk.folder.parent) not in page.text


BROKEN = 'unit = "percent'
WAIT = (
    "The facilitator is mending the study What you saved is safe; wait a little and load this page"
)


@pytest.fixture
def broken(site):
    """A study whose plan can be broken and mended while people are on its pages."""
    plan = site.desk.folder / "elicitation.toml"
    text = plan.read_text("utf-8")

    def change(*, wrong=True):
        plan.write_text(text.replace(BROKEN + '"', BROKEN) if wrong else text, "utf-8")

    return change


@pytest.mark.parametrize("path", ["/", "/expert", "/expert/q/1", "/expert/readback", "/welcome"])
def test_an_expert_is_asked_to_wait_while_the_study_is_mended(site, broken, path):
    browser = site.expert("E03")
    broken()
    page = browser.get(path)
    assert (page.status_code, page.headers["retry-after"]) == (503, "10")
    assert WAIT in said(page)
    assert "TOML" not in page.text
    assert 'data-waiting="mended"' in page.text  # looks again by itself
    broken(wrong=False)
    assert browser.get(path).status_code == 200


def test_the_rooms_screen_waits_without_the_facilitators_menu(site, broken):
    boss = site.facilitator()
    broken()
    page = boss.get("/room")
    assert page.status_code == 503
    assert WAIT in said(page)
    assert "/facilitator" not in page.text


def test_what_an_expert_sends_meanwhile_is_shown_back(site, broken):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "31"}
    broken()
    page = browser.post("/expert/q/1", data={**form, "reason": "A front is coming."})
    assert page.status_code == 503
    assert "This was not recorded. What you saved before is safe" in said(page)
    assert "A front is coming." in said(page)
    assert "data-waiting" not in page.text  # it would take away what was typed
    evil = browser.post("/expert/q/1", data=form, headers={"Origin": "http://evil.example"})
    assert (evil.status_code, "31" in said(evil)) == (403, False)


@pytest.mark.parametrize("path", ["/facilitator", "/facilitator/prepare", "/facilitator/lobby"])
def test_the_facilitators_pages_say_exactly_what_is_wrong(site, broken, path):
    boss = site.facilitator()
    broken()
    page = boss.get(path)
    assert "elicitation.toml: this is not TOML" in said(page)
    assert "Mend that line" in said(page)


def test_what_cannot_be_read_is_not_read_again_for_every_page(site, broken, monkeypatch):
    browser, reads = site.expert("E03"), []
    really = desk_module.open_elicitation
    monkeypatch.setattr(
        desk_module, "open_elicitation", lambda folder: reads.append(folder) or really(folder)
    )
    broken()
    for _ in range(5):
        assert browser.get("/expert").status_code == 503
    assert len(reads) == 1
