"""Practice in the study's own way of answering: scored at once, kept nowhere."""

from __future__ import annotations

import re

import pytest

from tests.elicitation.workshop_site import said


def asking(site, type_, unit="percent"):
    """Let the study ask for answers of a type, in a unit."""
    plan = site.desk.folder / "elicitation.toml"
    text = plan.read_text("utf-8").replace(
        "[panel.sky]", f'[questions]\ntype = "{type_}"\n[panel.sky]'
    )
    plan.write_text(text.replace('unit = "percent"', f'unit = "{unit}"'), "utf-8")
    return site.browser()


def told(page):
    """Return the items whose verdict stands in green, by place."""
    cards = page.text.split('<div class="card item')[1:]
    return [place for place, card in enumerate(cards) if '<p class="told">' in card]


def test_numbers_in_percent_are_scored_and_kept_nowhere(site):
    browser = asking(site, "point")
    before = sorted(p.name for p in site.desk.folder.rglob("*"))
    page = browser.post("/practice", data={"p0": "0", "p1": "100", "p2": "50", "p3": "90"})
    assert "Your score: 26." in said(page)  # (0 + 0 + 25 + 81) / 4
    assert "False. Venus is the second planet, the Earth the third. It costs you 81." in said(page)
    assert told(page) == [0, 1]  # no idea and a wrong answer are not green
    wrong = browser.post("/practice", data={"p0": "101", "p1": "100"})
    assert wrong.status_code == 422
    assert "Type a number from 0 to 100." in said(wrong)
    assert "Your score" not in said(wrong)
    assert sorted(p.name for p in site.desk.folder.rglob("*")) == before


def test_probabilities_are_typed_where_the_study_counts_so(site):
    browser = asking(site, "point", "probability")
    assert (
        "as a probability, that each statement is true? 0 is surely false, 1 surely true"
        in said(browser.get("/practice"))
    )
    assert "Your score: 4." in said(browser.post("/practice", data={"p0": "0.2"}))
    assert browser.post("/practice", data={"p0": "20"}).status_code == 422


@pytest.mark.parametrize("type_", ["three_point", "four_point", "quantiles", "roulette"])
def test_ranges_are_practised_where_answers_come_to_ranges(site, type_):
    browser = asking(site, type_)
    assert "The truth should lie between the two in 9 of 10" in said(browser.get("/practice"))
    typed = {"p0-low": "60", "p0-best": "71,5", "p0-high": "80"}  # it is 71
    typed |= {"p1-low": "10", "p1-best": "20", "p1-high": "30"}  # it is 78
    page = browser.post("/practice", data=typed)
    assert "Ranges that hold the truth: 1 of 2;" in said(page)
    assert told(page) == [0]
    assert "About 78." in said(page)
    assert "It lies outside of your range." in said(page)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"p0-low": "60"}, "Type numbers from 0 to 100, lowest, highest and best."),
        ({"p0-low": "60", "p0-best": "90", "p0-high": "80"}, "The best lies between"),
        ({"p0-low": "60", "p0-best": "x", "p0-high": "80"}, "Type numbers from 0 to 100"),
    ],
)
def test_a_range_that_is_none_is_to_be_mended(site, typed, sentence):
    page = asking(site, "three_point").post("/practice", data=typed)
    assert page.status_code == 422
    assert sentence in said(page)
    assert "<title>Error: Practice" in page.text
    assert all(f'value="{text}"' in page.text for text in typed.values())


def test_words_are_scored_at_their_middle(site):
    browser = asking(site, "scale")
    page = browser.get("/practice")
    assert re.search(r"very unlikely \(5\S20", said(page))
    page = browser.post("/practice", data={"p0": "very unlikely", "p1": "very unlikely"})
    assert "It costs you 2." in said(page)  # false, said to be 5 to 20 % likely: 12.5 squared
    assert "It costs you 77." in said(page)
    assert told(page) == [0]
    assert browser.post("/practice", data={"p0": "perhaps"}).status_code == 422


def test_the_way_is_that_of_most_nodes(site):
    plan = site.desk.folder / "elicitation.toml"
    types = '[questions.types]\nweather = "scale"\nmood = "scale"\n[panel.sky]'
    plan.write_text(plan.read_text("utf-8").replace("[panel.sky]", types), "utf-8")
    assert "Choose a word." in said(site.browser().get("/practice"))
