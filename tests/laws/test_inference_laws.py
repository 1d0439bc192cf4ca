"""Every exact answer equals the sum over the joint distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.inference.contraction import TooLarge, plan, run
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.query import ImpossibleEvidence, Network, Table, posteriors
from tests.strategies import random_findings, random_network

SEEDS = st.integers(0, 10**6)


@settings(max_examples=400)
@given(SEEDS, st.booleans())
def test_posteriors_equal_enumeration(seed, sparse):
    network = random_network(seed, sparse=sparse)
    set_, seen = random_findings(seed, network)
    expected = [enumerate_marginals(network, world=w, set=set_, seen=seen) for w in range(2)]
    if any(probability == 0 for _, probability in expected):
        with pytest.raises(ImpossibleEvidence) as refusal:
            posteriors(network, set=set_, seen=seen)
        smallest = dict(refusal.value.findings)
        assert smallest.items() <= seen.items()
        for name in smallest:  # none of them can be left out
            rest = {n: s for n, s in smallest.items() if n != name}
            assert all(
                enumerate_marginals(network, world=w, set=set_, seen=rest)[1] > 0 for w in range(2)
            )
        return
    answer = posteriors(network, set=set_, seen=seen)
    for world, (marginals, probability) in enumerate(expected):
        found = np.broadcast_to(answer.log_probability, 2)[world]
        assert np.exp(found) == pytest.approx(probability, abs=1e-12)
        for name, values in marginals.items():
            ours = np.broadcast_to(answer.marginals[name], (len(values), 2))[:, world]
            assert np.abs(ours - values).max() < 1e-12


@settings(max_examples=60)
@given(SEEDS)
def test_soft_evidence_equals_enumeration(seed):
    network = random_network(seed)
    name = next(iter(network.sizes))
    ratio = np.arange(1.0, network.sizes[name] + 1)[:, None]
    answer = posteriors(network, likely={name: ratio})
    expected, _ = enumerate_marginals(network, world=1, likely={name: ratio})
    for variable, values in expected.items():
        assert np.abs(answer.marginals[variable][:, -1] - values).max() < 1e-12


@settings(max_examples=60)
@given(SEEDS)
def test_asking_for_one_target_changes_nothing(seed):
    network = random_network(seed)
    whole = posteriors(network).marginals
    for name in network.sizes:
        part = posteriors(network, targets=(name,)).marginals
        assert np.abs(part[name] - whole[name]).max() < 1e-12


@settings(max_examples=40)
@given(SEEDS)
def test_derivatives_equal_finite_differences(seed):
    network = random_network(seed, most=4, worlds=1)
    scopes = tuple(table.scope for table in network.tables.values())
    sizes = tuple(network.sizes.items())
    tables = [table.values * 0.7 for table in network.tables.values()]
    contraction = run(plan(scopes, sizes), tables)
    rng = np.random.default_rng(seed)
    which = int(rng.integers(len(tables)))
    cell = tuple(int(rng.integers(side)) for side in tables[which].shape)
    moved = [table.copy() for table in tables]
    moved[which][cell] += 1.0  # the value is linear in every entry, so any step is exact
    step = run(plan(scopes, sizes), moved).value[0] - contraction.value[0]
    gradient = contraction.gradients[which][cell] * np.exp(contraction.log_scale[0])
    assert gradient == pytest.approx(step, abs=1e-9)


def test_deep_products_do_not_vanish():
    names = [f"v{i}" for i in range(400)]
    tiny = np.array([[1e-6], [1.0]]) / (1 + 1e-6)
    tables = {name: Table(scope=(name,), values=tiny) for name in names}
    network = Network(sizes=dict.fromkeys(names, 2), tables=tables)
    answer = posteriors(network, seen=dict.fromkeys(names, 0))
    assert answer.log_probability[0] == pytest.approx(400 * np.log(1e-6 / (1 + 1e-6)))


def test_a_table_too_large_is_refused_before_anything_runs():
    names = tuple(f"v{i}" for i in range(40))
    with pytest.raises(TooLarge, match="would hold"):
        plan((names,), tuple((name, 2) for name in names))
