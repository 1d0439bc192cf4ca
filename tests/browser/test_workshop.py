"""A whole workshop in chromium: it verifies, and equals the same answers handed in as files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from elicitation.opening import open_record
from elicitation.responses import standing_judgements
from tests.browser.served import (
    AXE,
    FLAGS,
    LAPTOP,
    PASSWORD,
    PATIENCE,
    PHONE,
    chromium,
    free_port,
    served,
    start,
)
from tests.elicitation.workshop import begin, done

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

EXPERTS = [f"E{n:02d}" for n in range(1, 5)]
SHOTS = os.environ.get("WORKSHOP_SCREENSHOTS", "")
AXE_RUN = """async () => (await axe.run(document)).violations
  .filter((v) => ["serious", "critical"].includes(v.impact))
  .map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | "))"""


@pytest.fixture(scope="module")
def browser():
    program = chromium()
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


def study(folder: Path) -> Path:
    """Return the umbrella with so many experts, none in a panel."""
    begin(folder)
    plan = (folder / "elicitation.toml").read_text("utf-8").partition("[expert.")[0]
    for name in EXPERTS:
        plan += f'[expert.{name}]\nlabel = "{name}"\n'
    (folder / "elicitation.toml").write_text(plan, "utf-8")
    return folder


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
        self.page.get_by_role("button", name=name, exact=True).click()


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


def answers(expert: str, number: int) -> dict[str, str]:
    """Return what an expert types by question and state, the same in the browser and in the file."""
    shift = 3 * EXPERTS.index(expert) + (2 if number == 2 else 0)
    return {
        "weather[]": str(25 + shift),
        "forecast[weather=dry]": str(15 + shift),
        "forecast[weather=wet]": str(60 + shift),
        "mood[weather=dry, umbrella=leave]": str(85 + shift),
        "mood[weather=dry, umbrella=take]": str(60 + shift),
        "mood[weather=wet, umbrella=leave]": str(5 + shift),
        "mood[weather=wet, umbrella=take]": str(50 + shift),
    }


def fill(phone, typed, *, reason):
    """Answer question after question until none is left."""
    page = phone.page
    phone.go("/expert")
    page.locator("a.button").first.click()
    for _ in range(40):
        if "/q/" not in page.url:
            return
        key = page.locator("input[name=key]").get_attribute("value")
        if key in typed:
            page.locator("input[name$=-best]").last.fill(typed[key])
        else:  # directions, ranks and checks: 1 fits all that the umbrella asks
            page.locator("input[name$=-best]").last.fill("1")
        if reason:
            page.get_by_label("Why?").fill(reason)
        page.get_by_role("button", name="Save and next", exact=True).click()
        if page.get_by_role("link", name="Leave it so").count():
            page.get_by_role("link", name="Leave it so").click()
            if page.url.endswith("/expert") and page.locator("a.button", has_text="Go on").count():
                page.locator("a.button").first.click()
    raise AssertionError("the questions do not end")


def by_files(folder: Path) -> Path:
    """Return the same workshop done with forms."""
    study(folder)
    for number in (1, 2):
        done(folder, "round", "open", number)
        for expert in EXPERTS:
            lines = ["question,component,best,reason"]
            for key, best in answers(expert, number).items():
                states = {"weather": ("dry", "wet"), "forecast": ("sun", "rain")}
                low, high = states.get(key.partition("[")[0], ("bad", "good"))
                lines += [f'"{key}",{low},,', f'"{key}",{high},{best},said in round {number}']
            file = folder.parent / f"{expert}.csv"
            file.write_text("\n".join(lines) + "\n", "utf-8")
            done(folder, "submit", file, "--expert", expert, "--round", number)
        done(folder, "round", "close", number)
    done(folder, "freeze", "--reason", "after discussion")
    return folder


def frozen(folder: Path):
    """Return what a frozen version says, without times, paths and hashes."""
    document = json.loads((folder / "priors" / "0001.json").read_text("utf-8"))
    return {key: document[key] for key in ("pool", "weights", "study")}


