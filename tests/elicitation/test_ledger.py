"""The ledger names the first line that is not as the program wrote it."""

from __future__ import annotations

import json

import rfc8785

from elicitation.record.ledger import Entry, Event, line_of, next_entry, read_ledger, sha256_of

AT = "2026-11-23T10:00:00Z"
REMEDY = "Bring the file back from a copy, or see 'resolve recover'."


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(length):
        path, note = f"responses/E01/r1-{number}.json", f"é {number}"
        sha256 = sha256_of(b"%d" % number)
        entries.append(
            next_entry(
                entries, Event(kind="submission", path=path, sha256=sha256, note=note), at=AT
            )
        )
    return entries


ENTRIES = chain(4)
LINES = [line_of(entry) for entry in ENTRIES]
WHOLE = b"".join(LINES)


def said(content: bytes) -> list[str]:
    return [str(problem) for problem in read_ledger(content)[1]]


def test_a_ledger_is_read_back_as_it_was() -> None:
    assert read_ledger(WHOLE) == (tuple(ENTRIES), ())


def test_a_line_is_the_canonical_json_of_its_entry_and_hashes_all_but_its_hash() -> None:
    document = json.loads(LINES[1])
    assert rfc8785.dumps(document) + b"\n" == LINES[1]
    assert list(document) == ["at", "hash", "note", "path", "prev", "seq", "sha256", "type"]
    claimed = document.pop("hash")
    assert claimed == sha256_of(rfc8785.dumps(document))
    assert document["prev"] == ENTRIES[0].hash


def test_every_flipped_bit_is_found_on_its_line_or_the_one_it_runs_into() -> None:
    for position in range(len(WHOLE)):
        line = WHOLE[:position].count(b"\n") + 1
        for bit in (0, 5):
            damaged = bytearray(WHOLE)
            damaged[position] ^= 1 << bit
            entries, problems = read_ledger(bytes(damaged))
            assert len(problems) == 1
            assert problems[0].place.path in (f"line {line}", f"line {line + 1}")
            assert len(entries) <= line


def test_what_is_wrong_with_the_line_is_said() -> None:
    other = line_of(next_entry(ENTRIES[:1], Event(kind="study", path="x", sha256="0" * 64), at=AT))
    assert said(LINES[0] + b"nonsense\n") == [
        f"ledger.jsonl: line 2: this is not an entry. {REMEDY}"
    ]
    assert said(LINES[0] + LINES[2]) == [
        f"ledger.jsonl: line 2: the entry does not follow the one before it. {REMEDY}"
    ]
    assert said(LINES[0] + other + LINES[2]) == [
        f"ledger.jsonl: line 3: the entry does not follow the one before it. {REMEDY}"
    ]
    assert said(LINES[0].replace(b"E01", b"E02")) == [
        "ledger.jsonl: line 1: the entry was changed: its hash is not that of its content. "
        f"{REMEDY}"
    ]
    assert said(LINES[0].replace(b",", b", ", 1)) == [
        f"ledger.jsonl: line 1: the line is not as the program writes it. {REMEDY}"
    ]
    assert said(WHOLE[:-1]) == [
        f"ledger.jsonl: line 4: the line is cut off or the file was added to. {REMEDY}"
    ]
    assert said(b"") == [f"ledger.jsonl: the file is empty. {REMEDY}"]


def test_no_bytes_at_all_cause_a_crash() -> None:
    for content in (
        b"\n",
        b"\xff\n",
        b"[" * 100_000 + b"\n",
        b'{"seq": 1e999}\n',
        b"NaN\n",
        b"1\n",
    ):
        assert len(said(content)) == 1
    huge = b'{"seq":' + b"9" * 30 + b"}\n"
    assert len(said(huge)) == 1


def test_an_entry_says_what_its_kind_has_to_say_and_nothing_else() -> None:
    """A chain that somebody made, whole in itself, does not bring the program down."""
    good = Event(kind="round", details={"round": "2", "action": "close"}, note="x")
    for event, whole in [
        (good, True),
        (Event(kind="round", details={"round": "2"}), False),
        (Event(kind="round", details={"round": "2", "action": "burn"}), False),
        (Event(kind="round", details={"round": "two", "action": "open"}), False),
        (Event(kind="absence", details={"round": "1", "expert": "E01"}), True),
        (Event(kind="absence"), False),
        (Event(kind="abstention", details={"expert": "E01", "question": "a[]"}), True),
        (Event(kind="dissent", details={"expert": "E01", "priors": ""}), True),
        (Event(kind="doubt", details={"expert": "E01", "code": "c", "questions": "a[]|b[]"}), True),
        (Event(kind="confirmation", details={"expert": "E01", "questions": "a[]"}), False),
        (Event(kind="priors", path="p", sha256="0" * 64, details={"round": "1"}), False),
        (Event(kind="submission", path="p"), False),
        (Event(kind="feedback", path="f", content=b"x", details={"round": "1"}), True),
    ]:
        line = line_of(next_entry(ENTRIES, event, at=AT))
        assert (said(WHOLE + line) == []) is whole, event


def test_what_was_found_whole_is_not_read_again_and_what_was_not_is() -> None:
    first = (b"".join(LINES[:2]), tuple(ENTRIES[:2]))
    assert read_ledger(WHOLE, checked=first) == (tuple(ENTRIES), ())
    changed = WHOLE.replace(b"E01/r1-0", b"E01/r1-9", 1)
    assert read_ledger(changed, checked=first)[1][0].place.path == "line 1"
    later = WHOLE.replace(b"E01/r1-3", b"E01/r1-9", 1)
    assert read_ledger(later, checked=first)[1][0].place.path == "line 4"
    assert read_ledger(LINES[0], checked=first) == (tuple(ENTRIES[:1]), ())
