"""Deciding without memory: settled at once where it can be, proved where it is searched.

What is said of an answer that may not be the best is true, and nothing asks for much memory.
"""

from __future__ import annotations

import ctypes
import dataclasses
import tracemalloc

import numpy as np
import pytest

from bayesnet.answers.recommend import solving
from bayesnet.decisions import branching, limited, quiet
from bayesnet.decisions.backward import settle
from bayesnet.decisions.information import controlled, informed
from bayesnet.decisions.problem import DecisionProblem, Infeasible, SeenTooLate, UtilityTerm
from bayesnet.decisions.solve import forced_options, solve
from bayesnet.errors import StudyError
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from tests.exhaustive import every_strategy
from tests.limid_chain import best_of_chain, limid_chain, pig_breeding
from tests.published import problem_of
from tests.strategies import random_problem, random_table, random_team


def worths(make, number):
    """Problems of limited memory that are not settled in an order, with the worth of strategies."""
    for seed in range(number):
        problem = make(seed)
        try:
            if settle(problem).left:
                worth = every_strategy(problem)
                if worth is not None and np.isfinite(worth).any():
                    yield problem, worth
        except (ImpossibleEvidence, Infeasible, ZeroDivisionError):
            continue


def too_large(*_):
    raise limited.TooLarge(("A", "B"), 2**40)


def two_teams_and_a_follow_up():
    """Two who act alike without seeing each other, and a third decision that sees the first."""
    return DecisionProblem(
        network=Network(
            sizes={"A": 2, "B": 2, "F": 2, "X": 2},
            tables={"X": Table(scope=("X",), values=np.array([[0.4], [0.6]]))},
        ),
        decisions={"A": (), "B": (), "F": ("A",)},
        utilities=(
            UtilityTerm(
                name="U", scope=("A", "B"), values=np.array([[10.0, 0], [0, 9]])[..., None]
            ),
            UtilityTerm(
                name="W", scope=("F", "X"), values=np.array([[0.0, 0], [-5, 5]])[..., None]
            ),
        ),
        recall="limited",
    )


def test_teams_that_must_agree_without_seeing_each_other():
    problem = two_teams_and_a_follow_up()
    assert solve(problem).expected_utility[0] == pytest.approx(11)
    forced = forced_options(problem)
    assert forced["A"][:, 0] == pytest.approx([11, 10])
    assert forced["B"][:, 0] == pytest.approx([11, 10])
    assert forced["F"][:, 0] == pytest.approx([10, 11])


def test_what_the_best_strategy_does_anyway_is_not_solved_anew(monkeypatch):
    """A and B take their first option, F its second; only the other three are solved."""
    problem = two_teams_and_a_follow_up()
    best, alone = solve(problem), forced_options(problem)
    solved, steps = [], []

    def counted(fixed):
        solved.append(dict(fixed.made))
        return solve(fixed)

    monkeypatch.setattr("bayesnet.decisions.solve.solve", counted)
    forced = forced_options(problem, best, lambda: steps.append(len(solved)))
    assert solved == [{"A": 1}, {"B": 1}, {"F": 0}]
    assert steps == [0, 1, 1, 2, 3, 3]
    for decision, values in alone.items():
        assert forced[decision] == pytest.approx(values)


def test_teams_that_are_told_more_or_set_more():
    """Seeing X is worth 2 at the follow-up; setting it makes sure of 5."""
    problem = two_teams_and_a_follow_up()
    told = informed(problem, "X", "F")
    assert solve(told).expected_utility[0] == pytest.approx(13)
    assert solve(controlled(problem, "X", "F")).expected_utility[0] == pytest.approx(15)
    assert forced_options(told)["A"][:, 0] == pytest.approx([13, 12])
    assert forced_options(told)["F"][:, 0] == pytest.approx([10, 11])


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_a_chain_of_noisy_signs_equals_the_best_of_all_its_strategies(stages):
    """No order settles it, since earlier rules matter to later ones; they never change the best."""
    found = solve(limid_chain(stages))
    assert found.expected_utility[0] == pytest.approx(best_of_chain(stages), abs=1e-12)
    assert (found.exact, found.method) == (True, "solution order")


