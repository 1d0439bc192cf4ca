"""Every title of a picture that states a finding comes out the other way where that is so."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from bayesnet.answers.whatif import what_if
from bayesnet.folder.reading import open_study
from bayesnet.number_words import percent, percents, points_apart
from bayesnet.study.priors import Judgement
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.comparison import compare
from bayesnet.uncertainty.learning import Learned, Learning
from diagrams.decisions.plans import best_plan, policy_picture, strategy_picture, tree_picture
from diagrams.plots.comparison import compared_bars
from diagrams.plots.decisions import information_bars, risk_curves
from diagrams.plots.judgements import ranges
from diagrams.plots.learning import learned_digits, learning_bars
from diagrams.plots.outcomes import experts_strip, what_if_bars
from diagrams.plots.scale import tick_number
from tests.wild_study import write_wild


def answer_of(study):
    return what_if(StudyView(study), study.book.full("S1"), study.book.full("S0"))


def moving(answer, *changes):
    """The answer with every expert's changes of each outcome, and the pool's their mean."""
    outcomes = []
    for found, own in zip(answer.outcomes, changes, strict=True):
        before = (0.5,) * len(own)
        after = tuple(0.5 + change for change in own)
        mean = 0.5 + sum(own) / len(own)
        outcomes.append(
            dataclasses.replace(
                found, value=mean, by_expert=after, before=0.5, before_by_expert=before
            )
        )
    return dataclasses.replace(answer, outcomes=tuple(outcomes))


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ((0.1, 0.2, 0.1, 0.3), (-0.1,) * 4, "All 4 experts agree on the direction of 2 of 2"),
        ((0.1, -0.2, 0.1, 0.3), (-0.1,) * 4, "All 4 experts agree on the direction of 1 of 2"),
        ((0.1, -0.2, 0.1, 0.3), (0.0,) * 4, "On no outcome do all 4 experts agree on a direction;"),
        ((0.001, 0.002, 0.0, 0.001), (0.0,) * 4, "No expert sees any outcome move by as much as"),
    ],
)
def test_on_how_many_outcomes_experts_agree(wild_studies, first, second, title):
    study = wild_studies["clinic"]
    drawing = experts_strip(study, moving(answer_of(study), first, second))
    assert drawing.title.startswith(title)


def test_changes_too_small_to_print_are_nobody_s_direction(wild_studies):
    study = wild_studies["clinic"]
    answer = moving(answer_of(study), (0.2, 0.2, 0.001, 0.2), (0.0, 0.0, 0.0, 0.001))
    bars = what_if_bars(study, answer)
    assert bars.title == "Slow recovery rises by 15 points; experts: 3 of 4 higher"
    assert "1 of 4" not in bars.about


def test_experts_who_say_the_same_differ_on_nothing(wild_studies):
    study = wild_studies["clinic"]
    answer = dataclasses.replace(answer_of(study), comparison=None)
    assert what_if_bars(study, answer).title.startswith("Experts differ most on ")
    same = tuple(dataclasses.replace(o, by_expert=(0.4, 0.401, 0.4, 0.4)) for o in answer.outcomes)
    drawing = what_if_bars(study, dataclasses.replace(answer, outcomes=same))
    assert drawing.title == "Experts do not differ by as much as a point on any outcome"
    assert "(experts 40)" in drawing.about  # not "40 to 40"


def compared(study, *values):
    """The comparison of S1 with S0; each outcome's change and, of both ends, its range."""
    book = study.book
    answer = compare(study, ["A"], [(book.full("S1"), book.full("S0"))])
    rows = [
        dataclasses.replace(
            row,
            difference=dataclasses.replace(
                row.difference, by_structure=(value,), by_expert=((low, high),)
            ),
        )
        for row, (value, low, high) in zip(answer.rows, values, strict=True)
    ]
    return dataclasses.replace(answer, rows=tuple(rows))


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        (
            (0.2, 0.1, 0.3),
            (0.0, 0.0, 0.0),
            "Slow recovery rises most, by 20 points; 1 of 2 ranges keeps",
        ),
        (
            (0.2, -0.1, 0.3),
            (0.0, 0.0, 0.0),
            "Slow recovery rises most, by 20 points; none of 2 ranges",
        ),
        (
            (0.2, 0.1, 0.3),
            (-0.2, -0.3, 0.0),
            "Slow recovery rises by 20 points, and no change is larger",
        ),
        ((0.004, 0.0, 0.01), (0.0, 0.0, 0.0), "No outcome moves by as much as a point"),
        ((0.2, 0.001, 0.3), (0.0, 0.0, 0.0), "Slow recovery rises most, by 20 points; none of 2"),
    ],
)
def test_what_moves_most_and_keeps_clear_of_zero(wild_studies, first, second, title):
    study = wild_studies["clinic"]
    assert compared_bars(study, compared(study, first, second)).title.startswith(title)


def test_one_change_is_no_most_of_several(wild_studies):
    study = wild_studies["report"]
    title = compared_bars(study, compared(study, (0.2, 0.1, 0.3))).title
    assert title == "The market is strong rises by 20 points; the range keeps clear of zero"


# ------------------------------------------------------------------------------- decisions


def plan_of(study):
    return best_plan(StudyView(study, study.diagram.structure, study.diagram.default_weights, {}))


def doubled(tmp_path):
    """The wildcatter for whom it makes no difference whether he drills; the test costs."""
    folder = write_wild(tmp_path / "level", "wildcatter")
    text = (folder / "model.toml").read_text("utf-8")
    for value in ("-70", "50 }", "200"):
        text = text.replace(f"value = {value}", f"value = 0{' }' if value.endswith('}') else ''}")
    (folder / "model.toml").write_text(text, "utf-8")
    return open_study(folder)[0]


