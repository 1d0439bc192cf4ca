"""Risk profiles: published distributions, the joint summed in full, and laws of the summaries."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from bayesnet.decisions.problem import DecisionProblem, Infeasible, UtilityTerm
from bayesnet.decisions.risk import RiskProfile, TooManyValues, risk_profile
from bayesnet.decisions.solve import evaluate, solve
from bayesnet.decisions.strategy import DecisionRule, Strategy, fixed_rule
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from tests.published import ORACLES, problem_of
from tests.strategies import random_network, random_problem

NO_RULES = Strategy(rules={})


def test_pig_breeding_as_published():
    """Lauritzen & Nilsson (2001): D1 always pass; D2, D3: treat if and only if positive."""
    problem = problem_of("pig_breeding_limid")
    expected = json.loads((ORACLES / "pig_breeding_limid.json").read_text("utf-8"))["expected"]
    told = np.eye(2)[..., None]  # positive: treat; negative: pass
    rules = {"D1": fixed_rule("D1", 1, problem.network.sizes)}
    for decision, test in (("D2", "T2"), ("D3", "T3")):
        rules[decision] = DecisionRule(decision=decision, information=(test,), table=told)
    profile = risk_profile(problem, Strategy(rules=rules))
    published = expected["utility_distribution"]
    assert profile.values.tolist() == [float(value) for value in published]
    assert profile.probabilities == pytest.approx(list(published.values()), rel=2e-5)
    assert profile.mean == pytest.approx(expected["MEU"], abs=5e-5)
    assert profile.standard_deviation == pytest.approx(expected["std"], abs=1e-6)


def test_used_car_buyer_as_published():
    """Howard (1977): 31 is expected; it is 15 with probability .2 and 35 with .8."""
    problem = problem_of("used_car_buyer_howard")
    profile = risk_profile(problem, solve(problem).strategy)
    assert profile.values == pytest.approx([15, 35], abs=1e-9)
    assert profile.probabilities == pytest.approx([0.2, 0.8], abs=1e-12)
    assert profile.below(35) == pytest.approx(0.2)
    assert profile.quantile(0.05) == pytest.approx(15)
    assert profile.cvar(0.5) == pytest.approx((0.2 * 15 + 0.3 * 35) / 0.5)


def summed_in_full(problem, strategy, attribute=None, world=0):
    """Every state of everything: its utility, and the probabilities of each utility."""
    network = strategy.applied_to(problem.network)
    found = defaultdict(float)
    for states in itertools.product(*map(range, network.sizes.values())):
        case = dict(zip(network.sizes, states, strict=True))
        if any(case[name] != state for name, state in problem.seen.items()):
            continue

        def entry(record, case=case):
            values = record.values[tuple(case[name] for name in record.scope)]
            return values[min(world, len(values) - 1)]

        terms = [u for u in problem.utilities if attribute in (None, u.name)]
        utility = sum((np.prod([entry(f) for f in term.factors]) for term in terms), 0.0)
        found[round(utility, 9)] += np.prod([entry(table) for table in network.tables.values()])
    total = sum(found.values())
    return {value: p / total for value, p in sorted(found.items()) if p > 1e-15 * total}


def assert_same(profile, expected, hint=None):
    assert profile.values == pytest.approx(list(expected), abs=1e-9), hint
    assert profile.probabilities == pytest.approx(list(expected.values()), abs=1e-12), hint


def test_random_problems_as_the_joint_summed_in_full():
    compared = 0
    for seed in range(200):
        problem = random_problem(seed, "perfect")
        try:
            solution = solve(problem)
        except (ImpossibleEvidence, Infeasible):
            continue
        compared += 1
        profile = risk_profile(problem, solution.strategy)
        assert_same(profile, summed_in_full(problem, solution.strategy), seed)
        total = sum(float(value[0]) for _, value in evaluate(problem, solution.strategy))
        assert profile.mean == pytest.approx(total, abs=1e-9), seed
    assert compared >= 180


def many_terms(seed):
    """A network without decisions, of two worlds; terms that overlap, nest, repeat and cancel."""
    rng = np.random.default_rng(seed)
    network = random_network(seed, most=5, worlds=2, sparse=seed % 3 == 0)
    names = list(network.sizes)
    utilities = []
    for index in range(rng.integers(1, 6)):
        scope = tuple(map(str, rng.permutation(names)[: rng.integers(0, 3)]))
        shape = (*(network.sizes[name] for name in scope), int(rng.integers(1, 3)))
        values = rng.integers(-3, 4, size=shape) / 10  # whose sums are noisy in binary
        utilities.append(UtilityTerm(name=f"u{index % 2}", scope=scope, values=values))
    return DecisionProblem(
        network=network,
        decisions={},
        utilities=tuple(utilities),
        recall="perfect",
        seen={names[0]: 0} if seed % 2 else {},
    )


@pytest.mark.parametrize("attribute", [None, "u0", "u1"])
def test_many_terms_in_each_world_as_the_joint_summed_in_full(attribute):
    compared = 0
    for seed in range(60):
        problem = many_terms(seed)
        if attribute == "u1" and len(problem.utilities) == 1:
            continue
        for world in (0, 1):
            try:
                profile = risk_profile(problem, NO_RULES, attribute=attribute, world=world)
            except ImpossibleEvidence as refusal:
                assert refusal.worlds == (world,)
                assert not summed_evidence(problem, world)
                continue
            expected = summed_in_full(problem, NO_RULES, attribute, world)
            assert_same(profile, expected, (seed, world))
            compared += 1
    assert compared >= 80


def summed_evidence(problem, world):
    """Whether any case with what is seen has positive probability."""
    ((name, state),) = problem.seen.items()
    sizes = problem.network.sizes
    for states in itertools.product(*map(range, sizes.values())):
        case = dict(zip(sizes, states, strict=True))
        tables = problem.network.tables.values()
        entries = [t.values[tuple(case[n] for n in t.scope)][world] for t in tables]
        if case[name] == state and np.prod(entries) > 0:
            return True
    return False


def coins(count, worth):
    """Fair coins, each worth something of its own when it shows state 1."""
    names = [f"sum {i}" for i in range(count)]  # names that the chain might want
    fair = np.full((2, 1), 0.5)
    return DecisionProblem(
        network=Network(
            sizes=dict.fromkeys(names, 2),
            tables={name: Table(scope=(name,), values=fair) for name in names},
        ),
        decisions={},
        utilities=tuple(
            UtilityTerm(name="gain", scope=(name,), values=np.array([[0.0], [worth(i)]]))
            for i, name in enumerate(names)
        ),
        recall="perfect",
    )


def test_equal_sums_merge_though_their_floats_differ():
    profile = risk_profile(coins(10, lambda _: 0.1), NO_RULES)
    assert profile.values.tolist() == [i / 10 for i in range(11)]
    ways = np.array([1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1])
    assert profile.probabilities == pytest.approx(ways / 1024, abs=1e-14)
    assert profile.below(0.3) == pytest.approx(56 / 1024)
    assert profile.at_most(0.3) == pytest.approx(176 / 1024)


def test_too_many_sums_are_refused_with_their_number():
    with pytest.raises(TooManyValues, match="sums, too many for an exact profile") as refused:
        risk_profile(coins(40, lambda i: 2.0**i), NO_RULES)
    assert refused.value.count > 1000
    wide = coins(15, float)
    names = (*wide.network.sizes,)
    values = np.arange(2.0**15).reshape((*(2 for _ in names), 1))
    wide = replace(wide, utilities=(UtilityTerm(name="gain", scope=names, values=values),))
    with pytest.raises(TooManyValues, match="32,768") as refused:
        risk_profile(wide, NO_RULES)
    assert refused.value.count == 32768


def test_terms_within_the_scope_of_another_cost_no_step():
    """Ten terms of a coin each, and one of all ten coins: 2^10 sums, not 2^20."""
    problem = coins(10, lambda i: 2.0**i)
    values = np.arange(2.0**10).reshape((*(2 for _ in range(10)), 1)) * 2.0**10
    wide = UtilityTerm(name="gain", scope=(*problem.network.sizes,), values=values)
    profile = risk_profile(replace(problem, utilities=(*problem.utilities, wide)), NO_RULES)
    assert profile.values[[0, -1]].tolist() == [0, 2**20 - 1]
    assert profile.probabilities == pytest.approx(np.full(2**10, 2.0**-10), abs=1e-14)


def test_no_utility_is_worth_nothing_for_sure():
    assert_same(risk_profile(replace(coins(2, float), utilities=()), NO_RULES), {0: 1})


def test_unknown_attributes_worlds_and_shares_are_refused():
    problem = coins(2, float)
    with pytest.raises(ValueError, match="no utility is called loss"):
        risk_profile(problem, NO_RULES, attribute="loss")
    for world in (-1, 1):
        with pytest.raises(ValueError, match=f"no world {world}"):
            risk_profile(problem, NO_RULES, world=world)
    profile = risk_profile(problem, NO_RULES)
    for refused in (
        lambda: profile.cvar(0),
        lambda: profile.cvar(1.1),
        lambda: profile.quantile(2),
    ):
        with pytest.raises(ValueError, match="not"):
            refused()


def random_profile(rng, most=8):
    values = np.unique(rng.integers(-20, 20, size=rng.integers(1, most + 1))).astype(float)
    return RiskProfile(values=values, probabilities=rng.dirichlet(np.ones(len(values))))


def test_summaries_agree_with_their_definitions():
    rng = np.random.default_rng(5)
    levels = np.linspace(0.01, 1, 34)
    for _ in range(200):
        profile = random_profile(rng)
        values, p = profile.values, profile.probabilities
        assert profile.variance == pytest.approx(p @ values**2 - profile.mean**2, abs=1e-9)
        assert profile.cvar(1) == pytest.approx(profile.mean, abs=1e-12)
        shares = [profile.cvar(level) for level in levels]
        assert (np.diff(shares) >= -1e-12).all()
        assert profile.cvar(p[0] / 2) == pytest.approx(values[0])
        for level, share in zip(levels, shares, strict=True):
            worst = profile.quantile(level)
            assert share <= worst + 1e-12
            assert profile.at_most(worst) >= level - 1e-9
            assert profile.below(worst) < level
            # Rockafellar & Uryasev (2002), theorem 10: the optimum over all thresholds.
            optimum = max(t - p @ np.clip(t - values, 0, None) / level for t in values)
            assert share == pytest.approx(optimum, abs=1e-9)
        for value in [*values, *(values + 0.5), *(values - 0.5)]:
            assert profile.at_most(value) == pytest.approx(p[values <= value].sum(), abs=1e-12)
            assert profile.below(value) == pytest.approx(p[values < value].sum(), abs=1e-12)
        assert [profile.quantile(c) for c in profile.cumulative] == values.tolist()
        assert profile.quantile(0) == values[0]


def test_the_frame_lists_each_value_once():
    frame = risk_profile(coins(2, lambda _: 1.0), NO_RULES).frame()
    assert frame.to_dict("list") == {
        "value": [0, 1, 2],
        "probability": [0.25, 0.5, 0.25],
        "cumulative": [0.25, 0.75, 1],
    }
