"""``resolve whatif`` from the shell, against importing numpy and pandas in the same run.

Run with ``./run test -n 0 --benchmark-enable tests/benchmarks``. The pairs are interleaved and the
median of their ratios printed; nothing here decides whether the tests pass unless asked to run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from elicitation.cli import main

PAIRS = 9
WORST_RATIO = 2.0


def seconds(*command):
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.perf_counter() - start


def test_whatif_takes_at_most_twice_as_long_as_importing_numpy_and_pandas(
    tmp_path, request, capsys
):
    if not request.config.getoption("--benchmark-enable"):
        pytest.skip("a benchmark: asked for with --benchmark-enable")
    study = tmp_path / "study"
    assert CliRunner().invoke(main, ["init", str(study)]).exit_code == 0
    whatif = (
        "-c",
        "from elicitation.cli import main; main()",
        "whatif",
        "S6",
        "--study",
        str(study),
    )
    peer = ("-c", "import numpy, pandas")
    seconds(*whatif)
    pairs = [(seconds(*whatif), seconds(*peer)) for _ in range(PAIRS)]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    with capsys.disabled():
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(  # noqa: T201 - the table is what a benchmark is for
            f"\nresolve whatif {ours:.2f} s, import numpy, pandas {theirs:.2f} s, ratio {ratio:.2f}"
        )
    assert ratio <= WORST_RATIO
