"""Evidence far below the smallest double: right posteriors and right decisions, never NaN.

The judge is the joint distribution summed in exact fractions of the very doubles in the tables.
"""

from __future__ import annotations

import itertools
import json
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner

import bayesnet as bn
from bayesnet.cli.decide import rule_sentences
from bayesnet.decisions.backward import settle
from bayesnet.decisions.envelope import first_change
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.prospects import fixed_plans, plan_values
from bayesnet.decisions.reply import evidence_at
from bayesnet.decisions.risk import risk_profile
from bayesnet.decisions.solve import solve
from bayesnet.decisions.table import decision_table
from bayesnet.inference import contraction
from bayesnet.inference.circuit import Circuit
from bayesnet.inference.conflict import conflict
from bayesnet.inference.expectation import expectation
from bayesnet.inference.informative import mutual_information
from bayesnet.inference.kernel import LANES
from bayesnet.inference.query import Findings, ImpossibleEvidence, Network, Table, joint, posteriors
from bayesnet.inference.soft import likelihoods_for
from elicitation.cli import main
from tests.strategies import random_network

NEVER_TOGETHER = """<?xml version="1.0"?>
<BIF VERSION="0.3"><NETWORK><NAME>rare</NAME>
<VARIABLE TYPE="nature"><NAME>A</NAME><OUTCOME>a0</OUTCOME><OUTCOME>a1</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>B</NAME><OUTCOME>b0</OUTCOME><OUTCOME>b1</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>C</NAME><OUTCOME>c0</OUTCOME><OUTCOME>c1</OUTCOME></VARIABLE>
<DEFINITION><FOR>A</FOR><TABLE>1e-160 1</TABLE></DEFINITION>
<DEFINITION><FOR>B</FOR><GIVEN>A</GIVEN><TABLE>0.5 0.5 0 1</TABLE></DEFINITION>
<DEFINITION><FOR>C</FOR><GIVEN>A</GIVEN><TABLE>1e-160 1 0.5 0.5</TABLE></DEFINITION>
</NETWORK></BIF>
"""
WAYS = ("numpy", "compiled", "circuit")


def table(*scope, values):
    return Table(scope=scope, values=np.array(values, dtype=float)[..., None])


def rare(tiny=1e-160):
    return Network(
        sizes={"A": 2, "B": 2, "C": 2},
        tables={
            "A": table("A", values=[tiny, 1]),
            "B": table("A", "B", values=[[0.5, 0.5], [0, 1]]),
            "C": table("A", "C", values=[[tiny, 1], [0.5, 0.5]]),
        },
    )


def stretched(seed, worlds=2):
    """A random network whose entries go from 1 down to the smallest doubles, and to 0."""
    network = random_network(seed, most=5, worlds=worlds)
    rng = np.random.default_rng(seed)
    tables = {}
    for name, drawn in network.tables.items():
        kind = rng.integers(4, size=drawn.values.shape)
        tiny = 10.0 ** -rng.uniform(0, 323, size=kind.shape)
        values = np.choose(kind, [np.zeros(kind.shape), tiny, drawn.values, np.ones(kind.shape)])
        tables[name] = Table(scope=drawn.scope, values=values)
    seen = {n: int(rng.integers(size)) for n, size in network.sizes.items() if rng.random() < 0.5}
    return Network(sizes=network.sizes, tables=tables), seen


def exact(network, seen, world):
    """Every variable's posterior and P(evidence), summed in fractions."""
    names = list(network.sizes)
    total, sums = Fraction(0), {name: [Fraction(0)] * network.sizes[name] for name in names}
    for states in itertools.product(*(range(network.sizes[name]) for name in names)):
        at = dict(zip(names, states, strict=True))
        if any(at[name] != state for name, state in seen.items()):
            continue
        product = Fraction(1)
        for own in network.tables.values():
            product *= Fraction(float(own.values[(*(at[v] for v in own.scope), world)]))
        total += product
        for name in names:
            sums[name][at[name]] += product
    return sums, total


def asked(way, network, monkeypatch, **findings):
    if way == "circuit":
        return Circuit(network).posteriors(**findings)
    if way == "compiled":
        monkeypatch.setattr(contraction, "LARGE", 0)
    return posteriors(network, **findings)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(20))
def test_posteriors_are_those_of_the_joint_in_fractions(seed, way, monkeypatch):
    network, seen = stretched(seed)
    expected = [exact(network, seen, world) for world in range(2)]
    if any(total == 0 for _, total in expected):
        with pytest.raises(ImpossibleEvidence):
            asked(way, network, monkeypatch, seen=seen)
        return
    answer = asked(way, network, monkeypatch, seen=seen)
    for world, (sums, total) in enumerate(expected):
        assert answer.log_probability[world] == pytest.approx(log_of(total), abs=1e-9)
        for name, weights in sums.items():
            right = [float(weight / total) for weight in weights]
            np.testing.assert_allclose(answer.marginals[name][:, world], right, 1e-9, 1e-15)
            family = answer.families[name].values[..., world]
            np.testing.assert_allclose(family.sum(), 1.0, 1e-9)
            assert np.isfinite(answer.derivatives[name]).all()


