"""The rule of record stands beside other pools, both orders and each expert left out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.beliefs import beliefs
from bayesnet.answers.whatif import what_if
from bayesnet.errors import StudyError
from bayesnet.study.pools import PoolRule, linear_pool, log_pool
from bayesnet.study.priors import without
from bayesnet.study.view import StudyView
from elicitation.scoring.scored import score
from elicitation.scoring.study_disagreement import disagreement
from elicitation.versions.pooling import bitten, compare_pools

ROW = "rift_line[perceived_commitment=firm]"


def rows_of(answer, quantity):
    return {row.pool: row for row in answer.rows if row.quantity == quantity}


def test_both_orders_of_the_rule_of_record(frozen):
    scenario = frozen.book.full("S0")
    answer = compare_pools(StudyView(frozen, "A"), scenario)
    outcomes = what_if(StudyView(frozen, "A"), scenario).outcomes
    for one in outcomes:
        record = next(r for r in rows_of(answer, one.outcome.id).values() if r.record)
        assert record.rows_first == pytest.approx(one.value)
        assert record.answers_first == pytest.approx(np.dot(frozen.weights, one.by_expert))


def test_other_pools_are_of_the_same_answers(frozen):
    scenario = frozen.book.full("S0")
    answer = compare_pools(StudyView(frozen, "A"), scenario)
    one = what_if(StudyView(frozen, "A"), scenario).outcomes[0]
    event = np.stack([one.by_expert, 1 - np.array(one.by_expert)])
    log = rows_of(answer, one.outcome.id)["log (epsilon 0.005)"]
    assert log.answers_first == pytest.approx(log_pool(event, frozen.weights)[0])
    again = what_if(StudyView(frozen.pooled_by(PoolRule(pooling="log")), "A"), scenario).outcomes[0]
    assert log.rows_first == pytest.approx(again.value)
    assert len(rows_of(answer, one.outcome.id)) == 3
    more = compare_pools(StudyView(frozen, "A"), scenario, extremes=True)
    assert len(rows_of(more, one.outcome.id)) == 5


def test_each_expert_left_out_is_the_study_without_them(frozen):
    scenario = frozen.book.full("S0")
    answer = compare_pools(StudyView(frozen, "A"), scenario)
    fewer = frozen.with_priors(without(frozen.priors, "spiral"))
    for one in what_if(StudyView(fewer, "A"), scenario).outcomes:
        (row,) = [
            r
            for r in answer.left_out
            if r.quantity == one.outcome.id and r.pool == "without spiral"
        ]
        assert row.rows_first == pytest.approx(one.value)
        assert row.answers_first == pytest.approx(np.mean(one.by_expert))


def test_a_row_is_pooled_in_one_order_alone(frozen):
    answer = compare_pools(StudyView(frozen, "A"), frozen.book.full("S0"), (ROW,))
    table = frozen.network("A").tables["rift_line"].values
    linear = rows_of(answer, f"{ROW} present")["linear"]
    assert linear.rows_first == linear.answers_first
    firm = list(frozen.diagram.states["perceived_commitment"]).index("firm")
    assert linear.rows_first == pytest.approx(linear_pool(table[firm, 1, 1:], frozen.weights))


def test_the_only_expert_who_counts_cannot_be_left_out(frozen):
    first, *others = frozen.priors.experts
    priors = dataclasses.replace(frozen.priors, weights={first: 1.0, **dict.fromkeys(others, 0.0)})
    answer = compare_pools(StudyView(frozen.with_priors(priors), "A"), frozen.book.full("S0"))
    gone = [row for row in answer.left_out if row.pool == f"without {first}"]
    assert all(np.isnan([row.rows_first, row.answers_first]).all() for row in gone)
    rest = [row for row in answer.left_out if row.pool != f"without {first}"]
    assert not np.isnan([row.rows_first for row in rest]).any()


def test_unlike_pools_and_a_biting_epsilon_are_noted(frozen):
    notes = compare_pools(StudyView(frozen, "A"), frozen.book.full("S0")).notes
    assert any("pool differ (0.42 and 0.45); report which and why." in note for note in notes)
    assert bitten(frozen)[0].startswith("Log pool: in 4 of 182 rows somebody's probability")


def test_what_is_no_outcome_and_no_row_is_refused(frozen):
    with pytest.raises(
        StudyError, match=r"is neither an outcome nor a row of a full table; did you"
    ):
        compare_pools(
            StudyView(frozen, "A"), frozen.book.full("S0"), (ROW.replace("firm", "firmer"),)
        )


# ---------------------------------------------------------------------------------------- disagreement


def test_disagreement_by_node_outcome_and_plan(frozen):
    scenario = frozen.book.full("S0")
    found = disagreement(StudyView(frozen, "A"), scenario)
    assert [n.divergence for n in found.nodes] == sorted(
        (n.divergence for n in found.nodes), reverse=True
    )
    rift = next(node for node in found.nodes if node.node == "rift_line")
    rows = frozen.network("A").tables["rift_line"].values[..., 1:]
    by_hand = [
        sum(abs(row[:, a] - row[:, b]).sum() / 2 for a in range(6) for b in range(a + 1, 6)) / 15
        for row in rows
    ]
    assert rift.variation == pytest.approx(np.mean(by_hand))
    assert rift.experts == 6
    one = what_if(StudyView(frozen, "A"), scenario).outcomes[0]
    assert found.outcomes[0].by_expert == one.by_expert
    assert found.outcomes[0].deviation == pytest.approx(np.std(one.by_expert, ddof=1))
    assert set(found.plans) == {"pool", *frozen.priors.experts}


def test_one_set_of_numbers_disagrees_with_nobody(deterrence):
    with pytest.raises(StudyError, match=r"there is only one set of numbers\."):
        disagreement(StudyView(deterrence, "A"), deterrence.book.full("S0"))


# --------------------------------------------------------------------------------------------- scores


def test_forecasts_are_each_network_s_own_marginals(frozen):
    scenario = frozen.book.full("S0")
    found = score(
        StudyView(frozen, "A"), scenario, {"rift_line": "present", "provocation_level": "serious"}
    )
    marginal = beliefs(StudyView(frozen, "A"), scenario, ("provocation_level",))[
        "provocation_level"
    ]
    mine = {s.forecaster: s for s in found.scores if s.node == "provocation_level"}
    for place, expert in enumerate(frozen.priors.experts, 1):
        p = marginal[:, place]
        assert mine[expert].given == pytest.approx(p[1])
        assert mine[expert].brier == pytest.approx(p[0] ** 2 + (1 - p[1]) ** 2 + p[2] ** 2)
        assert mine[expert].log == pytest.approx(np.log(p[1]))
        assert mine[expert].ranked == pytest.approx(p[0] ** 2 + (p[0] + p[1] - 1) ** 2)
    assert found.forecasters[0] == "linear pool, of record"
    assert mine["linear pool, of record"].given == pytest.approx(marginal[1, 0])
    assert found.happened.tolist() == [0, 1, 0, 1, 0]
    parts = found.partition("spiral")
    assert parts.brier == pytest.approx(((found.events[-1] - found.happened) ** 2).mean())
    assert sum(b.events for b in found.curve("spiral", 5)) == 5


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (
            {"miscalculation": "yes"},
            "miscalculation is marked as not resolvable: the world will never tell its state, so "
            "it is never scored.",
        ),
        ({"exercise_plan": "cancelled"}, "exercise_plan is a decision, and decisions are not"),
        ({"rift": "present"}, "no uncertain node 'rift'; did you mean 'rift_line'?"),
        ({"rift_line": "here"}, "rift_line has no state 'here'"),
        ({}, "no outcome has become known, so there is nothing to score."),
    ],
)
def test_what_cannot_be_scored_is_refused(frozen, known, sentence):
    with pytest.raises(StudyError) as caught:
        score(StudyView(frozen, "A"), frozen.book.full("S0"), known)
    assert sentence in str(caught.value)


def test_no_node_that_is_not_resolvable_is_ever_scored(frozen):
    for name, node in frozen.diagram.chance.items():
        if not node.resolvable:
            with pytest.raises(StudyError, match="is never scored"):
                score(StudyView(frozen, "A"), frozen.book.full("S0"), {name: node.states[0]})


def test_what_the_scenario_says_was_not_forecast(frozen):
    scenario = dataclasses.replace(frozen.book.full("S0"), seen={"rift_line": "present"})
    with pytest.raises(StudyError, match="says rift_line, so it was not forecast"):
        score(StudyView(frozen, "A"), scenario, {"rift_line": "present"})


def test_the_pushed_log_pool_starts_from_the_log_pool_beside_it(frozen):
    doubted = "rift_line[perceived_commitment=doubted]"  # on which the experts differ
    study = frozen.pooled_by(PoolRule(pooling="log", epsilon=0.4))
    answer = compare_pools(StudyView(study, "A"), study.book.full("S0"), (doubted,), extremes=True)
    rows = rows_of(answer, f"{doubted} present")
    shown = [
        next(row for pool, row in rows.items() if pool.startswith(n)) for n in ("log", "log, ext")
    ]
    odds = [row.answers_first / (1 - row.answers_first) for row in shown]
    assert odds[1] == pytest.approx(odds[0] ** 2.5)
