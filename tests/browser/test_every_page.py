"""Every page at phone and laptop width: legible to everybody, and nothing runs off its side.

Set WORKSHOP_SCREENSHOTS to a folder for a picture of each, to be looked at.
"""

from __future__ import annotations

import json
import shutil

import pytest

from elicitation.study import open_elicitation
from tests.browser.people import EXPERTS, Person, facilitator, join, study
from tests.browser.served import LAPTOP, PHONE, served
from tests.conftest import SHIPPED
from tests.elicitation.workshop import done

pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"]),
]
REASON = "x" * 400 + "\u202e"  # a word without an end, and a line that turns
ROWS = ("weather[]", ("dry", "wet")), ("forecast[weather=dry]", ("sun", "rain"))


def answered(folder):
    """Let eleven experts answer two questions by file in a round, and close it."""
    done(folder, "round", "open", 1)
    for shift, expert in enumerate(EXPERTS[:-1]):
        lines = ["question,component,low,best,high,reason"]
        for key, (first, last) in ROWS:
            best = 10 + 7 * shift
            lines += [f'"{key}",{first},,,,"It looked like it, {REASON}{shift}."']
            lines += [f'"{key}",{last},{best - 5},{best},{best + 5},']
        file = folder.parent / f"{expert}.csv"
        file.write_text("\n".join(lines) + "\n", "utf-8")
        done(folder, "submit", file, "--expert", expert, "--round", 1)
    done(folder, "dissent", "--expert", "E01", "The wind is left out.")
    done(folder, "round", "close", 1)
    return folder


def code_of(folder):
    return json.loads((folder / "private" / "workshop.json").read_text("utf-8"))["code"]


def test_of_the_facilitator(browser, tmp_path, size):
    folder = answered(study(tmp_path / "s"))
    with served(folder) as base:
        stranger = Person(browser, base, size).go("/login").looked_at("login")
        stranger.page.get_by_label("Password").fill("not this one")
        stranger.press("Log in")
        stranger.looked_at("login-wrong")
        boss = facilitator(browser, base, size)
        for path in ("prepare", "lobby", "coherence", "agenda", "feedback", "freeze", "minutes"):
            boss.go(f"/facilitator/{path}").looked_at(path)
        boss.go("/facilitator").looked_at("rounds-closed")
        boss.go("/facilitator/feedback").press("Hand out round 1")
        boss.looked_at("feedback-handed-out")
        boss.press("Show on the room's screen: Weather")
        boss.go("/room").looked_at("room-topic")
        with boss.page.expect_navigation():
            boss.page.keyboard.press("ArrowRight")
        assert boss.page.locator("h1", has_text="Forecast").count() == 1
        boss.go("/facilitator/lobby").press("Let nobody in before I approve")
        one, _ = join(browser, base, code_of(folder))
        one.looked_at("waiting")
        boss.go("/facilitator/lobby").looked_at("lobby-waits").press("Turn away E12")
        boss.press("New link for E12")
        boss.looked_at("lobby-link")
        boss.press("New link for E12")
        boss.looked_at("lobby-relink").press("End it and make a new one")
        boss.go("/facilitator/freeze").page.get_by_label("Reason of this version").fill("too early")
        boss.press("Freeze the answers")
        boss.looked_at("freeze-refused")
        boss.go("/facilitator").page.get_by_label("Go on without E12").check()
        boss.press("Open round 2")
        boss.looked_at("rounds-open")
        boss.go("/facilitator/agenda").looked_at("agenda-waiting")
        boss.go("/room").looked_at("room-join")
        boss.go("/facilitator/for/E01").looked_at("for")
        boss.go("/facilitator/for/E01/q/1").looked_at("for-question")
        boss.go("/facilitator/for/E99").looked_at("for-nobody")


