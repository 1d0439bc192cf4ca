"""Disks that fill up, folders that are closed, runs that stop half-way: nothing is half done."""

from __future__ import annotations

import dataclasses
import errno
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from bayesnet.errors import Refused
from elicitation import store_files
from elicitation.freezing import freeze
from tests.elicitation.small_records import (
    checked,
    clock,
    contents,
    frozen_study,
    pool,
    record,
    refusal,
    request,
    start,
)

FAILURES = [
    (errno.ENOSPC, "the disk is full; nothing was recorded. Free some space, then again."),
    (errno.EDQUOT, "your disk quota is used up; nothing was recorded. Free some space first."),
    (errno.EROFS, "the disk is read-only; nothing was recorded. Copy the study elsewhere."),
    (errno.EACCES, "it may not be written; nothing was recorded. Check the permissions."),
    (errno.EIO, "writing failed (Input/output error). Run 'resolve verify'."),
]


@pytest.mark.parametrize(("code", "sentence"), FAILURES)
@pytest.mark.parametrize("failing_sync", [1, 2, 3])
def test_a_disk_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str, failing_sync: int
) -> None:
    """Flushed are the response's file, its folder, the ledger's new file, and at last its folder."""
    frozen_study(tmp_path)
    before = contents(tmp_path)
    written = []

    def fsync(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == failing_sync:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fsync)
    assert sentence in refusal(record, tmp_path)
    monkeypatch.undo()
    assert contents(tmp_path) == before
    record(tmp_path)
    assert checked(tmp_path).problems == ()


def test_a_disk_that_fails_to_confirm_the_last_step_has_recorded_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen_study(tmp_path)
    synced = []

    def fsync(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 4:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    assert refusal(record, tmp_path) == (
        "ledger.jsonl: it was recorded, but the disk did not confirm it (Input/output error). "
        "Do not submit again: run 'resolve verify'."
    )
    monkeypatch.undo()
    assert checked(tmp_path).problems == ()
    assert checked(tmp_path).submissions == 4


def test_a_full_disk_without_pretence() -> None:
    """/dev/full gives the real error to whoever writes into it."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with (
        pytest.raises(Refused, match="the disk is full"),
        store_files.saying_what_failed("ledger.jsonl"),
        Path("/dev/full").open("wb", buffering=0) as stream,
    ):
        stream.write(b"x")


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    before = contents(tmp_path)
    if os.geteuid() == 0:
        pytest.skip("nothing is forbidden to root; the errors are tested above")
    tmp_path.chmod(0o555)
    try:
        assert "it may not be written; nothing was recorded." in refusal(record, tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert contents(tmp_path) == before


def test_a_lock_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path)
    real = os.open

    def forbidding(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith(".lock"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", forbidding)
    assert refusal(record, tmp_path) == (
        ".lock: it may not be written; nothing was recorded. Check the permissions."
    )


def test_a_lock_that_stays_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_files, "WAIT_SECONDS", 0.2)
    start(tmp_path)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store_files.locked(tmp_path):
            held.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        assert refusal(record, tmp_path) == (
            ".lock: another program has been writing into the study for 0.2 s. "
            "Wait for it to end, then again."
        )
    finally:
        done.set()
        thread.join()
    record(tmp_path)


class Killed(BaseException):
    """Stands for a run that ends between the file and the ledger."""


def test_a_file_without_a_line_is_a_note_and_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen_study(tmp_path)
    found = checked(tmp_path)

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    for name in ("replace_file", "take_back"):
        monkeypatch.setattr(f"elicitation.store.{name}", killed)
    with pytest.raises(Killed):
        record(tmp_path)
    with pytest.raises(Killed):
        freeze(tmp_path, request(), pool=pool, now=clock)
    (tmp_path / "priors" / ".resolve-1-ab.tmp").write_bytes(b"half a fi")
    monkeypatch.undo()
    again = checked(tmp_path)
    assert dataclasses.replace(again, notes=()) == dataclasses.replace(found, notes=())
    said = "the ledger does not know this file, so nothing counts it."
    assert [(note.file[:20], note.message) for note in again.notes] == [
        ("responses/E01/r1-000", said),
        ("priors/0003.json", said),
    ]
    receipt, _ = freeze(tmp_path, request(), pool=pool, now=clock)
    assert receipt.path == "priors/0003.json"
    assert not list(tmp_path.rglob("*.tmp"))
    assert checked(tmp_path).problems == ()
    assert [n.file for n in checked(tmp_path).notes if ".leftover-" in n.file]


def test_the_same_submission_after_a_kill_takes_up_the_file_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(tmp_path)

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    record(tmp_path)
    for name in ("replace_file", "take_back"):
        monkeypatch.setattr(f"elicitation.store.{name}", killed)
    with pytest.raises(Killed):
        record(tmp_path)
    monkeypatch.undo()
    record(tmp_path)
    found = checked(tmp_path)
    assert (found.problems, found.notes, found.submissions) == ((), (), 2)
