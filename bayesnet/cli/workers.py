"""Where a long computation runs: here, on processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import ParamSpec, TypedDict, TypeVar

import click

from bayesnet.cli.options import bundled
from bayesnet.errors import StudyError, problem_at
from bayesnet.sweep import Sampling

P = ParamSpec("P")
T = TypeVar("T")
KNOCKING = 10.0
"""Seconds that a scheduler has for its first answer."""
PATIENCE = 2.0
"""Seconds after which a computation shows how far it is."""


class Running(TypedDict):
    """What a sweep takes of how it runs."""

    executor: Executor | None
    progress: Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """How many worlds are drawn, from where, and where they are computed."""

    draws: int
    independent: bool
    seed: int
    workers: int
    cluster: str

    @property
    def sampling(self) -> Sampling | None:
        """Return the draws that are asked for, None for none."""
        if not self.draws:
            return None
        return Sampling(draws=self.draws, seed=self.seed, coherent=not self.independent)

    @contextmanager
    def running(self, label: str = "Drawing worlds") -> Iterator[Running]:
        """Give the executor asked for and a bar; raises StudyError if there is no such executor."""
        with self._executor() as executor, progress_bar(label) as progress:
            yield {"executor": executor, "progress": progress}

    @contextmanager
    def _executor(self) -> Iterator[Executor | None]:
        """Give the executor asked for, None for this process alone."""
        if self.cluster:
            with _dask(self.cluster) as executor:
                yield executor
        elif self.workers:
            with RenewedPool(self.workers) as pool:
                yield pool
        else:
            yield None


sweep_options = bundled(
    "sweep",
    Sweep,
    click.option(
        "--draws",
        type=click.IntRange(0, 100_000_000),
        default=10_000,
        show_default=True,
        metavar="N",
        help="Worlds to draw from the experts' own ranges.",
    ),
    click.option(
        "--independent",
        is_flag=True,
        help="Pick an expert anew for each question instead of one for the whole world.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0),
        default=1,
        show_default=True,
        help="Where the random numbers start.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        help="Processes to compute on besides this one; the result is the same.",
    ),
    click.option(
        "--cluster", default="", metavar="ADDRESS", help="A Dask scheduler to compute on."
    ),
)
"""Adds ``--draws``, ``--independent``, ``--seed``, ``--workers``, ``--cluster``, as ``sweep``."""


class RenewedPool(Executor):
    """A process pool that is replaced when one of its processes has died.

    Its processes start anew and not as copies of this one, which may hold locks.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a call to the pool, or to a new one if the pool is broken."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown(wait=False)
            self._pool = self._started()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and a second to import
    except ImportError as error:
        problem = problem_at("", "--cluster", "ask.computing-cluster-needs-package")
        raise StudyError([problem]) from error
    try:
        client = Client(address, timeout=KNOCKING)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        problem = problem_at("", "--cluster", "ask.no-scheduler-answers", address=address)
        raise StudyError([problem]) from error
    with client, client.get_executor() as executor:  # type: ignore[no-untyped-call]
        yield executor


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that says how far a computation is, for a bar on the error stream.

    The bar shows once two seconds have passed, even where nothing is done by then; never where
    the error stream is no terminal, or one that cannot draw over what it drew.
    """
    from rich.console import Console  # noqa: PLC0415 - only commands that may take long
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    drawn_over = console.is_terminal and not console.is_dumb_terminal
    bar = Progress(console=console, transient=True, disable=not drawn_over)
    task = bar.add_task(label, total=None)
    waiting = Timer(PATIENCE, bar.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        waiting.cancel()
        waiting.join()
        if bar.live.is_started:
            bar.stop()