def test_of_an_expert(browser, tmp_path, size):
    folder = answered(study(tmp_path / "s"))
    with served(folder) as base:
        code = code_of(folder)
        facilitator(browser, base, size).go("/facilitator/feedback").press("Hand out round 1")
        one = Person(browser, base, size).go("/join").looked_at("join")
        one.page.get_by_label("Code").fill("WRONG")
        one.press("Join")
        one.looked_at("join-wrong")
        one.page.get_by_label("Code").fill(code)
        one.press("Join")
        one.looked_at("welcome")
        one.go("/join").looked_at("join-inside")
        one.go("/expert").looked_at("expert-waiting")
        one.go("/expert/feedback").looked_at("expert-feedback")
        one.go("/practice").looked_at("practice")
        for end, number in zip(("low", "high", "best"), ("60", "80", "70"), strict=True):
            one.page.locator(f"[name=p0-{end}]").fill(number)
        one.press("Score")
        one.looked_at("practice-scored")
        done(folder, "round", "open", 2, "--without", "E12")
        one.go("/expert").looked_at("expert")
        one.go("/expert/feedback").looked_at("expert-feedback-hidden")
        one.go("/expert/q/1").looked_at("question")
        one.page.locator("input[name=c1-best]").fill("130")
        one.press("Save and next")
        one.looked_at("question-mend")
        one.go("/expert/q/2").looked_at("question-choices")
        one.go("/expert/q/1").page.locator("input[name=c1-best]").fill("30")
        one.press("Save and next")
        one.go("/expert/readback").looked_at("expert-readback")
        one.go("/nowhere").looked_at("no-page")
        one.go("/me/nobody").looked_at("no-link")


def test_of_repairs_on_offer(browser, tmp_path, size):
    """The numbers that levelling and scaling would record fit the screen."""
    folder = study(tmp_path / "s")
    plan = folder / "elicitation.toml"
    text = plan.read_text("utf-8") + '[questions]\nmarginals = ["forecast"]\n'
    plan.write_text(text, "utf-8")
    done(folder, "round", "open", 1)
    order = [q.key for q in open_elicitation(folder)[0].asked("E01")]
    asking = {"forecast.sign[weather]": "1", "forecast.marginal": "90"}
    asking |= {"forecast[weather=dry]": "70", "forecast[weather=wet]": "20"}
    with served(folder) as base:
        code = code_of(folder)
        one = Person(browser, base, size).go("/join")
        one.page.get_by_label("Code").fill(code)
        one.press("Join")
        for key, typed in asking.items():
            one.go(f"/expert/q/{1 + order.index(key)}")
            if key.endswith("sign[weather]"):
                one.page.locator(f'input[value="{typed}"]').check()
            else:
                one.page.locator("input[name=c1-best]").fill(typed)
            one.press("Save and next")
        one.looked_at("question-levelling")
        one.follow(one.page.get_by_role("button", name="Level them: rain 45 and 45"))
        one.go("/expert/readback").looked_at("expert-readback-scaling").press("Record these 2 rows")
        one.looked_at("expert-readback-scaled")
        assert "Saved." in one.page.inner_text("main")


def test_of_the_analyst(browser, tmp_path, size):
    folder = tmp_path / "study"
    shutil.copytree(SHIPPED, folder)
    with served(folder) as base:
        boss = facilitator(browser, base, size)
        boss.go("/analyst").looked_at("analyst")
        boss.go("/analyst?set=exercise_plan%3Acancelled").looked_at("analyst-set")


def test_of_a_question_of_three_states(browser, tmp_path, size):
    """What is left to spread is said and drawn while typing, and one press scales it."""
    folder = tmp_path / "study"
    shutil.copytree(SHIPPED, folder)
    plan = (folder / "elicitation.toml").read_text("utf-8").replace('"probability"', '"percent"')
    (folder / "elicitation.toml").write_text(plan, "utf-8")
    done(folder, "round", "open", 2)
    with served(folder) as base:
        boss = facilitator(browser, base, size).go("/facilitator/for/spiral/q/1")
        page, bests = boss.page, boss.page.locator("input[name$=-best]")
        parts, scale = page.locator("[data-parts]"), page.locator("[data-scale]")
        assert bests.count() == 3
        assert [best.input_value() for best in bests.all()] != ["", "", ""]  # as it is recorded
        for field in page.locator("input.number").all():
            field.fill("")
        assert not parts.is_visible()
        bests.nth(0).fill("20")
        assert parts.locator("span:visible").count() == 1
        assert not scale.is_visible()
        bests.nth(1).fill("40,5")
        bests.nth(2).fill("20")
        assert page.locator("[data-left]").inner_text() == "80.5 of 100, 19.5 left"
        assert scale.inner_text() == "Scale to 100: 24.84, 50.31, 24.84"
        widths = [span.bounding_box()["width"] for span in parts.locator("span").all()]
        inside = parts.bounding_box()["width"] - 2
        assert [round(100 * w / inside, 1) for w in widths] == pytest.approx(
            [20, 40.5, 20], abs=0.5
        )
        boss.looked_at("question-spread")
        page.get_by_label("Why?").fill("As I said.")
        boss.follow(scale)
        boss.go("/facilitator/for/spiral/q/1")
        assert bests.nth(0).input_value().startswith("24.8")
