"""Repairs on the pages: the numbers are shown first, and only those are recorded, on consent."""

from __future__ import annotations

import re

import pytest

from tests.elicitation.test_levelling import DAMP
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import answer, hidden, said

ROWS = ("forecast[weather=dry]", "forecast[weather=wet]")


def number(site, key, expert="E03"):
    """Return the number of an expert's question."""
    return 1 + [q.key for q in site.desk.asked(expert)].index(key)


def best(site, key, expert="E03", state="rain"):
    return str(site.desk.standing(expert)[key].answers[state].best)


# ------------------------------------------------------------------------------------------- level


def doubtful(site, browser, expert="E03"):
    """Answer rain 70 where it is dry and 20 where it is wet; return the page that asks back."""
    answer(browser, number(site, "forecast.sign[weather]", expert), c0_best="1")
    answer(browser, number(site, ROWS[0], expert), c1_low="60", c1_best="70", c1_high="80")
    return answer(browser, number(site, ROWS[1], expert), c1_best="20")


def levelling(page, **fields):
    """Return the path and the form of the button that levels."""
    action = re.search(r'value="(level \w+)">', page.text)[1]
    path = re.search(r'<form id="answer" method="post" action="([^"]+)"', page.text)[1]
    return path, {**hidden(page), "action": action, **fields}


def test_levelling_is_offered_with_its_numbers_and_recorded_on_consent(site):
    browser = site.expert("E03")
    page = doubtful(site, browser)
    words = "Level them: rain 45 and 45 when Weather is dry and wet; ranges move along"
    assert words in said(page)
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.70", "0.20")  # nothing without consent
    path, form = levelling(page)
    assert browser.post(path, data=form).status_code == 200
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.45", "0.45")
    level = site.desk.standing("E03")[ROWS[0]]
    assert (str(level.answers["rain"].low), str(level.answers["rain"].high)) == ("0.35", "0.55")
    assert (level.reason, level.typed) == ("levelled on being asked back", None)
    *_, before, after = site.desk.responses("E03")
    assert [j.question for j in before.judgements] == [ROWS[1]]
    assert {j.question for j in after.judgements} == {*ROWS}
    done(site.desk.folder, "verify")


def test_rows_that_need_not_move_are_shown_and_not_recorded_anew(site):
    (site.desk.folder / "model.toml").write_text(DAMP, "utf-8")
    browser = site.expert("E03")
    chain = [f"mood[weather={state}, umbrella=leave]" for state in ("wet", "damp", "dry")]
    for key, good in zip(chain, ("20", "30", "25"), strict=True):
        page = answer(browser, number(site, key), c1_best=good)
    assert "good 20, 27.5 and 27.5 when Weather is wet, damp and dry" in said(page)
    path, form = levelling(page)
    browser.post(path, data=form)
    assert {j.question for j in site.desk.responses("E03")[-1].judgements} == {*chain[1:]}
    assert [best(site, key, state="good") for key in chain] == ["0.20", "0.275", "0.275"]


def test_the_experts_own_reason_is_kept_and_another_answer_undoes_it(site):
    browser = site.expert("E03")
    path, form = levelling(doubtful(site, browser), reason="I cannot tell them apart.")
    browser.post(path, data=form)
    assert site.desk.standing("E03")[ROWS[0]].reason == "I cannot tell them apart."
    answer(browser, number(site, ROWS[0]), c1_low="", c1_best="70", c1_high="")
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.70", "0.45")


def test_nothing_is_levelled_if_a_row_changed_meanwhile_or_twice(site):
    browser = site.expert("E03")
    path, form = levelling(doubtful(site, browser))
    other = {"c1_low": "50", "c1_best": "60", "c1_high": "70"}  # in another tab
    answer(browser, number(site, ROWS[0]), **other)
    page = browser.post(path, data=form)
    assert page.status_code == 409
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.60", "0.20")
    answer(browser, number(site, ROWS[1]), c1_best="30")  # the same 45 and 45 would come of it
    assert browser.post(path, data=form).status_code == 409
    again, form = levelling(answer(browser, number(site, ROWS[1]), c1_best="20.0"))
    assert browser.post(again, data=form).status_code == 200
    count = len(site.desk.responses("E03"))
    assert browser.post(again, data=form).status_code == 409
    assert len(site.desk.responses("E03")) == count


