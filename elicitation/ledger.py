"""Keep the order of all that was recorded: one canonical line an entry, each holding the last hash.

A line is the RFC 8785 form of its entry, so any flipped byte is found. The chain says nothing
against somebody who rewrites all of it: read the newest hash aloud and keep it elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import rfc8785

from bayesnet.errors import Problem

LEDGER = "ledger.jsonl"
SHORT = 12
REMEDY = "Run 'resolve verify', and bring the file back from a copy."
EntryType = Literal["study", "submission", "priors"]
_KEYS = ("at", "hash", "note", "path", "prev", "seq", "sha256", "type")
_HASH = re.compile(r"[0-9a-f]{64}")
TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger.

    seq: from 1; at: UTC, to the second; path: in the study, with slashes; sha256: of its bytes.
    prev: hash of the entry before, empty for the first; hash: of this entry's other fields.
    """

    seq: int
    at: str
    type: EntryType
    path: str
    sha256: str
    prev: str
    note: str
    hash: str


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _document(entry: Entry) -> dict[str, Any]:
    return {key: getattr(entry, key) for key in _KEYS}


def _hash_of(document: dict[str, Any]) -> str:
    return sha256_of(rfc8785.dumps({k: v for k, v in document.items() if k != "hash"}))


def next_entry(
    entries: Sequence[Entry], *, at: str, kind: EntryType, path: str, sha256: str, note: str = ""
) -> Entry:
    """Return the entry that continues the chain."""
    prev = entries[-1].hash if entries else ""
    fields: dict[str, Any] = {
        "seq": len(entries) + 1,
        "at": at,
        "type": kind,
        "path": path,
        "sha256": sha256,
        "prev": prev,
        "note": note,
    }
    return Entry(**fields, hash=_hash_of(fields))


def line_of(entry: Entry) -> bytes:
    """Return the entry's line, its line feed included."""
    return bytes(rfc8785.dumps(_document(entry))) + b"\n"


def read_ledger(content: bytes) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries up to the first bad line, and the problem that names that line."""
    if not content:
        return (), (_problem("", "the file is empty."),)
    entries: list[Entry] = []
    lines = content.split(b"\n")
    last = lines.pop()
    for number, line in enumerate(lines, start=1):
        entry, wrong = _entry(line, entries)
        if entry is None:
            return tuple(entries), (_problem(f"line {number}", wrong),)
        entries.append(entry)
    if last:
        place = f"line {len(lines) + 1}"
        return tuple(entries), (_problem(place, "the line is cut off or the file was added to."),)
    return tuple(entries), ()


def _problem(path: str, message: str) -> Problem:
    return Problem(file=LEDGER, path=path, message=message, remedy=REMEDY)


def _entry(line: bytes, before: Sequence[Entry]) -> tuple[Entry | None, str]:
    """Return the entry of a line, or why it does not continue the chain."""
    try:
        document = json.loads(line.decode("utf-8"))
        canonical = rfc8785.dumps(document)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        return None, "this is not an entry."
    if not isinstance(document, dict) or tuple(sorted(document)) != _KEYS:
        return None, "this is not an entry."
    if canonical != line or not _is_typed(document):
        return None, "the line is not as the program writes it."
    if document["hash"] != _hash_of(document):
        return None, "the entry was changed: its hash is not that of its content."
    prev = before[-1].hash if before else ""
    if document["prev"] != prev or document["seq"] != len(before) + 1:
        return None, "the entry does not follow the one before it."
    return Entry(**cast("dict[str, Any]", document)), ""


def _is_typed(document: dict[str, Any]) -> bool:
    texts = all(isinstance(document[key], str) for key in _KEYS if key != "seq")
    return (
        texts
        and type(document["seq"]) is int
        and document["type"] in get_args(EntryType)
        and bool(_HASH.fullmatch(document["sha256"]))
        and bool(TIMESTAMP.fullmatch(document["at"]))
    )
