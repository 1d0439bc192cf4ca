"""The 24 networks that pgmpy ships: imported from BIF, answered, and as large as they are."""

from __future__ import annotations

import gzip
import time

import numpy as np

from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import posteriors
from bayesnet.interchange.files import FORMATS
from bayesnet.interchange.problems import network_of
from tests.benchmarks.measuring import asked, digits, show
from tests.shipped_networks import folder, shipped


def names():
    """All networks that come as BIF, the smallest file first."""
    files = sorted(folder().glob("*.bif.gz"), key=lambda path: path.stat().st_size)
    return [path.name.removesuffix(".bif.gz") for path in files]


def imported(name):
    """Read one network; return it, its text's length and the seconds it took."""
    with gzip.open(folder() / f"{name}.bif.gz", "rt") as file:
        text = file.read()
    start = time.perf_counter()
    diagram, problems = FORMATS["bif"].read(text, f"{name}.bif")
    assert diagram is not None, [str(problem) for problem in problems]
    return diagram, len(text), time.perf_counter() - start


def answered(diagram, targets):
    """Return the posteriors of some nodes, and the seconds; or why there are none."""
    start = time.perf_counter()
    try:
        marginals = posteriors(network_of(diagram), targets=targets).marginals
        found = {name: marginals[name] for name in targets}
    except TooLarge:
        return {}, "too dense"
    return found, digits(1e3 * (time.perf_counter() - start))


def test_all_24_networks_are_imported_and_answered(request):
    asked(request)
    rows, dense = [], []
    for name in names():
        diagram, size, seconds = imported(name)
        same_tables(name, diagram)
        beliefs, took = answered(diagram, tuple(diagram.chance))
        for values in beliefs.values():
            np.testing.assert_allclose(values.sum(axis=0), 1, atol=1e-9)
        if not beliefs:
            dense.append(name)
        entries = sum(node.table.size for node in diagram.chance.values())
        arcs = sum(len(node.parents) for node in diagram.chance.values())
        counts = [len(diagram.chance), arcs, f"{entries:,}"]
        rows.append([name, *counts, digits(size / 1e3), digits(1e3 * seconds), took])
    header = ["network", "nodes", "arcs", "numbers", "BIF kB", "import ms", "all marginals ms"]
    show(request, "The networks that pgmpy ships", header, rows)
    assert len(rows) == 24
    assert dense == []


def same_tables(name, diagram):
    """What was imported is what the benchmark's own reader finds in the file."""
    for child, table in shipped(name).ours().tables.items():
        node = diagram.chance[child]
        order = [table.scope.index(parent) for parent in (*node.parents, child)]
        theirs = table.values[..., 0].transpose(order)
        np.testing.assert_allclose(node.table, theirs, rtol=0, atol=1e-12)
