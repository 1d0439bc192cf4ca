"""A program that forks writers into a study: a crowd at once, or one after the other to be killed.

Forking from a small process of one thread takes milliseconds where a new interpreter takes half a
second; it is started by ``test_kills.py``, which checks what it leaves behind.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bayesnet.folder.versions import LEDGER
from elicitation.record.ledger import Entry, Event, counted, read_ledger, sha256_of
from elicitation.record.responses import Response
from elicitation.rounds.declarations import withdrawal
from elicitation.rounds.rounds import closing, opening, reopening, round_states
from elicitation.store import files as store_files
from elicitation.store.recording import Receipt, record, submit
from elicitation.versions.freezing import freeze
from tests.elicitation.small_records import checked, plan, pool, rain, request, response, start

MOST = 3  # receipts that a writer lives to see; on a slow machine it lives as long as that takes
LONGEST = 0.015  # seconds from the last of them to its death
STUDY = 50  # kills in one study before a new one is begun


def now() -> dt.datetime:
    """Return the time."""
    return dt.datetime.now(dt.UTC)


def answer(who: str, number: int) -> Response:
    """Return a small response whose reason says which writer's how-many-eth it is."""
    made = rain(f"0.{number % 1000:03d}", expert=f"E0{1 + number % 2}")
    told = dataclasses.replace(made.judgements[0], reason=f"{who} {number}")
    return dataclasses.replace(made, judgements=(told,), reason="again")


def fork(job: Callable[[], None]) -> int:
    """Return the id of a child that does the job and ends."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        job()
        code = 0
    finally:
        os._exit(code)


def crowd(folder: Path, writers: int, each: int) -> None:
    """Have many writers submit at once, and end with their failures counted."""
    start(folder)
    store_files.WAIT_SECONDS = 600.0  # a slow disk is no failure

    def write(name: int) -> None:
        for number in range(each):
            submit(folder, answer(f"writer {name}", number), now=now)

    children = [fork(lambda name=name: write(name)) for name in range(writers)]
    failed = [os.waitpid(child, 0)[1] != 0 for child in children]
    sys.exit(sum(failed))


def toggle(entries: Sequence[Entry], _: str) -> list[Event]:
    """Return the event that opens round 1, or closes it, or opens it again."""
    state = round_states(entries).get(1)
    if state == "open":
        return closing(entries, plan(), 1)
    return reopening(entries, plan(), 1, "again") if state else opening(entries, plan(), 1)


def take_back(entries: Sequence[Entry], _: str) -> list[Event]:
    """Return the event that withdraws the newest small answer that counts."""
    path = counted(entries)[-1].path
    _, expert, file = path.split("/")
    return withdrawal(entries, expert, 1, int(file.split("-")[1]), "again")


def write_until_killed(folder: Path, name: str, acknowledged: int) -> None:
    """Submit, freeze, close, open, withdraw for ever; say each receipt once it is there."""

    def said(receipt: Receipt) -> None:
        os.write(acknowledged, f"{receipt.seq} {receipt.head}\n".encode())

    def answered(number: int) -> Receipt:
        entries, _ = read_ledger((folder / LEDGER).read_bytes())
        if round_states(entries).get(1) != "open":
            said(record(folder, toggle, now=now))
        return submit(folder, answer(name, number), now=now)

    def taken_back(number: int) -> Receipt:
        said(answered(number))
        return record(folder, take_back, now=now)

    steps: list[Callable[[int], Receipt]] = [
        answered,
        lambda _: freeze(folder, request(), pool=pool, now=now)[0],
        lambda _: record(folder, toggle, now=now),
        taken_back,
        lambda _: record(folder, toggle, now=now),
    ]
    first = random.Random(name).randrange(len(steps))
    os.write(acknowledged, b"!")
    for number in itertools.count(first):
        said(steps[number % len(steps)](number))


def kill_one(folder: Path, name: str, receipts: int, after: float) -> list[tuple[int, str]]:
    """Return seq and hash of all that a writer acknowledged before it was killed.

    It is killed so many seconds after it acknowledged that many.
    """
    read, write = os.pipe()
    child = fork(lambda: write_until_killed(folder, name, write))
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        assert pipe.read(1) == b"!"
        said = b"".join(pipe.readline() for _ in range(receipts))
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"{name} ended by itself"
        *lines, torn = (said + pipe.read()).decode().split("\n")
    assert torn == ""
    return [(int(seq), head) for seq, _, head in (line.partition(" ") for line in lines)]


def kill(folder: Path, kills: int, seed: int) -> None:
    """Kill writers at random moments; after each, all that was acknowledged must be there."""
    moments = random.Random(seed)
    study = folder
    entries: tuple[Entry, ...] = ()
    counts: dict[str, int] = {}
    for number in range(kills):
        if number % STUDY == 0:
            study = start(folder / f"study-{number}")
            for expert in ("E01", "E02"):
                submit(study, response(expert), now=now)
            freeze(study, request(), pool=pool, now=now)  # imports here, not in each writer
            entries, _ = read_ledger((study / LEDGER).read_bytes())
        receipts, after = moments.randint(0, MOST), moments.uniform(0, LONGEST)
        acknowledged = kill_one(study, f"run {number}", receipts, after)
        found, problems = read_ledger((study / LEDGER).read_bytes())
        assert problems == ()
        assert found[: len(entries)] == entries
        assert found[-1].type != "rule"  # recorded together with the round that fixes it
        new = [entry for entry in found[len(entries) :] if entry.type != "rule"]
        assert [(e.seq, e.hash) for e in new][: len(acknowledged)] == acknowledged
        assert len(new) <= len(acknowledged) + 1
        for entry in new:
            counts[entry.type] = counts.get(entry.type, 0) + 1
            if entry.path:
                assert sha256_of((study / entry.path).read_bytes()) == entry.sha256
        entries = found
        if number % STUDY == STUDY - 1 or number == kills - 1:
            assert checked(study).problems == ()
            record(study, toggle, now=now)  # what was left behind does not stand in the way
            assert not list(study.glob(".resolve-*"))
    sys.stdout.writelines(f"{kind} {count}\n" for kind, count in sorted(counts.items()))


if __name__ == "__main__":
    job, where, *numbers = sys.argv[1:]
    {"crowd": crowd, "kill": kill}[job](Path(where), *map(int, numbers))
