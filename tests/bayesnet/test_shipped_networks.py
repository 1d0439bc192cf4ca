"""Marginals and P(evidence) of well-known networks equal pyAgrum's; the large ones in benchmarks."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.inference.circuit import Circuit
from bayesnet.inference.query import posteriors
from tests.shipped_networks import shipped

NAMES = (
    *("asia", "cancer", "earthquake", "sachs", "survey", "child", "alarm", "insurance"),
    *("hailfinder", "win95pts", "hepar2", "andes", "water", "mildew", "barley", "pathfinder"),
    *("pigs", "diabetes"),
)


@pytest.mark.parametrize("name", NAMES)
def test_pyagrum_agrees(name):
    gum = pytest.importorskip("pyagrum", exc_type=ImportError)
    network = shipped(name)
    ours, theirs = network.ours(), network.pyagrums(gum)
    rng = np.random.default_rng(0)
    symptoms = [
        n for n in network.sizes if all(n not in parents for parents, _ in network.rows.values())
    ]
    seen = {network.finding: 0, symptoms[0]: 1}
    doubtful = next(name for name in network.sizes if name not in seen)
    ratio = rng.random(network.sizes[doubtful])
    engine = gum.LazyPropagation(theirs)
    for variable, state in seen.items():
        engine.addEvidence(theirs.idFromName(variable), state)
    engine.addEvidence(theirs.idFromName(doubtful), ratio.tolist())
    engine.makeInference()
    likely = {doubtful: ratio[:, None]}
    plain = posteriors(ours, seen=seen, likely=likely)
    compiled = Circuit(ours).posteriors(seen=seen, likely=likely)
    for answer in (plain, compiled):
        for variable in network.sizes:
            expected = np.array(engine.posterior(theirs.idFromName(variable)).tolist())
            found = answer.marginals[variable][:, 0]
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10)
        assert np.exp(answer.log_probability[0]) == pytest.approx(
            engine.evidenceProbability(), rel=1e-9
        )
