"""Write into a study's folder so that a crash at any moment leaves the old or the new file.

Nothing else in the program writes into a study. Every file is built under a temporary name beside
its place, flushed to the disk, and then put in place by one system call.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

import filelock

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import Fact
from bayesnet.messages.remedies import Remedy
from elicitation.record.decoding import MAX_BYTES
from elicitation.store.modes import (
    close_folders,
    is_private,
    make_private_folder,
    new_private_file,
)

LOCK = ".lock"
WAIT_SECONDS = 30.0
_TEMPORARY = ".resolve-"
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_CODES = {
    errno.ENOSPC: "store.disk-full",
    errno.EDQUOT: "store.quota-used-up",
    errno.EROFS: "store.disk-read-only",
    errno.EACCES: "store.may-not-be-written",
    errno.EPERM: "store.may-not-be-written",
}


def refused(file: str, code: str, /, *remedies: Remedy, **facts: Fact) -> StudyError:
    """Return the exception that carries one problem."""
    return StudyError([problem_at(file, "", code, *remedies, **facts)])


@contextmanager
def saying_what_failed(file: str, otherwise: str = "store.writing-failed") -> Iterator[None]:
    """Turn an error of the operating system into a problem for the person at the keyboard.

    otherwise: the code of errors that have none of their own.
    """
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, otherwise)
        raise refused(file, code, reason=error.strerror or str(error)) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the study's lock; raises StudyError if the folder is missing or the lock stays taken."""
    if not folder.is_dir():
        raise refused("", "store.no-folder", folder=str(folder))
    refuse_links(folder, LOCK)
    lock = filelock.FileLock(folder / LOCK, timeout=WAIT_SECONDS)
    with saying_what_failed(LOCK):
        try:
            lock.acquire()
        except filelock.Timeout as error:  # an OSError too
            raise refused(
                LOCK, "store.another-program-been-writing-into", wait_seconds=WAIT_SECONDS
            ) from error
    try:
        yield
    finally:
        lock.release()


def refuse_links(folder: Path, relative: str) -> None:
    """Raise StudyError if any part of the path inside the study is a symbolic link or leads out."""
    parts = PurePosixPath(relative).parts
    if not parts or PurePosixPath(relative).is_absolute() or ".." in parts or "\\" in relative:
        raise refused(relative, "store.path-leads-out-study")
    for depth in range(1, len(parts) + 1):
        inside = "/".join(parts[:depth])
        if (folder / inside).is_symlink():
            raise refused(inside, "store.link-study-keeps-records-own")


def add_file(folder: Path, relative: str, content: bytes) -> None:
    """Put a new file in place for good, never over another one; missing folders are made.

    Raises StudyError when another file is there. The same bytes there are as good as written: they
    are what a run left behind that was stopped before the ledger knew of them.
    """
    refuse_links(folder, relative)
    target = folder / relative
    with saying_what_failed(relative):
        _make_folders(target.parent, private=is_private(relative))
        close_folders(folder, relative)
        sweep(target.parent)
        temporary = _write_temporary(target, content, private=is_private(relative))
        try:
            _put_in_place(temporary, target)
        except FileExistsError as error:
            if not is_plain(target) or target.read_bytes() != content:
                raise refused(relative, "store.file-name-already-nothing-overwritten") from error
        finally:
            temporary.unlink(missing_ok=True)
        try:
            _sync_folder(target.parent)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def replace_file(
    folder: Path, relative: str, content: bytes, *, private: bool | None = None
) -> None:
    """Put new content in the place of a file's old content in one step.

    private: whether its owner alone may read it; by its place in the study if not given.

    Raises StudyError with the old content in place, but for the one case that its sentence names.
    """
    refuse_links(folder, relative)
    target = folder / relative
    closed = is_private(relative) if private is None else private
    with saying_what_failed(relative):
        close_folders(folder, relative)
        temporary = _write_temporary(target, content, private=closed)
        try:
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    try:
        _sync_folder(target.parent)
    except OSError as error:
        raise refused(
            relative, "store.recorded-but-disk-did-not", reason=str(error.strerror)
        ) from error


def set_aside(folder: Path, relative: str) -> None:
    """Rename a file that the ledger never heard of, out of the way of the next of its name."""
    refuse_links(folder, relative)
    target = folder / relative
    with saying_what_failed(relative):
        if os.path.lexists(target):
            target.replace(target.with_name(f"{target.name}.leftover-{os.urandom(4).hex()}"))
            _sync_folder(target.parent)


def take_back(folder: Path, relative: str) -> None:
    """Remove a file that was put in place but never made known to the ledger."""
    with suppress(OSError):
        (folder / relative).unlink()


def sweep(directory: Path) -> None:
    """Remove temporary files of runs that were killed; only while the lock is held."""
    with suppress(OSError):
        for path in directory.glob(f"{_TEMPORARY}*.tmp"):
            path.unlink(missing_ok=True)


def is_plain(path: Path) -> bool:
    """Return whether it is an ordinary file, not a link, a folder or a pipe."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def bytes_of_form(path: Path) -> bytes:
    """Return the bytes of a form somewhere on the disk; raises StudyError if it cannot be read.

    Reads one byte more than a form may have, so that too large a one is noticed by its reader.
    """
    name = path.name
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refused(name, "store.not-file")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise refused(name, "store.no-file", path=str(path)) from error
    except OSError as error:
        raise refused(name, "store.cannot-read", reason=str(error.strerror)) from error


def _make_folders(directory: Path, *, private: bool) -> None:
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    for path in reversed(missing):
        if private:
            make_private_folder(path)
        else:
            path.mkdir(exist_ok=True)
        _sync_folder(path.parent)


def _write_temporary(target: Path, content: bytes, *, private: bool) -> Path:
    temporary = target.with_name(f"{_TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        if private:
            os.close(new_private_file(temporary))
        with temporary.open("wb" if private else "xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _put_in_place(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Disks without hard links: the lock keeps our own writers away between look and rename.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "exists", str(target)) from error
        temporary.rename(target)


def _sync_folder(directory: Path) -> None:
    """Make a new name in the folder survive a loss of power, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