def test_nothing_is_levelled_in_a_closed_round_or_under_another_model(site):
    browser = site.expert("E03")
    path, form = levelling(doubtful(site, browser))
    model = site.desk.folder / "model.toml"
    text = model.read_text("utf-8")
    model.write_text(text.replace("at least 1 mm", "at least 2 mm"), "utf-8")
    assert browser.post(path, data=form).status_code == 409
    model.write_text(text, "utf-8")
    done(site.desk.folder, "round", "close", 1)
    page = browser.post(path, data=form)
    assert (page.status_code, "this was not recorded" in said(page)) == (409, True)
    assert best(site, ROWS[0]) == "0.70"


def test_an_offer_to_one_expert_is_none_to_another(site):
    _, form = levelling(doubtful(site, site.expert("E03")))
    other = site.expert("E07")
    answer(other, number(site, ROWS[1], "E07"), c1_best="50")
    path = f"/expert/q/{number(site, ROWS[1], 'E07')}"
    sent = {**hidden(other.get(path)), "action": form["action"]}
    assert other.post(path, data=sent).status_code == 409
    assert [j.question for r in site.desk.responses("E07") for j in r.judgements] == [ROWS[1]]
    assert best(site, ROWS[0]) == "0.70"


def test_what_the_facilitator_levels_for_an_expert_is_marked_so(site):
    doubtful(site, site.expert("E07"), "E07")
    boss = site.facilitator()
    path = f"/facilitator/for/E07/q/{number(site, ROWS[1], 'E07')}"
    typed = {**hidden(boss.get(path)), "action": "save", "c1-best": "30", "reason": ""}
    path, form = levelling(boss.post(path, data=typed))
    assert boss.post(path, data=form).status_code == 200
    assert site.desk.responses("E07")[-1].entered_by == "facilitator"
    assert (best(site, ROWS[0], "E07"), best(site, ROWS[1], "E07")) == ("0.5", "0.5")


# ------------------------------------------------------------------------------------------- scale


def asking_all_in_all(site, *nodes):
    """Let the plan ask for those nodes all in all too."""
    plan = site.desk.folder / "elicitation.toml"
    names = ", ".join(f'"{node}"' for node in nodes)
    plan.write_text(plan.read_text("utf-8") + f"[questions]\nmarginals = [{names}]\n", "utf-8")
    done(site.desk.folder, "round", "amend", "--reason", "also all in all")
    return site


def answered(site, browser, expert="E03", **cells):
    """Answer rain .2 where it is dry, .7 where it is wet, and .6 all in all; return what is read back."""
    asking = {"weather[]": "40", ROWS[0]: "20", ROWS[1]: "70", "forecast.marginal": "60", **cells}
    for key, typed in asking.items():
        answer(browser, number(site, key, expert), c1_best=typed, reason="as ever")
    return browser.get("/expert/readback")


@pytest.fixture
def totals(site):
    return asking_all_in_all(site, "forecast")


def test_rows_are_scaled_to_the_answer_all_in_all_on_consent(totals):
    site, browser = totals, totals.expert("E03")
    page = answered(site, browser)
    lines = re.findall(r"Weather is (\w+): rain ([\d.]+) \(so far rain ([\d.]+)\)", said(page))
    assert [(state, before) for state, _, before in lines] == [("dry", "20"), ("wet", "70")]
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.20", "0.70")
    done_ = browser.post("/expert/readback", data=hidden(page))
    assert (done_.status_code, "Saved." in said(done_)) == (200, True)
    dry, wet = (float(best(site, key)) for key in ROWS)
    assert [100 * dry, 100 * wet] == pytest.approx([float(shown) for _, shown, _ in lines])
    assert 0.6 * dry + 0.4 * wet == pytest.approx(0.6, abs=1e-6)
    odds = [share / (1 - share) for share in (0.2, 0.7, dry, wet)]
    assert odds[1] / odds[0] == pytest.approx(odds[3] / odds[2], rel=1e-4)
    assert "all in all; your rows" not in said(browser.get("/expert/readback"))
    scaled = site.desk.standing("E03")[ROWS[0]]
    assert (scaled.reason, scaled.typed) == ("scaled to the answer all in all", None)
    raw = {j.question: j for r in site.desk.responses("E03")[:-1] for j in r.judgements}
    assert (str(raw[ROWS[0]].answers["rain"].best), raw[ROWS[0]].reason) == ("20", "as ever")
    done(site.desk.folder, "verify")
    answer(browser, number(site, ROWS[0]), c1_best="20")
    assert best(site, ROWS[0]) == "0.20"