def test_options_as_good_as_each_other_are_all_named(tmp_path):
    plan = plan_of(doubled(tmp_path))
    title = risk_curves(plan, "drill").title
    assert (
        title == "Drilling: no and yes are equally good on average and in the worst tenth of cases"
    )
    assert "another option is as good" in policy_picture(plan, "drill").title
    assert information_bars(plan, "drill").title == "No single observation would change drilling"


def test_what_is_best_on_average_and_in_the_worst_cases_need_not_be_one(wild_studies):
    plan = plan_of(wild_studies["report"])
    assert risk_curves(plan, "launch").title == (
        "Launch: yes is best on average; no in the worst tenth of cases"
    )


def test_a_plan_that_was_only_found_is_called_so(wild_studies):
    plan = plan_of(wild_studies["wildcatter"])
    words = "It is not proved the best: another could be better by at most 3.4 k$."
    for picture in (strategy_picture, lambda p: policy_picture(p, "drill")):
        assert words not in picture(plan).caption
        assert words in picture(dataclasses.replace(plan, room=3.4)).caption
    assert strategy_picture(dataclasses.replace(plan, room=3.4)).title.startswith(
        "The best plan that was found is worth 22.5 k$"
    )


def test_money_is_written_once_and_alike(tmp_path):
    """Thousands of euro: no decimals, grouped, no word of 0 to 100."""
    folder = write_wild(tmp_path / "money", "wildcatter")
    text = (folder / "model.toml").read_text("utf-8").replace("k$", "euro")
    for value in ("-70", "50", "200", "-10"):
        text = text.replace(f"value = {value} ", f"value = {value}00 ")
    (folder / "model.toml").write_text(text, "utf-8")
    plan = plan_of(open_study(folder)[0])
    for drawing in (strategy_picture(plan), tree_picture(plan), risk_curves(plan, "drill")):
        assert "2,250" in drawing.svg
        for wrong in ("2250", "0 to 100", "of 100", "2,250.0", ">-"):
            assert wrong not in drawing.svg
    assert "2,250 euro" in strategy_picture(plan).title


# -------------------------------------------------------------------------------- learning


def learned(study, *values):
    rows = tuple(
        Learned(
            kind="table",
            name=name,
            value=value,
            lower=value,
            standard_error=0.0 if value else 1.0,
            outcome="",
            share=0.0,
            turns=(),
        )
        for name, value in zip(("disease", "recovery"), values, strict=True)
    )
    answer = answer_of(study)
    return Learning(
        rows=rows, expected=78.0, everything=sum(values), plans=3, provenance=answer.provenance
    )


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((2.5, 1.0), "Most worth learning: Disease, 2.50 points"),
        ((2.5, 2.5), "Most worth learning: Disease and Recovery, 2.50 points each"),
        ((0.0, 0.0), "Nothing alone is worth learning: even knowing every number would add under"),
        ((0.004, 0.0), "Most worth learning: Disease, 0.004 points"),
    ],
)
def test_what_is_most_worth_learning(wild_studies, values, title):
    study = wild_studies["clinic"]
    assert learning_bars(study, learned(study, *values)).title.startswith(title)


def test_money_learned_is_written_by_its_size(wild_studies):
    diagram = dataclasses.replace(wild_studies["clinic"].diagram, value_unit="euro")
    answer = dataclasses.replace(learned(wild_studies["clinic"], 250.0, 0.0), expected=7000.0)
    assert learned_digits(answer, diagram) == 0


# ------------------------------------------------------------------------------ judgements


def answering(study, key, *numbers):
    own = {
        who: {**judged, key: Judgement(best=(1 - Decimal(str(n)), Decimal(str(n))))}
        for (who, judged), n in zip(study.priors.judgements.items(), numbers, strict=True)
    }
    return study.with_priors(dataclasses.replace(study.priors, judgements=own))


@pytest.mark.parametrize(
    ("numbers", "title"),
    [
        ((0.1, 0.4), "Best answers on 'strong' lie 30 points apart"),
        ((0.4, 0.4), "Best answers on 'strong' are all the same"),
        ((0.4, 0.401), "Best answers on 'strong' lie under 1 point apart"),
    ],
)
def test_how_far_best_answers_lie_apart(wild_studies, numbers, title):
    study = answering(wild_studies["report"], "market[]", *numbers)
    assert ranges(study, [study], "market[]").title == title


def test_a_weight_is_no_percentage(frozen):
    asked = (p for cpd in frozen.cpds.values() if cpd.asked for p in cpd.parameters())
    key = next(p.key for p in asked if p.kind != "distribution")
    drawing = ranges(frozen, [frozen], key)
    assert "point" not in drawing.title
    assert "%" not in drawing.about.partition("Placeholder")[0]


# -------------------------------------------------------------------------------- numbers


def test_one_function_writes_probabilities_in_percent():
    assert [percent(p) for p in (0, 1e-15, 0.001, 0.005, 0.5, 0.997, 1 - 1e-15, 1)] == [
        *("0 %", "0 %", "<1 %", "<1 %", "50 %", ">99 %", "100 %", "100 %")
    ]
    assert percents([0.2, 0.4]) == "20 to 40"
    assert percents([0.1, 0.101]) == "10"
    assert points_apart(0.0) == "0 points"


def test_ticks_have_no_more_digits_than_they_need():
    assert [tick_number(v) for v in (7000.0, -0.30000000000000004, 2.5, 0.0)] == [
        *("7,000", "\N{MINUS SIGN}0.3", "2.5", "0")
    ]
