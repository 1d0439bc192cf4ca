"""Keep the order of all that was recorded: one canonical line an entry, each holding the last hash.

A line is the RFC 8785 form of its entry, so any flipped byte is found. The chain says nothing
against somebody who rewrites all of it: read the newest hash aloud and keep it elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, cast, get_args

import rfc8785

from bayesnet.errors import Problem, problem_at
from bayesnet.folder.versions import LEDGER
from bayesnet.plurals import many

SHORT = 12
EntryType = Literal[
    "study",
    "submission",
    "priors",
    "rule",
    "round",
    "absence",
    "abstention",
    "withdrawal",
    "dissent",
    "doubt",
    "confirmation",
    "feedback",
    "recovery",
]
_KEYS = ("at", "hash", "note", "path", "prev", "seq", "sha256", "type")
_KEYS_WITH_DETAILS = tuple(sorted((*_KEYS, "details")))
# What an entry of each kind says to programs; other kinds say nothing but their path.
_DETAILS: Mapping[str, frozenset[str]] = {
    "rule": frozenset(["pool", "plan", "seeds"]),
    "round": frozenset(["round", "action"]),
    "absence": frozenset(["round", "expert"]),
    "abstention": frozenset(["expert", "question"]),
    "dissent": frozenset(["expert", "priors"]),
    "doubt": frozenset(["expert", "code", "questions"]),
    "confirmation": frozenset(["expert", "code", "questions"]),
    "feedback": frozenset(["round"]),
    "recovery": frozenset(["line"]),
}
ACTIONS = ("open", "close", "reopen")
BETWEEN = "|"
"""Between the keys of several questions in one detail; no key holds it."""
_COUNTED = ("round", "line")
_HASHED = ("plan", "seeds")
_HASH = re.compile(r"[0-9a-f]{64}")
_SPOKEN = re.compile(r"[0-9a-f]{8,64}")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger.

    seq: from 1; at: UTC, to the second; path: in the study, with slashes; sha256: of its bytes;
    both empty where the entry is about no file. note: the reason, for people to read.
    prev: hash of the entry before, empty for the first; hash: of this entry's other fields.
    details: what programs read of it, such as ``round`` and ``expert``; not written when empty.
    """

    seq: int
    at: str
    type: EntryType
    path: str
    sha256: str
    prev: str
    note: str
    hash: str
    details: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something to be recorded: an entry to be, and the new file that goes with it, if any.

    content: the bytes of a new file at ``path``; None where the entry is about a file that is there
    already (``sha256`` is then its hash) or about none.
    """

    kind: EntryType
    path: str = ""
    sha256: str = ""
    content: bytes | None = None
    note: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def is_timestamp(text: str) -> bool:
    """Return whether it is a time as it is recorded, to the second in UTC, that there is."""
    if not _TIMESTAMP.fullmatch(text):
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def spoken(hash_: str) -> str:
    """Return the start of a hash as it is read aloud: twelve digits in groups of four."""
    return " ".join(hash_[start : start + 4] for start in range(0, SHORT, 4)).strip()


def where_it_stands(head: str, entries: int) -> str:
    """Return what is said to be noted down: the hash of a ledger's head, and how long it is."""
    return f"The ledger stands at {spoken(head)} ({many(entries, 'entry', 'entries')})."


def heard(text: str) -> str:
    """Return the start of a hash that was noted down as spoken or printed; empty if it is none.

    Eight digits at least: fewer could fit another entry by chance.
    """
    digits = re.sub(r"[\s.:-]", "", text).lower()
    return digits if _SPOKEN.fullmatch(digits) else ""


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _document(entry: Entry) -> dict[str, Any]:
    document = {key: getattr(entry, key) for key in _KEYS}
    return {**document, "details": dict(entry.details)} if entry.details else document


def _hash_of(document: dict[str, Any]) -> str:
    return sha256_of(rfc8785.dumps({k: v for k, v in document.items() if k != "hash"}))


