"""What the facilitator hands out and shows: private links as a sheet, questions one after the other."""

from __future__ import annotations

import html
import re

from tests.elicitation.workshop import done, submit
from tests.elicitation.workshop_site import act, hidden, said


def links(page):
    """Return (who, link) as they stand in the text to be merged."""
    lines = html.unescape(page.text.partition("expert,link")[2].partition("</pre>")[0]).split()
    return [tuple(line.split(",")) for line in lines]


def test_one_sheet_has_a_link_for_everybody_who_has_none_and_ends_no_older_one(site):
    older = site.desk.new_link("E07")
    boss = site.facilitator()
    form = {**hidden(boss.get("/facilitator/lobby")), "action": "links"}
    sheet = boss.post("/facilitator/lobby", data=form)
    made = dict(links(sheet))
    assert sorted(made) == ["E03", "E09", "E12"]
    assert sheet.text.count("<svg") == 3
    for expert, link in made.items():
        page = site.browser().get(link.removeprefix("http://testserver"))
        assert f"You are {expert}" in said(page)
    assert "You are E07" in said(site.browser().get(f"/me/{older}"))
    assert dict(links(boss.post("/facilitator/lobby", data=form))) == made  # pressed twice
    assert "Everybody has a link already." in said(act(boss, "/facilitator/lobby", action="links"))


def handed_out(site):
    for expert, wet in (("E03", 20), ("E07", 30), ("E09", 50)):
        submit(site.desk.folder, expert, 1, wet)
    done(site.desk.folder, "round", "close", 1)
    boss = site.facilitator()
    act(boss, "/facilitator/feedback", round="1")
    return boss


def test_a_slide_says_the_median_and_how_far_the_answers_reach(site):
    page = handed_out(site).get("/facilitator/feedback")
    assert "median 30 %, from 20 % to 50 %" in said(page)
    assert "median 20 %, the same of all" in said(page)  # of the forecast all said the same


def test_the_room_turns_from_question_to_question_and_no_further(site):
    boss = handed_out(site)
    act(boss, "/facilitator/agenda", key="weather[]")
    page, order = boss.get("/room"), []
    for _ in range(20):
        order.append(site.desk.topic)
        turn = re.search(
            r'name="key" value="([^"]*)"><input type="hidden" name="from" value="room">'
            r'<button class="quiet" data-key="ArrowRight">',
            page.text,
        )
        if turn is None:
            break
        key = html.unescape(turn[1])
        page = boss.post("/facilitator/agenda", data={**hidden(page), "key": key, "from": "room"})
        assert page.url.path == "/room"
    assert order[0] == "weather[]"
    assert len(order) == len(set(order)) == 7
    assert 'data-key="ArrowLeft"' in page.text
    assert "Next question" not in said(page)


def test_the_groups_range_stands_beside_the_own_answer_only_where_the_plan_says_so(site):
    handed_out(site)
    done(site.desk.folder, "round", "open", 2, "--without", "E12")
    told = "The group in the round before: wet: median 30 %, from 20 % to 50 %"
    assert told not in said(site.expert("E03").get("/expert/q/1"))
    plan = site.desk.folder / "elicitation.toml"
    text = plan.read_text("utf-8").replace(
        "[panel.sky]", "[questions]\ngroup_range = true\n[panel.sky]"
    )
    plan.write_text(text, "utf-8")
    assert told in said(site.expert("E03").get("/expert/q/1"))
