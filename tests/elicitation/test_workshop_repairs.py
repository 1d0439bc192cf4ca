"""Repairs on the pages: the numbers are shown first, and only those are recorded, on consent."""

from __future__ import annotations

import re

import pytest

from tests.elicitation.test_levelling import DAMP
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import Site, answer, hidden, said

ROWS = ("forecast[weather=dry]", "forecast[weather=wet]")


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "study")
    done(made.desk.folder, "round", "open", 1)
    return made


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
    path = re.search(r'<form method="post" action="([^"]+)"', page.text)[1]
    return path, {**hidden(page), "action": action, **fields}


def test_levelling_is_offered_with_its_numbers_and_recorded_on_consent(site):
    browser = site.expert("E03")
    page = doubtful(site, browser)
    assert "Level them: rain 45 and 45 when Weather is dry and wet" in said(page)
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
    answer(browser, number(site, ROWS[0]), c1_best="70")
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.70", "0.45")


def test_nothing_is_levelled_if_a_row_changed_meanwhile_or_twice(site):
    browser = site.expert("E03")
    path, form = levelling(doubtful(site, browser))
    answer(browser, number(site, ROWS[0]), c1_best="60")  # in another tab
    page = browser.post(path, data=form)
    assert page.status_code == 409
    assert (best(site, ROWS[0]), best(site, ROWS[1])) == ("0.60", "0.20")
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
