"""A sweep gives the same bits wherever it runs, and a worker that dies costs no answer."""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from bayesnet.cli import workers
from bayesnet.cli.workers import RenewedPool, progress_bar
from bayesnet.errors import StudyError
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.study.view import StudyView
from bayesnet.sweep import AHEAD, MOST_KEPT, RETRIES, Sampling, check_kept, chunks, sweep
from bayesnet.uncertainty.learning import learning
from bayesnet.uncertainty.ranges import ranges
from tests.uncertainty.studies import uncertain_study

MILLION = Sampling(draws=1_000_000, seed=7)


def numbers(chunk):
    return np.random.default_rng(chunk.seed).random(chunk.size)


def die_once(marker, chunk):
    """Kill the process that computes the fourth chunk, the first time."""
    if chunk.number == 3:
        try:
            Path(marker).touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    return numbers(chunk)


def test_chunks_have_seeds_of_their_own_that_do_not_depend_on_how_many_follow():
    few, many = chunks(Sampling(draws=20_000)), chunks(Sampling(draws=1_000_001))
    assert many[:2] == few
    assert [many[-1].number, many[-1].size] == [100, 1]
    assert len({chunk.seed for chunk in many}) == 101
    assert {c.seed for c in chunks(Sampling(draws=10**6, seed=2))}.isdisjoint(c.seed for c in many)
    assert chunks(Sampling(draws=0)) == ()


def test_results_come_in_order_from_any_executor():
    parts = chunks(Sampling(draws=1000), size=7)
    alone = list(sweep(numbers, parts))
    with ThreadPoolExecutor(3) as threads:
        done = []
        found = list(sweep(numbers, parts, threads, lambda n, total: done.append((n, total))))
    assert all(np.array_equal(a, b) for a, b in zip(alone, found, strict=True))
    assert done == [(n + 1, len(parts)) for n in range(len(parts))]


def blas_threads(_):
    np.ones((2, 2)) @ np.ones((2, 2))
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_a_chunk_has_one_thread_of_linear_algebra_and_what_follows_as_many_as_before():
    """Chunks that overlap on threads of one process, too."""
    parts = chunks(Sampling(draws=40), size=1)
    before = blas_threads(None)
    if before == {1}:
        pytest.skip("linear algebra has one thread anyway")
    assert list(sweep(blas_threads, parts[:2])) == [{1}, {1}]
    with ThreadPoolExecutor(3) as threads:
        assert list(sweep(blas_threads, parts, threads)) == [{1}] * 40
    assert blas_threads(None) == before


def test_no_more_chunks_are_handed_out_than_will_be_looked_at_soon():
    """A million draws do not wait in memory: results are taken as they come."""
    parts = chunks(Sampling(draws=1000), size=1)
    handed = []

    class Counting:
        def submit(self, work, part):
            handed.append(part.number)
            future = Future()
            future.set_result(work(part))
            return future

    found = sweep(numbers, parts, Counting())
    next(found)
    assert len(handed) == AHEAD
    list(found)
    assert handed == list(range(1000))


def test_a_process_that_is_killed_costs_no_answer(tmp_path):
    parts = chunks(Sampling(draws=200), size=10)
    expected = list(sweep(numbers, parts))
    work = partial(die_once, tmp_path / "died")
    with RenewedPool(2) as pool:
        found = list(sweep(work, parts, pool))
    assert (tmp_path / "died").exists()
    assert all(np.array_equal(a, b) for a, b in zip(expected, found, strict=True))


def test_a_pool_that_stays_broken_is_done_without(tmp_path):
    parts = chunks(Sampling(draws=200), size=10)
    expected = list(sweep(numbers, parts))
    work = partial(die_once, tmp_path / "died")
    with RenewedPool(1)._started() as pool:
        assert isinstance(pool, ProcessPoolExecutor)
        found = list(sweep(work, parts, pool))
    assert (tmp_path / "died").exists()
    assert all(np.array_equal(a, b) for a, b in zip(expected, found, strict=True))


def test_a_fault_of_the_work_itself_shows_here_after_a_few_trials():
    calls = []

    def faulty(chunk):
        calls.append((chunk.number, threading.current_thread() is threading.main_thread()))
        if chunk.number == 1:
            raise ZeroDivisionError("the work's own")
        return chunk.number

    parts = chunks(Sampling(draws=3), size=1)
    with ThreadPoolExecutor(1) as threads:
        found = sweep(faulty, parts, threads)
        assert next(found) == 0
        with pytest.raises(ZeroDivisionError, match="the work's own"):
            next(found)
    elsewhere = [here for number, here in calls if number == 1 and not here]
    assert len(elsewhere) == RETRIES + 1
    assert calls[-1] == (1, True)


