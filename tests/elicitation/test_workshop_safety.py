"""The attack list: each has a test that fails without its defence."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bayesnet.errors import StudyError
from elicitation.cli import main
from elicitation.workshop.access import FILE, new_access, read_access, write_access
from elicitation.workshop.guards import MAX_BODY
from tests.elicitation.test_workshop_repairs import answered, asking_all_in_all
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import PASSWORD, act, answer, hidden

EXPERT = (
    *("/expert", "/expert/q/1", "/expert/check", "/expert/book"),
    *("/expert/readback", "/expert/feedback", "/welcome"),
)
FACILITATOR = (
    "/facilitator",
    *(f"/facilitator/{p}" for p in ("prepare", "lobby", "coherence", "agenda", "feedback")),
    *(f"/facilitator/{p}" for p in ("freeze", "minutes", "for/E03", "for/E03/q/1")),
    "/room",
)
OPEN = {
    "/",
    "/manifest.webmanifest",
    "/join",
    "/waiting",
    "/me/{secret}",
    "/login",
    "/practice",
    "/static",
}
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def paths(site):
    return [route.path for route in site.app.app.routes]


def test_every_route_is_on_one_of_the_lists(site):
    """A new page has to say here whom it is for."""
    listed = {*OPEN, *EXPERT, *FACILITATOR, "/logout", "/leave", "/expert/stands"}
    plain = {p.replace("{number:int}", "1").replace("{expert}", "E03") for p in paths(site)}
    assert {p for p in plain if not p.startswith("/analyst")} == listed


@pytest.mark.parametrize("path", [*EXPERT, *FACILITATOR])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_session_every_page_leads_to_the_door(site, path, method):
    answer_ = site.browser().request(method, path, follow_redirects=False)
    door = "/login" if path in FACILITATOR else "/join"
    if method == "GET":
        assert (answer_.status_code, answer_.headers["location"]) == (303, door)
    elif answer_.status_code != 405:
        assert answer_.status_code == 401
        assert f'href="{door}"' in answer_.text


@pytest.mark.parametrize("path", FACILITATOR)
def test_an_expert_reaches_no_page_of_the_facilitator(site, path):
    browser = site.expert("E03")
    for cookie in ("resolve_facilitator",):
        browser.cookies.set(cookie, browser.cookies["resolve_expert"])
    assert browser.get(path, follow_redirects=False).headers["location"] == "/login"


def test_an_expert_reaches_only_the_own_questions_and_answers(site):
    answer(site.expert("E03"), 1, c1_best="31.4159")
    other = site.expert("E12")  # of the panel on the sky, not asked about mood
    for path in EXPERT:
        assert "31.4159" not in other.get(path).text
    assert len(site.desk.asked("E12")) < len(site.desk.asked("E03"))
    beyond = len(site.desk.asked("E12")) + 1
    assert other.get(f"/expert/q/{beyond}").status_code == 404
    foreign = {**hidden(other.get("/expert/q/1")), "key": "mood[weather=dry, umbrella=take]"}
    sent = other.post("/expert/q/1", data={**foreign, "action": "save", "c1-best": "9"})
    assert sent.status_code == 409
    assert {j.question for r in site.desk.responses("E12") for j in r.judgements} == set()


def test_no_page_of_an_expert_names_another(site):
    for name in ("E07", "E09", "E12"):
        answer(site.expert(name), 1, c1_best="30", reason="for the front")
    done(site.desk.folder, "round", "close", 1)
    done(site.desk.folder, "feedback", "--round", 1)
    pages = "".join(site.expert("E03").get(path).text for path in EXPERT)
    assert "for the front" in pages
    assert not any(name in pages for name in ("E07", "E09", "E12"))


@pytest.mark.parametrize("token", ["", "0" * 32, "other"])
def test_a_form_without_the_own_token_records_nothing(site, token):
    browser, other = site.expert("E03"), site.expert("E07")
    fields = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    fields["csrf"] = hidden(other.get("/expert/q/1"))["csrf"] if token == "other" else token
    assert browser.post("/expert/q/1", data=fields).status_code == 403
    assert site.desk.responses("E03") == []


@pytest.mark.parametrize("token", ["", "0" * 32, "other"])
def test_consent_without_the_own_token_or_from_another_site_records_nothing(site, token):
    asking_all_in_all(site, "forecast")
    browser = site.expert("E03")
    fields = hidden(answered(site, browser))
    count = len(site.desk.responses("E03"))
    evil = {"Origin": "http://evil.example"}
    assert browser.post("/expert/readback", data=fields, headers=evil).status_code == 403
    other = hidden(answered(site, site.expert("E07"), "E07"))["csrf"]
    fields["csrf"] = other if token == "other" else token
    assert browser.post("/expert/readback", data=fields).status_code == 403
    assert len(site.desk.responses("E03")) == count


@pytest.mark.parametrize("path", ["/facilitator", "/facilitator/lobby", "/facilitator/freeze"])
def test_the_facilitators_forms_need_their_token_too(site, path):
    entries = len(site.desk.live.entries)
    form = {"action": "close", "round": "1", "expert": "E03", "reason": "x", "text": "x"}
    assert site.facilitator().post(path, data=form).status_code == 403
    assert len(site.desk.live.entries) == entries


def test_a_form_from_another_site_is_refused_even_with_the_token(site):
    browser = site.expert("E03")
    fields = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "30"}
    sent = browser.post("/expert/q/1", data=fields, headers={"Origin": "http://evil.example"})
    assert sent.status_code == 403
    login = {"Origin": "http://evil.example"}
    assert (
        site.browser().post("/login", data={"password": PASSWORD}, headers=login).status_code == 403
    )


def test_text_is_text_in_every_field_and_on_every_page(site):
    """Markup in reasons, answers, dissent, codes, names of files."""
    browser, boss = site.expert("E03"), site.facilitator()
    pages = [answer(browser, 1, c1_best=NASTY, reason=NASTY)]
    for name in ("E03", "E07", "E09"):
        answer(site.expert(name), 1, c1_best="30", reason=NASTY)
    answer(browser, 2, action="abstain", reason=NASTY)
    pages += [
        site.browser().post("/join", data={"code": NASTY}),
        site.browser().get("/join", params={"code": NASTY}),
        site.browser().post("/login", data={"password": NASTY}),
        site.browser().post("/practice", data={"p0-low": NASTY}),
        site.browser().get("/me/" + NASTY.replace("/", "")),
    ]
    act(boss, "/facilitator", action="absent", round="1", expert="E12", reason=NASTY)
    act(boss, "/facilitator", action="close", round="1")
    boss.post("/facilitator/feedback", data=hidden(boss.get("/facilitator/feedback")))
    act(boss, "/facilitator", action="reopen", round="1", reason=NASTY)
    act(boss, "/facilitator", action="close", round="1")
    act(boss, "/facilitator/freeze", action="dissent", expert="E03", text=NASTY)
    act(boss, "/facilitator/freeze", action="freeze", reason=NASTY, absent="yes")
    token = hidden(boss.get("/facilitator/for/E07"))["csrf"]
    pages.append(
        boss.post("/facilitator/for/E07", data={"csrf": token}, files={"form": (NASTY, b"x,y\n")})
    )
    site.desk.topic = "weather[]"
    pages += [browser.get(path) for path in EXPERT] + [boss.get(path) for path in FACILITATOR]
    assert all("<script>alert" not in page.text and "<img src=x" not in page.text for page in pages)
    assert sum("&lt;script&gt;alert" in page.text for page in pages) >= 6


@pytest.mark.parametrize("path", ["/", "/join", "/expert", "/static/workshop.css", "/nowhere"])
def test_every_answer_carries_the_policy(site, path):
    headers = site.browser().get(path, follow_redirects=False).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


def test_no_page_has_script_or_style_in_it_or_asks_another_server(site):
    browser, boss = site.expert("E03"), site.facilitator()
    pages = [browser.get(p) for p in (*EXPERT, "/practice")] + [boss.get(p) for p in FACILITATOR]
    for page in pages:
        for banned in ("<script>", " style=", "<style", " onclick", "javascript:", "//cdn"):
            assert banned not in page.text.lower(), (page.url, banned)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(site):
    sent = site.browser().get(f"/me/{site.desk.new_link('E03')}", follow_redirects=False)
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    site.desk.secure = True
    sent = site.browser().get(f"/me/{site.desk.new_link('E03')}", follow_redirects=False)
    assert "; secure" in sent.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fopening.py",
        "/static/%2fetc/passwd",
        "/static/..\\app.py",
        "/facilitator/for/..%2f..%2fprivate",
        "/facilitator/for/%2e%2e",
        "/model.toml",
        "/private/workshop.json",
    ],
)
def test_no_path_leads_out(site, path):
    page = site.facilitator().get(path)
    assert page.status_code in (404, 422)
    assert "import" not in page.text
    assert "root:" not in page.text


def test_oversized_bodies_are_refused_said_or_not(site):
    browser = site.browser()
    big = b"code=" + b"x" * MAX_BODY
    assert browser.post("/join", content=big).status_code == 413
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    pieces = (big[i : i + 100_000] for i in range(0, len(big), 100_000))
    assert browser.post("/join", content=pieces, headers=form).status_code == 413
    assert browser.get("/join", headers={"Content-Length": "no"}).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(2000))
    assert browser.post("/join", content=many, headers=form).status_code == 400
    assert len(site.desk.asked("E03")) > 0


def test_another_name_of_this_server_is_not_answered(site):
    """DNS rebinding: a page of another site may point its own name here."""
    page = site.browser().get("/join", headers={"Host": "evil.example"})
    assert page.status_code == 400


@pytest.mark.parametrize(("path", "field"), [("/join", "code"), ("/login", "password")])
def test_guessing_is_stopped_after_ten_and_goes_on_after_a_minute(site, path, field):
    right = site.desk.access.code if field == "code" else PASSWORD
    browser = site.browser()
    codes = [browser.post(path, data={field: f"WRONG{n}"}).status_code for n in range(12)]
    assert codes == [422] * 10 + [429] * 2
    assert browser.post(path, data={field: right}).status_code == 429
    site.clock.now += 61
    assert browser.post(path, data={field: right}).status_code == 200


def test_guessing_links_is_stopped_too(site):
    browser = site.browser()
    codes = [browser.get(f"/me/{n}").status_code for n in range(12)]
    assert codes == [404] * 10 + [429] * 2


def test_a_flood_of_forms_of_one_person_is_slowed(site):
    browser = site.expert("E03")
    fields = {**hidden(browser.get("/expert/q/1")), "action": "save", "c1-best": "no"}
    codes = [browser.post("/expert/q/1", data=fields).status_code for _ in range(242)]
    assert codes[-2:] == [429, 429]
    assert site.expert("E07").get("/expert").status_code == 200


def test_a_new_link_ends_the_old_one_and_its_session(site):
    old = site.expert("E03")
    site.expert("E03")
    assert old.get("/expert", follow_redirects=False).status_code == 303


def test_logging_out_ends_the_session_on_the_server(site):
    boss = site.facilitator()
    kept = boss.cookies["resolve_facilitator"]
    boss.post("/logout", data=hidden(boss.get("/facilitator")))
    boss.cookies.set("resolve_facilitator", kept)
    assert boss.get("/facilitator", follow_redirects=False).status_code == 303


def test_only_hashes_of_secrets_are_kept(site):
    secret = site.desk.new_link("E03")
    content = (site.desk.folder / FILE).read_text("utf-8")
    assert secret not in content
    assert PASSWORD not in content
    assert len(json.loads(content)["password"]) == 128


def test_access_that_is_damaged_is_said():
    good = write_access(new_access(PASSWORD))
    assert read_access(good).code
    for bad in (b"", b"{}", good.replace(b'"links"', b'"lynx"'), good[:-9]):
        with pytest.raises(StudyError, match=FILE):
            read_access(bad)


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_a_password_is_neither_short_nor_endless(password):
    with pytest.raises(StudyError, match="8 to 200 characters"):
        new_access(password)


def test_an_address_never_comes_from_the_request(site):
    sent = site.browser().get("/me/a%0d%0aSet-Cookie:%20x=1", follow_redirects=False)
    assert "set-cookie" not in sent.headers
    welcome = site.browser().post(
        "/join", data={"code": site.desk.access.code}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in welcome.text


def test_a_bad_certificate_is_refused_before_any_address_is_said(site, tmp_path):
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate\n", "utf-8")
    words = ["serve", str(site.desk.folder), "--certificate", str(bad)]
    said_ = CliRunner().invoke(main, words)
    assert said_.exit_code == 2
    assert "bad.pem" in said_.output
    assert "cannot be used with its key" in said_.output
    assert "://" not in said_.output
