"""Do a long computation in chunks, on any executor, with the same result to the last bit.

A chunk is a fixed number of draws with random numbers of its own, so it is the same whoever
computes it; chunks are put together in their order, so neither the number of workers nor the order
in which they finish can be seen in the result. All machines have to be of one kind: another
processor may round differently.

A chunk has one thread of linear algebra: more of them wait for each other longer than they work on
matrices of this size, and their number would show in the last digits.

A worker that dies costs time, not answers: what failed elsewhere is done again, here if need be. A
fault of the computation itself then shows here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bayesnet.errors import StudyError, problem_at

T = TypeVar("T")
CHUNK = 10_000
"""Draws in a chunk: few enough that all tables of a study fit in memory, many enough to be fast."""
RETRIES = 2
"""How often a chunk that failed is handed out again before it is computed here."""
AHEAD = 64
"""Chunks handed out before the first one's result is needed."""
MOST_KEPT = 125_000_000
"""Numbers that a sweep may keep until its last chunk is done: 1 GB, and twice that while joined."""
Progress = Callable[[int, int], None]
"""Called with the number of chunks done and the number there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How many worlds to draw, from which seed, and whether each is one expert's throughout."""

    draws: int
    seed: int = 1
    coherent: bool = True

    def __str__(self) -> str:
        picks = "" if self.coherent else ", an expert picked anew for each question"
        return f"{self.draws:,} draw{'' if self.draws == 1 else 's'}, seed {self.seed}{picks}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some of the draws: how many, and the seed of their own random numbers."""

    number: int
    size: int
    seed: int


def chunks(sampling: Sampling, size: int = CHUNK) -> tuple[Chunk, ...]:
    """Return the chunks of a number of draws; whole ones do not depend on how many follow."""
    return tuple(
        Chunk(number=n, size=min(size, sampling.draws - start), seed=_seed(sampling.seed, n))
        for n, start in enumerate(range(0, sampling.draws, size))
    )


def _seed(seed: int, number: int) -> int:
    digest = hashlib.sha256(f"chunk {number} of seed {seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def check_kept(sampling: Sampling, each: int) -> None:
    """Raise StudyError where results of so many numbers a draw would not fit in memory together."""
    if sampling.draws * each > MOST_KEPT:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--draws",
                    "ask.draws-numbers-kept-each-would",
                    draws=sampling.draws,
                    kept=each,
                    gigabytes=sampling.draws * each * 8 / 1000000000.0,
                    most_kept=MOST_KEPT // each,
                )
            ]
        )


def silent(done: int, total: int) -> None:
    """Show no progress."""


def sweep(
    work: Callable[[Chunk], T],
    parts: Sequence[Chunk],
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Iterator[T]:
    """Yield the work's result for each chunk, in order.

    executor: any of ``concurrent.futures``, or of a Dask client (``Client.get_executor()``); the
    computation is done here if None. The work and its results have to be picklable then.
    """
    elsewhere = partial(_on_one_thread, work)
    handed: dict[int, Future[T]] = {}
    failures = dict.fromkeys(range(len(parts)), 0)

    def hand_out(first: int) -> None:
        """Submit what is due and not yet handed out, and again what has failed in the meantime."""
        for number in range(first, min(first + AHEAD, len(parts))):
            if number in handed and _failed(handed[number]):
                del handed[number]
                failures[number] += 1
            if executor is not None and number not in handed and failures[number] <= RETRIES:
                try:
                    handed[number] = executor.submit(elsewhere, parts[number])
                except Exception:  # a broken executor takes no more work: it is done here
                    failures[number] = RETRIES + 1

    with one_thread():  # of this process; another's is set where it works
        for number, part in enumerate(parts):
            while True:
                hand_out(number)
                if number not in handed:
                    yield work(part)
                    break
                wait([handed[number]])
                if not _failed(handed[number]):
                    yield handed.pop(number).result()
                    break
            progress(number + 1, len(parts))


def one_thread() -> AbstractContextManager[object]:
    """Give linear algebra one thread for as long as the context lasts."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - only for what takes long

    limits: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
    return limits


def _on_one_thread(work: Callable[[Chunk], T], part: Chunk) -> T:
    with one_thread():
        return work(part)


def _failed(future: Future[T]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)
