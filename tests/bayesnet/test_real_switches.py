"""Switch points against every strategy there is: the best behaviour differs across each, or none.

A strategy's worth is a straight line along the way that one number goes, so that one which is best
at two places is best between them too. Where the best ones at two places have none in common, what
is best to do has changed; where they have one in common throughout, nothing has.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.decisions.alike import alike
from bayesnet.decisions.envelope import between, first_turn
from bayesnet.decisions.reply import expected
from bayesnet.decisions.solve import Infeasible, solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.sensitivity.parameters import Parameter, Setting, turned
from bayesnet.sensitivity.rows import Entry, rows_of
from bayesnet.sensitivity.thresholds import switches_of
from tests.exhaustive import every_strategy
from tests.strategies import random_problem

SEEDS = 480
MOST = 3000
"""Strategies that are tried one by one."""
EQUAL = 1e-9
GRID = np.linspace(0.002, 0.998, 25)


def states_of(problem):
    return {name: tuple(f"s{i}" for i in range(n)) for name, n in problem.network.sizes.items()}


def random_row(seed, problem):
    """An entry of a random row, as a parameter."""
    rng = np.random.default_rng((seed, 7))
    node = str(rng.choice(list(problem.network.tables)))
    table = problem.network.tables[node]
    rows = rows_of(table)
    given = rows[rng.integers(len(rows))]
    entry = Entry(node=node, given=given, state=int(rng.integers(problem.network.sizes[node])))
    at = float(table.values[(*given, entry.state, 0)])
    return Parameter(kind="row", name="it", at=at, low=0.0, high=1.0, entry=entry, node=node)


def random_score(seed, problem):
    """A value of a utility, as a parameter."""
    rng = np.random.default_rng((seed, 11))
    terms = [term for term in problem.utilities if not term.times]
    if not terms:
        return None
    term = terms[rng.integers(len(terms))]
    given = tuple(int(rng.integers(n)) for n in term.values.shape[:-1])
    case = tuple(zip(term.scope, given, strict=True))
    at = float(term.values[(*given, 0)])
    return Parameter(
        kind="score", name="it", at=at, low=-20.0, high=20.0, node=term.name, case=case
    )


def setting_of(problem):
    return Setting(problem=problem, weights={term.name: np.ones(1) for term in problem.utilities})


def lines(base, parameter, end):
    """What every strategy is worth by the share of the way to an end; raises ZeroDivisionError.

    Two places say all, but for evidence: what it makes of a worth is no straight line.
    """

    def at(share):
        value = parameter.at + share * (end - parameter.at)
        return every_strategy(turned(base, [parameter], np.array([value])).weighted())

    if base.problem.seen:
        return at
    near, far = at(0.1), at(0.9)
    barred = np.isinf(near)
    near, far = np.where(barred, 0.0, near), np.where(barred, 0.0, far)
    return lambda share: np.where(barred, -np.inf, near + (share - 0.1) / 0.8 * (far - near))


def ways(problem, parameter):
    """The switches each way, by brute force judged possible, with the end of the way."""
    base = setting_of(problem)
    found = switches_of(states_of(problem), base, solve(problem).strategy, [parameter])
    for end in (parameter.low, parameter.high):
        if end != parameter.at:
            up = end > parameter.at
            yield base, end, [s for s in found.switches if (s.to > parameter.at) == up], found


def judged(problem, parameter):
    """How many switches there were, each way judged by every strategy."""
    count = 0
    for base, end, switches, _ in ways(problem, parameter):
        at = parameter.at

        every = lines(base, parameter, end)

        def best(share, every=every):
            worth = every(share)
            return worth >= worth.max() - EQUAL

        if not switches:
            throughout = np.logical_and.reduce([best(share) for share in GRID])
            assert throughout.any()
            continue
        (switch,) = switches
        place = (switch.to - at) / (end - at)
        assert 0 < place <= 1
        assert switch.changes
        assert np.isfinite(switch.distance)
        assert switch.distance > 0
        before = np.logical_and.reduce([best(share * place) for share in GRID])
        assert before.any()
        assert not (best(place / 2) & best((place + 1) / 2)).any()
        assert (before & best(place)).any()
        count += 1
    return count


def searched(seed, recall):
    """A random problem small enough for every strategy, or None."""
    problem = random_problem(seed, recall)
    try:
        strategies = every_strategy(problem)
        if strategies is None or len(strategies) > MOST:
            return None
        solve(problem)
        return problem
    except (ZeroDivisionError, ImpossibleEvidence, Infeasible):
        return None


@pytest.mark.parametrize("recall", ["perfect", "limited"])
def test_the_best_behaviour_differs_across_every_switch_and_nowhere_else(recall):
    problems = switching = 0
    for seed in range(SEEDS if recall == "perfect" else 80):
        problem = searched(seed, recall)
        if problem is None:
            continue
        for parameter in (random_row(seed, problem), random_score(seed, problem)):
            if parameter is None:
                continue
            try:
                switching += judged(problem, parameter)
            except ZeroDivisionError:  # the evidence is impossible somewhere on the way
                continue
            problems += 1
    assert problems > (500 if recall == "perfect" else 70)
    assert switching > (150 if recall == "perfect" else 15)


def test_a_tie_at_the_start_is_no_switch_and_hides_none():
    """Begun exactly at a switch point, the search says that the least move settles a tie."""
    ties = 0
    for seed in range(SEEDS):
        problem = searched(seed, "perfect")
        parameter = None if problem is None else random_score(seed, problem)
        if parameter is None:
            continue
        base = setting_of(problem)
        found = switches_of(states_of(problem), base, solve(problem).strategy, [parameter])
        for switch in found.switches:
            there = turned(base, [parameter], np.array([switch.to])).problem
            moved = dataclasses.replace(parameter, at=switch.to)
            judged(there, moved)
            again = switches_of(states_of(there), setting_of(there), solve(there).strategy, [moved])
            assert again.level == {"it"}
            ties += 1
    assert ties > 60


def worth(problem, strategy):
    return float(sum(expected(problem, strategy.rules, problem.utilities))[0])


def test_only_decisions_change_that_have_to():
    """Beyond a switch, taking any one decision's rule back costs something."""
    changed = 0
    for seed in range(SEEDS):
        problem = searched(seed, "perfect")
        parameter = None if problem is None else random_score(seed, problem)
        if parameter is None:
            continue
        base = setting_of(problem)
        end = turned(base, [parameter], np.array([parameter.high])).weighted()
        turn = first_turn(problem, end, solve(problem).strategy)
        if not np.isfinite(turn.at[0]):
            continue
        there = between(problem, end, (turn.at + turn.beyond) / 2)
        best = float(solve(there).expected_utility[0])
        before, after = turn.before.world(0), turn.after.world(0)
        assert worth(there, after) == pytest.approx(best, abs=1e-9)
        assert worth(there, before) < best
        for name, rule in before.rules.items():
            if (rule.table == after.rules[name].table).all():
                continue
            back = Strategy(rules={**after.rules, name: rule})
            try:
                lost = best - worth(there, back)
            except ZeroDivisionError:
                continue
            barred = sum(expected(there, back.rules, there.penalties), np.zeros(1))
            assert lost > 1e-12 or barred[0] < -1e-12
            changed += 1
    assert changed > 40


def test_a_strategy_that_is_made_alike_is_worth_the_same():
    kept = 0
    for seed in range(200):
        problem = searched(seed, "perfect")
        if problem is None:
            continue
        solution = solve(problem)
        rng = np.random.default_rng(seed)
        rules = {}
        for name, rule in solution.strategy.rules.items():
            options = rng.integers(rule.table.shape[-2], size=rule.table.shape[:-2])
            table = np.eye(rule.table.shape[-2])[options][..., None]
            rules[name] = dataclasses.replace(rule, table=table)
        close = alike(problem, solution.strategy, Strategy(rules=rules))
        assert worth(problem, close) == pytest.approx(solution.expected_utility[0], abs=1e-9)
        kept += any((close.rules[n].table == rules[n].table).all() for n in problem.open)
    assert kept > 20
