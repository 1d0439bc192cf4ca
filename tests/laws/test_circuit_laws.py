"""The compiled engine gives what the plain one and the sum over the joint give, in every world."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.inference import compiled, kernel
from bayesnet.inference.circuit import Circuit
from bayesnet.inference.contraction import TooLarge, plan, run
from bayesnet.inference.elimination import plan as eliminate
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.kernel import LANES
from bayesnet.inference.query import ImpossibleEvidence, Network, Table, posteriors
from tests.strategies import random_findings, random_likelihoods, random_network

SEEDS = st.integers(0, 10**6)


def assert_same(ours, theirs, worlds):
    for name, values in theirs.marginals.items():
        expected = np.broadcast_to(values, (*values.shape[:-1], worlds))
        np.testing.assert_allclose(ours.marginals[name], expected, rtol=0, atol=1e-12)
        family = theirs.families[name]
        assert set(ours.families[name].scope) == set(family.scope)
        axes = [ours.families[name].scope.index(v) for v in family.scope]
        found = ours.families[name].values.transpose(*axes, -1)
        wide = np.broadcast_to(family.values, found.shape)
        np.testing.assert_allclose(found, wide, rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        ours.log_probability, np.broadcast_to(theirs.log_probability, worlds), rtol=0, atol=1e-11
    )


@settings(max_examples=300)
@given(SEEDS, st.sampled_from([1, 2, LANES, LANES + 3, 3 * LANES]), st.booleans())
def test_a_circuit_answers_as_single_questions_do(seed, worlds, sparse):
    network = random_network(seed, worlds=worlds, sparse=sparse)
    circuit = Circuit(network)
    for attempt in range(2):  # asked again, it has forgotten what was asked before
        set_, seen = random_findings(seed + attempt, network)
        likely = random_likelihoods(seed + attempt, network, worlds)
        try:
            theirs = posteriors(network, set=set_, seen=seen, likely=likely)
        except ImpossibleEvidence:
            with pytest.raises(ImpossibleEvidence):
                circuit.posteriors(set=set_, seen=seen, likely=likely)
            continue
        assert_same(circuit.posteriors(set=set_, seen=seen, likely=likely), theirs, worlds)


@settings(max_examples=150)
@given(SEEDS, st.booleans())
def test_a_circuit_equals_enumeration(seed, sparse):
    network = random_network(seed, worlds=3, sparse=sparse)
    set_, seen = random_findings(seed, network)
    likely = random_likelihoods(seed, network, 3)
    expected = [
        enumerate_marginals(network, world=w, set=set_, seen=seen, likely=likely) for w in range(3)
    ]
    if any(probability == 0 for _, probability in expected):
        with pytest.raises(ImpossibleEvidence):
            Circuit(network).posteriors(set=set_, seen=seen, likely=likely)
        return
    answer = Circuit(network).posteriors(set=set_, seen=seen, likely=likely)
    for world, (marginals, probability) in enumerate(expected):
        assert np.exp(answer.log_probability[world]) == pytest.approx(probability, abs=1e-12)
        for name, values in marginals.items():
            assert np.abs(answer.marginals[name][:, world] - values).max() < 1e-12


@settings(max_examples=100)
@given(SEEDS, st.sampled_from([1, LANES + 1]))
def test_compiled_loops_and_numpy_contract_alike(seed, worlds):
    """Also with entries below 0, and with derivatives of some tables only."""
    network = random_network(seed, worlds=worlds)
    rng = np.random.default_rng(seed)
    scopes = tuple(table.scope for table in network.tables.values())
    tables = [rng.normal(size=table.values.shape) for table in network.tables.values()]
    made = plan(scopes, tuple(network.sizes.items()))
    wanted = tuple(k for k in range(len(tables)) if rng.random() < 0.5)
    plain = run(made, tables, wanted)
    found, _ = compiled.contract(made, tables, worlds, wanted)
    np.testing.assert_allclose(found.value, plain.value, rtol=1e-9, atol=1e-12)
    for ours, theirs in zip(found.gradients, plain.gradients, strict=True):
        expected = theirs * np.exp(plain.log_scale)
        wide = np.broadcast_to(expected, ours.shape)
        np.testing.assert_allclose(ours * np.exp(found.log_scale), wide, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("worlds", [1, LANES + 1])
def test_deep_products_do_not_vanish(worlds):
    names = [f"v{i}" for i in range(400)]
    tiny = np.repeat(np.array([[1e-6], [1.0]]) / (1 + 1e-6), worlds, axis=-1)
    tables = {name: Table(scope=(name,), values=tiny) for name in names}
    circuit = Circuit(Network(sizes=dict.fromkeys(names, 2), tables=tables))
    answer = circuit.posteriors(seen=dict.fromkeys(names, 0))
    assert answer.log_probability == pytest.approx(400 * np.log(1e-6 / (1 + 1e-6)))
    assert answer.marginals["v7"][0] == pytest.approx(1)


def test_two_processors_give_the_bits_of_one(monkeypatch):
    network = random_network(5, worlds=40 * LANES)
    monkeypatch.setattr(compiled, "_PARALLEL", 0)
    many = Circuit(network).posteriors()
    monkeypatch.setattr(compiled.os, "cpu_count", lambda: 1)
    one = Circuit(network).posteriors()
    for name in network.sizes:
        assert many.marginals[name].tobytes() == one.marginals[name].tobytes()
        assert many.derivatives[name].tobytes() == one.derivatives[name].tobytes()


def test_a_circuit_too_large_is_refused_with_its_clique(monkeypatch):
    network = random_network(8, worlds=1)
    eliminate.cache_clear()
    monkeypatch.setattr("bayesnet.inference.elimination.LARGEST_ENTRIES", 3)
    with pytest.raises(TooLarge, match=r"the table over .* would hold"):
        Circuit(network)
    eliminate.cache_clear()


def test_without_derivatives_only_marginals_are_made():
    answer = Circuit(random_network(3, worlds=2)).posteriors(derivatives=False)
    assert answer.derivatives == answer.families == {}
    assert set(answer.marginals) == set(random_network(3).sizes)


@pytest.mark.parametrize("worlds", [1, 3])
def test_after_warming_up_no_question_compiles_anything(worlds):
    compiled.warm()
    before = list(kernel.sweep.signatures)
    network = random_network(4, worlds=worlds)
    Circuit(network).posteriors(seen={next(reversed(network.tables)): 0}, derivatives=False)
    made = plan(tuple(t.scope for t in network.tables.values()), tuple(network.sizes.items()))
    tables = [t.values for t in network.tables.values()]
    compiled.contract(made, tables, worlds, (0,))
    assert list(kernel.sweep.signatures) == before


@pytest.mark.parametrize("worlds", [3, 2 * LANES + 5])
def test_tables_that_no_world_differs_in_give_the_bits_of_copies_for_each(worlds):
    """Every other table is one for all worlds; derivatives by some of each kind."""
    network = random_network(6, worlds=worlds)
    tables = [
        t.values[..., :1] if number % 2 else t.values
        for number, t in enumerate(network.tables.values())
    ]
    copies = [np.broadcast_to(t, (*t.shape[:-1], worlds)) for t in tables]
    made = plan(tuple(t.scope for t in network.tables.values()), tuple(network.sizes.items()))
    once, _ = compiled.contract(made, tables, worlds, (0, 1, 3))
    each, _ = compiled.contract(made, copies, worlds, (0, 1, 3))
    assert once.mantissa.tobytes() == each.mantissa.tobytes()
    for own, other in zip(once.gradients, each.gradients, strict=True):
        assert own.shape == other.shape
        assert own.tobytes() == other.tobytes()


def test_tiny_worlds_with_tables_that_no_world_differs_in_are_told_apart_from_zero():
    """400 signs of probability 1e-6 each: the worlds are run again with every step scaled."""
    rare = np.array([[1e-6, 1 - 1e-6]]).repeat(2, axis=0)[..., None]
    scopes = (("x",), *((("x", f"s{k}")) for k in range(400)))
    seen = tuple((f"s{k}",) for k in range(400))
    tables = [np.array([[0.5, 0.2], [0.5, 0.8]]), *[rare] * 400, *[np.array([[1.0], [0.0]])] * 400]
    sizes = (("x", 2), *((f"s{k}", 2) for k in range(400)))
    found, again = compiled.contract(plan((*scopes, *seen), sizes), tables, 2, (0,))
    assert not again.size
    logs = np.log(found.mantissa) + found.log_scale
    assert logs == pytest.approx(np.full(2, 400 * np.log(1e-6)))
    assert found.slope(0) == pytest.approx(np.ones((2, 2)))


def test_where_compiled_code_can_be_kept_nowhere_it_is_compiled_all_the_same():
    """A read-only installation and an unwritable home: numba then has no locator for its cache."""
    program = (
        "import numpy as np; from bayesnet.inference import kernel; total = np.ones(64);"
        "kernel._add_product(total, total + 1, total); print(total.sum())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, "NUMBA_CACHE_LOCATOR_CLASSES": "ZipCacheLocator"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("192.0\n", "")
