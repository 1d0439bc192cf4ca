"""Forms of the facilitator: pressed twice they do no more, and each says what it did."""

from __future__ import annotations

import re
import threading

from elicitation.study import open_record
from tests.elicitation.workshop import PLAN, done
from tests.elicitation.workshop_site import Site, act, answer, hidden, kinds, said

THREE = ("E03", "E07", "E09")


def twice(browser, path, **fields):
    """Send one rendering of a form twice at once, as an impatient finger does."""
    form = {**hidden(browser.get(path)), **fields}
    pages = []
    threads = [
        threading.Thread(target=lambda: pages.append(browser.post(path, data=form))) for _ in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages


def test_a_dissent_and_a_freeze_pressed_twice_are_recorded_once(site):
    for name in THREE:
        answer(site.expert(name), 1, c1_best="30")
    boss = site.facilitator()
    act(boss, "/facilitator", action="close", round="1")
    pages = twice(boss, "/facilitator/freeze", action="dissent", expert="E03", text="No wind.")
    assert ["The dissent of E03 is recorded." in said(page) for page in pages] == [True, True]
    assert kinds(site).count("dissent") == 1
    act(boss, "/facilitator/freeze", action="dissent", expert="E03", text="No wind.")
    assert kinds(site).count("dissent") == 2  # another rendering of the form is another dissent


def test_a_link_asked_for_twice_is_one_link_and_each_expert_has_their_own(site):
    boss = site.facilitator()
    links = [
        re.findall(r'class="link">([^<]+)', page.text)
        for page in twice(boss, "/facilitator/lobby", expert="E03")
    ]
    assert links[0] == links[1]
    form = hidden(boss.get("/facilitator/lobby"))
    other, third = (
        re.findall(r'class="link">([^<]+)', boss.post("/facilitator/lobby", data=sent).text)
        for sent in ({**form, "expert": "E07"}, {**form, "expert": "E09"})
    )
    assert len({*links[0], *other, *third}) == 3


def test_a_link_that_somebody_uses_is_ended_only_after_asking(site):
    boss, inside = site.facilitator(), site.expert("E03")
    path = "/facilitator/lobby"
    asks = boss.post(path, data={**hidden(boss.get(path)), "expert": "E03"})
    assert "E03 has a link already" in said(asks)
    assert "the old link ends, and so does every device that is in with it" in said(asks)
    assert 'class="link"' not in asks.text
    assert inside.get("/expert").url.path == "/expert"
    form = {**hidden(asks), "action": "replace"}
    pages = [boss.post(path, data=form) for _ in "ab"]  # pressed twice
    links = [re.findall(r'class="link">([^<]+)', page.text) for page in pages]
    assert links[0] == links[1] != []
    assert inside.get("/expert").url.path == "/join"
    assert site.browser().get(links[0][0]).url.path == "/expert"


def test_nothing_is_frozen_while_a_round_is_open(site):
    for name in THREE:
        answer(site.expert(name), 1, c1_best="30")
    page = act(site.facilitator(), "/facilitator/freeze", action="freeze", reason="too early")
    assert page.status_code == 409
    assert "Round 1 is open: close it, then freeze." in said(page)
    assert "priors" not in kinds(site)


def test_a_workbook_of_another_round_or_study_is_refused(site, tmp_path):
    book = tmp_path / "E07.xlsx"
    done(site.desk.folder, "form", "--expert", "E07", "--round", 2, "--out", book)
    boss = site.facilitator()
    page = boss.post(
        "/facilitator/for/E07",
        data=hidden(boss.get("/facilitator/for/E07")),
        files={"form": ("E07.xlsx", book.read_bytes())},
    )
    assert page.status_code == 422
    assert "this is a form for the round 2, not 1." in said(page)
    assert not open_record(site.desk.folder).responses


def test_feedback_stays_as_it_was_handed_out_when_somebody_withdraws(site):
    for name, wet in zip(THREE, ("21", "43", "67"), strict=True):
        answer(site.expert(name), 1, c1_best=wet)
    boss = site.facilitator()
    act(boss, "/facilitator", action="close", round="1")
    act(boss, "/facilitator/feedback", round="1")
    before = said(site.expert("E12").get("/expert/feedback"))
    assert "43 %" in before
    done(site.desk.folder, "withdraw", "E07", "--reason", "I mistook the question.")
    assert said(site.expert("E12").get("/expert/feedback")) == before


def test_of_causes_compared_in_pairs_an_expert_sees_every_weight(tmp_path):
    site = Site(tmp_path / "study")
    plan = PLAN.partition("[expert.")
    model = site.desk.folder / "model.toml"
    ranked = (
        'method = "ranked"\nexpression = "wmean"\nvariant = "midpoint"\nspread = 0.1\n'
        "weights = { weather = 1, umbrella = 1 }\n"
    )
    text = model.read_text("utf-8")
    start = text.index("[chance.mood.cpt]")
    end = text.index("\n[", start + 5)
    model.write_text(text[:start] + "[chance.mood.cpt]\n" + ranked + text[end:], "utf-8")
    (site.desk.folder / "elicitation.toml").write_text(
        plan[0] + '[questions]\nweights = "pairwise"\n' + "[expert." + plan[2], "utf-8"
    )
    done(site.desk.folder, "round", "open", 1)
    browser = site.expert("E03")
    number = 1 + [bool(q.pairs) for q in site.desk.asked("E03")].index(True)
    answer(browser, number, c0_best="2")
    told = said(browser.get(f"/expert/q/{number}"))
    assert "weight of Weather: 0.667, weight of Umbrella: 0.333" in told


def test_a_name_in_a_reason_is_shown_to_the_facilitator_alone(site):
    done(site.desk.folder, "roster", "add", "Jane Doe", "--expert", "E07")
    browser = site.expert("E03")
    page = answer(browser, 1, c1_best="30", reason="As Jane\u200b Doe says.")
    assert "Doe" not in said(page)
    told = said(site.facilitator().get("/facilitator/coherence"))
    assert "Names in reasons" in told
    assert "E03: question 1, Weather: the text names somebody of the roster" in told


def test_a_form_that_changes_what_is_recorded_needs_its_reason(site):
    answer(site.expert("E07"), 1, c1_best="30")
    boss = site.facilitator()

    def upload(best, reason=""):
        content = f"question,component,best\nweather[],dry,{100 - best}\nweather[],wet,{best}\n"
        return boss.post(
            "/facilitator/for/E07",
            data={**hidden(boss.get("/facilitator/for/E07")), "reason": reason},
            files={"form": ("E07.csv", content.encode())},
        )

    page = upload(60)
    assert page.status_code == 422
    assert "this form changes 1 answer recorded before it: Weather. Give the reason" in said(page)
    assert len(open_record(site.desk.folder).responses) == 1
    assert upload(30).status_code == 200  # the same again changes nothing
    assert upload(60, "The paper came later.").status_code == 200
    assert str(site.desk.standing("E07")["weather[]"].answers["wet"].best) == "0.60"
