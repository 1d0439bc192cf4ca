"""What all benchmarks share: being asked for, timing in interleaved pairs, printing tables.

Engines are compared by processor time, of all their threads together: what else the machine does
does not count then.

Run with ``./run test -n 0 --benchmark-enable tests/benchmarks -s``.
"""

from __future__ import annotations

import math
import statistics
import time

import pytest

BLOCK = 0.05
"""Seconds a block of runs takes, about: a question is timed with its memory warm, as a peer's is."""


def asked(request):
    """Skip unless benchmarks were asked for."""
    if not request.config.getoption("--benchmark-enable"):
        pytest.skip("a benchmark: asked for with --benchmark-enable")


def show(request, title, header, rows):
    """Print a table in Markdown, past pytest's capture; the first column is text."""
    lines = ["", "", title, "", _line(header), _line(["---", *["--:"] * (len(header) - 1)])]
    lines += [_line(row) for row in rows]
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n".join(lines))  # noqa: T201 - the table is what a benchmark is for


def _line(cells):
    return f"| {' | '.join(map(str, cells))} |"


def digits(number):
    """Write a number with three digits, none after the point from 100 on."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.{max(0, 2 - math.floor(math.log10(number)))}f}"


def once(question, clock=time.perf_counter):
    """Return the seconds of one run."""
    start = clock()
    question()
    return clock() - start


def processed(question):
    """Return the processor seconds of one run."""
    return once(question, time.process_time)


def block(question, before=None):
    """Return the median processor seconds of as many runs as fill a block, without ``before``."""
    times = []
    while not times or (sum(times) < BLOCK and len(times) < 500):
        if before is not None:
            before()
        times.append(processed(question))
    return statistics.median(times)


def paired(rounds, theirs, ours):
    """Return the median seconds of both and the median ratio of interleaved pairs.

    Both are functions that return seconds.
    """
    pairs = [(theirs(), ours()) for _ in range(rounds)]
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    return *medians, statistics.median(their / our for their, our in pairs)


def geometric_mean(ratios):
    """Return the number that multiplied as often gives the same."""
    return statistics.geometric_mean(list(ratios))
