"""Findings conflict when they are less probable together than if they were unrelated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.inference.conflict import conflict
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from bayesnet.rounding import steady
from tests.bayesnet.joint import asia, joint
from tests.strategies import random_findings, random_network

SEEDS = st.integers(0, 10**6)


@settings(max_examples=300)
@given(SEEDS, st.booleans())
def test_total_and_shares_equal_enumeration(seed, sparse):
    network = random_network(seed, sparse=sparse)
    set_, seen = random_findings(seed, network)

    def probability(world, findings):
        return joint(network, world, set=set_, seen=findings).sum()

    if any(probability(world, seen) == 0 for world in range(2)):
        with pytest.raises(ImpossibleEvidence):
            conflict(network, set=set_, seen=seen)
        return
    answer = conflict(network, set=set_, seen=seen)
    assert list(answer.shares) == list(seen)
    for world in range(2):
        together = probability(world, seen)
        alone = {name: probability(world, {name: state}) for name, state in seen.items()}
        expected = np.log2(np.prod(list(alone.values())) / together)
        assert answer.total[world] == pytest.approx(expected, abs=1e-10)
        for name in seen:
            others = probability(world, {n: s for n, s in seen.items() if n != name})
            expected = np.log2(alone[name] * others / together)
            assert answer.shares[name][world] == pytest.approx(expected, abs=1e-10)
        ranked = [steady(answer.shares[name][world]) for name in answer.culprits(world)]
        assert ranked == sorted(ranked, reverse=True)


@pytest.fixture
def illness():
    """An illness in half of the cases; each of two signs shows in 3/4 of them and in 1/4 else."""
    rows = np.array([[3 / 4, 1 / 4], [1 / 4, 3 / 4]])[..., None]
    tables = {"ill": Table(scope=("ill",), values=np.full((2, 1), 0.5))}
    tables |= {name: Table(scope=("ill", name), values=rows) for name in ("fever", "cough")}
    return Network(sizes=dict.fromkeys(tables, 2), tables=tables)


def test_two_signs_by_hand(illness):
    # P(fever) = P(cough) = 1/2; P(both) = (9/16 + 1/16) / 2 = 5/16; P(one only) = 3/16.
    agree = conflict(illness, seen={"fever": 1, "cough": 1})
    assert agree.total[0] == pytest.approx(np.log2(4 / 5))
    clash = conflict(illness, seen={"fever": 1, "cough": 0})
    assert clash.total[0] == pytest.approx(np.log2(4 / 3))
    assert clash.shares["fever"][0] == pytest.approx(np.log2(4 / 3))
    assert clash.shares["cough"][0] == pytest.approx(np.log2(4 / 3))


def test_the_finding_that_does_not_fit_comes_first(illness):
    table = Table(scope=("ill", "rash"), values=illness.tables["fever"].values)
    network = Network(sizes={**illness.sizes, "rash": 2}, tables={**illness.tables, "rash": table})
    answer = conflict(network, seen={"fever": 1, "rash": 0, "cough": 1})
    assert answer.culprits() == ("rash", "fever", "cough")
    # P(fever, cough, no rash) = (9/64 + 3/64) / 2 = 3/32, P(fever, cough) = 5/16.
    assert answer.shares["rash"][0] == pytest.approx(np.log2((1 / 2) * (5 / 16) / (3 / 32)))
    assert answer.total[0] == pytest.approx(np.log2((1 / 8) / (3 / 32)))


def test_culprits_are_those_of_one_world():
    fits = np.array([[0.9, 0.1], [0.1, 0.9]])
    even = np.full((2, 2), 0.5)
    tables = {
        "h": Table(scope=("h",), values=np.full((2, 1), 0.5)),
        "a": Table(scope=("h", "a"), values=np.stack([fits, even], axis=-1)),
        "b": Table(scope=("h", "b"), values=np.stack([even, fits], axis=-1)),
        "c": Table(scope=("h", "c"), values=fits[..., None]),
    }
    network = Network(sizes=dict.fromkeys(tables, 2), tables=tables)
    answer = conflict(network, seen={"c": 0, "b": 1, "a": 1})
    assert set(answer.culprits(0)[:2]) == {"a", "c"}
    assert set(answer.culprits(1)[:2]) == {"b", "c"}
    assert answer.total.shape == (2,)


@pytest.mark.parametrize("seen", [{}, {"dysp": 1}])
def test_fewer_than_two_findings_cannot_conflict(seen):
    answer = conflict(asia(), seen=seen)
    assert answer.total.tolist() == [0.0]
    assert {name: share.tolist() for name, share in answer.shares.items()} == {
        name: [0.0] for name in seen
    }
    assert answer.culprits() == tuple(seen)


def test_an_intervention_screens_off_what_it_cuts(illness):
    answer = conflict(illness, seen={"fever": 1, "cough": 0}, set={"ill": 1})
    assert answer.total[0] == pytest.approx(0.0, abs=1e-12)


def test_60_very_rare_findings_do_not_vanish():
    tables = {}
    for i in range(60):
        scope = (f"v{i - 1}", f"v{i}") if i else ("v0",)
        rows = [[1e-9, 1 - 1e-9], [1e-8, 1 - 1e-8]] if i else [1e-9, 1 - 1e-9]
        tables[f"v{i}"] = Table(scope=scope, values=np.array(rows)[..., None])
    network = Network(sizes=dict.fromkeys(tables, 2), tables=tables)
    answer = conflict(network, seen=dict.fromkeys(tables, 0))
    # P(e) = 1e-9**60 is below the smallest float; alone, each but the first is ten times likelier.
    alone = [1e-9]
    for _ in range(59):
        alone.append(alone[-1] * 1e-9 + (1 - alone[-1]) * 1e-8)
    expected = np.log2(alone).sum() - 60 * np.log2(1e-9)
    assert answer.total[0] == pytest.approx(expected, abs=1e-9)
    assert expected > 190


@pytest.mark.parametrize(
    ("seen", "smallest"),
    [
        ({"dysp": 1, "either": 0, "lung": 1}, {"either": 0, "lung": 1}),
        ({"dysp": 1, "never": 1}, {"never": 1}),
        ({"never": 1}, {"never": 1}),
    ],
)
def test_impossible_findings_are_refused(seen, smallest):
    network = asia()
    never = Table(scope=("never",), values=np.array([[1.0], [0.0]]))
    network = Network(
        sizes={**network.sizes, "never": 2}, tables={**network.tables, "never": never}
    )
    with pytest.raises(ImpossibleEvidence) as refusal:
        conflict(network, seen=seen)
    assert dict(refusal.value.findings) == smallest