def test_a_chain_whose_options_are_forced_equals_the_best_of_its_strategies():
    problem = limid_chain(3)
    for decision, values in forced_options(problem).items():
        stage = int(decision[1:])
        for option in range(3):
            best = best_of_chain(3, fixed={stage: option})
            assert values[option, 0] == pytest.approx(best, abs=1e-9), (decision, option)


def test_what_can_be_settled_is_and_only_the_rest_is_searched():
    """Pig breeding, and beside it a decision that has to do with nothing in it."""
    pigs = problem_of("pig_breeding_limid")
    both = dataclasses.replace(
        pigs,
        network=Network(sizes={**pigs.network.sizes, "Z": 2}, tables=pigs.network.tables),
        decisions={**pigs.decisions, "Z": ()},
        utilities=(
            *pigs.utilities,
            UtilityTerm(name="side", scope=("Z",), values=np.array([[0.0], [7.0]])),
        ),
    )
    assert settle(both).left == settle(pigs).left != ()
    found = solve(both)
    assert found.expected_utility[0] == pytest.approx(726.8121 + 7, abs=5e-5)
    assert found.exact


def test_every_way_of_searching_finds_the_same(monkeypatch):
    """Branch and bound, the integer program, and what is left without either."""
    problems = [*worths(random_team, 60), *worths(lambda s: random_problem(s, "limited"), 150)]
    assert len(problems) >= 20
    for problem, worth in problems:
        assert solve(problem).expected_utility[0] == pytest.approx(worth.max(), abs=1e-9)
    monkeypatch.setattr(limited, "branch_and_bound", too_large)
    for problem, worth in problems:
        found = solve(problem)
        assert found.expected_utility[0] == pytest.approx(worth.max(), abs=1e-6)
        assert found.method == "integer program"
    monkeypatch.setattr(limited, "fits", lambda _: False)
    for problem, worth in problems:
        found = solve(problem)
        assert found.expected_utility[0] <= worth.max() + 1e-9
        assert limited.search(problem).upper_bound >= worth.max() - 1e-9
        assert (found.exact, found.ground) == (False, "largest utilities")
    on_the_tree = [solve(problem).expected_utility[0] for problem, _ in problems]
    monkeypatch.setattr(limited, "rooted_tree", too_large)
    without = [solve(problem).expected_utility[0] for problem, _ in problems]
    assert without == pytest.approx(on_the_tree, abs=1e-9)


def test_a_search_ended_early_says_so_and_its_bound_holds(monkeypatch):
    monkeypatch.setattr(branching, "MOST_NODES", 1)
    monkeypatch.setattr(limited, "fits", lambda _: False)
    early = 0
    for problem, worth in worths(random_team, 200):
        found = solve(problem)
        assert found.expected_utility[0] <= worth.max() + 1e-9
        assert found.upper_bound[0] >= found.expected_utility[0]
        early += not found.exact
        assert found.exact == (found.method != "best of restarts")
        if found.exact:
            assert found.expected_utility[0] == pytest.approx(worth.max())
        else:
            assert limited.search(problem).upper_bound >= worth.max() - 1e-9
            assert found.ground == "relaxation"
    assert early >= 10


def test_best_replies_alone_can_miss_the_best_of_all():
    """Why a search is needed: from one start, single policy updating gets stuck."""
    stuck = 0
    for problem, worth in worths(random_team, 60):
        known = problem.information
        sizes = problem.network.sizes
        shapes = {d: tuple(sizes[v] for v in (*own, d)) for d, own in known.items()}
        start = {
            d: limited.DecisionRule(decision=d, information=known[d], table=t[..., None])
            for d, t in next(limited.starts(shapes)).items()
        }
        value = limited.value(problem, limited.improve(problem, start))[1]
        stuck += value < worth.max() - 1e-6
    assert stuck >= 1