def test_a_whole_workshop_equals_the_same_workshop_by_files(browser, tmp_path):
    folder = study(tmp_path / "web")
    with served(folder) as base:
        boss = facilitator(browser, base, LAPTOP)
        for path in ("prepare", "lobby", "coherence", "agenda", "feedback", "freeze", "minutes"):
            boss.go(f"/facilitator/{path}").looked_at(path)
        boss.go("/room").looked_at("room")
        code = boss.page.locator(".aloud").inner_text()
        phones = {}
        for number in range(len(EXPERTS)):
            phone, name = join(browser, base, code, script=number > 0)  # one without JavaScript
            phones[name] = phone
        with_script = phone
        assert sorted(phones) == EXPERTS
        for number in (1, 2):
            boss.go("/facilitator").press(f"Open round {number}")
            for name, phone in phones.items():
                fill(phone, answers(name, number), reason=f"said in round {number}")
                assert "Everything is answered and recorded." in phone.page.inner_text("main")
            boss.go("/facilitator").looked_at(f"rounds-{number}")
            boss.press(f"Close round {number}")
            boss.go("/facilitator/feedback").press(f"Hand out round {number}")
            boss.looked_at("slides")
            if number == 1:
                boss.press("Show on the room's screen: weather[]")
            boss.go("/room").looked_at("room-topic")
            boss.go("/facilitator/agenda").looked_at("agenda-live")
            with_script.go("/expert").looked_at("expert-waiting")
            with_script.go("/expert/feedback").looked_at("expert-feedback")
            with_script.go("/expert/readback").looked_at("expert-readback")
        boss.go("/facilitator/freeze")
        boss.page.get_by_label("Reason of this version").fill("after discussion")
        boss.press("Freeze the answers")
        boss.looked_at("frozen")
        boss.go("/facilitator/minutes").looked_at("minutes-full")
        everybody = [boss, *phones.values()]
        assert [p.strangers for p in everybody] == [[]] * len(everybody)
        assert [p.errors for p in everybody] == [[]] * len(everybody)
    done(folder, "verify")
    done(folder, "report", "--out", tmp_path / "report.html")
    twin = by_files(tmp_path / "files")
    assert frozen(folder) == frozen(twin)
    typed = answers("E01", 1)
    ours, theirs = (
        {
            (e, k): {s: n.best.normalize() for s, n in j.answers.items()}
            for e, own in standing_judgements(open_record(f).responses.values()).items()
            for k, j in own.items()
            if k in typed
        }
        for f in (folder, twin)
    )
    assert ours == theirs


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_page_of_an_expert_is_for_everybody(browser, tmp_path, size):
    folder = study(tmp_path / "s")
    done(folder, "round", "open", 1)
    with served(folder) as base:
        boss = facilitator(browser, base, size)
        boss.looked_at("rounds")
        code = boss.go("/room").looked_at("room-join").page.locator(".aloud").inner_text()
        boss.go("/facilitator/lobby").looked_at("lobby")
        boss.go("/facilitator/for/E01").looked_at("for")
        one = Person(browser, base, size).go("/join").looked_at("join")
        one.page.get_by_label("Code").fill(code)
        one.press("Join")
        one.looked_at("welcome")
        one.go("/practice").looked_at("practice")
        one.page.get_by_label("Mont Blanc").fill("20")
        one.press("Score")
        one.looked_at("practice-scored")
        one.go("/expert").looked_at("expert")
        one.go("/expert/q/1").looked_at("question")
        one.page.locator("input[name=c1-best]").fill("130")
        one.press("Save and next")
        one.looked_at("question-mend")
        one.go("/nowhere").looked_at("no-page")


def test_everything_works_by_keyboard_alone(browser, tmp_path):
    folder = study(tmp_path / "s")
    done(folder, "round", "open", 1)
    with served(folder) as base:
        code = json.loads((folder / "private" / "workshop.json").read_text("utf-8"))["code"]
        page = Person(browser, base, PHONE).go("/join").page

        def reach(selector):
            for _ in range(60):
                page.keyboard.press("Tab")
                if page.evaluate("s => document.activeElement.matches(s)", selector):
                    return
            raise AssertionError(f"{selector} is not reached")

        reach("#code")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Your private link")
        reach("a[href='/expert']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/expert")
        reach("a.button[href='/expert/q/1']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/q/1")
        reach("summary")
        page.keyboard.press("Enter")
        assert page.get_by_text("Period: 2026-01-01").is_visible()
        reach("input[name=c1-best]")
        page.keyboard.type("30")
        reach("button[value=save]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/q/2?saved=1")


def test_a_server_killed_in_mid_answer_loses_nothing_and_a_draft_comes_back(browser, tmp_path):
    folder, port = study(tmp_path / "s"), free_port()
    done(folder, "round", "open", 1)
    running = start(folder, port)
    try:
        base = f"http://localhost:{port}"
        code = json.loads((folder / "private" / "workshop.json").read_text("utf-8"))["code"]
        phone, name = join(browser, base, code)
        phone.go("/expert/q/1")
        phone.page.locator("input[name=c1-best]").fill("30")
        phone.press("Save and next")
        phone.page.locator("input[name$=-best]").last.fill("1")
        running.kill()
        running.wait(20)
        with pytest.raises(sync_api.Error):
            phone.go("/expert/q/2")
        running = start(folder, port)
        phone.go("/expert/q/2")  # the session lives on, and so does the draft
        assert phone.page.locator("input[name$=-best]").last.input_value() == "1"
        phone.press("Save and next")
    finally:
        running.kill()
        running.wait(20)
    own = standing_judgements(open_record(folder).responses.values())[name]
    assert len(own) == 2
    done(folder, "verify")


def test_chromium_is_asked_for_where_ci_is_set(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="chromium is not installed"):
        chromium()
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="chromium is not installed"):
        chromium()