def test_every_sweep_gives_the_same_bits_on_any_executor():
    """Draws of comparisons and learning aside (below, test_learning): bars, and whole plans."""
    study = uncertain_study(5)
    outcome, bare = study.diagram.outcome("bad_mood"), study.book.full("bare")
    quantity = outcome_quantity(StudyView(study, "A"), outcome, bare)
    spread = Spread(kind="draws", sampling=Sampling(draws=25_000))

    def asked(executor=None):
        done = []
        told = {"executor": executor, "progress": lambda n, total: done.append((n, total))}
        bars = find_drivers(StudyView(study, "A"), quantity, "row", spread, **told)
        plans = find_prospects(StudyView(study, "A", "even"), spread.sampling, **told)
        assert done == [(1, 3), (2, 3), (3, 3)] * 2
        return bars.drivers, plans.prospects

    here = asked()
    with ThreadPoolExecutor(2) as threads:
        assert asked(threads) == here
    assert len({bar.swing for bar in here[0]}) > 1


def test_what_would_not_fit_in_memory_is_refused_before_anything_is_drawn(monkeypatch):
    check_kept(Sampling(draws=MOST_KEPT // 10), 10)
    sentence = (
        "--draws: 20,000,000 draws with 10 numbers kept of each would take 1.6 GB. "
        "Ask for at most 12,500,000, or for less at a time."
    )
    with pytest.raises(StudyError, match=re.escape(sentence)):
        check_kept(Sampling(draws=20_000_000), 10)
    study = uncertain_study(5)
    outcome, bare = study.diagram.outcome("bad_mood"), study.book.full("bare")
    quantity = outcome_quantity(StudyView(study, "A"), outcome, bare)
    many = Sampling(draws=100_000_000)
    monkeypatch.setattr("bayesnet.sweep.sweep", lambda *_: pytest.fail("something was drawn"))
    for question in (
        lambda: ranges(study, ["A", "B"], [bare], many),
        lambda: learning(StudyView(study, "A", "even"), many),
        lambda: find_drivers(
            StudyView(study, "A"), quantity, "row", Spread(kind="draws", sampling=many)
        ),
    ):
        with pytest.raises(StudyError, match="100,000,000 draws with"):
            question()


@pytest.fixture(scope="module")
def alone(frozen):
    return ranges(frozen, ["A"], [frozen.book.full("S6")], MILLION)


def same(found, alone):
    return np.array_equal(found.values, alone.values) and np.array_equal(
        found.experts, alone.experts
    )


@pytest.mark.slow
def test_draws_on_a_process_pool_are_the_first_of_as_many_as_there_are(frozen, alone):
    """However many follow, and wherever they are made."""
    few = dataclasses.replace(MILLION, draws=200_000)
    with RenewedPool(2) as pool:
        found = ranges(frozen, ["A"], [frozen.book.full("S6")], few, executor=pool)
    assert found.values.shape[-1] == few.draws
    assert np.array_equal(found.values, alone.values[..., : few.draws])


@pytest.mark.slow
def test_a_million_draws_are_the_same_on_dask_with_a_worker_killed_half_way(frozen, alone):
    distributed = pytest.importorskip("distributed")
    killed = []

    def kill_half_way(done, total):
        if done == total // 2:
            pids = client.run(os.getpid)
            killed.append(pid := next(iter(pids.values())))
            os.kill(pid, signal.SIGKILL)

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        found = ranges(
            frozen,
            ["A"],
            [frozen.book.full("S6")],
            MILLION,
            executor=executor,
            progress=kill_half_way,
        )
    assert len(killed) == 1
    assert same(found, alone)


class Clock(threading.Thread):
    """A timer whose time is up as soon as it starts, or never is."""

    asked = None
    up = True

    def __init__(self, seconds, then):
        super().__init__(target=then if Clock.up else None)
        Clock.asked = seconds

    def start(self):
        super().start()
        self.join()

    def cancel(self):
        pass


@pytest.mark.parametrize("steps", [(), ((1, 3), (3, 3))], ids=["before anything is done", "going"])
def test_a_bar_shows_only_what_takes_longer_than_two_seconds(capsys, monkeypatch, steps):
    monkeypatch.setattr(workers, "Timer", Clock)
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal, for all that rich knows
    monkeypatch.setenv("TERM", "xterm")
    for up in (False, True):
        monkeypatch.setattr(Clock, "up", up)
        with progress_bar("Drawing") as progress:
            for step in steps:
                progress(*step)
        told = capsys.readouterr()
        assert ("Drawing" in told.err) == up
        assert told.out == ""
    assert Clock.asked == 2


@pytest.mark.parametrize(
    "where", [{}, {"FORCE_COLOR": "1", "TERM": "dumb"}], ids=["a file", "dumb"]
)
def test_where_nothing_can_be_drawn_over_no_bar_leaves_its_traces(capsys, monkeypatch, where):
    monkeypatch.setattr(workers, "Timer", Clock)
    monkeypatch.setattr(Clock, "up", True)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in where.items():
        monkeypatch.setenv(name, value)
    with progress_bar("Drawing") as progress:
        progress(1, 3)
    assert capsys.readouterr() == ("", "")
