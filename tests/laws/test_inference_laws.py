"""Every exact answer equals the sum over the joint distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.inference import elimination, query
from bayesnet.inference.contraction import TooLarge, plan, run
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.query import ImpossibleEvidence, Network, Table, posteriors
from bayesnet.inference.soft import OutOfReach, likelihoods_for
from tests.bayesnet.joint import joint, kept
from tests.strategies import random_findings, random_likelihoods, random_network

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


@pytest.mark.parametrize("block", range(4))
def test_thousands_of_questions_equal_the_joint_written_out(block):
    """Hard, soft and impossible evidence, interventions, tables with and without zeros and ones."""
    answered = refused = 0
    for seed in range(1000 * block, 1000 * (block + 1)):
        network = random_network(seed, worlds=1, sparse=seed % 2 == 0)
        set_, seen = random_findings(seed, network)
        likely = random_likelihoods(seed, network, 1)
        written = joint(network, 0, set=set_, seen=seen, likely=likely)
        if written.sum() == 0:
            with pytest.raises(ImpossibleEvidence):
                posteriors(network, set=set_, seen=seen, likely=likely)
            refused += 1
            continue
        answer = posteriors(network, set=set_, seen=seen, likely=likely)
        for name in network.sizes:
            expected = kept(network, written, name) / written.sum()
            assert np.abs(answer.marginals[name][:, 0] - expected).max() < 1e-12, seed
        answered += 1
    assert answered >= 700
    assert refused >= 50


@settings(max_examples=100)
@given(SEEDS)
def test_the_joint_of_a_few_equals_the_joint_of_all_summed(seed):
    network = random_network(seed)
    set_, seen = random_findings(seed, network)
    names = list(network.sizes)[:: 1 + seed % 2][:3]
    for world in range(2):
        written = joint(network, world, set=set_, seen=seen)
        if written.sum() == 0:
            return
        expected = kept(network, written, *names) / written.sum()
        found = query.joint(network, names, set=set_, seen=seen)
        wide = np.broadcast_to(found, (*found.shape[:-1], 2))[..., world]
        assert np.abs(wide - expected).max() < 1e-12


@settings(max_examples=100)
@given(SEEDS)
def test_new_marginals_come_about_together_and_stay_as_near_as_can_be(seed):
    """Jeffrey's rule for one: everything given its states stays; for several, each is reached."""
    network = random_network(seed, worlds=2)
    rng = np.random.default_rng(seed)
    names = list(network.sizes)[: 1 + seed % 2]
    marginals = {n: rng.dirichlet(np.ones(network.sizes[n]))[:, None] for n in names}
    likely = likelihoods_for(network, marginals)
    answer = posteriors(network, likely=likely)
    for name, wanted in marginals.items():
        assert np.abs(answer.marginals[name] - wanted).max() < 1e-9
    if len(names) > 1:
        return
    before = joint(network, 1)
    axis = list(network.sizes).index(names[0])
    own = kept(network, before, names[0])
    factor = (marginals[names[0]][:, 0] / own).reshape(
        [-1 if i == axis else 1 for i in range(before.ndim)]
    )
    for variable in network.sizes:
        expected = kept(network, before * factor, variable)
        found = np.broadcast_to(answer.marginals[variable], (len(expected), 2))[:, 1]
        assert np.abs(found - expected).max() < 1e-9


def test_a_state_that_is_impossible_cannot_get_a_probability():
    tables = {"a": Table(scope=("a",), values=np.array([[1.0], [0.0]]))}
    network = Network(sizes={"a": 2}, tables=tables)
    with pytest.raises(OutOfReach) as refusal:
        likelihoods_for(network, {"a": np.array([[0.5], [0.5]])})
    assert (refusal.value.name, refusal.value.state) == ("a", 1)


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


@pytest.mark.parametrize("seed", range(30))
def test_a_forest_is_planned_in_as_many_multiplications_as_its_links_have_cells(seed):
    """Leaf by leaf no table grows: each link is gone through twice at most, whatever its order."""
    rng = np.random.default_rng(seed)
    names = [f"v{k}" for k in range(60)]
    sizes = {name: int(rng.integers(2, 5)) for name in names}
    links = [(names[rng.integers(k)], names[k]) for k in range(1, 60) if rng.random() < 0.9]
    scopes = [*links, *((name,) for name in rng.permutation(names).tolist())]
    made = plan(tuple(scopes), tuple(sizes.items()))
    cells = sum(sizes[a] * sizes[b] for a, b in links)
    assert max(len(step.scope) for step in made.steps) == 2
    assert made.operations <= 2 * cells + 60 * max(sizes.values())


def test_a_star_is_planned_without_comparing_all_its_signs_with_each_other(monkeypatch):
    """2,000 signs, each seen: what is looked at grows as they do."""
    looked = []
    weight = elimination._weight
    monkeypatch.setattr(
        elimination, "_weight", lambda some, sizes: looked.append(1) or weight(some, sizes)
    )
    signs = [f"s{k}" for k in range(2_000)]
    scopes = (("cause",), *(("cause", s) for s in signs), *((s,) for s in signs))
    made = plan(scopes, (("cause", 3), *((s, 2) for s in signs)))
    assert made.operations < 30_000
    assert len(looked) < 60_000