def log_of(fraction):
    """The natural logarithm of a positive fraction of any size."""
    bits = fraction.numerator.bit_length() - fraction.denominator.bit_length()
    return bits * np.log(2) + np.log(float(fraction / Fraction(2) ** bits))


@pytest.mark.parametrize("worlds", [1, 3, LANES + 3])
@pytest.mark.parametrize("way", WAYS)
def test_only_the_worlds_that_need_it_are_asked_again(way, worlds, monkeypatch):
    """A world beside a rare one is answered as if it were alone."""
    common = {name: np.repeat(t.values, worlds, -1) for name, t in rare(0.1).tables.items()}
    for name, own in rare().tables.items():
        common[name][..., worlds // 2] = own.values[..., 0]
    scopes = {name: t.scope for name, t in rare().tables.items()}
    network = Network(
        sizes=rare().sizes,
        tables={name: Table(scope=scopes[name], values=values) for name, values in common.items()},
    )
    answer = asked(way, network, monkeypatch, seen={"C": 0})
    for world in range(worlds):
        sums, total = exact(network, {"C": 0}, world)
        right = [float(weight / total) for weight in sums["A"]]
        np.testing.assert_allclose(answer.marginals["A"][:, world], right, 1e-12, 0)
    both = asked(way, network, monkeypatch, seen={"B": 0, "C": 0})
    right = np.repeat([[1.0], [0.0]], worlds, axis=1)
    np.testing.assert_allclose(both.marginals["A"], right, 1e-12, 0)


def test_two_findings_that_hardly_go_together_are_answered_at_the_command_line(tmp_path):
    (tmp_path / "rare.xml").write_text(NEVER_TOGETHER)
    study = tmp_path / "study"
    made = CliRunner().invoke(main, ["import", str(tmp_path / "rare.xml"), "--into", str(study)])
    assert made.exit_code == 0, made.output
    words = ["whatif", "--seen", "B=b0", "--seen", "C=c0", "--format", "json"]
    result = CliRunner().invoke(main, [*words, "--study", str(study)])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)["rows"]
    assert all(0 <= row["value"] <= 1 for row in rows)


@pytest.mark.parametrize("tiny", [1e-155, 1e-160, 1e-200, 1e-300, 5e-324])
def test_what_is_asked_besides_posteriors_is_right_too(tiny):
    network, seen = rare(tiny), {"B": 0, "C": 0}
    np.testing.assert_array_equal(joint(network, ("A", "B"), seen=seen)[..., 0], [[1, 0], [0, 0]])
    worth = [Table(scope=("A",), values=np.array([[3.0], [7.0]]))]
    answer = expectation(network, [worth], Findings(seen=seen))
    assert answer.value[0] == pytest.approx(3.0)
    assert np.isfinite(answer.above["A"]).all()
    found = conflict(network, seen=seen)
    assert np.isfinite(found.total).all()
    told = mutual_information(network, "A", seen={"C": 0})
    assert all(np.isfinite(bits).all() for bits in told.values())
    wanted = {"A": np.array([[0.25], [0.75]])}
    ratio = likelihoods_for(network, wanted)
    np.testing.assert_allclose(posteriors(network, likely=ratio).marginals["A"], wanted["A"], 1e-9)


def watched(count, chance=0.1):
    """Whether to act on a hidden state that many findings tell of, each of small probability."""
    names = [f"f{i}" for i in range(count)]
    told = np.array([[chance, 1 - chance], [0.97 * chance, 1 - 0.97 * chance]])
    tables = {"state": table("state", values=[0.3, 0.7])}
    tables |= {name: table("state", name, values=told) for name in names}
    return DecisionProblem(
        network=Network(sizes={"state": 2, "act": 2, **dict.fromkeys(names, 2)}, tables=tables),
        decisions={"act": ()},
        utilities=(
            UtilityTerm(
                name="u",
                scope=("state", "act"),
                values=np.array([[[10.0], [0.0]], [[-8.0], [0.0]]]),
            ),
        ),
        recall="perfect",
        seen=dict.fromkeys(names, 0),
    )


