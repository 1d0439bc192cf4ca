"""The fields of every type of question: what is recorded is what they show again."""

from __future__ import annotations

import pytest

from elicitation.study import open_elicitation
from elicitation.workshop.fields import control_of
from elicitation.workshop.pages import PICK
from tests.elicitation.every_type import EXPERTS, every_type, fresh, typed_answer
from tests.elicitation.places import Served
from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import answer, filled, said


@pytest.fixture(scope="module")
def every(tmp_path_factory) -> Served:
    return Served(every_type(tmp_path_factory.mktemp("every") / "study"))


def shown(fields: dict[str, str]) -> dict[str, str]:
    """Return what stands in fields that somebody can see."""
    return {name: text for name, text in fields.items() if text and name[1:2].isdecimal()}


def test_every_control_is_asked_for(every):
    controls = {control_of(p) for e in EXPERTS for p in every.desk.pages(e)}
    assert controls == {
        *("choices", "ranking", "spread", "balance", "chips"),
        *("words", "ranges", "table", "numbers"),
    }


@pytest.mark.parametrize("expert", EXPERTS)
def test_what_is_recorded_is_shown_again_and_next_round_too(every, expert):
    browser = every.expert(expert)
    for page in every.desk.pages(expert):
        path, given = f"/expert/q/{page.number}", typed_answer(page)
        fields = {**filled(browser.get(path)), "action": "save", **given}
        taken = browser.post(path, data=fields)
        assert taken.status_code == 200, said(taken)
        assert page.first.key in every.desk.standing(expert), said(taken)
        assert shown(filled(browser.get(path))) == given, page.key
        before = len(every.desk.responses(expert))
        again = {**filled(browser.get(path)), "action": "save"}
        assert browser.post(path, data=again).status_code == 200
        assert len(every.desk.responses(expert)) == before, page.key  # it stands already


