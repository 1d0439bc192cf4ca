"""The table of a decision: what every option is worth in every state of information that occurs."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions.problem import DecisionProblem, Infeasible, UtilityTerm
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import DecisionRule, Strategy
from bayesnet.decisions.table import decision_table
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from tests.exhaustive import over_all, worth_of_strategy, written_out
from tests.published import problem_of, states_of
from tests.strategies import random_problem


def test_the_umbrella_as_netica_prints_it():
    """Taken in the rain 80 of 100, in the sun 20; left at home 100 in the sun, 0 in the rain."""
    problem = problem_of("netica_umbrella")
    solution = solve(problem)
    table = decision_table(problem, solution.strategy, "Umbrella")
    total = sum(state.probability * state.worth[state.option] for state in table.states)
    assert total == pytest.approx(77)
    assert table.never_best == ()
    assert table.dominated == {}
    frame = table.table(states_of("netica_umbrella")).frame()
    assert set(frame["Forecast"]) == {"sunny", "cloudy", "rainy"}
    assert frame.set_index("Forecast").loc["rainy", "choice"] == "take"
    assert frame["probability"].sum() == pytest.approx(1)


def test_every_entry_equals_the_strategy_with_that_option_taken_there():
    """Worth is compared through the joint: the rule is changed in one state and all is summed."""
    compared = 0
    for seed in range(150):
        problem = random_problem(seed, "limited" if seed % 2 else "perfect")
        try:
            solution = solve(problem)
        except (ImpossibleEvidence, Infeasible):
            continue
        for decision in problem.open:
            table = decision_table(problem, solution.strategy, decision)
            assert sum(state.probability for state in table.states) == pytest.approx(1)
            for state in table.states:
                for option, worth in enumerate(state.worth):
                    there, forbidden = taken_there(
                        problem, solution.strategy, decision, state, option
                    )
                    assert (worth is None) == (forbidden > 1e-12)
                    if worth is not None:
                        assert worth == pytest.approx(there, abs=1e-9)
                    compared += 1
    assert compared >= 500


def taken_there(problem, strategy, decision, state, option):
    """Expected utility and probability of what is forbidden, given the state, with that option."""
    rule = strategy.rules[decision]
    cell = tuple(state.known[name] for name in rule.information)
    table = rule.table.copy()
    table[cell] = 0.0
    table[cell][option] = 1.0
    changed = DecisionRule(decision=decision, information=rule.information, table=table)
    rules = {**strategy.rules, decision: changed}
    weight, utility, forbidden = written_out(problem)
    for name, own in rules.items():
        weight = weight * over_all(problem, (*own.information, name), own.table)
    for name, known in state.known.items():
        there = np.eye(problem.network.sizes[name])[known][:, None]
        weight = weight * over_all(problem, (name,), there)
    before, _ = worth_of_strategy(problem, strategy)
    assert np.isfinite(before)
    return (weight * utility).sum() / weight.sum(), (weight * forbidden).sum() / weight.sum()


def three_options(worth):
    """A choice of three without information; ``worth`` by state of X and option."""
    return DecisionProblem(
        network=Network(
            sizes={"X": 2, "D": 3}, tables={"X": Table(scope=("X",), values=np.full((2, 1), 0.5))}
        ),
        decisions={"D": ("X",)},
        utilities=(
            UtilityTerm(name="u", scope=("X", "D"), values=np.array(worth, float)[..., None]),
        ),
        recall="perfect",
    )


def test_ties_dominated_and_never_best_options():
    problem = three_options([[5, 5, 1], [2, 9, 1]])
    table = decision_table(problem, solve(problem).strategy, "D")
    ties = {state.known["X"]: state.ties for state in table.states}
    assert ties == {0: (0, 1), 1: (1,)}
    assert table.dominated == {0: 1, 2: 0}
    assert table.never_best == (2,)


def test_states_that_cannot_occur_are_left_out():
    problem = problem_of("oil_wildcatter")
    table = decision_table(problem, solve(problem).strategy, "Drill")
    seismic = {state.known["Seismic"] for state in table.states}
    assert seismic == {0, 1, 2}  # having tested, there is no state without a result


def test_a_decision_that_is_made_has_no_table():
    problem = problem_of("oil_wildcatter")
    solution = solve(problem)
    only = Strategy(rules={"Test": solution.strategy.rules["Test"]})
    with pytest.raises(KeyError):
        decision_table(problem, only, "Drill")
