"""Start a study, as a copy of a packaged one or of given files, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeAlias

from bayesnet.folder.versions import LEDGER
from elicitation.store.files import refused, saying_what_failed
from elicitation.store.modes import close_folders, is_private, new_private_file
from elicitation.store.recording import MODEL, Clock, start_ledger

File: TypeAlias = tuple[tuple[str, ...], bytes]
"""The parts of its path inside the study, and its content."""
_IGNORED = ("__pycache__", "__init__.py", ".lock")
_GITIGNORE = b"private/\n.lock\n.resolve-*\n"


def packaged(source: Traversable, above: tuple[str, ...] = ()) -> Iterator[File]:
    """Yield the files of a packaged study. above: parts of the path to ``source``."""
    for item in source.iterdir():
        if item.name in _IGNORED or item.name.endswith(".pyc"):
            continue
        if item.is_dir():
            yield from packaged(item, (*above, item.name))
        else:
            yield (*above, item.name), item.read_bytes()


def start_study(files: Iterable[File], destination: Path, *, now: Clock) -> Path:
    """Write a study's files into a new or empty folder and return that folder's absolute path.

    Everything is built in a folder beside it first. Raises StudyError if the destination has
    anything in it, is a file, or cannot be written.
    """
    destination = destination.resolve()
    name = str(destination)
    if os.path.lexists(destination) and not destination.is_dir():
        raise refused("", "store.name-is-a-file", name=name)
    with saying_what_failed(name, "store.folder-not-written"):
        if destination.is_dir() and any(destination.iterdir()):
            raise refused("", "store.folder-not-empty-nothing-changed", name=name)
        destination.parent.mkdir(parents=True, exist_ok=True)
        # An empty folder may be where the person stands: it is filled, not replaced.
        home = destination if destination.is_dir() else destination.parent
        building = home / f".resolve-init-{os.urandom(4).hex()}"
        try:
            building.mkdir()
            _fill(files, building, now)
            if home == destination:
                _move_up(building, destination)
            else:
                building.rename(destination)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return destination


def _fill(files: Iterable[File], building: Path, now: Clock) -> None:
    for relative, content in files:
        target = building.joinpath(*relative)
        name = "/".join(relative)
        target.parent.mkdir(parents=True, exist_ok=True)
        close_folders(building, name)
        if is_private(name):
            with os.fdopen(new_private_file(target), "wb") as stream:
                stream.write(content)
        else:
            target.write_bytes(content)
    ignored = building / ".gitignore"
    if not ignored.exists():
        ignored.write_bytes(_GITIGNORE)
    if not (building / LEDGER).exists():
        start_ledger(building, now)


def _move_up(building: Path, destination: Path) -> None:
    """Move the parts into the folder, the model last: without it the folder is no study yet."""
    parts = sorted(building.iterdir(), key=lambda part: part.name == MODEL)
    for part in parts:
        part.rename(destination / part.name)
