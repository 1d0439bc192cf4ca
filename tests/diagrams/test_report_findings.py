"""Every sentence of a report that states a finding comes out the other way where that is so."""

from __future__ import annotations

import dataclasses

import pytest

from bayesnet.number_words import in_points
from bayesnet.plurals import in_how_many
from bayesnet.study.priors import POOL
from diagrams.report import (
    answer_sections,
    change_sections,
    decision_sections,
    learning_sections,
    model_sections,
    people_sections,
    record_sections,
    short_section,
    threshold_sections,
)
from diagrams.report.blocks import Box, Grid, Paragraph
from diagrams.report.gather import gather
from diagrams.report.material import Material
from diagrams.report.people import Pool, Version
from diagrams.report.words import percent
from elicitation.questionnaire.lexicons import USUAL, lexicons


def material_of(study, **more):
    return Material(answers=gather(study, draws=0), lexicon=lexicons()[USUAL], **more)


@pytest.fixture(scope="module")
def clinic(wild_studies):
    return material_of(wild_studies["clinic"])


@pytest.fixture(scope="module")
def launch(wild_studies):
    return material_of(wild_studies["report"])


@pytest.fixture(scope="module")
def oil(wild_studies):
    return material_of(wild_studies["wildcatter"])


@pytest.fixture(scope="module")
def shipped(frozen):
    return material_of(frozen)


def with_answers(material, **changes):
    return dataclasses.replace(material, answers=dataclasses.replace(material.answers, **changes))


def with_plan(material, **changes):
    """The same material, its recommendation changed."""
    own = material.study.diagram.structure
    plan = dataclasses.replace(material.answers.plan, **changes)
    return with_answers(material, plans={**material.answers.plans, own: plan})


def with_choice(material, **changes):
    """The same material, the first decision of its plan changed."""
    first, *rest = material.answers.plan.choices
    return with_plan(material, choices=(dataclasses.replace(first, **changes), *rest))


def said(blocks):
    """All running text, captions and cells of some blocks."""
    texts = []
    for block in blocks:
        if isinstance(block, Grid):
            texts += [block.caption, *block.heads, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, Box):
            texts += block.items
        else:
            texts += [block.text] if hasattr(block, "text") else [*getattr(block, "items", ())]
    return " \n".join(texts)


def spread_apart(material, levels, changes):
    """The same material; of every outcome the experts' levels and changes reach so far."""

    def row(found):
        count = len(found.level.by_expert[0])
        level = tuple(levels * index / (count - 1) for index in range(count))
        moved = tuple(changes * index / (count - 1) for index in range(count))
        return dataclasses.replace(
            found,
            level=dataclasses.replace(found.level, by_expert=(level,)),
            difference=found.difference
            and dataclasses.replace(found.difference, by_expert=(moved,), by_structure=(changes,)),
        )

    comparison = material.answers.comparison
    rows = tuple(row(found) for found in comparison.rows)
    return with_answers(material, comparison=dataclasses.replace(comparison, rows=rows))


# ------------------------------------------------------------------------ experts and scenarios


@pytest.mark.parametrize(
    ("levels", "changes", "words"),
    [(0.4, 0.1, "In all 2 visible changes"), (0.1, 0.4, "In none of the 2 visible changes")],
)
def test_whether_differences_bring_experts_closer_is_counted(clinic, levels, changes, words):
    told = said(answer_sections.what_ifs(spread_apart(clinic, levels, changes)))
    assert f"{words} the experts lie closer together than in the level itself." in told


def test_of_the_shipped_study_both_counts_are_those_of_its_numbers(shipped):
    rows = [row for row in shipped.answers.comparison.rows if row.difference]
    seen = [
        row
        for row in rows
        if max(map(abs, (row.difference.value, *row.difference.by_expert[0]))) >= 5e-4
    ]

    def reach(values):
        return max(values) - min(values)

    closer = sum(
        reach(r.difference.by_expert[0]) < reach(r.level.by_expert[0]) - 5e-4 for r in seen
    )
    level = {a.outcome.id: reach(a.by_expert) for a in shipped.answers.reference.outcomes}
    wider = sum(level[r.outcome.id] > abs(r.difference.value) for r in seen)
    assert 0 < wider < len(seen)
    assert f"In {closer} of the {len(seen)} visible changes the experts lie closer" in said(
        answer_sections.what_ifs(shipped)
    )
    assert f"In {wider} of the {len(seen)} visible changes that scenarios make" in said(
        people_sections.the_experts(shipped)
    )


