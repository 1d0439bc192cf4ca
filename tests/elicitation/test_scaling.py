"""Rows are scaled to the marginal that was said: the nearest table with it, effects kept."""

from __future__ import annotations

import dataclasses
import itertools
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.answers.beliefs import joint_belief, unchecked_beliefs
from bayesnet.study.scenario import Likely
from bayesnet.study.view import StudyView
from elicitation.checks.coherence import alone, coherence
from elicitation.intake.scaling import Unscalable, scalable, scaled, scaled_rows
from elicitation.record.responses import Estimate, Judgement
from elicitation.study import open_elicitation
from tests.conftest import SHIPPED
from tests.elicitation.workshop import begin

SEEDS = st.integers(0, 2**32 - 1)


def problem(seed, sparse=False):
    """Random rows, their weights, and a marginal that some factors bring them to."""
    random = np.random.default_rng(seed)
    rows, states = random.integers(1, 7), random.integers(2, 5)
    table = random.dirichlet(np.ones(states), size=rows)
    if sparse:
        keep = random.random(table.shape) < 0.6
        keep[:, 0] = True
        table = table * keep / (table * keep).sum(axis=1, keepdims=True)
    weights = random.dirichlet(np.ones(rows))
    made = table * np.exp(random.normal(0, 1.5, size=states))
    return table, weights, weights @ (made / made.sum(axis=1, keepdims=True))


@given(seed=SEEDS, sparse=st.booleans())
def test_scaled_rows_are_distributions_with_the_marginal_and_the_zeros_they_had(seed, sparse):
    table, weights, marginal = problem(seed, sparse)
    made = scaled(table, weights, marginal)
    assert made.sum(axis=1) == pytest.approx(1)
    assert weights @ made == pytest.approx(marginal, abs=1e-8)
    assert ((made == 0) == (table == 0)).all()


@given(seed=SEEDS)
def test_odds_ratios_between_rows_stay_as_they_are(seed):
    table, weights, marginal = problem(seed)
    before, after = (np.log(t / t[:, :1]) for t in (table, scaled(table, weights, marginal)))
    assert after - after[:1] == pytest.approx(before - before[:1], abs=1e-9)


@given(seed=SEEDS)
def test_rows_that_have_the_marginal_stay_as_they_are(seed):
    table, weights, _ = problem(seed)
    assert scaled(table, weights, weights @ table) == pytest.approx(table, abs=1e-8)


def divergence(made, table, weights):
    """Relative entropy of the joint with the causes."""
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(made > 0, made * np.log(made / table), 0.0)
    return float((weights[..., None] * each).sum(axis=(-2, -1)))


@pytest.mark.parametrize("seed", range(5))
def test_no_table_with_that_marginal_is_nearer(seed):
    """Every table on a grid: two rows of two states, one free number."""
    random = np.random.default_rng(seed)
    table, weights = random.dirichlet([1, 1], size=2), random.dirichlet([3, 3])
    target = float(random.uniform(0.1, 0.9))
    ours = divergence(scaled(table, weights, np.array([1 - target, target])), table, weights)
    nearest = np.inf
    for first in np.linspace(0, 1, 20_001):
        second = (target - weights[0] * first) / weights[1]
        if 0 <= second <= 1:
            made = np.array([[1 - first, first], [1 - second, second]])
            nearest = min(nearest, divergence(made, table, weights))
    assert ours <= nearest + 1e-9
    assert ours == pytest.approx(nearest, abs=1e-6)


@pytest.mark.parametrize(
    ("table", "marginal"),
    [
        ([[1, 0], [1, 0]], [0.9, 0.1]),  # nowhere possible, and yet said
        ([[1, 0], [0.5, 0.5]], [0.4, 0.6]),  # more of it than the rows leave room for
        ([[1, 0], [0.5, 0.5]], [0.5, 0.5]),  # just all the room: only by making more impossible
        ([[1, 0], [0, 1]], [0.4, 0.6]),  # nothing left to choose
        ([[1, 0], [0.5, 0.5]], [0, 1]),  # said impossible, and certain in a row
    ],
)  # fmt: skip
def test_a_marginal_out_of_reach_is_refused(table, marginal):
    with pytest.raises(Unscalable):
        scaled(np.array(table, float), np.array([0.5, 0.5]), np.array(marginal, float))


def test_a_state_that_was_said_to_be_impossible_becomes_so():
    made = scaled(np.array([[0.2, 0.3, 0.5]]), np.ones(1), np.array([0.0, 0.5, 0.5]))
    assert made == pytest.approx(np.array([[0, 0.5, 0.5]]))


# ------------------------------------------------------------------------------ an expert's answers


def said(key, reason="", **numbers):
    answers = {name: Estimate(best=Decimal(str(number))) for name, number in numbers.items()}
    return Judgement(question=key, answers=answers, reason=reason)


@pytest.fixture
def opened(tmp_path):
    return open_elicitation(begin(tmp_path / "s"))[0]


