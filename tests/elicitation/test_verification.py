"""Whatever was changed behind the program's back is found, and the file is named."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from bayesnet.folder.versions import LEDGER
from bayesnet.formats.priors_json import pool_document
from bayesnet.study.priors import Priors
from elicitation.record.frozen import read_frozen, write_frozen
from elicitation.record.ledger import Event, line_of, next_entry, read_ledger, sha256_of, spoken
from elicitation.record.records import json_bytes
from elicitation.store.recording import Snapshot, snapshot, submit
from elicitation.versions.freezing import freeze
from elicitation.versions.verification import Verification, verify
from tests.elicitation.small_records import (
    CPDS,
    MODEL,
    PARAMETERS,
    checked,
    clock,
    frozen_study,
    pool,
    rain,
    record,
    request,
    start,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(frozen_study(tmp_path_factory.mktemp("study")))


def check(taken: Snapshot, head: str = "") -> Verification:
    return verify(taken, parameters=PARAMETERS, pool=pool, head=head)


def changed(taken: Snapshot, **files: bytes) -> Snapshot:
    return dataclasses.replace(taken, files={**taken.files, **files})


def rechained(taken: Snapshot, path: str, content: bytes) -> Snapshot:
    """Return the study of somebody who changed a file and wrote the whole ledger anew."""
    old, _ = read_ledger(taken.files[LEDGER])
    entries = []
    for e in old:
        sha256 = sha256_of(content) if e.path == path else e.sha256
        entries.append(
            next_entry(
                entries, Event(kind=e.type, path=e.path, sha256=sha256, note=e.note), at=e.at
            )
        )
    return changed(taken, **{path: content, LEDGER: b"".join(map(line_of, entries))})


def test_an_honest_study_has_no_problem(whole: Snapshot) -> None:
    found = check(whole)
    assert (found.problems, found.notes) == ((), ())
    assert (found.submissions, found.versions) == (3, 2)
    assert found.head == read_ledger(whole.files[LEDGER])[0][-1].hash


def test_every_flipped_bit_of_every_record_is_found_and_its_file_named(tmp_path: Path) -> None:
    """One question only, so that every byte of three responses and two versions takes seconds."""
    cpds = {"rain": CPDS["rain"]}

    def pool(priors: Priors) -> dict[str, object]:
        return pool_document(cpds, priors)

    asked = dataclasses.replace(request(), parameters=PARAMETERS[:1])
    for response in (rain("0.3"), rain("0.2", expert="E02")):
        submit(start(tmp_path), response, now=clock)
    freeze(tmp_path, asked, pool=pool, now=clock)
    submit(tmp_path, rain("0.25", number=2), now=clock)
    freeze(tmp_path, asked, pool=pool, now=clock)
    whole = snapshot(tmp_path)
    flips = 0
    for path, content in whole.files.items():
        if path.endswith(".toml"):
            continue
        for position in range(len(content)):
            damaged = bytearray(content)
            damaged[position] ^= 1 << position % 8
            taken = changed(whole, **{path: bytes(damaged)})
            found = verify(taken, parameters=PARAMETERS[:1], pool=pool)
            assert found.problems
            assert found.problems[0].place.file == path
            flips += 1
    assert flips > 4000


def test_a_flipped_bit_on_the_disk_is_found(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    for path in [*tmp_path.rglob("*.json"), tmp_path / LEDGER]:
        content = path.read_bytes()
        path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        assert checked(tmp_path).problems[0].place.file == path.relative_to(tmp_path).as_posix()
        path.write_bytes(content)
    assert checked(tmp_path).problems == ()


def test_files_that_are_gone_or_cut_are_named(whole: Snapshot) -> None:
    for path in whole.files:
        if path.endswith(".toml"):
            continue
        rest = {name: content for name, content in whole.files.items() if name != path}
        found = check(dataclasses.replace(whole, files=rest))
        assert found.problems[0].place.file == path
        assert check(changed(whole, **{path: b""})).problems[0].place.file == path


def test_the_sentences(whole: Snapshot) -> None:
    path = "priors/0001.json"
    frozen = spoken(sha256_of(whole.files[path]))
    assert str(check(changed(whole, **{path: b"{}"})).problems[0]) == (
        f"priors/0001.json: priors 0001 is frozen (hash {frozen}) and its file was changed. "
        "Bring it back from a copy; save what is new with 'resolve freeze --reason TEXT'."
    )
    rest = {name: content for name, content in whole.files.items() if name != path}
    assert str(check(dataclasses.replace(whole, files=rest)).problems[0]) == (
        "priors/0001.json: the file is missing; the ledger's line 4 names it. Bring it back."
    )
    rest = {name: content for name, content in whole.files.items() if name != LEDGER}
    assert str(check(dataclasses.replace(whole, files=rest)).problems[0]) == (
        "ledger.jsonl: the ledger is missing though answers are recorded. "
        "Bring it back from a copy."
    )


def test_a_ledger_cut_short_is_found_by_a_hash_noted_outside(whole: Snapshot) -> None:
    lines = whole.files[LEDGER].splitlines(keepends=True)
    head = check(whole).head
    cut = changed(whole, **{LEDGER: b"".join(lines[:-1])})
    assert check(cut).problems == ()  # what a chain cannot know
    assert [note.place.file for note in check(cut).notes] == ["priors/0002.json"]
    assert check(whole, head[:12]).problems == ()
    assert [str(problem) for problem in check(cut, head[:12]).problems] == [
        f"ledger.jsonl: no entry has the hash {head[:12]} that was noted down: entries were lost "
        "or changed. Bring the file back from a copy, or see 'resolve recover'."
    ]


HANDS_OFF = "Bring the file back from a copy, or see 'resolve recover'."


def forged(whole: Snapshot, version: int, **changes: object) -> list[str]:
    path = f"priors/{version:04d}.json"
    frozen, _ = read_frozen(whole.files[path], file=path)
    assert frozen is not None
    content = write_frozen(dataclasses.replace(frozen, **changes))  # type: ignore[arg-type]
    return [str(problem) for problem in check(rechained(whole, path, content)).problems]


def test_a_version_forged_together_with_the_ledger_must_still_follow_from_its_sources(
    whole: Snapshot,
) -> None:
    frozen, _ = read_frozen(whole.files["priors/0002.json"], file="")
    assert frozen is not None
    assert forged(whole, 2, number=3) == [
        f"priors/0002.json: this is version 2 by the ledger. {HANDS_OFF}"
    ]
    assert forged(whole, 2, previous_sha256="0" * 64) == [
        f"priors/0002.json: previous_sha256: it does not follow the version before it. {HANDS_OFF}"
    ]
    response = frozen.responses[0][0]
    assert forged(whole, 2, responses=((response, "0" * 64), *frozen.responses[1:])) == [
        f"priors/0002.json: responses[0]: {response} is not a response recorded before it with "
        f"that hash. {HANDS_OFF}"
    ]
    turned = {**frozen.experts, "E02": frozen.experts["E01"]}
    assert forged(whole, 2, experts=turned) == [
        "priors/0002.json: experts.E02: the answer on rain[] is not the one in the responses. "
        f"{HANDS_OFF}",
        f"priors/0002.json: pool.rain: the table is not the pool of the answers beside it. "
        f"{HANDS_OFF}",
    ]
    table = {"parents": [], "rows": [["0.5", "0.5"]]}
    assert forged(whole, 2, pool={**frozen.pool, "rain": table}) == [
        "priors/0002.json: pool.rain: the table is not the pool of the answers beside it. "
        f"{HANDS_OFF}"
    ]


def test_a_response_under_another_name_is_found(whole: Snapshot) -> None:
    path = next(name for name in whole.files if name.startswith("responses/E02"))
    document = json.loads(whole.files[path])
    content = json_bytes({**document, "round": 2})
    assert str(check(rechained(whole, path, content)).problems[0]) == (
        f"{path}: the file's name is not that of its content (E02, round 2, submission 1). "
        f"{HANDS_OFF}"
    )


def test_records_of_a_newer_program_are_not_guessed_at(whole: Snapshot) -> None:
    path = "priors/0002.json"
    content = json_bytes({**json.loads(whole.files[path]), "version": 3})
    assert str(check(rechained(whole, path, content)).problems[0]) == (
        "priors/0002.json: version: written by a newer version of the program (format 3, not 2). "
        "Update collective-resolve."
    )


def test_editing_the_model_or_the_plan_is_a_note(whole: Snapshot) -> None:
    edited = changed(whole, **{"model.toml": MODEL + b"#\n", "elicitation.toml": b"#\n"})
    assert check(edited).problems == ()
    assert [str(note) for note in check(edited).notes] == [
        "priors/0001.json: its tables were made with another model.toml and were not recomputed.",
        "priors/0002.json: its tables were made with another model.toml and were not recomputed.",
        "model.toml: the file was edited since priors/0002.json was frozen.",
        "elicitation.toml: the file was edited since priors/0002.json was frozen.",
    ]
    bom = changed(whole, **{"model.toml": b"\xef\xbb\xbf" + MODEL})
    assert check(bom).notes == ()


def test_a_new_study_is_in_order(tmp_path: Path) -> None:
    found = checked(start(tmp_path))
    assert (found.problems, found.notes, found.head) == ((), (), "")
    record(tmp_path)
    assert checked(tmp_path).submissions == 1
