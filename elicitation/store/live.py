"""Follow a study while it is written to: read only what is new, and say when its files change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bayesnet.errors import Problem, StudyError
from bayesnet.folder.versions import LEDGER
from elicitation.plan.protocol import FILE as PLAN
from elicitation.record.ledger import Checked, Entry, counted, read_ledger
from elicitation.record.responses import Response
from elicitation.store.files import is_plain, refused
from elicitation.store.recorded import read_responses
from elicitation.store.recording import MODEL, Snapshot

WRITTEN_BY_PEOPLE = (MODEL, PLAN, "scenarios.toml", "propositions.toml", "seeds.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What is recorded, as far as it was read.

    entries: all of the ledger. responses: those that count, in its order.
    """

    ledger: bytes = b""
    entries: tuple[Entry, ...] = ()
    responses: Mapping[Entry, Response] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """Return the ledger's newest hash; empty before anything is recorded."""
        return self.entries[-1].hash if self.entries else ""


def catch_up(folder: Path, live: Live) -> Live:
    """Return what is recorded by now; what was read before is not read again.

    Raises StudyError where the ledger or a response is damaged.
    """
    path = folder / LEDGER
    if not is_plain(path):
        return Live()
    try:
        ledger = path.read_bytes()
    except OSError as error:
        raise refused(LEDGER, "store.disk-cannot-read", reason=str(error.strerror)) from error
    if ledger == live.ledger:
        return live
    checked: Checked = (live.ledger, live.entries)
    entries, wrong = read_ledger(ledger, checked=checked)
    if wrong:
        raise StudyError(wrong)
    there = counted(entries)
    fresh = [entry for entry in there if entry not in live.responses]
    problems: list[Problem] = []
    files = {entry.path: content_of(folder, entry.path) for entry in fresh}
    known = {name: content for name, content in files.items() if content is not None}
    read = read_responses(Snapshot(files=known), fresh, problems)
    if problems:
        raise StudyError(problems)
    responses = {entry: (live.responses.get(entry) or read[entry]) for entry in there}
    return Live(ledger=ledger, entries=entries, responses=responses)


def content_of(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a file that the ledger names, None if it is not there to be read."""
    try:
        return (folder / path).read_bytes() if is_plain(folder / path) else None
    except OSError:
        return None


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a file that people write does: its name, size and time."""
    found = []
    structures = sorted(f"structures/{p.name}" for p in (folder / "structures").glob("*.toml"))
    for name in (*WRITTEN_BY_PEOPLE, *structures):
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)