def test_whether_levels_lie_further_apart_than_scenarios_move_is_counted(clinic):
    few = said(people_sections.the_experts(spread_apart(clinic, 0.1, 0.9)))
    assert "In none of the 2 visible changes that scenarios make, the experts' levels" in few
    many = said(people_sections.the_experts(spread_apart(clinic, 0.1, 0.01)))
    assert "In all 2 visible changes that scenarios make, the experts' levels" in many


def test_where_nothing_moves_no_difference_is_the_largest(clinic, launch):
    assert "The largest difference among the scenarios: Slow recovery" in said(
        short_section.in_short(clinic)
    )
    told = said(short_section.in_short(launch))
    assert "The largest difference" not in told
    assert "No outcome differs visibly in the pool between a scenario and its comparison." in told
    assert not list(answer_sections.the_reasons(launch))


def test_who_agrees_is_counted_at_the_digits_beside_it(clinic):
    tiny = spread_apart(clinic, 0.4, 0.2)
    row = next(r for r in tiny.answers.comparison.rows if r.difference)
    moved = dataclasses.replace(row.difference, by_expert=((0.3, 0.1, 0.002, -0.2),))
    cells = answer_sections._difference(dataclasses.replace(row, difference=moved))
    assert cells[-3:-1] == ["\N{MINUS SIGN}20 to +30", "2 of 4 higher"]  # .2 points print as none


# --------------------------------------------------------------------------------- the advice


def test_best_by_every_expert_only_where_it_is_everybody_s_best(shipped):
    assert "Best by every expert's own numbers: Capability upgrades" in said(
        short_section.in_short(shipped)
    )
    plan = shipped.answers.plan
    first = plan.choices[0]
    third = dataclasses.replace(
        first.policy,
        cases=tuple(dataclasses.replace(c, option="slowed") for c in first.policy.cases),
    )
    spiral = {**plan.plans["spiral"], first.decision: third}
    told = said(short_section.in_short(with_plan(shipped, plans={**plan.plans, "spiral": spiral})))
    assert "Best by every expert's own numbers: OPCON process" in told
    assert (
        "Best in the pool: Capability upgrades: on schedule (another is best for 1 of 6 experts)"
        in told
    )


def test_a_tie_of_equals_leads_nothing(clinic):
    level = with_choice(clinic, rival_expected=clinic.answers.plan.expected)
    told = said(short_section.in_short(level))
    assert "Examination is a tie: quick is exactly as good as none" in told
    assert "quick leads none by" not in told


def test_one_option_that_is_allowed_beats_nobody(oil):
    told = said(short_section.in_short(with_choice(oil, rival=None, rival_expected=())))
    assert "Seismic test: yes (no other is allowed)" in told


@pytest.mark.parametrize("room", [0.0, 3.4])
def test_a_plan_that_is_not_proved_the_best_is_not_called_the_best(oil, room):
    bound = oil.answers.plan.expected[0] + room
    unproved = with_plan(oil, upper_bound=bound)
    for blocks in (short_section.in_short(unproved), decision_sections.what_to_do(unproved)):
        words = "is not proved the best: another could be better by at most 3.4 k$"
        assert (words in said(blocks)) == bool(room)
    told = said(decision_sections.what_to_do(unproved))
    assert ("The plan with the highest expected utility" in told) != bool(room)


def test_a_rule_that_depends_costs_nothing_to_fix_where_it_is_as_good(oil):
    last = oil.answers.plan.choices[-1]
    level = dataclasses.replace(last, always=tuple((last.expected[0],) * 2 for _ in last.always))
    told = said(
        short_section.in_short(with_plan(oil, choices=(*oil.answers.plan.choices[:-1], level)))
    )
    assert "the best single option, would be as good." in told


def test_a_single_structure_agrees_with_no_other(oil, clinic):
    assert "There is one structure, so none to agree with" in said(
        record_sections.the_confidence(oil)
    )
    assert "2 of 2 structures advise the same plan" in said(record_sections.the_confidence(clinic))
    assert "Does it depend on the structure?" not in said(decision_sections.what_to_do(oil))
    assert "Does it depend on the structure?" in said(decision_sections.what_to_do(clinic))


