"""Mutual information equals its definition on the joint, in every world."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.graph import d_separated
from bayesnet.inference.informative import mutual_information
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from tests.bayesnet.joint import as_pyagrum, asia, joint, kept
from tests.strategies import random_findings, random_network

SEEDS = st.integers(0, 10**6)


def _information(pair):
    """I of a joint table of two variables, in bits."""
    pair = pair / pair.sum()
    product = pair.sum(axis=1, keepdims=True) * pair.sum(axis=0, keepdims=True)
    some = pair > 0
    return float((pair[some] * np.log2(pair[some] / product[some])).sum())


@settings(max_examples=300)
@given(SEEDS, st.booleans())
def test_information_equals_enumeration(seed, sparse):
    network = random_network(seed, sparse=sparse)
    set_, seen = random_findings(seed, network)
    target = next(iter(network.sizes))
    joints = [joint(network, world, set=set_, seen=seen) for world in range(2)]
    if any(values.sum() == 0 for values in joints):
        with pytest.raises(ImpossibleEvidence):
            mutual_information(network, target, set=set_, seen=seen)
        return
    answer = mutual_information(network, target, set=set_, seen=seen)
    assert set(answer) == set(network.sizes) - {target, *set_, *seen}
    for name, bits in answer.items():
        assert bits.shape == (2,)
        assert (bits >= 0).all()
        for world, values in enumerate(joints):
            pair = kept(network, values, target, name)  # the target is the first axis
            assert bits[world] == pytest.approx(_information(pair), abs=1e-10)
    first = [bits[0] for bits in answer.values()]
    assert all(a >= b - 1e-12 for a, b in itertools.pairwise(first))


@settings(max_examples=100)
@given(SEEDS)
def test_information_is_symmetric_and_nothing_between_the_separated(seed):
    network = random_network(seed)
    _, seen = random_findings(seed, network)
    free = [name for name in network.sizes if name not in seen]
    parents = {name: table.scope[:-1] for name, table in network.tables.items()}
    for target in free[:2]:
        for name, bits in mutual_information(network, target, seen=seen).items():
            back = mutual_information(network, name, among=(target,), seen=seen)[target]
            assert bits == pytest.approx(back, abs=1e-12)
            if d_separated(parents, {target}, {name}, set(seen)):
                assert bits.max() <= 1e-12


@pytest.mark.parametrize("seen", [{}, {"dysp": 1}, {"xray": 1, "smoke": 0}])
def test_asia_as_in_pyagrum(seen):
    gum = pytest.importorskip("pyagrum", exc_type=ImportError)
    theirs = as_pyagrum(gum, asia())
    answer = mutual_information(asia(), "lung", seen=seen)
    assert len(answer) == 7 - len(seen)
    for name, bits in answer.items():
        engine = gum.LazyPropagation(theirs)
        engine.setEvidence(seen)
        expected = gum.InformationTheory(engine, ["lung"], [name]).mutualInformationXY()
        assert bits[0] == pytest.approx(expected, abs=1e-10)


def test_a_state_that_is_impossible_in_one_world_only():
    prior = np.array([[1.0, 0.5], [0.0, 0.5], [0.0, 0.0]])  # (states, worlds)
    copy = np.eye(3)[..., None]
    tables = {
        "t": Table(scope=("t",), values=prior),
        "x": Table(scope=("t", "x"), values=copy),
    }
    network = Network(sizes={"t": 3, "x": 3}, tables=tables)
    assert mutual_information(network, "t")["x"] == pytest.approx([0.0, 1.0], abs=1e-12)
    assert mutual_information(network, "x")["t"] == pytest.approx([0.0, 1.0], abs=1e-12)


def test_the_target_itself_gives_its_entropy_and_what_is_known_gives_nothing():
    answer = mutual_information(
        asia(), "smoke", among=("asia", "xray", "smoke"), seen={"asia": 1}, set={"xray": 0}
    )
    assert list(answer) == ["smoke", "asia", "xray"]
    assert answer["smoke"][0] == pytest.approx(1.0)
    assert answer["asia"][0] == answer["xray"][0] == 0.0


def test_equals_stand_in_the_order_asked():
    answer = mutual_information(asia(), "asia", among=("smoke", "bronc", "lung", "tub"))
    assert list(answer) == ["tub", "smoke", "bronc", "lung"]
    assert mutual_information(asia(), "asia", among=()) == {}


def test_an_intervention_cuts_what_the_variable_would_tell():
    assert mutual_information(asia(), "lung")["smoke"][0] > 0.01
    cut = mutual_information(asia(), "lung", set={"either": 1})
    assert cut["xray"][0] <= 1e-12
    assert cut["tub"][0] <= 1e-12


def test_a_chain_of_400_does_not_vanish():
    rows = np.array([[0.999, 0.001], [0.001, 0.999]])[..., None]
    tables = {"v0": Table(scope=("v0",), values=np.full((2, 1), 0.5))}
    tables |= {f"v{i}": Table(scope=(f"v{i - 1}", f"v{i}"), values=rows) for i in range(1, 400)}
    network = Network(sizes=dict.fromkeys(tables, 2), tables=tables)
    answer = mutual_information(network, "v0")
    assert list(answer) == [f"v{i}" for i in range(1, 400)]  # the nearer, the more
    flip = (1 - 0.998**399) / 2
    expected = 1 + flip * np.log2(flip) + (1 - flip) * np.log2(1 - flip)
    assert answer["v399"][0] == pytest.approx(expected, abs=1e-10)


def test_impossible_evidence_is_refused():
    with pytest.raises(ImpossibleEvidence) as refusal:
        mutual_information(asia(), "dysp", seen={"either": 0, "lung": 1})
    assert dict(refusal.value.findings) == {"either": 0, "lung": 1}


@pytest.mark.parametrize(("target", "among"), [("smok", None), ("lung", ("smok",))])
def test_an_unknown_name_is_answered_with_the_nearest(target, among):
    with pytest.raises(ValueError, match=r"no variable 'smok'; did you mean 'smoke'\?"):
        mutual_information(asia(), target, among=among)