@pytest.mark.parametrize(("count", "chance"), [(1, 0.1), (20, 1e-20), (40, 1e-40)])
def test_decisions_under_many_findings_are_those_of_exact_odds(count, chance):
    problem = watched(count, chance)
    odds = Fraction(3, 7) / Fraction(97, 100) ** count
    first = float(odds / (1 + odds))
    acting = 10 * first - 8 * (1 - first)
    solution = solve(problem)
    assert solution.expected_utility[0] == pytest.approx(max(acting, 0.0), rel=1e-9, abs=1e-12)
    best = int(acting < 0)
    assert solution.strategy.rules["act"].table[:, 0].argmax() == best
    state = decision_table(problem, solution.strategy, "act").states[0]
    assert state.probability == pytest.approx(1.0)
    np.testing.assert_allclose(state.worth, [acting, 0.0], 1e-9, 1e-12)
    assert risk_profile(problem, solution.strategy).mean == pytest.approx(
        solution.expected_utility[0], rel=1e-9, abs=1e-12
    )
    np.testing.assert_allclose(plan_values(problem, problem.utilities)[:, 0], state.worth, 1e-9)
    assert fixed_plans(problem) == ((0,), (1,))
    settled = settle(problem)
    assert settled.rules["act"].table[:, 0].argmax() == best
    assert evidence_at(problem, {}).mantissa[0] > 0


def test_where_the_plan_changes_is_found_under_many_findings():
    """The prior at which the odds, times the evidence for the first state, come to 8 to 10."""
    problem = watched(30, 1e-20)
    ends = []
    for prior in (0.0, 1.0):
        tables = {**problem.network.tables, "state": table("state", values=[prior, 1 - prior])}
        network = Network(sizes=problem.network.sizes, tables=tables)
        ends.append(
            DecisionProblem(
                network=network,
                decisions=problem.decisions,
                utilities=problem.utilities,
                recall="perfect",
                seen=problem.seen,
            )
        )
    change = first_change(*ends, solve(ends[0]).strategy)
    odds = Fraction(8, 10) * Fraction(97, 100) ** 30
    assert change.at[0] == pytest.approx(float(odds / (1 + odds)), rel=1e-9)


@pytest.mark.parametrize("tiny", [1e-9, 1e-13, 1e-200])
def test_a_rule_tells_what_is_rare_and_decisive(tiny):
    """Half of the expected utility, 2, is won where the sign is read; always x is worth 1."""
    study = bn.diagram(
        "alarm",
        bn.Chance("fire", ["no", "yes"], p=[1 - tiny, tiny]),
        bn.Chance("sign", ["no", "yes"], given=["fire"], p=[[1, 0], [0, 1]]),
        bn.Decision("do", ["x", "y"], knows=["sign"]),
        bn.Value("v", given=["fire", "do"], u=[[1, 0], [0, 1 / tiny]]),
    )
    answer = study.decide()
    assert answer.expected[0] == pytest.approx(2)
    assert answer.choices[0].policy.text() == "y if sign=yes, else x"
    assert [state.known for state in answer.tables["do"].states] == [{"sign": 0}, {"sign": 1}]
    assert answer.tables["do"].states[1].worth == pytest.approx((0, 1 / tiny))


def test_a_situation_too_rare_to_matter_is_no_closest_call():
    study = bn.diagram(
        "x",
        bn.Chance("w", ["a", "b"], p=[0.5, 0.5]),
        bn.Chance(
            "s",
            ["n", "m", "y"],
            given=["w"],
            p=[[0.5, 0.5 - 1e-16, 1e-16], [0.2, 0.8 - 1e-16, 1e-16]],
        ),
        bn.Decision("do", ["x", "y"], knows=["s"]),
        bn.Value("v", given=["w", "do"], u=[[1, 0], [0, 0.9]]),
    )
    answer = study.decide()
    assert answer.choices[0].policy.text() == "y if s=m, else x"
    assert not [
        line
        for line in rule_sentences(answer, answer.choices[0], study.diagram)
        if "closest call" in line
    ]


def test_a_long_chain_is_deep_but_nothing_in_it_is_lost(monkeypatch):
    """3,000 links with a finding at each: less probable than a double, and contracted once."""
    rng = np.random.default_rng(0)
    rows = rng.dirichlet(np.ones(3), size=(3_000, 3))
    first, sign = np.array([0.5, 0.3, 0.2]), rng.uniform(0.1, 0.9, size=(3_000, 3))
    names = [f"x{k}" for k in range(3_001)]
    tables = {"x0": Table(scope=("x0",), values=first[:, None])}
    tables |= {
        child: Table(scope=(parent, child), values=rows[k][..., None])
        for k, (parent, child) in enumerate(itertools.pairwise(names))
    }
    network = Network(sizes=dict.fromkeys(names, 3), tables=tables)
    likely = {name: sign[k][:, None] for k, name in enumerate(names[1:])}
    forward, logs = first, 0.0
    for k in range(3_000):
        forward = forward @ rows[k] * sign[k]
        logs += np.log(forward.sum())
        forward = forward / forward.sum()

    def refused(*_):
        raise AssertionError("contracted again")

    monkeypatch.setattr("bayesnet.inference.contraction.with_any_size", refused)
    answer = posteriors(network, likely=likely)
    assert answer.log_probability == pytest.approx(logs, rel=1e-12)
    assert logs < -1000
    assert answer.marginals["x3000"][:, 0] == pytest.approx(forward, rel=1e-9)