def test_placeholders_are_called_so_only_where_they_are(clinic, shipped):
    assert "weights are placeholders too" in said(decision_sections.what_to_do(shipped))
    assert "weights are placeholders too" not in said(decision_sections.what_to_do(clinic))


# -------------------------------------------------------------------------- what it hangs on


def test_tables_that_turn_the_choice_are_counted(clinic, shipped):
    assert "no table alone would turn it" in said(short_section.in_short(shipped))
    assert "2 of 3 tables alone would turn it" in said(short_section.in_short(clinic))


def with_bars(material, change):
    inquiry = dataclasses.replace(material.answers.inquiry)
    tables = material.answers.inquiry.tables
    bars = tuple(change(number, bar) for number, bar in enumerate(tables.drivers))
    inquiry.__dict__["tables"] = dataclasses.replace(tables, drivers=bars)
    for name in ("switches", "observed", "learned", "footings", "flips", "topics", "differing"):
        inquiry.__dict__[name] = getattr(material.answers.inquiry, name)
    return with_answers(material, inquiry=inquiry)


def test_what_moves_nothing_is_hung_on_by_nothing(clinic):
    still = with_bars(
        clinic, lambda _, bar: dataclasses.replace(bar, lowest=bar.highest, highest=bar.highest)
    )
    told = " ".join(threshold_sections.thresholds_in_short(still))
    assert "What the choice hangs on: no table alone moves the lead visibly." in told


def test_tables_that_move_the_lead_alike_are_both_named(clinic):
    alike = with_bars(clinic, lambda _, bar: dataclasses.replace(bar, lowest=-1.0, highest=5.0))
    told = " ".join(threshold_sections.thresholds_in_short(alike))
    assert "What the choice hangs on most: Recovery, Disease and Finding." in told


def test_switch_points_within_what_is_said_are_counted_where_anybody_says_anything(oil, clinic):
    told = " ".join(threshold_sections.thresholds_in_short(clinic))
    assert "2 of 4 such points of weights lie within what weight sets say." in told
    assert "such point" not in " ".join(threshold_sections.thresholds_in_short(oil))


def test_a_model_that_nothing_switches_says_so(clinic):
    found = dataclasses.replace(clinic.answers.inquiry.switches, switches=())
    still = with_bars(clinic, lambda _, bar: bar)
    still.answers.inquiry.__dict__["switches"] = found
    told = " ".join(threshold_sections.thresholds_in_short(still))
    assert "What would change it: no number, moved alone as far as it goes." in told
    assert "The nearest of each kind follow." not in said(threshold_sections.the_thresholds(still))


def test_other_views_are_told_by_their_rules(clinic):
    told = said(threshold_sections.the_thresholds(clinic))
    assert "Of 1 other structure, 1 gives the same plan." in told
    assert "; C (Examination: thorough; Treatment: operate if Finding: positive, else wait)" in told
    assert "Of 1 other set of weights, none give the same plan; not Comfort counts" in told


# -------------------------------------------------------------------------- what to learn


def with_worth(material, values):
    inquiry = with_bars(material, lambda _, bar: bar).answers.inquiry
    observed = material.answers.inquiry.observed
    rows = tuple(dataclasses.replace(row, values=values) for row in observed.rows)
    inquiry.__dict__["observed"] = dataclasses.replace(observed, rows=rows)
    inquiry.__dict__["learned"] = None
    return with_answers(material, inquiry=inquiry)


def test_an_observation_may_be_worth_much_little_or_nothing(clinic):
    for value, words in (
        (0.0, "No single observation beforehand would change the plan."),
        (0.01, "No single observation beforehand is worth as much as 0.1 of 100 to the plan."),
        (3.0, "Worth knowing before deciding: Disease, Finding and Recovery (3.0 of 100, each)."),
    ):
        told = " ".join(learning_sections.learning_in_short(with_worth(clinic, (value,) * 5)))
        assert words in told


def test_what_only_experts_would_pay_for_is_not_the_pool_s(clinic):
    own = with_worth(clinic, (0.0, 4.0, 0.0, 0.0, 0.0))
    assert "Worth knowing" not in " ".join(learning_sections.learning_in_short(own))
    told = said(learning_sections.the_learning(own))
    assert "0.0 to 4.0" in told
    assert "by anybody's numbers" not in told


# ---------------------------------------------------------------------- record and model


