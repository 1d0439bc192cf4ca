"""Pools equal their worked examples, and the rule of record reaches every answer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.whatif import what_if
from bayesnet.study.draws import draw
from bayesnet.study.pools import (
    POOLINGS,
    PoolRule,
    beta_transformed,
    extremised,
    linear_pool,
    log_pool,
    median_pool,
    vetoes,
    without_veto,
)
from bayesnet.study.priors import Judgement, expert_tables, node_weights, without
from bayesnet.study.view import StudyView
from tests.bayesnet.test_draws import CPDS, asked, everywhere, numbers
from tests.oracles import methods as published


def event(probabilities):
    """One event of each expert's probability, as distributions over (yes, no)."""
    return np.stack([probabilities, 1 - np.asarray(probabilities)])


def test_pools_of_an_event_equal_the_worked_example():
    rows, weights = event(published.EVENT), published.EVENT_WEIGHTS
    assert linear_pool(rows, weights)[0] == pytest.approx(published.EVENT_LINEAR, abs=1e-15)
    assert log_pool(rows, weights)[0] == pytest.approx(published.EVENT_LOG, abs=1e-15)
    equal = np.ones(3)
    assert log_pool(rows, equal)[0] == pytest.approx(published.EVENT_LOG_EQUAL, abs=1e-15)
    assert median_pool(rows, equal)[0] == pytest.approx(published.EVENT_MEDIAN, abs=1e-15)
    pushed = extremised(log_pool(rows, equal), 2.5)
    assert pushed[0] == pytest.approx(published.EVENT_EXTREMISED_2_5, abs=1e-15)
    mean = linear_pool(rows, equal)[0]
    assert beta_transformed(mean, 6) == pytest.approx(published.EVENT_BETA_6_OF_MEAN, abs=1e-14)


def test_pools_of_a_row_equal_the_worked_example():
    rows = published.ROWS.T
    assert linear_pool(rows, published.ROW_WEIGHTS) == pytest.approx(published.ROW_LINEAR)
    assert log_pool(rows, published.ROW_WEIGHTS) == pytest.approx(published.ROW_LOG, abs=1e-15)


def test_a_log_pool_of_an_event_is_clipped_to_epsilon_and_its_complement():
    rows = event([0.0, 0.3])
    assert without_veto(rows, 0.005) == pytest.approx(event([0.005, 0.3]))
    odds = np.sqrt(0.005 / 0.995 * 0.3 / 0.7)
    assert log_pool(rows, np.ones(2), 0.005)[0] == pytest.approx(odds / (1 + odds))


def test_one_zero_vetoes_nothing_but_all_zeros_stay():
    rows = np.array([[0.0, 0.4], [0.0, 0.0], [1.0, 0.6]])
    pooled = log_pool(rows, np.ones(2))
    assert pooled[0] > 0.04
    assert pooled[1] == 0
    assert vetoes(rows, np.ones(2), 0.005) == 1
    assert vetoes(rows, np.array([0.0, 1.0]), 0.005) == 0


def test_experts_who_agree_below_epsilon_keep_what_they_agree_on():
    rows = np.tile([[1e-4], [1 - 1e-4]], (1, 3))
    assert log_pool(rows, np.ones(3)) == pytest.approx([1e-4, 1 - 1e-4], rel=1e-12)


def test_medians_are_weighted_and_scaled():
    rows = np.array([[0.7, 0.5, 0.2], [0.2, 0.3, 0.3], [0.1, 0.2, 0.5]])
    assert median_pool(rows, np.ones(3)) == pytest.approx([0.5, 0.3, 0.2])
    heavy = median_pool(rows, np.array([3.0, 1.0, 1.0]))
    assert heavy == pytest.approx([0.7, 0.2, 0.1])
    assert median_pool(rows[:, :2], np.array([0.45, 0.55])) == pytest.approx([0.5, 0.3, 0.2])
    even = median_pool(rows[:, :2], np.ones(2))
    assert even == pytest.approx([0.6, 0.25, 0.15])


def test_where_every_median_is_0_the_pool_is_linear():
    assert median_pool(np.eye(3), np.ones(3)) == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_the_rule_of_record_pools_the_rows_that_answers_are_propagated_from(frozen, pooling):
    """A pool of the shipped study, against the rows pooled by hand."""
    study = frozen.pooled_by(PoolRule(pooling=pooling))
    table = study.network("A").tables["rift_line"].values
    by_hand = {"linear": linear_pool, "log": log_pool, "median": median_pool}[pooling]
    assert table[..., 0] == pytest.approx(by_hand(table[..., 1:], study.weights))
    answer = what_if(StudyView(study, "A"), study.book.full("S0"))
    assert answer.provenance.pooling.split()[0] == pooling
    assert f"{pooling}" in answer.provenance.line()