@pytest.fixture
def own():
    """An expert who has rain on .4 of all days, and says that it is forecast on .6 of them."""
    judgements = [
        said("weather[]", dry=0.6, wet=0.4),
        said("forecast[weather=dry]", sun=0.8, rain=0.2),
        said("forecast[weather=wet]", sun=0.3, rain=0.7),
        said("forecast.marginal", sun="0.4000003", rain="0.6"),  # a sum as it may be typed
        *(
            said(f"mood[weather={w}, umbrella={u}]", bad=0.4, good=0.6)
            for w, u in itertools.product(("dry", "wet"), ("leave", "take"))
        ),
    ]
    return {j.question: j for j in judgements}


def implied(opened, own, node):
    study = opened.study
    made = unchecked_beliefs(
        StudyView(alone(study, own), study.diagram.structure), opened.reference, [node]
    )
    return made[node][:, 0]


def test_scaled_rows_imply_what_was_said_all_in_all(opened, own):
    assert implied(opened, own, "forecast") == pytest.approx([0.6, 0.4])
    assert scalable(opened.study, own, opened.reference, "forecast")
    rows = scaled_rows(opened.study, own, opened.reference, "forecast")
    after = {**own, **{row.question: row for row in rows}}
    assert implied(opened, after, "forecast") == pytest.approx([0.4, 0.6], abs=1e-6)
    assert all(sum(e.best for e in row.answers.values()) == 1 for row in rows)
    queues = [
        coherence(opened.study, opened.falling, {"E": each}, opened.reference).by_expert["E"]
        for each in (own, after)
    ]
    assert [[d.kind for d in queue if d.kind == "total"] for queue in queues] == [["total"], []]


def test_the_range_of_a_scaled_row_moves_along(opened, own):
    row = own["forecast[weather=dry]"]
    ranged = {
        name: dataclasses.replace(e, low=e.best - Decimal("0.1"), high=e.best + Decimal("0.2"))
        for name, e in row.answers.items()
    }
    own[row.question] = dataclasses.replace(row, answers=ranged)
    (rain, *_) = scaled_rows(opened.study, own, opened.reference, "forecast")
    answer = rain.answers["rain"]
    assert (answer.low, answer.high) == (answer.best - Decimal("0.1"), answer.best + Decimal("0.2"))


def test_a_root_takes_the_answer_all_in_all(opened, own):
    own["weather.marginal"] = said("weather.marginal", dry=0.5, wet=0.5)
    (row,) = scaled_rows(opened.study, own, opened.reference, "weather")
    assert (row.question, str(row.answers["wet"].best)) == ("weather[]", "0.5")


def test_rows_that_the_scenario_cannot_reach_move_with_the_others(opened, own):
    """Without an umbrella all in all; taking it keeps its effect."""
    own["mood.marginal"] = said("mood.marginal", bad=0.8, good=0.2)
    rows = scaled_rows(opened.study, own, opened.reference, "mood")
    assert {str(row.answers["bad"].best) for row in rows} == {"0.8"}


@pytest.mark.parametrize(
    ("change", "node", "able"),
    [
        ({}, "forecast", True),
        ({"seen": {"weather": "wet"}}, "forecast", True),  # above: the causes are weighed by it
        ({"seen": {"forecast": "rain"}}, "forecast", False),
        ({"seen": {"mood": "bad"}}, "mood", False),
        ({"seen": {"mood": "bad"}}, "weather", False),  # below: rows alone do not make it up
        ({"likely": {"mood": Likely(values=(0.9, 0.1), kind="ratio")}}, "weather", False),
        ({"set": {"umbrella": "leave", "forecast": "sun"}}, "forecast", False),
    ],
)  # fmt: skip
def test_rows_are_scaled_only_where_they_make_up_the_marginal(opened, own, change, node, able):
    scenario = dataclasses.replace(opened.reference, **change)
    assert scalable(opened.study, own, scenario, node) == able
    if able:
        names = [name for name, _ in opened.study.cpds[node].domain.parents]
        study = opened.study
        joint = joint_belief(StudyView(study), scenario, names)[..., 0]
        table = np.array([[0.8, 0.2], [0.3, 0.7]])
        marginal = unchecked_beliefs(StudyView(study), scenario, [node])[node][:, 0]
        assert joint @ table == pytest.approx(marginal)


def test_a_node_that_is_not_answered_whole_or_has_no_full_table_is_not_scaled(opened, own):
    partial = {key: j for key, j in own.items() if key != "forecast[weather=wet]"}
    assert not scalable(opened.study, partial, opened.reference, "forecast")
    shipped = open_elicitation(SHIPPED)[0]
    node = next(name for name, cpd in shipped.study.cpds.items() if cpd.method == "ranked")
    answers = {
        parameter.key: said(
            parameter.key, **dict(zip(parameter.components, map(str, best), strict=True))
        )
        for parameter in shipped.study.cpds[node].parameters()
        for best in [shipped.study.cpds[node].placeholder[parameter.key]]
    }
    assert not scalable(shipped.study, answers, shipped.reference, node)


def test_nothing_becomes_impossible_by_rounding(opened, own):
    own["forecast[weather=dry]"] = said("forecast[weather=dry]", sun="0.999999", rain="0.000001")
    own["forecast.marginal"] = said("forecast.marginal", sun="0.95", rain="0.05")
    with pytest.raises(Unscalable):
        scaled_rows(opened.study, own, opened.reference, "forecast")
