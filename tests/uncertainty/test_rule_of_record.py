"""Every analyst's answer pools by the rule of record, or says that it is a weighted mean.

The rows are pooled by hand, and the joint is summed or the diagram solved anew.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.judgement_effects import effect_of_moves
from bayesnet.answers.recommend import decision_problem, recommend
from bayesnet.attribution.explanation import explanation
from bayesnet.decisions.solve import solve
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.query import Network, Table
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.sensitivity.rows import away
from bayesnet.sensitivity.thresholds import find_switches
from bayesnet.study.pools import PoolRule, log_pool, median_pool
from bayesnet.study.priors import expert_tables
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.agenda import agenda
from bayesnet.uncertainty.comparison import compare
from bayesnet.uncertainty.disagreement import disagreement
from bayesnet.uncertainty.learning import learning
from tests.uncertainty.studies import uncertain_study
from tests.uncertainty.test_adoption import by_hand, questions, with_answer

POOLS = {"log": log_pool, "median": median_pool}
DRAWN = Sampling(draws=300)
OF_ANSWERS = "3 experts, linear pool of the answers"


@pytest.fixture(scope="module", params=list(POOLS))
def pooling(request):
    return request.param


@pytest.fixture(scope="module")
def study(pooling):
    return uncertain_study(21).pooled_by(PoolRule(pooling=pooling))


def pooled(study, pooling):
    """The pool's tables of structure A, made from the experts' answers."""
    tables = {
        name: Table(
            scope=(*study.diagram.causal_parents[name], name),
            values=POOLS[pooling](values, study.weights)[..., None],
        )
        for name, values in expert_tables(study.cpds, study.priors).items()
    }
    return Network(sizes=study.diagram.sizes, tables=tables)


def bad(network, umbrella=0):
    return enumerate_marginals(network, world=0, set={"umbrella": umbrella})[0]["mood"][0]


def quantity(study):
    outcome = study.diagram.outcome("bad_mood")
    return outcome_quantity(StudyView(study, "A"), outcome, study.book.full("bare"))


def test_compare_pools_rows_and_answers_by_the_rule(study, pooling):
    pair = (study.book.full("covered"), study.book.full("bare"))
    answer = compare(study, ["A"], [pair], sampling=DRAWN)
    (row,) = answer.rows
    levels = [bad(pooled(study, pooling), umbrella) for umbrella in (1, 0)]
    assert row.level.value == pytest.approx(levels[0], abs=1e-12)
    assert row.difference.value == pytest.approx(levels[0] - levels[1], abs=1e-12)
    events = [
        POOLS[pooling](np.array([own, 1 - own]), study.weights)[0]
        for own in (np.array(row.level.by_expert[0]), np.array(row.before.by_expert[0]))
    ]
    assert row.level.answers == pytest.approx((events[0],), abs=1e-12)
    assert row.difference.answers == pytest.approx((events[0] - events[1],), abs=1e-12)
    told = answer.provenance.line()
    assert f"{pooling}" in told
    assert "pool of the rows" in told
    assert "300 draws, seed 1, of single experts' worlds and not of the pool" in told


def test_a_bar_is_the_rule_of_record_with_the_answer_changed(study, pooling):
    found = find_drivers(StudyView(study, "A"), quantity(study), "question", Spread())
    for bar in found.drivers:
        levels = [
            bad(pooled(with_answer(study, bar.item, giver), pooling))
            for giver in study.priors.experts
        ]
        assert (bar.lowest, bar.highest) == pytest.approx((min(levels), max(levels)), abs=1e-12)
    assert found.base == pytest.approx(bad(pooled(study, pooling)), abs=1e-12)


def test_an_expert_is_left_out_by_the_rule_of_record(study, pooling):
    found = find_drivers(StudyView(study, "A"), quantity(study), "expert", Spread())
    for bar in found.drivers:
        rest = study.without(bar.item)
        ends = sorted([found.base, bad(pooled(rest, pooling))])
        assert (bar.lowest, bar.highest) == pytest.approx(ends, abs=1e-12)


def test_a_switch_point_is_one_of_the_pool_by_the_rule(study, pooling):
    found = find_switches(StudyView(study, "A", "even"), ("row",)).switches
    problem = decision_problem(StudyView(study, "A", "even"))
    for switch in found:
        node, _, rest = switch.name.partition("[")
        given = [pair.partition("=") for pair in rest.partition("]")[0].split(", ") if pair]
        states = study.diagram.states
        row = tuple(states[parent].index(state) for parent, _, state in given)
        options = []
        for step in (-1e-6, 1e-6):
            network = pooled(study, pooling)
            values = network.tables[node].values[row][:, 0]
            values += away(values, 1) * (switch.to + step - values[1])
            tried = dataclasses.replace(problem, network=network)
            options.append(solve(tried).strategy.rules["umbrella"].table.argmax(axis=-2).tolist())
        assert options[0] != options[1]
    assert found


def test_an_account_adds_up_to_the_change_of_the_pool(study, pooling):
    outcome = study.diagram.outcome("bad_mood")
    pair = (study.book.full("covered"), study.book.full("bare"))
    answer = explanation(StudyView(study, "A"), *pair, outcome)
    network = pooled(study, pooling)
    assert answer.change == pytest.approx(bad(network, 1) - bad(network, 0), abs=1e-12)
    shares = [r.effect for r in answer.reasons if r.kind == "finding"]
    assert sum(shares) == pytest.approx(answer.change, abs=1e-12)


def test_a_move_is_what_it_does_to_the_pool(study, pooling):
    first, second = study.priors.experts[:2]
    own = study.priors.judgements
    later = dataclasses.replace(
        study.priors,
        judgements={**own, first: {**own[first], "weather[]": own[second]["weather[]"]}},
    )
    moved = [(first, "weather[]")]
    found = effect_of_moves(StudyView(study, "A"), later, study.book.full("bare"), moved)
    after = bad(pooled(study.with_priors(later), pooling))
    expected = after - bad(pooled(study, pooling))
    assert found.moves[0].changes["bad_mood"] == pytest.approx(expected, abs=1e-12)


def test_plans_are_worth_what_the_pool_says(study, pooling):
    network = pooled(study, pooling)
    answer = find_prospects(StudyView(study, "A", "even"), DRAWN)
    for prospect in (p for p in answer.prospects if p.fixed):
        option = study.diagram.states["umbrella"].index(prospect.fixed["umbrella"])
        assert prospect.expected == pytest.approx(100 * (1 - bad(network, option)), abs=1e-9)
    assert "of single experts' worlds and not of the pool" in answer.provenance.line()


def test_the_agenda_is_a_weighted_mean_whatever_the_rule_and_says_so(study):
    found = agenda(StudyView(study, "A", "even"))
    asked = {question.key: question for question in questions(study)}
    for topic in found.topics:
        worth, turned, shift = by_hand(study, asked[topic.question.key])
        assert topic.worth == pytest.approx(max(worth, 0), abs=1e-9)
        assert list(topic.switchers) == turned
        assert topic.shift == pytest.approx(shift, abs=1e-9)
    assert OF_ANSWERS in found.provenance.line()


def test_learning_is_of_worlds_that_are_single_experts_and_says_so(study):
    line = learning(StudyView(study, "A", "even"), DRAWN).provenance.line()
    assert OF_ANSWERS in line
    assert "not of the pool" not in line


def test_the_plan_that_experts_are_compared_with_is_that_of_the_pool(study, pooling):
    found = disagreement(StudyView(study, "A", "even"))
    assert found.pool == recommend(StudyView(study, "A", "even")).plans["pool"]
    tried = dataclasses.replace(
        decision_problem(StudyView(study, "A", "even")), network=pooled(study, pooling)
    )
    expected = recommend(StudyView(study, "A", "even")).expected[0]
    assert solve(tried).expected_utility[0] == pytest.approx(expected, abs=1e-9)
    assert pooling in found.provenance.line()
