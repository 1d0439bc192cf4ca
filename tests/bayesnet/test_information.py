"""What it is worth to know or to control: published answers, brute force, laws, refusals."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.decisions.information import (
    CannotKnow,
    controlled,
    drawn,
    informed,
    nearest_switch,
    value_of_control,
    value_of_information,
)
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.solve import solve
from bayesnet.inference.query import Network, Table
from tests.exhaustive import every_strategy
from tests.published import problem_of
from tests.strategies import random_problem


def test_the_umbrella():
    """Norsys help: the forecast is worth 7, the weather itself 21 more than the forecast."""
    problem = problem_of("netica_umbrella")
    blind = dataclasses.replace(problem, decisions={"Umbrella": ()})
    assert value_of_information(blind, "Forecast", "Umbrella")[0] == pytest.approx(7)
    assert value_of_information(blind, "Weather", "Umbrella")[0] == pytest.approx(21)
    assert value_of_information(problem, "Weather", "Umbrella")[0] == pytest.approx(14)


def test_the_venture():
    """GeNIe manual: a forecast is worth 320, perfect information 1900."""
    problem = problem_of("genie_venture")
    assert value_of_information(problem, "Forecast", "Invest")[0] == pytest.approx(320)
    assert value_of_information(problem, "Success", "Invest")[0] == pytest.approx(1900)


def random_questions(number):
    """Problems with a variable and a decision that it may be known at."""
    for seed in range(number):
        problem = dataclasses.replace(random_problem(seed, "perfect"), seen={}, forbidden=())
        for variable in problem.network.tables:
            for decision in problem.open:
                yield problem, variable, decision


def best(problem):
    worth = every_strategy(problem)
    return None if worth is None else worth.max()


def test_information_equals_the_difference_of_all_strategies_searched():
    compared = 0
    for problem, variable, decision in random_questions(120):
        try:
            asked = informed(problem, variable, decision)
        except CannotKnow:
            continue
        before, after = best(problem), best(asked)
        if before is None or after is None:
            continue
        found = value_of_information(problem, variable, decision)[0]
        assert found == pytest.approx(after - before, abs=1e-9)
        assert found >= -1e-9
        compared += 1
    assert compared >= 150


def test_control_equals_the_difference_of_all_strategies_searched():
    compared = 0
    for problem, variable, decision in random_questions(120):
        try:
            asked = controlled(problem, variable, decision)
        except CannotKnow:
            continue
        before, after = best(problem), best(asked)
        if before is None or after is None:
            continue
        found = value_of_control(problem, variable, decision)[0]
        assert found == pytest.approx(after - before, abs=1e-9)
        compared += 1
    assert compared >= 80


def test_control_of_a_root_is_the_best_intervention():
    """Setting the weather before an umbrella is chosen: the best of the rows of its table."""
    problem = dataclasses.replace(problem_of("netica_umbrella"), decisions={"Umbrella": ()})
    worth = []
    for state in range(2):
        table = Table(scope=("Weather",), values=np.eye(2)[state][:, None])
        tables = {**problem.network.tables, "Weather": table}
        network = Network(sizes=problem.network.sizes, tables=tables)
        worth.append(solve(dataclasses.replace(problem, network=network)).expected_utility[0])
    expected = max(worth) - solve(problem).expected_utility[0]
    assert value_of_control(problem, "Weather", "Umbrella")[0] == pytest.approx(expected)


def test_an_indicator_is_worth_at_most_what_it_indicates_and_nothing_once_that_is_known():
    problem = dataclasses.replace(problem_of("netica_umbrella"), decisions={"Umbrella": ()})
    perfect = value_of_information(problem, "Weather", "Umbrella")
    assert value_of_information(problem, "Forecast", "Umbrella") <= perfect
    known = informed(problem, "Weather", "Umbrella")
    assert value_of_information(known, "Forecast", "Umbrella")[0] == pytest.approx(0)


def test_what_a_decision_leads_to_cannot_be_known_before_it():
    problem = problem_of("oil_wildcatter")
    with pytest.raises(CannotKnow) as refusal:
        value_of_information(problem, "Seismic", "Test")
    assert refusal.value.path == ("Test", "Seismic")
    assert str(refusal.value) == "Seismic cannot be known or set before Test: Test -> Seismic."


def test_what_an_earlier_decision_has_seen_the_effects_of_cannot_be_set_later():
    problem = problem_of("oil_wildcatter")
    with pytest.raises(CannotKnow, match="Oil -> Seismic -> Drill"):
        value_of_control(
            dataclasses.replace(
                problem,
                decisions={"Test": (), "Drill": ("Test", "Seismic"), "Later": ()},
                network=Network(
                    sizes={**problem.network.sizes, "Later": 2}, tables=problem.network.tables
                ),
            ),
            "Oil",
            "Later",
        )


def dominant(lead):
    """A decision whose first option leads by ``lead`` at least, whatever X is."""
    return DecisionProblem(
        network=Network(
            sizes={"X": 2, "D": 2},
            tables={"X": Table(scope=("X",), values=np.array([[0.25], [0.75]]))},
        ),
        decisions={"D": ()},
        utilities=(
            UtilityTerm(
                name="u",
                scope=("X", "D"),
                values=np.array([[10.0, 10.0 - lead], [8.0, 1.0]])[..., None],
            ),
        ),
        recall="perfect",
    )


@pytest.mark.parametrize("lead", [0.5, 3.0])
def test_where_an_option_dominates_knowing_is_worth_nothing_and_the_nearest_switch_says_how_far(
    lead,
):
    problem = dominant(lead)
    assert value_of_information(problem, "X", "D")[0] == pytest.approx(0)
    found = nearest_switch(problem, solve(problem), "X", "D")
    assert (found.lead, found.known) == (pytest.approx(lead), {"X": 0})
    assert (found.option, found.rival) == (0, 1)


def test_where_knowing_changes_the_choice_the_nearest_switch_is_behind():
    problem = dominant(-2.0)
    assert value_of_information(problem, "X", "D")[0] == pytest.approx(0.25 * 2)
    assert nearest_switch(problem, solve(problem), "X", "D").lead == pytest.approx(-2)


def test_all_arcs_are_drawn():
    graph = drawn(problem_of("oil_wildcatter"))
    assert set(graph.edges) == {
        ("Oil", "Seismic"),
        ("Test", "Seismic"),
        ("Test", "Drill"),
        ("Seismic", "Drill"),
    }
