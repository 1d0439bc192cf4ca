"""Bring a damaged ledger back to its last whole entry, with the damaged file kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bayesnet.errors import Problem
from bayesnet.folder.versions import LEDGER
from elicitation.record.ledger import (
    SHORT,
    Entry,
    Event,
    line_of,
    next_entry,
    read_ledger,
    sha256_of,
)
from elicitation.store.files import add_file, locked, refuse_links, refused, replace_file, take_back
from elicitation.store.recording import MODEL, Clock, Receipt, snapshot, timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is wrong with a ledger.

    entries: up to the last whole one; lost: how many bytes come after it; problem: what is wrong
    there; orphans: records that only the lost bytes may have named.
    """

    entries: tuple[Entry, ...]
    lost: int
    problem: Problem
    orphans: tuple[str, ...]
    content: bytes


def damage(folder: Path) -> Damage | None:
    """Return what is wrong with the study's ledger, or None if it is whole or not yet begun."""
    taken = snapshot(folder)
    records = [path for path in taken.files if path.startswith(("responses/", "priors/"))]
    if LEDGER not in taken.files:
        if not records:
            return None
        raise refused(LEDGER, "store.ledger-missing-nothing-recover-from")
    content = taken.files[LEDGER]
    entries, wrong = read_ledger(content)
    if not wrong:
        return None
    named = {entry.path for entry in entries}
    return Damage(
        entries=entries,
        lost=len(content) - sum(len(line_of(entry)) for entry in entries),
        problem=wrong[0],
        orphans=tuple(path for path in records if path not in named),
        content=content,
    )


def recover(folder: Path, *, now: Clock) -> Receipt:
    """Cut the ledger back to its last whole entry, record that, and return the receipt.

    The damaged file is put aside first, under ``recovered/``, and stays part of the record. Raises
    StudyError, with nothing changed, if the ledger is whole.
    """
    with locked(folder):
        for name in (LEDGER, "recovered"):
            refuse_links(folder, name)
        found = damage(folder)
        if found is None:
            raise refused(LEDGER, "store.ledger-whole-nothing-changed")
        at = timestamp(now)
        chain = list(found.entries)
        if not chain:
            sha256 = snapshot(folder).sha256(MODEL)
            chain.append(next_entry((), Event(kind="study", path=MODEL, sha256=sha256), at=at))
        line = len(found.entries)
        path = f"recovered/ledger-{sha256_of(found.content)[:SHORT]}.jsonl"
        note = f"{found.lost} bytes after line {line} were put aside"
        details = {"line": str(line)}
        event = Event(kind="recovery", path=path, content=found.content, note=note, details=details)
        chain.append(next_entry(chain, event, at=at))
        add_file(folder, path, found.content)
        try:
            replace_file(folder, LEDGER, b"".join(map(line_of, chain)))
        except BaseException:
            if (folder / LEDGER).read_bytes() == found.content:
                take_back(folder, path)
            raise
    last = chain[-1]
    return Receipt(path=path, sha256=last.sha256, head=last.hash, seq=last.seq)
