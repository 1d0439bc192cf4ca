"""What an expert and a facilitator see between rounds, and once a round was opened again."""

from __future__ import annotations

import dataclasses
import re

from click.testing import CliRunner

from elicitation.cli import main
from elicitation.workshop.answers import Sent, save
from elicitation.workshop.question_view import question_page
from elicitation.workshop.session import WorkshopSession
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import act, answer, said


def reason_of(site, expert="E03"):
    return site.desk.standing(expert)["weather[]"].reason


def test_between_rounds_nothing_that_was_answered_looks_open(site):
    expert = site.expert("E03")
    answer(expert, 1, c1_best="30")
    during = re.search(r"(\d+) of (\d+) done", said(expert.get("/expert")))
    done(site.desk.folder, "round", "close", 1)
    assert during[0] in said(expert.get("/expert"))
    assert during[1] == "1"


def test_in_a_reopened_round_a_first_answer_needs_no_reason_and_a_correction_does(site):
    expert = site.expert("E03")
    answer(expert, 1, c1_best="30")
    done(site.desk.folder, "round", "close", 1)
    done(site.desk.folder, "round", "reopen", 1, "--reason", "two came late")
    late = site.expert("E07")
    assert "(needed" not in said(late.get("/expert/q/1"))
    assert answer(late, 1, c1_best="40").url.path == "/expert/q/2"
    assert site.desk.responses("E07")[0].reason == "a first answer"
    assert "a correction needs its reason" in said(answer(expert, 1, c1_best="50"))
    assert len(site.desk.responses("E03")) == 1
    answer(expert, 1, c1_best="50", reason="I had misread it.")
    assert site.desk.responses("E03")[-1].reason == "I had misread it."


def test_a_reason_can_be_said_afterwards_without_typing_the_numbers_again(site):
    expert = site.expert("E03")
    answer(expert, 1, c1_low="20", c1_best="30", c1_high="40")
    page = answer(expert, 1, reason="Because of the clouds.")
    assert page.url.path == "/expert/q/2"
    own = site.desk.standing("E03")["weather[]"]
    assert (float(own.answers["wet"].best), float(own.answers["wet"].low)) == (0.3, 0.2)
    assert own.reason == "Because of the clouds."
    answer(expert, 1, reason="Because of the clouds.")  # sent twice it is recorded once
    assert len(site.desk.responses("E03")) == 2


def test_what_is_not_saved_is_said_on_top_and_the_field_is_gone_to(site):
    page = answer(site.expert("E03"), 1, c1_best="130")
    assert "This is not saved yet. 130 is outside 0 to 100. The unit is percent." in said(page)
    assert '<a href="#c1-best">' in page.text
    assert "<title>Error: " in page.text
    (field,) = re.findall(r"<input[^>]* autofocus[^>]*>", page.text)
    assert 'name="c1-best"' in field


def test_only_what_differs_from_another_rounds_answer_is_said_to_need_a_reason(site):
    expert = site.expert("E03")
    answer(expert, 1, c1_best="30")
    assert "(needed if you change your answer)" not in said(expert.get("/expert/q/1"))
    done(site.desk.folder, "round", "close", 1)
    done(site.desk.folder, "round", "open", 2, "--without", "E07,E09,E12")
    assert "(needed if you change your answer)" in said(expert.get("/expert/q/1"))


def test_feedback_of_a_round_that_was_opened_again_can_be_handed_out_again(site):
    for name, number in (("E03", "30"), ("E07", "40"), ("E09", "50")):
        answer(site.expert(name), 1, c1_best=number)
    done(site.desk.folder, "round", "close", 1)
    boss = site.facilitator()
    act(boss, "/facilitator/feedback", round="1")
    assert "Hand out round 1" not in said(boss.get("/facilitator/feedback"))
    done(site.desk.folder, "round", "reopen", 1, "--reason", "one was misread")
    answer(site.expert("E09"), 1, c1_best="95", reason="Misread.")
    done(site.desk.folder, "round", "close", 1)
    page = said(boss.get("/facilitator/feedback"))
    assert "was handed out before it was opened again. Hand out round 1" in page
    assert "95" not in page
    act(boss, "/facilitator/feedback", round="1")
    page = said(boss.get("/facilitator/feedback"))
    assert "Hand out round 1" not in page
    assert "95" in page


def test_who_has_begun_is_not_said_to_be_done(site):
    answer(site.expert("E03"), 1, c1_best="30")
    page = said(site.facilitator().get("/facilitator"))
    assert "1 of 4 accounted for. Missing: E07, E09, E12. Not all answered: E03." in page


def test_how_far_one_is_stands_beside_the_name_of_each_section(site):
    expert = site.expert("E03")
    answer(expert, 1, c1_best="30")
    page = said(expert.get("/expert"))
    order = [page.index(section) for section in ("Weather 1 of 1", "Forecast 0 of 3", "Mood 0 of")]
    assert order == sorted(order)


def test_the_menu_is_in_the_order_of_work_and_marks_where_one_is(site):
    boss = site.facilitator()
    menu = boss.get("/facilitator/lobby").text.partition("<nav")[2].partition("</nav>")[0]
    steps = [re.sub(r".*/", "", path) for path in re.findall(r'href="([^"]+)"', menu)]
    work = "prepare lobby facilitator room coherence feedback agenda freeze minutes analyst"
    assert steps == work.split()
    for path in ("/facilitator", "/facilitator/lobby", "/facilitator/freeze"):
        marked = re.findall(r'href="([^"]+)" aria-current="page"', boss.get(path).text)
        assert marked == [path]


def test_what_is_to_be_looked_at_again_leads_there(site):
    expert = site.expert("E03")
    order = [question.key for question in site.desk.asked("E03")]
    signed, dry, wet = (
        1 + order.index(key)
        for key in ("forecast.sign[weather]", "forecast[weather=dry]", "forecast[weather=wet]")
    )
    answer(expert, signed, c0_best="1")
    answer(expert, dry, c1_best="70")
    answer(expert, wet, c1_best="20")
    page = expert.get("/expert/readback").text
    for number in (dry, wet):
        assert f'<a href="/expert/q/{number}">Question {number}</a>' in page


def test_a_sum_that_is_off_names_the_numbers_of_each_repair_and_then_shows_them(tmp_path):
    folder = tmp_path / "study"
    made = CliRunner().invoke(main, ["init", str(folder), "--fresh"])
    assert made.exit_code == 0, made.output
    done(folder, "round", "open", 1)
    desk = WorkshopSession(folder=folder, base="http://testserver")
    asked_on = next(p for p in desk.pages("E01") if len(p.lines) == 3 and p.layout == "single")
    sent = Sent(
        cells={"c0-best": "20", "c1-best": "40", "c2-best": "20"},
        reason="",
        base="none",
        model=desk.opened.study.model_sha256[:16],
    )
    page = question_page(desk, "E01", asked_on, sent, save(desk, "E01", asked_on, sent))
    first, second, third = (name.replace("_", " ") for name in asked_on.first.parameter.components)
    assert page.repairs == (
        ("scale", f"Scale to 100: {first} 25, {second} 50, {third} 25"),
        ("project", f"Take the nearest: {first} 26.67, {second} 46.67, {third} 26.67"),
    )
    sent = dataclasses.replace(sent, repair="scale")
    page = question_page(desk, "E01", asked_on, sent, save(desk, "E01", asked_on, sent))
    assert page.status == "saved"
    assert [row.cells[-1].value for row in page.rows] == ["25", "50", "25"]
