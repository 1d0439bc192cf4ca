"""The shipped study's whole report, three kinds of document: under 20 s from the shell.

Run with ``./run test -n 0 --benchmark-enable tests/benchmarks/test_report.py``.
"""

from __future__ import annotations

import subprocess
import sys

from click.testing import CliRunner

from elicitation.cli import main
from tests.benchmarks.measuring import asked, digits, once, show

MOST_SECONDS = 20.0
COMMAND = (sys.executable, "-c", "from elicitation.cli import main; main()")


def test_the_whole_report_takes_less_than_twenty_seconds(tmp_path, request):
    asked(request)
    study = tmp_path / "study"
    assert CliRunner().invoke(main, ["init", str(study)]).exit_code == 0
    rows = []
    for what, words in (
        ("report --format all, second opinion included", ("report", "--format", "all")),
        ("build: figures, tables and reports", ("build",)),
        ("build again: nothing is stale", ("build",)),
    ):
        command = (*COMMAND, *words, "--study", str(study))
        taken = once(
            lambda command=command: subprocess.run(command, check=True, capture_output=True)
        )
        rows.append([what, digits(taken)])
    show(request, "The report of the shipped study", ["what", "seconds"], rows)
    assert float(rows[0][1]) < MOST_SECONDS