@pytest.mark.parametrize("changed", ["weather[]", ROWS[0], "forecast.marginal"])
def test_nothing_is_scaled_if_anything_that_counts_changed_meanwhile(totals, changed):
    site, browser = totals, totals.expert("E03")
    form = hidden(answered(site, browser))
    answer(browser, number(site, changed), c1_best="30")
    count = len(site.desk.responses("E03"))
    page = browser.post("/expert/readback", data=form)
    assert page.status_code == 409
    assert "Your answers changed meanwhile: nothing was recorded." in said(page)
    assert len(site.desk.responses("E03")) == count


def test_the_same_consent_sent_twice_is_recorded_once(totals):
    site, browser = totals, totals.expert("E03")
    form = hidden(answered(site, browser))
    codes = [browser.post("/expert/readback", data=form).status_code for _ in "ab"]
    assert codes == [200, 409]
    assert sum(len(r.judgements) == 2 for r in site.desk.responses("E03")) == 1


def test_nothing_is_scaled_or_offered_while_no_round_is_open(totals):
    site, browser = totals, totals.expert("E03")
    form = hidden(answered(site, browser))
    done(site.desk.folder, "round", "close", 1)
    assert "This would be recorded" not in said(browser.get("/expert/readback"))
    count = len(site.desk.responses("E03"))
    page = browser.post("/expert/readback", data=form)
    assert (page.status_code, "nothing was recorded" in said(page)) == (409, True)
    assert len(site.desk.responses("E03")) == count


def test_in_a_reopened_round_what_is_scaled_is_a_correction_with_its_reason(totals):
    site, browser = totals, totals.expert("E03")
    answered(site, browser)
    done(site.desk.folder, "round", "close", 1)
    done(site.desk.folder, "round", "reopen", 1, "--reason", "a slip")
    sent = browser.post("/expert/readback", data=hidden(browser.get("/expert/readback")))
    assert sent.status_code == 200
    assert site.desk.responses("E03")[-1].reason == "scaled to the answer all in all"


def test_where_zeros_stand_against_it_that_is_said(totals):
    page = answered(totals, totals.expert("E03"), **{ROWS[0]: "0", ROWS[1]: "0"})
    assert "Your rows of Forecast cannot be scaled to it: what is impossible in them" in said(page)
    assert "This would be recorded" not in said(page)


def test_an_offer_to_scale_is_of_one_expert_and_of_rows_that_are_asked(totals):
    site = totals
    mine, other = site.expert("E03"), site.expert("E07")
    form = hidden(answered(site, mine))
    answered(site, other, "E07", **{ROWS[0]: "10"})
    stolen = {**hidden(other.get("/expert/readback")), "offer": form["offer"]}
    assert other.post("/expert/readback", data=stolen).status_code == 409
    assert (best(site, ROWS[0]), best(site, ROWS[0], "E07")) == ("0.20", "0.10")
    asked = site.desk.folder / "elicitation.toml"
    text = asked.read_text("utf-8").replace('["weather", "forecast"]', '["weather"]')
    text = text.replace('label = "E03"\n', 'label = "E03"\npanels = ["sky"]\n')
    asked.write_text(text, "utf-8")  # E03 is no longer asked about the forecast
    assert "This would be recorded" not in said(mine.get("/expert/readback"))
    assert mine.post("/expert/readback", data=form).status_code == 409
    assert best(site, ROWS[0]) == "0.20"


def test_all_rows_must_be_answered_for_them_to_be_scaled(totals):
    page = answered(totals, totals.expert("E03"))
    assert "This would be recorded" in said(page)
    browser = totals.expert("E07")
    for key, typed in (("weather[]", "40"), (ROWS[0], "20"), ("forecast.marginal", "90")):
        answer(browser, number(totals, key, "E07"), c1_best=typed)
    assert "all in all" in said(browser.get("/expert/readback"))
    assert "This would be recorded" not in said(browser.get("/expert/readback"))