def test_the_three_pools_differ_in_what_they_answer(frozen):
    rules = [PoolRule(pooling=pooling) for pooling in POOLINGS]
    scenario = frozen.book.full("S0")
    values = {
        rule.pooling: what_if(StudyView(frozen.pooled_by(rule), "A"), scenario).outcomes[0]
        for rule in rules
    }
    assert len({round(answer.value, 4) for answer in values.values()}) == 3
    assert len({answer.by_expert for answer in values.values()}) == 1


def test_an_expert_left_out_leaves_the_others_weights_in_proportion():
    priors = asked([0.5, 0.3, 0.2], [everywhere(0.2, 0.8)] * 3)
    left = without(priors, "e0")
    assert left.experts == ("e1", "e2")
    assert left.weights == pytest.approx({"e1": 0.6, "e2": 0.4})
    alone = dataclasses.replace(priors, weights={"e0": 1.0, "e1": 0.0, "e2": 0.0})
    assert without(alone, "e0") is None


def panels():
    """Two experts asked about both nodes, a third about x alone; y is filled in for them."""
    answers = [everywhere(0.2, 0.8), everywhere(0.4, 0.6), everywhere(0.9, 0.1)]
    filled = {key: Judgement(best=numbers(0.3, 0.7)) for key in ("y[x=no]", "y[x=yes]")}
    priors = asked([0.5, 0.25, 0.25], [*answers[:2], {**answers[2], **filled}])
    return dataclasses.replace(priors, not_asked={"e2": frozenset(filled)})


@pytest.mark.parametrize("pooling", POOLINGS)
def test_who_was_not_asked_about_a_node_counts_nothing_in_its_pool(pooling):
    priors = panels()
    assert node_weights(CPDS["x"], priors).tolist() == [0.5, 0.25, 0.25]
    assert node_weights(CPDS["y"], priors) == pytest.approx([2 / 3, 1 / 3, 0])
    rows = expert_tables(CPDS, priors)["y"]
    rule = PoolRule(pooling=pooling)
    pooled = rule.pool(rows, node_weights(CPDS["y"], priors))
    assert pooled == pytest.approx(rule.pool(rows[..., :2], np.array([2.0, 1.0])))


def test_a_world_of_an_expert_who_was_not_asked_takes_the_node_from_one_who_was():
    worlds = draw(CPDS, panels(), 3000, 1)
    x, y = worlds.tables["x"][0], worlds.tables["y"][0, 0]
    of_third = x == 0.9
    assert set(np.unique(y)) == {0.2, 0.4}
    assert (y[~of_third] == x[~of_third]).all()
    assert (y[of_third] == 0.2).mean() == pytest.approx(2 / 3, abs=0.05)
    # all of the node's rows from the same expert
    assert (worlds.tables["y"][0] == worlds.tables["y"][1]).all()


def test_who_was_not_asked_about_one_row_counts_in_the_others():
    priors = panels()
    priors = dataclasses.replace(priors, not_asked={"e2": frozenset(["y[x=no]"])})
    weights = node_weights(CPDS["y"], priors)
    assert weights == pytest.approx(np.array([[2 / 3, 1 / 3, 0], [0.5, 0.25, 0.25]]))
    rows = expert_tables(CPDS, priors)["y"]
    for pooling in POOLINGS:
        rule = PoolRule(pooling=pooling)
        pooled = rule.pool(rows, weights)
        for row in range(2):
            assert pooled[row] == pytest.approx(rule.pool(rows[row], weights[row]))
        # an axis between the rows and the states, as a structure's new parent makes one
        wider = np.stack([rows, rows[:, ::-1]], axis=1)
        assert rule.pool(wider, weights)[:, 0] == pytest.approx(pooled)
        assert rule.pool(wider, weights)[:, 1] == pytest.approx(pooled[:, ::-1])
    worlds = draw(CPDS, priors, 2000, 1).tables
    third = worlds["x"][0] == 0.9
    assert set(np.unique(worlds["y"][0, 0])) == {0.2, 0.4}
    assert (worlds["y"][1, 0][third] == 0.3).all()


def test_every_structure_leaves_out_who_was_not_asked(frozen):
    keys = frozenset(p.key for p in frozen.cpds["rift_line"].parameters())
    priors = dataclasses.replace(frozen.priors, not_asked={frozen.priors.experts[0]: keys})
    for structure in frozen.structures:
        tables = frozen.with_priors(priors).network(structure).tables
        rift, other = tables["rift_line"].values, tables["internal_strain"].values
        assert rift[..., 0] == pytest.approx(rift[..., 2:].mean(axis=-1))
        assert other[..., 0] == pytest.approx(other[..., 1:].mean(axis=-1))
