"""Well-known networks from the files that pgmpy ships; all 24 are in the benchmark."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from bayesnet.inference.query import posteriors
from bayesnet.interchange.files import FORMATS
from bayesnet.interchange.problems import network_of
from tests.foreign.diagrams import assert_same
from tests.shipped_networks import folder, shipped


def imported(name):
    with gzip.open(folder() / f"{name}.bif.gz", "rt") as file:
        diagram, problems = FORMATS["bif"].read(file.read(), f"{name}.bif")
    assert diagram is not None, problems
    return diagram


def test_asia_as_published():
    """Lauritzen & Spiegelhalter (1988): P(dyspnoea) = .4359706."""
    diagram = imported("asia")
    belief = posteriors(network_of(diagram)).marginals["dysp"]
    assert belief[diagram.states["dysp"].index("yes"), 0] == pytest.approx(0.4359706, abs=1e-8)


@pytest.mark.parametrize("name", ["cancer", "survey", "child", "alarm", "sachs", "hepar2"])
def test_tables_are_those_in_the_file_and_every_format_keeps_them(name):
    diagram = imported(name)
    for child, table in shipped(name).ours().tables.items():
        node = diagram.chance[child]
        order = [table.scope.index(parent) for parent in (*node.parents, child)]
        theirs = table.values[..., 0].transpose(order)
        np.testing.assert_allclose(node.table, theirs, rtol=0, atol=1e-12)
    for form in FORMATS:
        if form != "uai":
            found, _ = FORMATS[form].read(FORMATS[form].write(diagram)[0], f"x.{form}")
            assert_same(diagram, found)
