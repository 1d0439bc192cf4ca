"""All marginals and derivatives of the networks that pgmpy ships, against pyAgrum and pgmpy.

Both sides hold the same numbers, are ready for questions (pyAgrum its join tree, ours its
``Circuit``), and are asked the same: one finding has changed, what are all marginals now? Ours has
all derivatives by all parameters too. pyAgrum's fastest way is chosen, see ``peers``.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
from functools import partial

import numba
import numpy as np
import pytest

from bayesnet.inference import elimination
from bayesnet.inference.circuit import Circuit
from bayesnet.inference.compiled import Machine
from bayesnet.inference.kernel import LANES
from bayesnet.inference.query import Network, Table, posteriors
from tests.benchmarks.measuring import asked, block, digits, geometric_mean, paired, processed, show
from tests.benchmarks.peers import GaveUp, Pyagrum
from tests.shipped_networks import shipped

SEVEN = ("asia", "child", "alarm", "insurance", "hailfinder", "win95pts", "hepar2")
LARGE = (
    *("water", "mildew", "barley", "andes", "pigs", "pathfinder", "diabetes"),
    *("munin", "munin1", "munin2", "munin3", "munin4", "link"),
)
DRAWS = 4096
ROUNDS = 9
FRESH = """
import time
from tests.shipped_networks import shipped
network = shipped("alarm").ours()
times = []
for _ in range(2):
    start = time.perf_counter()
    from bayesnet.inference.circuit import Circuit
    marginals = Circuit(network).posteriors(seen={"PCWP": 1}).marginals
    [marginals[name] for name in network.sizes]
    times.append(time.perf_counter() - start)
