"""What pages say is said in words, and what may anchor somebody is not said too early."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shutil
from decimal import Decimal

import pytest

from bayesnet.study.model import InfluenceDiagram
from bayesnet.uncertainty.agenda import Topic as Discussed
from elicitation.record.ledger import Entry
from elicitation.record.responses import Estimate
from elicitation.reporting.feedback import Answer, Question
from elicitation.workshop.facilitator_views import effects
from elicitation.workshop.interval_plot import interval_plot
from elicitation.workshop.minutes_view import minutes
from elicitation.workshop.page_words import Words
from tests.conftest import SHIPPED
from tests.elicitation.workshop import done, submit
from tests.elicitation.workshop_site import Site, act, answer, filled, said

THREE = ("E03", "E07", "E09")


def handed_out(site):
    """Let three answer on rain, close the round, hand it out, choose it; return the facilitator."""
    for shift, name in enumerate(THREE):
        answer(site.expert(name), 1, c1_best=str(30 + shift))
    boss = site.facilitator()
    act(boss, "/facilitator", action="close", round="1")
    act(boss, "/facilitator/feedback", round="1")
    site.desk.topic = "weather[]"
    return boss


def entry(seq, kind, *, at="2026-01-01T10:00:00Z", path="", **details):
    return Entry(
        seq=seq, at=at, type=kind, path=path, sha256="", details=details, note="", prev="", hash=""
    )


def test_a_direction_is_chosen_in_words_and_recorded_as_its_number(site):
    browser = site.expert("E03")
    number = 1 + [q.key for q in site.desk.asked("E03")].index("forecast.sign[weather]")
    page = browser.get(f"/expert/q/{number}")
    choices = re.findall(r'type="radio" name="c0-best" value="(-?\d)"', page.text)
    assert choices == ["1", "-1", "0"]
    assert "towards rain towards sun neither way, or it depends" in said(page)
    answer(browser, number, c0_best="-1")
    assert site.desk.standing("E03")["forecast.sign[weather]"].answers["value"].best == -1
    assert filled(browser.get(f"/expert/q/{number}"))["c0-best"] == "-1"
    assert "towards sun" in said(browser.get("/expert/check"))
    refused = answer(browser, number, c0_best="0.5", reason="Why not?")
    assert refused.status_code == 422


def test_in_round_two_the_groups_range_is_hidden_until_the_own_answer_is_saved(site):
    boss = handed_out(site)
    browser = site.expert("E03")
    group = "3 answers"
    assert group in said(browser.get("/expert/feedback"))
    assert group in said(boss.get("/room"))
    done(site.desk.folder, "round", "open", 2, "--without", "E12")
    assert group not in said(browser.get("/expert/feedback"))
    assert group not in said(boss.get("/room"))
    answer(browser, 1, c1_best="50", reason="I thought again.")
    assert group in said(browser.get("/expert/feedback"))
    assert group not in said(site.expert("E07").get("/expert/feedback"))


def test_the_minutes_take_what_was_sent_between_two_events_together():
    sent = [
        entry(n, "submission", path=f"responses/E0{1 + n % 2}/r1-000{n}-ab.json") for n in (2, 3, 4)
    ]
    entries = [
        entry(1, "round", round="1", action="open"),
        *sent,
        entry(5, "dissent", expert="E01"),
        entry(6, "submission", path="responses/E01/r1-0009-ab.json"),
        entry(7, "submission", path="responses/E01/r2-0001-ab.json", at="2025-12-31T23:59:00Z"),
    ]
    (day, lines), (before, last) = minutes(entries, Words())
    assert [(line.numbers, line.text, line.who) for line in lines] == [
        ("1", "Round 1 was opened", ()),
        ("2 to 4", "3 submissions in round 1, of 2 experts", (("E01", 2), ("E02", 1))),
        ("5", "E01 dissents", ()),
        ("6", "E01, round 1, submission 9", ()),
    ]
    assert (day, before) == ("2026-01-01", "2025-12-31")  # as it was recorded, by a wrong clock
    assert [line.at for line in last] == ["23:59"]


def test_the_facilitators_pages_say_names_and_states_in_words(tmp_path):
    """Of the shipped study, where every name has a label and states have underscores."""
    site = Site(tmp_path / "study")
    for name in ("model.toml", "scenarios.toml", "propositions.toml", "elicitation.toml"):
        (site.desk.folder / name).write_bytes((SHIPPED / name).read_bytes())
    shutil.copytree(SHIPPED / "structures", site.desk.folder / "structures")
    diagram: InfluenceDiagram = site.desk.opened.study.diagram
    boss = site.facilitator()
    states = {s for own in diagram.states.values() for s in own if "_" in s}
    raw = states | {name for name in diagram.labels if "_" in name}
    expert = next(iter(site.desk.opened.plan.experts))
    pages = [boss.get("/facilitator/prepare"), boss.get(f"/facilitator/for/{expert}")]
    pages += [boss.get(f"/facilitator/for/{expert}/q/{n}") for n in range(1, 30)]
    for page in pages:
        assert page.status_code == 200
        assert raw & {*re.findall(r"\w+", said(page))} == set()


@pytest.mark.parametrize("people", [3, 12, 20])
def test_a_plot_of_all_answers_fits_a_screen_and_no_two_dots_touch(people):
    states = ("none_or_low", "serious", "lethal")
    one = {state: Estimate(best=Decimal("0.3")) for state in states}
    answers = tuple(Answer(estimates=one, reason="") for _ in range(people))
    drawn = interval_plot(
        Question(key="k", text="", components=states, count=people, answers=answers)
    )
    _, _, width, height = map(float, re.findall(r'viewBox="([^"]+)"', drawn)[0].split())
    assert height < 1.25 * width
    dots = [(float(y), float(r)) for y, r in re.findall(r'cy="([\d.]+)" r="([\d.]+)"', drawn)]
    assert len(dots) == 3 * people
    assert all(b - a >= 2 * r for (a, r), (b, _) in itertools.pairwise(dots))
    assert ">none or low</text>" in drawn


def test_experts_are_called_by_their_labels_where_they_have_some(tmp_path):
    site = Site(tmp_path / "study")
    plan = site.desk.folder / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8").replace('label = "E03"', 'label = "Dr. Sky"'), "utf-8")
    boss = site.facilitator()
    act(boss, "/facilitator", action="open", round="1")
    done_ = act(boss, "/facilitator/freeze", action="dissent", expert="E03", text="No wind.")
    assert "The dissent of Dr. Sky is recorded." in said(done_)
    act(boss, "/facilitator", action="close", round="1")
    refused = act(boss, "/facilitator", action="open", round="2")
    assert "Dr. Sky, E07" in said(refused)
    paths = ("", "/prepare", "/lobby", "/freeze", "/for/E03", "/minutes")
    for path in paths:
        page = boss.get(f"/facilitator{path}")
        assert "Dr. Sky" in said(page)
        assert "E03" not in said(page)
    assert '<option value="E03">Dr. Sky</option>' in boss.get("/facilitator").text


def test_after_a_freeze_the_analysts_page_says_what_is_a_placeholder_still(tmp_path):
    site = Site(tmp_path / "study")
    boss = site.facilitator()
    before = said(boss.get("/analyst"))
    notice = site.desk.opened.study.diagram.notice
    assert f"ILLUSTRATIVE. {notice}" in before
    for name in ("E03", "E07", "E09", "E12"):
        submit(site.desk.folder, name, 1, 40)
    done(site.desk.folder, "freeze", "--reason", "all are in")
    after = said(boss.get("/analyst"))
    assert notice not in after
    assert re.search(
        r"ILLUSTRATIVE\. Priors 0001 of [\w ]+\. The scores of the values and their weights are "
        r"placeholders\.",
        after,
    )


def topic(**sizes):
    numbers = {"disagreement": 0.0, "worth": 0.0, "lead": 0.0, "moves": 0.0, "shift": 0.0, **sizes}
    said_ = {"question": None, "switchers": (), "decision": "umbrella", "outcome": "good_mood"}
    return Discussed(**said_, **numbers, answers={})


def test_an_effect_that_would_be_printed_as_none_is_not_said(tmp_path):
    diagram = Site(tmp_path / "study").desk.opened.study.diagram
    outcome = diagram.outcomes[0]
    small = topic(disagreement=0.004, worth=0.004, lead=0.04, moves=0.22, shift=0.0004)
    small = dataclasses.replace(small, outcome=outcome.id)
    assert tuple(effects(small, diagram)) == ()
    large = dataclasses.replace(small, disagreement=0.2, worth=0.5, lead=3.0, shift=0.02)
    assert tuple(effects(large, diagram)) == (
        ("Lead at Umbrella", "3.0 \N{PLUS-MINUS SIGN} 0.22 points of 100"),
        (outcome.label, "\N{PLUS-MINUS SIGN} 2.0 percentage points"),
        ("Worth of settling it", "0.50 points of 100"),
        ("Answers apart", "20 of 100"),
    )


def test_an_agenda_without_anything_apart_says_so(tmp_path):
    site = Site(tmp_path / "study")
    for name in ("E03", "E07"):
        submit(site.desk.folder, name, 1, 40)
    told = said(site.facilitator().get("/facilitator/agenda"))
    assert "The answers recorded so far do not differ: there is nothing to discuss." in told
