"""Any single change to any recorded file is found, and the file is named."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bayesnet.folder.versions import LEDGER
from elicitation.record.ledger import Event
from elicitation.rounds.declarations import absence, dissent, withdrawal
from elicitation.rounds.rounds import closing, opening
from elicitation.store.recording import Snapshot, record, snapshot, submit
from elicitation.store.recover import recover
from elicitation.versions.verification import verify
from tests.elicitation.small_records import (
    PARAMETERS,
    clock,
    frozen_study,
    plan,
    pool,
    rain,
)

SAMPLE = 12  # places a file and kind of change


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A study with a record of every kind."""
    folder = frozen_study(tmp_path_factory.mktemp("study"))
    for make in (
        lambda entries, _: opening(entries, plan(), 1),
        lambda entries, _: closing(entries, plan(), 1),
        lambda entries, _: absence(entries, plan(), "E02", 2, "ill"),
        lambda *_: [
            Event(
                kind="feedback",
                path="feedback/r1-x.json",
                content=b'{"a": "b"}\n',
                details={"round": "1"},
            )
        ],
        lambda entries, _: withdrawal(entries, "E01", 2, 1, "misread"),
        lambda entries, _: dissent(entries, plan(), "E01", "no wind in it"),
        lambda entries, _: opening(entries, plan(), 2),
    ):
        record(folder, make, now=clock)
    (folder / LEDGER).write_bytes((folder / LEDGER).read_bytes()[:-9])
    recover(folder, now=clock)
    record(folder, lambda entries, _: opening(entries, plan(), 2), now=clock)
    submit(folder, rain("0.35", number=2), now=clock)
    return snapshot(folder)


def files_named(taken: Snapshot) -> set[str]:
    return {p.place.file for p in verify(taken, parameters=PARAMETERS, pool=pool).problems}


def changes(content: bytes, places: random.Random) -> Iterator[bytes]:
    """Yield the content with a bit flipped, a byte more or less, the end cut, and two swapped."""
    for _ in range(SAMPLE):
        at = places.randrange(len(content))
        yield content[:at] + bytes([content[at] ^ (1 << places.randrange(8))]) + content[at + 1 :]
        yield content[:at] + content[at : at + 1] + content[at:]
        yield content[:at] + content[at + 1 :]
        yield content[:at]
        swapped = content[:at] + content[at : at + 2][::-1] + content[at + 2 :]
        if swapped != content:
            yield swapped


def test_the_study_holds_every_kind_of_record_and_is_in_order(whole: Snapshot) -> None:
    assert files_named(whole) == set()
    kinds = {path.split("/")[0] for path in whole.files}
    assert kinds >= {LEDGER, "responses", "priors", "feedback", "recovered"}


def test_any_single_change_is_found_with_the_name_of_the_file(whole: Snapshot) -> None:
    places = random.Random(7)
    recorded = [path for path in whole.files if not path.endswith(".toml")]
    assert len(recorded) == 9
    for path in recorded:
        for content in changes(whole.files[path], places):
            changed = dataclasses.replace(whole, files={**whole.files, path: content})
            if content.endswith(b"\n") and whole.files[LEDGER].startswith(content):
                continue  # cut at a line's end: found by the head noted outside
            assert path in files_named(changed), (path, content)


def test_a_file_that_is_gone_or_in_anothers_place_is_found(whole: Snapshot) -> None:
    recorded = [path for path in whole.files if "/" in path]
    for path in recorded:
        rest = {name: content for name, content in whole.files.items() if name != path}
        assert path in files_named(dataclasses.replace(whole, files=rest))
        other = recorded[recorded.index(path) - 1]
        put = {**whole.files, path: whole.files[other]}
        assert path in files_named(dataclasses.replace(whole, files=put))


def test_a_ledger_cut_at_a_lines_end_is_found_by_the_hash_read_aloud(
    whole: Snapshot, tmp_path: Path
) -> None:
    head = verify(whole, parameters=PARAMETERS, pool=pool).head
    lines = whole.files[LEDGER].splitlines(keepends=True)
    for count in range(1, len(lines)):
        cut = {**whole.files, LEDGER: b"".join(lines[:count])}
        found = verify(
            dataclasses.replace(whole, files=cut), parameters=PARAMETERS, pool=pool, head=head[:12]
        )
        assert LEDGER in {problem.place.file for problem in found.problems}