print(*times)
"""


def asking(circuit, finding):
    """The question: the finding is in another state than before."""
    states = itertools.cycle((0, 1))

    def ask():
        marginals = circuit.posteriors(seen={finding: next(states)}, derivatives=True).marginals
        for name in marginals:
            marginals[name]

    return ask


def drawn(network):
    """The network with every row of every table drawn anew, once for each world."""
    random = np.random.default_rng(1)
    tables = {}
    for name, table in network.tables.items():
        weights = random.standard_gamma(np.repeat(50 * table.values, DRAWS, axis=-1))
        weights += 1e-6 * table.values  # no row may vanish
        values = weights / weights.sum(axis=-2, keepdims=True)
        tables[name] = Table(scope=table.scope, values=values)
    return Network(sizes=network.sizes, tables=tables)


def assert_same_marginals(peer, circuit, finding):
    ours = circuit.posteriors(seen={finding: 1}).marginals
    for name, theirs in peer.marginals().items():
        np.testing.assert_allclose(ours[name][:, 0], theirs, rtol=0, atol=1e-10)


@pytest.fixture(scope="module")
def seven(request):
    """By network: how many times faster one question is answered, and one of the draws."""
    asked(request)
    rows, alone, found = [], [], {}
    for name in SEVEN:
        network = shipped(name)
        circuit = Circuit(network.ours())
        ask = asking(circuit, network.finding)
        ask_draws = asking(Circuit(drawn(circuit.network)), network.finding)
        load = partial(posteriors, circuit.network, seen={network.finding: 1})
        with Pyagrum(network) as peer:
            assert_same_marginals(peer, circuit, network.finding)
            ask_draws()
            theirs, ours, times = paired(ROUNDS, peer.changed, lambda ask=ask: block(ask))
            batch = paired(ROUNDS, peer.drawn, lambda ask=ask_draws: processed(ask) / DRAWS)
            first = paired(ROUNDS, peer.anew, partial(block, load, elimination.plan.cache_clear))
        found[name] = times, batch[2]
        row = [1e3 * theirs, 1e3 * ours, times, 1e3 * batch[0], 1e6 * batch[1], batch[2]]
        rows.append([name, len(network.sizes), *map(digits, row)])
        alone.append([name, *map(digits, (1e3 * first[0], 1e3 * first[1], first[2]))])
    means = [digits(geometric_mean(column)) for column in zip(*found.values(), strict=True)]
    rows.append(["geometric mean", "", "", "", means[0], "", "", means[1]])
    header = ["network", "variables", "pyAgrum ms", "ours ms", "times faster"]
    show(
        request,
        f"All marginals and derivatives; draws: {DRAWS:,} at once, each with its own tables",
        [*header, "pyAgrum ms a draw", "ours µs a draw", "times faster a draw"],
        rows,
    )
    show(
        request,
        "Asked once, planning included (ours: all families and derivatives as well)",
        ["network", *header[2:]],
        alone,
    )
    return found


def test_one_question_is_answered_ten_times_as_fast_as_by_pyagrum(seven):
    assert geometric_mean(times for times, _ in seven.values()) >= 10


def test_a_draw_is_answered_a_hundred_times_as_fast_and_500_times_on_alarm(seven):
    assert geometric_mean(times for _, times in seven.values()) >= 100
    assert seven["alarm"][1] >= 500


def large(name):
    """Return the row of a large network, and how many times faster it is or None."""
    network = shipped(name)
    circuit = Circuit(network.ours())
    ask = asking(circuit, network.finding)
    ask()
    row = [name, len(network.sizes)]
    with Pyagrum(network) as peer:
        try:
            first = peer.changed()
            if first < 10:
                assert_same_marginals(peer, circuit, network.finding)
            rounds = 3 if first < 10 else 1
            theirs, ours, times = paired(rounds, peer.changed, lambda: block(ask))
        except GaveUp as why:
            return [*row, str(why), digits(1e3 * block(ask)), ""], None
    return [*row, digits(1e3 * theirs), digits(1e3 * ours), digits(times)], times


def test_no_large_network_is_answered_more_slowly_than_by_pyagrum(request):
    asked(request)
    found = [large(name) for name in LARGE]
    header = ["network", "variables", "pyAgrum ms", "ours ms", "times faster"]
    show(request, "The large networks", header, [row for row, _ in found])
    assert min(times for _, times in found if times is not None) >= 1


@numba.njit(fastmath={"contract"})
def multiply_and_add(a, b, c, repeats):
    for _ in range(repeats):
        for i in range(c.shape[0]):
            c[i] += a[i] * b[i]


def kernel_alone(name):
    """Return a run of one chunk on one processor, its tables in cache, and its multiply-adds."""
    circuit = Circuit(drawn(shipped(name).ours()))
    machine = Machine(circuit.plan, LANES)
    return lambda: machine.run(
        circuit._inputs[:1], circuit._all
    ), 3 * circuit.plan.operations * LANES


def test_a_quarter_of_what_a_plain_loop_of_fused_multiply_adds_reaches(request):
    asked(request)
    a, b, c = np.random.default_rng(1).random((3, 1024))
    repeats = 20_000
    rows, shares = [], []
    multiply_and_add(a, b, c, 1)
    for name in ("alarm", "insurance", "hailfinder", "win95pts", "hepar2"):
        run, count = kernel_alone(name)
        plain, ours, _ = paired(
            ROUNDS,
            lambda: processed(lambda: multiply_and_add(a, b, c, repeats)),
            lambda run=run: block(run),
        )
        peak, reached = 1024 * repeats / plain, count / ours
        shares.append(reached / peak)
        rows.append([name, digits(peak / 1e9), digits(reached / 1e9), f"{shares[-1]:.2f}"])
    rows.append(["geometric mean", "", "", f"{geometric_mean(shares):.2f}"])
    header = ["network", "plain loop, 10⁹/s", "kernel, 10⁹/s", "share"]
    show(request, "Multiply-adds of doubles on one processor", header, rows)
    assert geometric_mean(shares) >= 1 / 4


def test_pgmpy_for_comparison(request):
    asked(request)
    from pgmpy.inference import VariableElimination  # noqa: PLC0415

    rows = []
    for name in ("asia", "child", "alarm"):
        network = shipped(name)
        engine, seen = VariableElimination(network.pgmpys()), {network.finding: 1}
        wanted = [v for v in network.sizes if v != network.finding]

        def each_node(engine=engine, wanted=wanted, seen=seen):
            return [engine.query([v], evidence=seen, show_progress=False) for v in wanted]

        ask = asking(Circuit(network.ours()), network.finding)
        ask()
        ours = block(ask)
        theirs = statistics.median(processed(each_node) for _ in range(3))
        rows.append([name, len(network.sizes), *map(digits, (1e3 * theirs, 1e3 * ours))])
    header = ["network", "variables", "pgmpy ms", "ours ms"]
    show(request, "pgmpy's variable elimination, which is asked node by node", header, rows)


def test_the_first_call_of_a_process_takes_less_than_a_second_more(request):
    asked(request)
    runs = []
    for _ in range(4):
        said = subprocess.run([sys.executable, "-c", FRESH], check=True, capture_output=True)
        runs.append([float(word) for word in said.stdout.split()])
    first, second = (statistics.median(column) for column in zip(*runs[1:], strict=True))
    rows = [["alarm", digits(1e3 * first), digits(1e3 * second)]]
    show(request, "Circuit and answer", ["network", "first ms", "second ms"], rows)
    assert first - second < 1
