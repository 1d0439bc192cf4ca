"""Expert, facilitator and terminal count the same questions in the same way."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from elicitation.checks.checks import doubts, model_states
from elicitation.intake.reading import read_form
from elicitation.record.responses import Estimate, Judgement
from elicitation.study import open_elicitation
from tests.elicitation.small_records import PARAMETERS
from tests.elicitation.test_weighing import SEEDS
from tests.elicitation.workshop import done, form, refused
from tests.elicitation.workshop_site import Site, answer, said

CHECKS = '[questions]\nsigns = true\nmarginals = ["mood"]\n'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "study")
    folder = made.desk.folder
    plan = folder / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8") + CHECKS, "utf-8")
    (folder / "seeds.toml").write_text(SEEDS, "utf-8")
    done(folder, "round", "open", 1)
    return made


def counted(site: Site) -> list[tuple[str, str]]:
    """Return done and total as the expert, the facilitator and the terminal are told them."""
    home = said(site.expert("E03").get("/expert"))
    facilitator = said(site.facilitator().get("/facilitator"))
    terminal = done(site.desk.folder, "rounds", "--format", "json")
    found = re.search(r"(\d+) of (\d+) done", home).groups()
    place = re.search(
        r"E03 (?:[^E]*?)(\d+) of (\d+)", facilitator.partition("Where")[2] or facilitator
    )
    row = re.search(r'"round": ?1, "expert": ?"E03", "asked": ?(\d+), "answered": ?(\d+)', terminal)
    return [found, place.groups(), (row[2], row[1])]


def test_the_three_counts_are_one(site: Site) -> None:
    file = site.desk.folder.parent / "form.csv"
    file.write_text(
        form(30) + "forecast.sign[weather],value,,1,,\nmood.rank[weather],value,,1,,\n", "utf-8"
    )
    done(site.desk.folder, "submit", file, "--expert", "E03", "--round", 1)
    asked = open_elicitation(site.desk.folder)[0].asked("E03")
    assert counted(site) == [("9", str(len(asked)))] * 3
    assert f"{len(asked)} questions" in done(site.desk.folder, "questions", "--expert", "E03")


def test_who_abstains_needs_nothing_more_wherever_it_is_counted(site: Site) -> None:
    browser = site.expert("E03")
    answer(browser, 1, c1_best="30")
    answer(browser, 2, action="abstain", reason="not my field")
    home = said(browser.get("/expert"))
    done_, total = re.search(r"(\d+) of (\d+) done", home).groups()
    assert done_ == "2"
    told = f"{done_} of {total}; abstains on 1 of them"
    assert told in said(site.facilitator().get("/facilitator"))
    assert told in done(site.desk.folder, "rounds")


def test_a_version_says_which_questions_it_counts(site: Site) -> None:
    assert "have not answered 7 of the 7 questions that tables are made from" in refused(
        site.desk.folder, "freeze", "--reason", "x"
    )


def ranked(**places: int) -> list[Judgement]:
    return [
        Judgement(question=f"mood.rank[{cause}]", answers={"value": Estimate(best=Decimal(place))})
        for cause, place in places.items()
    ]


def test_causes_that_share_a_rank_are_asked_back(site: Site) -> None:
    opened, _ = open_elicitation(site.desk.folder)
    model = model_states(opened.study.diagram, frozenset())
    (doubt,) = doubts(ranked(weather=1, umbrella=1, other=1), model)
    assert str(doubt) == (
        "You put weather, umbrella and other first alike among the causes of mood: one of them "
        "matters most. Do they matter alike? Say why, or change one."
    )
    assert len(doubts(ranked(weather=2, umbrella=2, other=3), model)) == 1
    assert not doubts(ranked(weather=1, umbrella=2, other=2), model)
    assert not doubts(ranked(weather=1, umbrella=2), model)


@pytest.mark.parametrize("unit", ["percent", "probability"])
@pytest.mark.parametrize(("typed", "doubted"), [("5", True), ("1", True), ("0.25", False)])
def test_a_spread_as_wide_as_its_scale_is_asked_back(unit: str, typed: str, doubted: bool) -> None:
    text = f"question,component,best,reason\ndamage.spread,value,{typed},\n"
    _, problems = read_form(text.encode(), file="f.csv", parameters=PARAMETERS, unit=unit)
    assert any(p.code == "form.spread-as-wide-as-its-scale" for p in problems) == doubted
    assert all(problem.severity == "warning" for problem in problems)
    explained = text.replace(",\n", ",nobody knows\n")
    assert not read_form(explained.encode(), file="f.csv", parameters=PARAMETERS, unit=unit)[1]
