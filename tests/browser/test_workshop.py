"""A whole workshop in chromium: it verifies, and equals the same answers handed in as files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from elicitation.record.responses import standing_judgements
from elicitation.study import open_record
from elicitation.workshop.serving import prepare
from elicitation.workshop.session import WorkshopSession
from tests.browser.people import EXPERTS, Person, facilitator, join, study
from tests.browser.served import LAPTOP, PASSWORD, PHONE, chromium, free_port, served, start
from tests.elicitation.every_type import fresh
from tests.elicitation.workshop import done, resolve

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
PRESENT = EXPERTS[:6]
"""Enough for a group: each answers every question twice, by hand."""


def answers(expert: str, number: int) -> dict[str, str]:
    """Return what an expert types by question and state, the same in the browser and in the file."""
    shift = EXPERTS.index(expert) + (2 if number == 2 else 0)
    return {
        "weather[]": str(27 + shift),
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
    phone.follow(page.locator("a.button").first)
    for _ in range(40):
        if "/q/" not in page.url:
            return
        key = page.locator("input[name=key]").get_attribute("value")
        if key in typed:
            page.locator("input[name$=-best]").last.fill(typed[key])
        elif page.locator("input[type=radio]").count():  # directions: 1 fits all here
            for choice in page.locator("input[type=radio][value='1']").all():
                choice.check()
        elif page.locator(".order").count():
            for place, select in enumerate(page.locator(".order select").all(), 1):
                select.select_option(str(place))
        else:
            page.locator("input[name$=-best]").last.fill("1")
        if reason:
            page.get_by_label("Why?").fill(reason)
        phone.press("Save and next")
        if page.get_by_role("link", name="Leave it so").count():
            phone.follow(page.get_by_role("link", name="Leave it so"))
            if page.url.endswith("/expert") and page.locator("a.button", has_text="Go on").count():
                phone.follow(page.locator("a.button").first)
    raise AssertionError("the questions do not end")


def by_files(folder: Path) -> Path:
    """Return the same workshop done with forms."""
    study(folder, PRESENT)
    for number in (1, 2):
        done(folder, "round", "open", number)
        for expert in PRESENT:
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


def expected() -> tuple[float, str]:
    """Return P(bad mood) without an umbrella, by hand: the means of what was typed in round two."""
    typed = [answers(expert, 2) for expert in PRESENT]

    def mean(key):
        return sum(int(own[key]) for own in typed) / len(typed) / 100

    wet = mean("weather[]")
    dry_good = mean("mood[weather=dry, umbrella=leave]")
    bad = (1 - wet) * (1 - dry_good) + wet * (1 - mean("mood[weather=wet, umbrella=leave]"))
    return pytest.approx(bad), f"{100 * bad:.0f}\N{NO-BREAK SPACE}%"


def reported(browser, folder: Path, file: Path) -> tuple[float, str]:
    """Return P(bad mood) as ``whatif`` says it, and as it stands in the report, once opened."""
    done(folder, "report", "--out", file)
    rows = csv.DictReader(io.StringIO(resolve(folder, "whatif", "--format", "csv").output))
    page = browser.new_page(viewport=LAPTOP)
    page.goto(file.as_uri())
    table = page.locator("table", has_text="Outcomes under Without umbrella")
    cells = table.locator("tbody tr", has_text="The walk ends badly").locator("td")
    return float(next(rows)["value"]), cells.nth(2).inner_text()


def test_a_whole_workshop_equals_the_same_workshop_by_files(browser, tmp_path):
    folder = study(tmp_path / "web", PRESENT)
    with served(folder) as base:
        boss = facilitator(browser, base, LAPTOP)
        for path in ("prepare", "lobby", "coherence", "agenda", "feedback", "freeze", "minutes"):
            boss.go(f"/facilitator/{path}").looked_at(path)
        boss.go("/room").looked_at("room")
        code = boss.page.locator(".aloud").inner_text()
        phones = {}
        for number in range(len(PRESENT)):
            phone, name = join(browser, base, code, script=number > 0)  # one without JavaScript
            phones[name] = phone
        with_script = phone
        assert sorted(phones) == PRESENT
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
                boss.press("Show on the room's screen: Weather")
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
    assert reported(browser, folder, tmp_path / "report.html") == expected()
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
        page.wait_for_url("**/q/2")


def test_a_slider_shows_nothing_until_it_is_moved_and_then_is_the_number(browser, tmp_path):
    folder = study(tmp_path / "s")
    done(folder, "round", "open", 1)
    with served(folder) as base:
        code = json.loads((folder / "private" / "workshop.json").read_text("utf-8"))["code"]
        phone, name = join(browser, base, code)
        phone.go("/expert/q/1")
        page = phone.page
        number, slider = page.locator("input[name=c1-best]"), page.locator(".slider").last
        assert number.input_value() == ""
        assert slider.get_attribute("aria-valuetext") == "no answer yet"
        empty = slider.screenshot()
        number.fill("0")
        assert slider.screenshot() != empty  # the thumb is there, at 0
        number.fill("30")
        assert slider.input_value() == "30"
        slider.press("ArrowRight")
        assert number.input_value() == "31"
        assert "untouched" not in slider.get_attribute("class")
        number.fill("")
        assert "untouched" in slider.get_attribute("class")
        page.locator("input[name=c1-low]").fill("20")
        page.locator("input[name=c1-high]").fill("80")
        box = slider.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert number.input_value() == "50"
        phone.looked_at("slider")
        phone.press("Save and next")
        page.wait_for_url("**/q/2")
    (judgement,) = standing_judgements(open_record(folder).responses.values())[name].values()
    assert float(judgement.answers["wet"].best) == 0.5


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
        phone.page.locator("input[type=radio][value='1']").check()
        running.kill()
        running.wait(20)
        with pytest.raises(sync_api.Error):
            phone.go("/expert/q/2")
        running = start(folder, port)
        phone.go("/expert/q/2")  # the session lives on, and so does the draft
        assert phone.page.locator("input[type=radio][value='1']").is_checked()
        phone.press("Save and next")
    finally:
        running.kill()
        running.wait(20)
    own = standing_judgements(open_record(folder).responses.values())[name]
    assert len(own) == 2
    done(folder, "verify")


def test_without_a_line_answers_wait_on_the_device_and_send_themselves(browser, tmp_path):
    """The server is killed, twenty pages are answered, half an hour goes by, and it comes back."""
    folder, port = fresh(tmp_path / "s"), free_port()
    desk = WorkshopSession(folder=prepared(folder), base="")
    pages = desk.pages("E10")[:20]
    running = start(folder, port)
    try:
        phone = Person(browser, f"http://localhost:{port}", PHONE)
        phone.page.clock.install()
        phone.go(f"/me/{desk.new_link('E10')}").go("/expert/q/1")
        page = phone.page
        page.wait_for_function("() => sessionStorage.getItem('book of') !== null")
        running.kill()
        running.wait(20)
        for number, asked in enumerate(pages, 1):
            assert page.locator("input[name=key]").get_attribute("value") == asked.key
            answer_by_script(page)
            page.get_by_role("button", name="Save and next", exact=True).click()
            many = "1 answer waits" if number == 1 else f"{number} answers wait"
            page.get_by_text(f"{many} on this device").wait_for()
        page.clock.fast_forward("30:00")
        assert not open_record(folder).responses
        running = start(folder, port)
        page.get_by_text("The line is back: all answers are recorded.").wait_for()
    finally:
        running.kill()
        running.wait(20)
    sent = sorted(open_record(folder).responses.values(), key=lambda r: r.seq)
    assert [r.judgements[0].question for r in sent] == [asked.key for asked in pages]
    done(folder, "verify")


def prepared(folder: Path) -> Path:
    prepare(folder, PASSWORD)
    return folder


def answer_by_script(page):
    """Answer whatever is asked of E10, as one would by hand."""
    if page.locator(".order").count():
        for at, select in enumerate(page.locator(".order select").all(), 1):
            select.select_option(str(at))
    elif page.locator("input[type=radio]").count():
        for group in page.get_by_role("radiogroup").all():
            group.locator("input[type=radio]").first.check()
    else:
        best = page.locator("input[name$=-best]")
        for field, number in zip(best.all(), ("20", "30", "50"), strict=False):
            field.fill(number)


def test_a_browser_can_install_it(browser, tmp_path):
    with served(study(tmp_path / "s")) as base:
        person = Person(browser, base, PHONE).go("/join")
        protocol = person.page.context.new_cdp_session(person.page)
        told = protocol.send("Page.getAppManifest")
        assert told["url"] == f"{base}/manifest.webmanifest"
        assert told["errors"] == []
        found = protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert {each["errorId"] for each in found} <= {"in-incognito"}  # as every page of a test is
        assert not person.errors  # such as of a policy that forbids it


def test_chromium_is_asked_for_where_ci_is_set(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="chromium is not installed"):
        chromium()
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="chromium is not installed"):
        chromium()
