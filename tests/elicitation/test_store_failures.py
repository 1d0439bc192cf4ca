"""Disks that fill up, folders that are closed, runs that stop half-way: nothing is half done."""

from __future__ import annotations

import dataclasses
import errno
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bayesnet.errors import StudyError
from elicitation.record.ledger import Event
from elicitation.rounds.declarations import withdrawal
from elicitation.rounds.rounds import opening
from elicitation.store import files as store_files
from elicitation.store import recording as store
from elicitation.versions.freezing import freeze
from tests.elicitation.small_records import (
    checked,
    clock,
    contents,
    frozen_study,
    plan,
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
        pytest.raises(StudyError, match="the disk is full"),
        store_files.saying_what_failed("ledger.jsonl"),
        Path("/dev/full").open("wb", buffering=0) as stream,
    ):
        stream.write(b"x")


ACTIONS: dict[str, Callable[[Path], Any]] = {
    "submit": record,
    "freeze": lambda folder: freeze(folder, request(), pool=pool, now=clock),
    "open a round": lambda folder: store.record(
        folder, lambda entries, _: opening(entries, plan(), 1), now=clock
    ),
    "withdraw": lambda folder: store.record(
        folder, lambda entries, _: withdrawal(entries, "E01", 2, 1, "x"), now=clock
    ),
    "hand out feedback": lambda folder: store.record(
        folder,
        lambda *_: [
            Event(kind="feedback", path="feedback/r1-x.json", content=b"x", details={"round": "1"})
        ],
        now=clock,
    ),
}


class FullAt:
    """A disk that is full at the ``last``-th thing that is written, made, linked or flushed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, last: int) -> None:
        self.count = 0
        self.last = last
        for owner, name in [(os, "fsync"), (os, "link"), (Path, "replace"), (Path, "mkdir")]:
            monkeypatch.setattr(owner, name, self.guarded(getattr(owner, name)))
        monkeypatch.setattr(Path, "open", self.opening(Path.open))

    def guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guard(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self.last:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call(*args, **kwargs)

        return guard

    def opening(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if "x" not in mode and "w" not in mode:
                return call(path, mode, *args, **kwargs)
            stream = self.guarded(call)(path, mode, *args, **kwargs)
            return Stream(stream, self.guarded(stream.write))

        return opened


class Stream:
    """A file whose writing may fail."""

    def __init__(self, stream: Any, write: Callable[..., Any]) -> None:
        self.stream = stream
        self.write = write
        self.flush = stream.flush
        self.fileno = stream.fileno

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_disk_that_is_full_at_any_step_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    frozen_study(tmp_path)
    before = contents(tmp_path)
    steps = 0
    for step in range(1, 40):
        with monkeypatch.context() as patch:
            full = FullAt(patch, step)
            try:
                ACTIONS[action](tmp_path)
            except StudyError as refusal_:
                said = str(refusal_)
            else:
                assert full.count < step
                break
        steps += 1
        if "it was recorded, but the disk did not confirm it" in said:
            assert full.count == step  # the very last step: all else is written and flushed
            assert checked(tmp_path).problems == ()
            break
        assert "the disk is full; nothing was recorded. Free some space, then again." in said
        assert contents(tmp_path) == before, f"step {step}"
        assert checked(tmp_path).problems == ()
    assert steps > 4


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A small disk is filled up to the last page but one, two, ... and the answer is tried each time."""
    mount = shutil.which("mount")
    small = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)]
    if (
        mount is None
        or subprocess.run([mount, *small], capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk may be mounted here; the error at every step is tested above")
    try:
        frozen_study(tmp_path)
        ballast = tmp_path / "ballast"
        fill(ballast)
        refused = 0
        while True:
            before = contents(tmp_path)
            try:
                record(tmp_path)
            except StudyError as error:
                assert "the disk is full; nothing was recorded." in str(error)
            else:
                break
            refused += 1
            assert contents(tmp_path) == before
            with ballast.open("r+b") as stream:
                stream.truncate(ballast.stat().st_size - 4096)
        assert refused > 0
        assert checked(tmp_path).problems == ()
    finally:
        subprocess.run([shutil.which("umount") or "umount", "-l", str(tmp_path)], check=True)


def fill(ballast: Path) -> None:
    """Write until nothing more fits."""
    with ballast.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(b"x" * 4096)
        except OSError as error:
            assert error.errno == errno.ENOSPC


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Path]:
    """A folder that is read by somebody to whom something can be forbidden, which root is not."""
    if os.name == "nt":
        pytest.skip("permissions are others there")
    folder = Path(tempfile.mkdtemp(prefix="resolve-test-"))
    folder.chmod(0o755)
    yield folder
    os.seteuid(os.getuid())
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written(nobody: Path) -> None:
    frozen_study(nobody)
    before = contents(nobody)
    for path in (*nobody.rglob("*"), nobody):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
    assert "it may not be written; nothing was recorded." in refusal(record, nobody)
    assert "it may not be written; nothing was recorded." in refusal(
        freeze, nobody, request(), pool=pool, now=clock
    )
    assert contents(nobody) == before
    assert checked(nobody).problems == ()


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
        monkeypatch.setattr(f"elicitation.store.recording.{name}", killed)
    with pytest.raises(Killed):
        record(tmp_path)
    with pytest.raises(Killed):
        freeze(tmp_path, request(), pool=pool, now=clock)
    (tmp_path / "priors" / ".resolve-1-ab.tmp").write_bytes(b"half a fi")
    monkeypatch.undo()
    again = checked(tmp_path)
    assert dataclasses.replace(again, notes=()) == dataclasses.replace(found, notes=())
    said = "verify.ledger-does-not-know-file"
    assert [(note.place.file[:20], note.code) for note in again.notes] == [
        ("responses/E01/r1-000", said),
        ("priors/0003.json", said),
    ]
    receipt, _ = freeze(tmp_path, request(), pool=pool, now=clock)
    assert receipt.path == "priors/0003.json"
    assert not list(tmp_path.rglob("*.tmp"))
    assert checked(tmp_path).problems == ()
    assert [n.place.file for n in checked(tmp_path).notes if ".leftover-" in n.place.file]


def test_the_same_submission_after_a_kill_takes_up_the_file_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(tmp_path)

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    record(tmp_path)
    for name in ("replace_file", "take_back"):
        monkeypatch.setattr(f"elicitation.store.recording.{name}", killed)
    with pytest.raises(Killed):
        record(tmp_path)
    monkeypatch.undo()
    record(tmp_path)
    found = checked(tmp_path)
    assert (found.problems, found.notes, found.submissions) == ((), (), 2)
