"""People at devices: what they open is watched, looked at by axe, and pictured where one asks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from elicitation.workshop.serving import prepare
from elicitation.workshop.session import WorkshopSession
from tests.browser.served import AXE, PASSWORD, PATIENCE, PHONE
from tests.elicitation.workshop import begin

EXPERTS = [f"E{n:02d}" for n in range(1, 13)]
SHOTS = os.environ.get("WORKSHOP_SCREENSHOTS", "")
# Handles lie on one track, which is what a finger is for; where Save covers a part of it axe takes
# what is left for the whole.
AXE_RUN = """async () => (await axe.run(document, {rules: {"target-size": {enabled: true}}})).violations
  .filter((v) => ["serious", "critical"].includes(v.impact))
  .map((v) => [v.id, v.nodes.map((n) => n.html)
    .filter((h) => v.id !== "target-size" || !h.includes('type="range"'))])
  .filter(([, found]) => found.length)
  .map(([id, found]) => id + ": " + found.join(" | "))"""


def study(folder: Path, experts: Sequence[str] = EXPERTS) -> Path:
    """Return the umbrella with some experts, none in a panel."""
    begin(folder)
    plan = (folder / "elicitation.toml").read_text("utf-8").partition("[expert.")[0]
    for name in experts:
        plan += f'[expert.{name}]\nlabel = "{name}"\n'
    (folder / "elicitation.toml").write_text(plan, "utf-8")
    return folder


def desk_of(folder: Path) -> WorkshopSession:
    """Return the session of a study that is ready to be served."""
    prepare(folder, PASSWORD)
    return WorkshopSession(folder=folder, base="")


class Person:
    """Somebody at a device: every request is watched, every page looked at by axe."""

    def __init__(self, browser, base, size, *, script=True):
        self.base, self.size = base, size
        context = browser.new_context(viewport=size, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.strangers: list[str] = []
        self.page.on("request", self._watch)
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else 0)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def _watch(self, request):
        if not request.url.startswith(self.base):
            self.strangers.append(request.url)

    def go(self, path):
        self.page.goto(self.base + path)
        return self

    def looked_at(self, name):
        """No serious or critical violation; no scrolling sideways; a picture where one is asked."""
        assert self.page.evaluate(AXE + ";0") == 0
        assert self.page.evaluate(AXE_RUN) == [], name
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.size["width"], name
        if SHOTS:
            file = Path(SHOTS) / f"{name}-{self.size['width']}.png"
            self.page.screenshot(path=file, full_page=True)
        return self

    def press(self, name):
        """Press a button that sends its form; return on the page that answers."""
        self.follow(self.button(name))

    def follow(self, link):
        """Click what leads to another page and wait for that page: else the old one is looked at."""
        with self.page.expect_navigation():
            link.click()

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)


def facilitator(browser, base, size):
    boss = Person(browser, base, size).go("/login").looked_at("login")
    boss.page.get_by_label("Password").fill(PASSWORD)
    boss.press("Log in")
    return boss


def join(browser, base, code, *, script=True):
    phone = Person(browser, base, PHONE, script=script).go("/join")
    phone.page.get_by_label("Code").fill(code)
    phone.press("Join")
    heading = phone.page.locator("h1").inner_text()
    return phone, heading.removeprefix("You are ")


def entered(browser, base, desk: WorkshopSession, expert: str, size=PHONE, **more) -> Person:
    """Return an expert who has come in by a private link."""
    return Person(browser, base, size, **more).go(f"/me/{desk.new_link(expert)}")
