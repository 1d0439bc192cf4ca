"""Keep what people said to the owner of the study: modes of files and folders, whatever the umask.

Other users of the machine can read neither answers nor who gave them. Where a system knows no such
modes, as Windows, nothing is done and nothing is said of it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from bayesnet.errors import Problem, warning_at
from bayesnet.messages.facts import Count, items

FILE, FOLDER = 0o600, 0o700
_OTHERS = 0o077
_KNOWN = os.name == "posix"
ROOTS = frozenset(["responses", "priors", "feedback", "private", "recovered", "ledger.jsonl"])
"""First parts of the paths in a study that hold what people said, or who they are."""
_PEOPLE = "private"


def is_private(relative: str) -> bool:
    """Return whether a file at that path of a study is its owner's alone."""
    return PurePosixPath(relative).parts[:1] != () and PurePosixPath(relative).parts[0] in ROOTS


def new_private_file(path: Path) -> int:
    """Return a descriptor of a new file that its owner alone can read; raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, FILE)
    if _KNOWN:
        os.fchmod(descriptor, FILE)  # an umask may have taken even more
    return descriptor


def make_private_folder(path: Path) -> None:
    """Make a folder that its owner alone can enter, or close one that others could."""
    path.mkdir(mode=FOLDER, exist_ok=True)
    if _KNOWN and stat.S_IMODE(path.stat().st_mode) != FOLDER:
        with suppress(OSError):  # of another owner: 'resolve check' says so
            path.chmod(FOLDER)


def close_folders(folder: Path, relative: str) -> None:
    """Close the folders that are there on the way to a private file of the study."""
    if not (_KNOWN and is_private(relative)):
        return
    for parent in reversed(PurePosixPath(relative).parents[:-1]):
        if (folder / parent).is_dir():
            make_private_folder(folder / parent)


def readable_by_others(folder: Path) -> tuple[Problem, ...]:
    """Return a note if other users of this machine can read what people said, with the remedy.

    Answers that are nobody's, as those of illustrative viewpoints, are no secret.
    """
    if not _KNOWN or not (folder / "responses").exists() | (folder / _PEOPLE).exists():
        return ()
    loose = [path for path in _private_files(folder) if _open_to_others(folder, path)]
    names = [path.relative_to(folder).as_posix() for path in loose]
    if not any(name.split("/")[0] == _PEOPLE or _is_somebodys(folder / name) for name in names):
        return ()
    there = sorted({name.split("/")[0] for name in names})
    return (
        warning_at(
            there[0],
            "",
            "store.can-read-others",
            files=Count(len(names), "file"),
            folders_listed=items(there),
            folders=" ".join(there),
        ),
    )


def _private_files(folder: Path) -> Iterator[Path]:
    for root in sorted(ROOTS):
        path = folder / root
        if path.is_symlink():
            continue
        yield from (each for each in ([path] if path.is_file() else sorted(path.rglob("*"))))


def _open_to_others(folder: Path, path: Path) -> bool:
    """Return whether others can read a file: it and every folder from the study's on let them."""
    with suppress(OSError):
        between = [each for each in path.parents if each != folder and folder in each.parents]
        entered = all(each.stat().st_mode & _OTHERS & 0o011 for each in between)
        return path.is_file() and entered and bool(path.lstat().st_mode & _OTHERS)
    return False


def _is_somebodys(path: Path) -> bool:
    """Return whether a response was given by a person."""
    if path.parent.parent.name != "responses":
        return False
    with suppress(OSError, ValueError):
        document = json.loads(path.read_bytes())
        return not (isinstance(document, dict) and document.get("illustrative") is True)
    return True