def test_levels_and_signs_of_experts_are_told_apart(clinic):
    told = said(record_sections.the_confidence(clinic))
    assert "Levels differ, most in The disease is there (under the reference 30" in told
    assert "in 0 of 2 paired differences all experts see the same sign, in 1 nobody sees" in told
    level = clinic.answers.what_ifs["S0"]
    same = tuple(dataclasses.replace(o, by_expert=(o.value,) * 4) for o in level.outcomes)
    what_ifs = {**clinic.answers.what_ifs, "S0": dataclasses.replace(level, outcomes=same)}
    told = said(record_sections.the_confidence(with_answers(clinic, what_ifs=what_ifs)))
    assert "Levels under the reference are all the same" in told


def test_who_settles_what_is_counted_by_who_is_named(clinic, shipped):
    assert (
        "12 of 17 uncertain quantities will be settled by a named source; the others never will."
        in said(record_sections.the_confidence(shipped))
    )
    told = said(record_sections.the_confidence(clinic))
    assert "0 of 3 uncertain quantities will be settled by a named source; of 3 no source" in told


def test_arrows_with_a_source_are_counted(clinic, oil, shipped):
    assert "every arrow is listed in an annex" in said(model_sections.the_model(shipped))
    assert "of its 8 arrows an annex lists 1," in said(model_sections.the_model(clinic))
    assert "no claim or source is recorded for any of its 7 arrows" in said(
        model_sections.the_model(oil)
    )
    assert "alternative structures stand beside it" not in said(model_sections.the_model(oil))


def test_how_far_pools_lie_apart_is_worked_out(clinic):
    def pool(label, value):
        pair = (value, value)
        return Pool(
            label=label, record=label == "a", without="", rows_first=pair, answers_first=pair
        )

    for other, words in ((0.5, "0 points"), (0.503, "under 1 point"), (0.54, "4 points")):
        pools = (pool("a", 0.5), pool("b", other))
        told = said(people_sections._pools(dataclasses.replace(clinic, pools=pools), ["", "", ""]))
        assert f"They lie {words} apart at most." in told


def test_experts_who_choose_alike_may_differ_in_levels_or_not(clinic):
    found = clinic.answers.inquiry.differing
    assert "3 of 4 would choose another plan" in people_sections._camps(clinic, found)
    alike = dataclasses.replace(found, plans=dict.fromkeys(found.plans, found.pool))
    assert "the same plan: they differ in levels." in people_sections._camps(clinic, alike)
    level = clinic.answers.what_ifs["S0"]
    same = tuple(dataclasses.replace(o, by_expert=(o.value,) * 4) for o in level.outcomes)
    what_ifs = {**clinic.answers.what_ifs, "S0": dataclasses.replace(level, outcomes=same)}
    told = people_sections._camps(with_answers(clinic, what_ifs=what_ifs), alike)
    assert told.endswith("All 4 would choose the same plan.")


def test_a_version_that_moves_nothing_says_so():
    last = Version(number=2, created_at="", reason="", sha256="", notes=(), moves=())
    assert change_sections._changed(last) == "no answer changed"


# ------------------------------------------------------------------------------- numbers


def test_utilities_of_one_report_have_one_number_of_digits(oil, clinic):
    assert oil.worth(7000.0) == "7,000.0"
    assert clinic.worth(-0.04) == "0.0"
    assert clinic.worth(-2.0, signed=True) == "\N{MINUS SIGN}2.0"
    money = with_plan(oil, expected=(7000.0,) * 2, choices=())
    assert money.worth(7000.0) == "7,000"


def test_small_numbers_in_words():
    assert in_points(0.36, (0.2, 0.5)) == "+36 points"
    assert in_points(0.01, (0.0, 0.03)) == "+1 point"
    assert percent(1 - 1e-15) == "100\N{NO-BREAK SPACE}%"
    assert percent(1e-15) == "0\N{NO-BREAK SPACE}%"
    assert in_how_many(0, 1, "change") == "In no change"
    assert in_how_many(1, 1, "change") == "In the one change"
    assert in_how_many(2, 5, "quantity") == "In 2 of the 5 quantities"


def test_paragraphs_name_no_pool_where_nobody_was_asked(oil):
    assert POOL in oil.answers.plan.plans
    outlook = next(b for b in answer_sections.the_outlook(oil) if isinstance(b, Paragraph))
    assert "the number is printed with them" in outlook.text