def test_two_searches_agree_on_twenty_months_of_pigs(monkeypatch):
    """Each decision has seen one test only; all of them together would be half a million rules."""
    problem = pig_breeding(20, seed=14)
    assert settle(problem).left
    tracemalloc.start()
    found = solve(problem)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.exact, found.method) == (True, "branch and bound")
    assert peak < 50e6
    monkeypatch.setattr(limited, "branch_and_bound", too_large)
    again = solve(problem)
    assert again.method == "integer program"
    assert again.expected_utility[0] == pytest.approx(found.expected_utility[0], abs=1e-6)


def test_what_is_too_wide_for_any_search_gets_a_bound_that_says_how_poor_it_is():
    """Twenty who all depend on each other: no table over them is ever asked for."""
    rng = np.random.default_rng(0)
    sizes = {"L": 3} | {f"{kind}{i}": 2 for i in range(20) for kind in "RA"}
    scopes = [(f"A{j}", f"A{i}") for i in range(20) for j in range(i)]
    problem = DecisionProblem(
        network=Network(
            sizes=sizes,
            tables={"L": random_table(rng, sizes, ("L",), 1, False)}
            | {f"R{i}": random_table(rng, sizes, ("L", f"R{i}"), 1, False) for i in range(20)},
        ),
        decisions={f"A{i}": (f"R{i}",) for i in range(20)},
        utilities=tuple(
            UtilityTerm(name="U", scope=scope, values=rng.normal(size=(2, 2, 1)))
            for scope in scopes
        ),
        recall="limited",
    )
    tracemalloc.start()
    found = solve(problem)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50e6
    assert (found.exact, found.method) == (False, "best of restarts")
    assert found.ground == "largest utilities"
    assert 0 < found.expected_utility[0] < found.upper_bound[0]


def test_every_world_gets_its_own_best():
    """Two worlds at once are each solved as if alone, whichever way each needs."""
    pigs = problem_of("pig_breeding_limid")
    tables = {
        name: Table(
            scope=table.scope,
            values=np.concatenate([table.values, 0.6 * table.values + 0.4 / 2], axis=-1),
        )
        for name, table in pigs.network.tables.items()
    }
    both = dataclasses.replace(pigs, network=Network(sizes=pigs.network.sizes, tables=tables))
    alone = [solve(both.world(world)).expected_utility[0] for world in (0, 1)]
    found = solve(both)
    assert found.expected_utility == pytest.approx(alone)
    assert alone[0] == pytest.approx(726.8121, abs=5e-5)
    assert alone[1] != pytest.approx(alone[0])


def test_the_first_option_wins_a_tie():
    pigs = problem_of("pig_breeding_limid")
    level = dataclasses.replace(
        pigs,
        utilities=tuple(
            dataclasses.replace(term, values=np.zeros_like(term.values)) for term in pigs.utilities
        ),
    )
    for rule in solve(level).strategy.rules.values():
        assert (rule.table[..., 0, :] == 1).all()


def test_what_a_solver_prints_does_not_get_into_the_answer(capfd):
    with quiet.silent():
        ctypes.CDLL(None).puts(b"a library's own words")
    ctypes.CDLL(None).puts(b"the answer")
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr().out == "the answer\n"


REFUSALS = [
    (Infeasible, "whatever is decided, a forbidden"),
    (too_large, "the table over A, B would hold"),
    (lambda: SeenTooLate(["B", "A"]), "A, B depend on a decision still open"),
]


@pytest.mark.parametrize(("refusal", "words"), REFUSALS)
def test_what_the_solver_refuses_becomes_a_sentence(refusal, words):
    with pytest.raises(StudyError, match=f"No best plan can be given: {words}"), solving(None):
        raise refusal()


def test_a_fault_is_not_dressed_as_advice():
    with pytest.raises(ValueError, match="cannot reshape"), solving(None):
        np.zeros(4).reshape(2, 1, 1)
