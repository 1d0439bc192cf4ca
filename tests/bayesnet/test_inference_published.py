"""Asia (Lauritzen & Spiegelhalter 1988), and pyAgrum and pgmpy on a network of many states."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.formats.pgmpy_bridge import pgmpy_beliefs
from bayesnet.inference.query import Network, Table, posteriors, strengths
from tests.strategies import random_network


def _table(scope, rows):
    shape = (2,) * len(scope)
    return Table(scope=scope, values=np.array(rows, float).reshape(*shape, 1))


@pytest.fixture
def asia():
    """States are no, yes."""
    tables = {
        "asia": _table(("asia",), [0.99, 0.01]),
        "tub": _table(("asia", "tub"), [0.99, 0.01, 0.95, 0.05]),
        "smoke": _table(("smoke",), [0.5, 0.5]),
        "lung": _table(("smoke", "lung"), [0.99, 0.01, 0.9, 0.1]),
        "bronc": _table(("smoke", "bronc"), [0.7, 0.3, 0.4, 0.6]),
        "either": _table(("tub", "lung", "either"), [1, 0, 0, 1, 0, 1, 0, 1]),
        "xray": _table(("either", "xray"), [0.95, 0.05, 0.02, 0.98]),
        "dysp": _table(("bronc", "either", "dysp"), [0.9, 0.1, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9]),
    }
    return Network(sizes=dict.fromkeys(tables, 2), tables=tables)


def test_asia(asia):
    assert posteriors(asia).marginals["dysp"][1, 0] == pytest.approx(0.4359706, abs=1e-9)


def test_a_deterministic_arc_has_strength_one_where_nothing_else_decides(asia):
    found = strengths(posteriors(asia), asia)
    assert found["smoke", "lung"] == pytest.approx(0.09)
    assert found["tub", "either"] == pytest.approx(1 - 0.055)


@pytest.mark.parametrize("seed", range(5))
def test_pyagrum_agrees(seed):
    gum = pytest.importorskip("pyagrum", exc_type=ImportError)
    network = random_network(seed, most=8, worlds=1)
    theirs = gum.BayesNet()
    for name, size in network.sizes.items():
        theirs.add(gum.LabelizedVariable(name, name, size))
    for name, table in network.tables.items():
        for parent in table.scope[:-1]:
            theirs.addArc(parent, name)
    for name, table in network.tables.items():
        cpt = theirs.cpt(name)
        for index in np.ndindex(*table.values.shape[:-1]):
            cpt[dict(zip(table.scope, map(int, index), strict=True))] = table.values[(*index, 0)]
    seen = {next(reversed(network.tables)): 0}
    engine = gum.LazyPropagation(theirs)
    engine.setEvidence(seen)
    engine.makeInference()
    ours = posteriors(network, seen=seen).marginals
    for name in network.sizes:
        assert np.abs(engine.posterior(name).toarray() - ours[name][:, 0]).max() < 1e-10


@pytest.mark.parametrize("seed", range(3))
def test_pgmpy_agrees(seed):
    network = random_network(seed, most=6, worlds=1)
    states = {name: tuple(f"s{i}" for i in range(size)) for name, size in network.sizes.items()}
    name = next(iter(network.sizes))
    theirs = pgmpy_beliefs(network, states, world=0, set={name: 1}, seen={})
    ours = posteriors(network, set={name: 1}).marginals
    for variable, values in theirs.items():
        assert np.abs(values - ours[variable][:, 0]).max() < 1e-12