def test_a_hint_asks_for_nothing_that_is_refused(tmp_path):
    """Of five quantiles three are enough, and the other fields stay blank."""
    site = Served(every_type(tmp_path / "study"))
    browser = site.expert("E04")
    page = next(p for p in site.desk.pages("E04") if p.type == "quantiles")
    words = said(browser.get(f"/expert/q/{page.number}"))
    assert "leave the others blank" in words
    assert "together are 100" not in words
    cells = {
        f"c{p}_q{q}": str(n + q // 10) for p, n in enumerate((15, 25, 45)) for q in (5, 50, 95)
    }
    taken = answer(browser, page.number, **cells)
    assert page.key in site.desk.standing("E04"), said(taken)


def test_one_of_three_numbers_can_be_changed_alone(tmp_path):
    site = Served(fresh(tmp_path / "study"))
    browser = site.expert("E01")
    answer(browser, 1, c0_best="20", c1_best="30", c2_best="50")
    answer(browser, 1, c0_low="10", c0_high="40")
    own = site.desk.standing("E01")["burden_dispute[]"].answers
    states = ("settled", "open_quiet", "open_public")
    assert [str(own[state].best) for state in states] == ["0.20", "0.30", "0.50"]
    assert str(own["settled"].low) == "0.10"


def test_no_id_of_the_model_is_read_by_an_expert(tmp_path):
    site = Served(fresh(tmp_path / "study"))
    words = said(answer(site.expert("E01"), 1, c0_best="20"))
    assert "'open quiet' has no best value" in words
    assert "open_quiet" not in words


def test_words_whose_ranges_hold_the_whole_share_it(tmp_path):
    site = Served(every_type(tmp_path / "study"))
    browser = site.expert("E01")
    number = next(p.number for p in site.desk.pages("E01") if p.type == "scale")
    key = next(p.key for p in site.desk.pages("E01") if p.type == "scale")
    words = {"c0_word": "unlikely", "c1_word": "unlikely", "c2_word": "unlikely"}  # 20 to 45 each
    answer(browser, number, **words)
    best = [float(e.best) for e in site.desk.standing("E01")[key].answers.values()]
    assert best == pytest.approx([1 / 3] * 3, abs=1e-5)
    refusal = answer(browser, number, **dict.fromkeys(words, "very unlikely"), reason="x")
    assert "These answers come to 15 to 60 of 100, not 100. Choose a likelier word" in said(refusal)
    assert "Scale to 100:" not in said(refusal)  # no number outside a word's range is put forward


def test_of_words_the_one_left_blank_takes_the_rest(tmp_path):
    site = Served(every_type(tmp_path / "study"))
    browser = site.expert("E01")
    page = next(p for p in site.desk.pages("E01") if p.type == "scale")
    answer(browser, page.number, c0_word="very unlikely", c1_word="unlikely")  # middles 12.5, 32.5
    own = site.desk.standing("E01")[page.key].answers
    best = [float(own[state].best) for state in page.first.parameter.components]
    assert best == pytest.approx([0.125, 0.325, 0.55])
    refusal = answer(browser, page.number, c0_best="60", c1_best="50", c2_word="", reason="x")
    assert "the others come to 110 of 100" in said(refusal).lower()


def test_where_no_round_is_open_nothing_can_be_typed(tmp_path):
    site = Served(fresh(tmp_path / "study", opened=False))
    page = site.expert("E01").get("/expert/q/1")
    assert "No round is open: nothing can be recorded now." in said(page)
    assert shown(filled(page)) == {}
    assert "reason" not in filled(page)
    assert "Save and next" not in said(page)


def test_a_question_may_bring_its_own_words(tmp_path):
    folder = fresh(tmp_path / "study")
    model = folder / "model.toml"
    own = "In how many of 100 half-years do the allies fall out over who pays?"
    text = model.read_text("utf-8").replace(
        "[chance.burden_dispute]\n", f'[chance.burden_dispute]\nask = "{own}"\n', 1
    )
    model.write_text(text, "utf-8")
    site = Served(folder)
    assert own in said(site.expert("E01").get("/expert/q/1"))
    asked = open_elicitation(folder)[0].asked("E01")
    assert asked[0].wording.question == own


def test_the_default_words_are_made_of_labels_without_quotes(every):
    for expert in EXPERTS:
        for page in every.desk.pages(expert):
            words = [page.first.page.when, page.first.page.ask]
            assert not [w for w in words if "'" in w or "_" in w], page.key


def test_causes_are_put_in_order_and_given_directions_on_one_page(every):
    (ranking,) = (p for p in every.desk.pages("E07") if p.layout == "ranking" and p.last < 6)
    assert [q.key for q in ranking.questions] == [
        "hardliner_influence.rank[response_style]",
        "hardliner_influence.rank[internal_strain]",
    ]
    browser = every.expert("E07")
    refusal = answer(browser, ranking.number, c0_best="1", c1_best="", reason="x")
    assert "This one has no place yet. Choose one." in said(refusal)


def test_rows_of_a_node_stand_on_one_page_where_the_plan_says_so(every):
    (table,) = (p for p in every.desk.pages("E07") if p.layout == "table")
    assert len(table.questions) == 6
    words = said(every.expert("E07").get(f"/expert/q/{table.number}"))
    assert f"Question {table.number} to {table.last} of" in words


def test_every_answer_stands_on_the_page_to_check_them_with_a_way_to_change_it(tmp_path):
    site = Served(fresh(tmp_path / "study"))
    browser = site.expert("E01")
    answer(browser, 1, c0_best="20", c1_best="30", c2_best="50", reason="As I said.")
    page = browser.get("/expert/check")
    words = said(page)
    assert "settled: 20" in words
    assert "As I said." in words
    assert 'href="/expert/q/1"' in page.text
    assert "E01: 1 of 32 questions are answered" in words
    assert "the record of the study stands at" in words
    done(site.desk.folder, "round", "close", 1)
    assert 'href="/expert/q/1"' not in browser.get("/expert/check").text


def test_what_was_saved_is_said_on_the_next_page_whose_heading_is_gone_to(tmp_path):
    site = Served(fresh(tmp_path / "study"))
    page = answer(site.expert("E01"), 1, c0_best="20", c1_best="30", c2_best="50")
    assert page.url.path == "/expert/q/2"
    assert "Saved " in said(page)
    assert '<h1 tabindex="-1" autofocus>' in page.text
    assert '<p class="told status" role="status"' in page.text


def test_chips_and_words_come_back_in_words_as_they_were_given(every):
    browser = every.expert("E01")
    page = next(p for p in every.desk.pages("E01") if p.type == "roulette")
    path = f"/expert/q/{page.number}"
    browser.post(path, data={**filled(browser.get(path)), "action": "save", **typed_answer(page)})
    assert "settled: 5 chips in 10 to 20 %, 5 chips in 20 to 30 %" in said(
        browser.get("/expert/check")
    )


def test_a_choice_that_is_left_for_a_number_is_that_number(every):
    page = next(p for p in every.desk.pages("E04") if control_of(p) == "spread")
    browser = every.expert("E04")
    path = f"/expert/q/{page.number}"
    sent = {**filled(browser.get(path)), "action": "save", "c0-best": "0.15", "reason": "x"}
    browser.post(path, data=sent)
    assert str(every.desk.standing("E04")[page.key].answers["value"].best) == "0.15"
    again = filled(browser.get(path))
    assert (again["c0-best"], f"c0-{PICK}" in again) == ("0.15", False)
