"""What no browser sends is refused with a sentence; what a page says names no path of the machine."""

from __future__ import annotations

import pytest

from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import Site, hidden, said

MANY = "&".join(f"set=n{n}:x" for n in range(201))


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "study")
    done(made.desk.folder, "round", "open", 1)
    return made


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
    assert "an address has at most 200 fields." in said(page)
    form = {**hidden(boss.get("/analyst")), "asked": MANY, "id": "S9", "label": "x"}
    page = boss.post("/analyst/save", data=form)
    assert page.status_code == 422
    assert "an address has at most 200 fields." in said(page)


@pytest.mark.parametrize("missing", ["model.toml", "elicitation.toml"])
def test_no_page_of_an_expert_says_where_the_study_lies(site, missing):
    browser = site.expert("E03")
    form = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    (site.desk.folder / missing).unlink()
    pages = [browser.get(path) for path in ("/expert", "/expert/q/1", "/welcome", "/join")]
    pages.append(browser.post("/expert/q/1", data=form))
    pages.append(site.browser().post("/join", data={"code": site.desk.access.code}))
    assert any(missing in said(page) for page in pages)
    for page in pages:
        assert page.status_code < 500
        assert str(site.desk.folder.parent) not in page.text
