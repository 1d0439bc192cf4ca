"""The umbrella's workshop behind its pages, and people who fill them in."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient

from elicitation.workshop.app import workshop
from elicitation.workshop.serving import prepare
from elicitation.workshop.session import WorkshopSession
from tests.elicitation.workshop import begin

PASSWORD = "three small umbrellas"
BASE = "http://testserver"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Clock:
    """Seconds that stand still until a test moves them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Site:
    """A served study: its desk, and browsers that talk to it."""

    def __init__(self, folder: Path) -> None:
        prepare(begin(folder), PASSWORD)
        self.clock = Clock()
        self.desk = WorkshopSession(folder=folder, base=BASE, seconds=self.clock)
        self.app = workshop(self.desk, hosts={"testserver"})

    def browser(self, client: str = "testclient") -> TestClient:
        return TestClient(self.app, raise_server_exceptions=False, client=(client, 50000))

    def facilitator(self) -> TestClient:
        browser = self.browser()
        done = browser.post("/login", data={"password": PASSWORD})
        assert done.url.path == "/facilitator"
        return browser

    def expert(self, name: str) -> TestClient:
        browser = self.browser()
        done = browser.get(f"/me/{self.desk.new_link(name)}")
        assert done.url.path == "/expert"
        return browser


def hidden(page: Response) -> dict[str, str]:
    """Return the hidden fields of the first form of a page; it ends where an answer begins."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}


class _Fields(HTMLParser):
    """Collects what a browser would send of the form of an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.inside = False
        self.name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside |= tag == "form" and "data-answer" in given
        name = given.get("name", "") if self.inside and "disabled" not in given else ""
        radio = given.get("type") == "radio"
        if tag == "input" and name and (not radio or "checked" in given):
            self.sent[name] = given.get("value", "")
        if tag in ("select", "textarea"):
            self.name = name
        if tag == "option" and self.name and "selected" in given:
            self.sent[self.name] = given.get("value", "")
        if tag == "textarea" and name:
            self.sent[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.name = ""
        self.inside &= tag != "form"

    def handle_data(self, data: str) -> None:
        within = (self.get_starttag_text() or "").startswith("<textarea")
        if within and self.name in self.sent:
            self.sent[self.name] += data


def filled(page: Response) -> dict[str, str]:
    """Return the fields of a question's form as they stand, hidden ones with them."""
    parser = _Fields()
    parser.feed(page.text)
    return parser.sent


def act(browser: TestClient, path: str, **fields: str) -> Response:
    """Return what a form on the page says to being sent with those fields, its token with them."""
    return browser.post(path, data={"csrf": hidden(browser.get(path))["csrf"], **fields})


def answer(browser: TestClient, number: int, *, action: str = "save", **cells: str) -> Response:
    """Return what a question's page says to an answer; ``c1_best`` is the field ``c1-best``.

    Fields that are not named are sent as the page has them.
    """
    path = f"/expert/q/{number}"
    typed = {re.sub(r"^(c\d+)_", r"\1-", name): text for name, text in cells.items()}
    return browser.post(path, data={**filled(browser.get(path)), "action": action, **typed})


def kinds(site: Site) -> list[str]:
    """Return what was recorded, oldest first, by its kind."""
    return [entry.type for entry in site.desk.live.entries]


def said(page: Response) -> str:
    """Return the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