def next_entry(entries: Sequence[Entry], event: Event, *, at: str) -> Entry:
    """Return the entry of an event, which continues the chain."""
    prev = entries[-1].hash if entries else ""
    fields: dict[str, Any] = {
        "seq": len(entries) + 1,
        "at": at,
        "type": event.kind,
        "path": event.path,
        "sha256": event.sha256 if event.content is None else sha256_of(event.content),
        "prev": prev,
        "note": event.note,
    }
    if event.details:
        fields["details"] = dict(event.details)
    return Entry(**fields, hash=_hash_of(fields))


def withdrawn(entries: Sequence[Entry]) -> frozenset[str]:
    """Return the paths of the responses that their experts took back."""
    return frozenset(entry.path for entry in entries if entry.type == "withdrawal")


def counted(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the submissions that were not withdrawn, in the ledger's order."""
    gone = withdrawn(entries)
    return tuple(e for e in entries if e.type == "submission" and e.path not in gone)


def line_of(entry: Entry) -> bytes:
    """Return the entry's line, its line feed included."""
    return bytes(rfc8785.dumps(_document(entry))) + b"\n"


Checked: TypeAlias = tuple[bytes, tuple[Entry, ...]]
"""A ledger's bytes that were read and found whole, and their entries."""


def read_ledger(
    content: bytes, *, checked: Checked = (b"", ())
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries up to the first bad line, and the problem that names that line.

    checked: what was found whole before; where the content begins with it, only the rest is read.
    """
    if not content:
        return (), (_problem("", "record.ledger-empty"),)
    known, found = checked if content.startswith(checked[0]) else (b"", ())
    entries = list(found)
    lines = content[len(known) :].split(b"\n")
    last = lines.pop()
    for number, line in enumerate(lines, start=len(entries) + 1):
        entry, wrong = _entry(line, entries)
        if entry is None:
            return tuple(entries), (_problem(f"line {number}", wrong),)
        entries.append(entry)
    if last:
        place = f"line {len(entries) + 1}"
        return tuple(entries), (_problem(place, "record.line-cut-off-file-added"),)
    return tuple(entries), ()


def _problem(path: str, code: str) -> Problem:
    return problem_at(LEDGER, path, code)


def _entry(line: bytes, before: Sequence[Entry]) -> tuple[Entry | None, str]:
    """Return the entry of a line, or the code of why it does not continue the chain."""
    try:
        document = json.loads(line.decode("utf-8"))
        canonical = rfc8785.dumps(document)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        return None, "record.no-entry"
    keys = tuple(sorted(document)) if isinstance(document, dict) else ()
    if keys not in (_KEYS, _KEYS_WITH_DETAILS):
        return None, "record.no-entry"
    if canonical != line or not _is_typed(document):
        return None, "record.line-written-otherwise"
    if document["hash"] != _hash_of(document):
        return None, "record.entry-changed"
    prev = before[-1].hash if before else ""
    if document["prev"] != prev or document["seq"] != len(before) + 1:
        return None, "record.entry-out-of-order"
    return Entry(**cast("dict[str, Any]", document)), ""


def _is_typed(document: dict[str, Any]) -> bool:
    texts = all(isinstance(document[key], str) for key in _KEYS if key != "seq")
    return (
        texts
        and type(document["seq"]) is int
        and document["type"] in get_args(EntryType)
        and (
            bool(_HASH.fullmatch(document["sha256"]))
            or document["sha256"] == document["path"] == ""
        )
        and is_timestamp(document["at"])
        and _is_detailed(document["type"], document.get("details", {}))
    )


def _is_detailed(kind: str, details: object) -> bool:
    """Return whether the details are those that an entry of the kind has."""
    return (
        isinstance(details, dict)
        and details.keys() == _DETAILS.get(kind, frozenset())
        and all(isinstance(value, str) for value in details.values())
        and all(
            details[key].isdecimal() and details[key].isascii()
            for key in _COUNTED
            if key in details
        )
        and all(_HASH.fullmatch(details.get(key) or 64 * "0") for key in _HASHED)
        and details.get("action", ACTIONS[0]) in ACTIONS
    )
