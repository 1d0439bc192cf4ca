"""Record submissions and frozen versions in a study, and read everything recorded so far.

Order of a recording: the new file first, then the ledger replaced by itself plus one line. A run
that is killed in between leaves a file the ledger does not know of; nothing ever counts it.
"""

from __future__ import annotations

import codecs
import dataclasses
import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.files import MAX_BYTES
from bayesnet.folder.versions import LEDGER
from bayesnet.messages.facts import Fact
from elicitation.classical.seeds import SEEDS
from elicitation.plan.protocol import FILE as PLAN
from elicitation.record.decoding import unwritable
from elicitation.record.ledger import (
    Checked,
    Entry,
    Event,
    line_of,
    next_entry,
    read_ledger,
    sha256_of,
)
from elicitation.record.records import read_response, response_path, write_response
from elicitation.record.responses import MAX_ROUND, Response, is_expert_id
from elicitation.rounds.rounds import submission_refusal
from elicitation.store.files import (
    add_file,
    is_plain,
    locked,
    refuse_links,
    refused,
    replace_file,
    saying_what_failed,
    set_aside,
    sweep,
    take_back,
)

Clock: TypeAlias = Callable[[], dt.datetime]
MODEL = "model.toml"
FOLDERS = ("responses", "priors", "feedback", "recovered")
_CHECKED: dict[Path, Checked] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything recorded in a study at one moment, and the files it hangs on.

    files: bytes by path, for model.toml, elicitation.toml, seeds.toml, ledger.jsonl and all under
    the folders of records; a file that is missing is not in it. problems: what could not be read.
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    def sha256(self, path: str) -> str:
        """Return the hash of a file without byte-order mark, or an empty text if it is missing."""
        content = self.files.get(path)
        return "" if content is None else sha256_of(content.removeprefix(codecs.BOM_UTF8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was recorded: where, the hash of its bytes, and the ledger's newest hash."""

    path: str
    sha256: str
    head: str
    seq: int


def snapshot(folder: Path) -> Snapshot:
    """Return everything recorded in the study; raises StudyError if the folder is missing.

    The ledger is read first: whatever it names was in place before it was written.
    """
    if not folder.is_dir():
        raise refused("", "store.no-folder", folder=str(folder))
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in (LEDGER, MODEL, PLAN, SEEDS):
        _read(folder, folder / path, files, problems)
    for name in FOLDERS:
        if (folder / name).is_symlink():
            _read(folder, folder / name, files, problems)
            continue
        for path_found in sorted((folder / name).rglob("*")):
            if not path_found.is_dir() or path_found.is_symlink():
                _read(folder, path_found, files, problems)
    return Snapshot(files=files, problems=tuple(problems))


def refuse_no_study(folder: Path) -> None:
    """Raise StudyError if the folder holds no study, whatever else lies in it."""
    if not is_plain(folder / MODEL):
        raise refused("", "store.not-study-no", folder=str(folder), model=MODEL)


def _read(folder: Path, path: Path, files: dict[str, bytes], problems: list[Problem]) -> None:
    name = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()

    def refuse(code: str, /, **facts: Fact) -> None:
        problems.append(problem_at(name, "", code, **facts))

    try:
        if path.name.startswith(".resolve-") or not os.path.lexists(path):
            return
        if not is_plain(path):
            refuse("store.not-ordinary-file")
        elif path.stat().st_size > MAX_BYTES:
            refuse("store.file-larger-than-mb")
        else:
            files[name] = path.read_bytes()
    except FileNotFoundError:
        return  # taken away between listing and reading
    except OSError as error:
        refuse("store.record-cannot-read", reason=str(error.strerror))


def submit(folder: Path, response: Response, *, now: Clock) -> Receipt:
    """Record a response and return its receipt.

    What the record knows is filled in here: seq, supersedes, entered_at and the feedback seen.
    Raises StudyError, with nothing changed, when it cannot be recorded.
    """
    if not is_expert_id(response.expert):
        raise refused("elicitation.toml", "store.expert-id-characters", expert=response.expert)
    if not 1 <= response.round <= MAX_ROUND:
        raise refused("elicitation.toml", "store.no-round", round=response.round)
    if not response.judgements:
        raise refused("", "store.response-answers-no-question-nothing")
    for text in (response.reason, *(judgement.reason for judgement in response.judgements)):
        if why := unwritable(text):
            raise refused("", "store.reason-unwritable", why=why)

    def make(entries: tuple[Entry, ...], at: str) -> list[Event]:
        problem = submission_refusal(entries, response.round, response.reason)
        if problem:
            raise StudyError([problem])
        prefix = f"responses/{response.expert}/r{response.round}-"
        earlier = [e.path for e in entries if e.type == "submission" and e.path.startswith(prefix)]
        packs = [e.sha256 for e in entries if e.type == "feedback"]
        filled = dataclasses.replace(
            response,
            seq=len(earlier) + 1,
            supersedes=earlier[-1] if earlier else "",
            entered_at=at,
            seen_feedback=packs[-1] if packs else "",
        )
        content = write_response(filled)
        count = len(filled.judgements)
        note = f"{count} answer{'s' if count > 1 else ''}"
        note = "; ".join(filter(None, (note, filled.reason)))
        path = response_path(filled, content)
        _, wrong = read_response(content, file=path)
        if wrong:  # a record that cannot be read would stop everybody
            raise StudyError(wrong)
        return [Event(kind="submission", path=path, content=content, note=note)]

    return record(folder, make, now=now)


def add_priors(
    folder: Path,
    make: Callable[[Snapshot, tuple[Entry, ...], str], tuple[bytes, str]],
    *,
    now: Clock,
) -> Receipt:
    """Record the next frozen version, made from what is recorded while nobody else can write.

    make: takes everything recorded, the ledger's entries and the time; returns the file's bytes
    and a note; it raises StudyError where nothing can be frozen.
    """

    def version(entries: tuple[Entry, ...], at: str) -> list[Event]:
        content, note = make(snapshot(folder), entries, at)
        number = sum(entry.type == "priors" for entry in entries) + 1
        path = f"priors/{number:04d}.json"
        set_aside(folder, path)  # from a run that was killed before the ledger knew of it
        return [Event(kind="priors", path=path, content=content, note=note)]

    return record(folder, version, now=now)


def record(
    folder: Path, make: Callable[[tuple[Entry, ...], str], Sequence[Event]], *, now: Clock
) -> Receipt:
    """Record the events, all or none, and return the receipt of the last.

    make: takes the ledger's entries and the time while nobody else can write; where it returns no
    event nothing is new, and the receipt is that of the newest entry. It may raise StudyError.
    """
    with _writing(folder, now) as (entries, ledger):
        at = timestamp(now)
        events = make(entries, at)
        free = (e for e in events if e.kind != "submission")  # whose reasons are looked at before
        for text in (text for e in free for text in (e.note, *e.details.values())):
            if why := unwritable(text):
                raise refused("", "store.text-unwritable", why=why)
        chain = list(entries)
        for event in events:
            chain.append(next_entry(chain, event, at=at))
        if events:
            _append(folder, ledger, events, chain[len(entries) :])
        last = chain[-1]
        return Receipt(path=last.path, sha256=last.sha256, head=last.hash, seq=last.seq)


def timestamp(now: Clock) -> str:
    """Return the clock's time in UTC, to the second; raises ValueError for a clock without zone."""
    time = now()
    if time.tzinfo is None:
        raise ValueError("the clock must know its time zone")
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _writing(folder: Path, now: Clock) -> Iterator[tuple[tuple[Entry, ...], bytes]]:
    """Hold the lock and yield the ledger's entries and bytes; a new study gets its first line."""
    if folder.is_dir():
        refuse_no_study(folder)
    with locked(folder):
        for name in (LEDGER, *FOLDERS):
            refuse_links(folder, name)
        sweep(folder)
        files: dict[str, bytes] = {}
        problems: list[Problem] = []
        _read(folder, folder / LEDGER, files, problems)
        if problems:
            raise StudyError(problems)
        if LEDGER not in files:
            files[LEDGER] = start_ledger(folder, now)
        yield _checked_entries(folder, files[LEDGER]), files[LEDGER]


def _checked_entries(folder: Path, ledger: bytes) -> tuple[Entry, ...]:
    """Return the ledger's entries; raises StudyError if it is damaged.

    What this process found whole before and is there byte for byte is not hashed again: else a
    thousand submissions would hash half a million entries.
    """
    entries, wrong = read_ledger(ledger, checked=_CHECKED.get(folder, (b"", ())))
    if wrong:
        raise StudyError(wrong)
    _CHECKED[folder] = ledger, entries
    return entries


def start_ledger(folder: Path, now: Clock) -> bytes:
    """Write the ledger's first line, the model the study began with, and return it.

    Raises StudyError if records are there without a ledger: it was lost, not yet to be begun.
    """
    if any(path.is_file() for name in FOLDERS for path in (folder / name).rglob("*.json")):
        raise refused(LEDGER, "store.ledger-missing-though-answers-recorded")
    with saying_what_failed(MODEL):
        model = (folder / MODEL).read_bytes().removeprefix(codecs.BOM_UTF8)
    event = Event(kind="study", path=MODEL, sha256=sha256_of(model))
    line = line_of(next_entry((), event, at=timestamp(now)))
    replace_file(folder, LEDGER, line)
    return line


def _append(folder: Path, ledger: bytes, events: Sequence[Event], entries: Sequence[Entry]) -> None:
    """Put the events' files in place, then the ledger with their lines, or leave all as it was."""
    added = []
    try:
        for event in events:
            if event.content is not None:
                add_file(folder, event.path, event.content)
                added.append(event.path)
        whole = ledger + b"".join(map(line_of, entries))
        if len(whole) > MAX_BYTES:  # else no command could read it again
            raise refused(LEDGER, "store.ledger-full-nothing-recorded")
        replace_file(folder, LEDGER, whole)
    except BaseException:
        with suppress(OSError):
            if (folder / LEDGER).read_bytes() == ledger:  # else it is recorded and must stay
                for path in added:
                    take_back(folder, path)
        raise
