"""A submission is recorded whole or not at all, and what stands in the way is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import os
from pathlib import Path
from typing import Any

import pytest

from bayesnet.errors import StudyError
from elicitation.record import ledger
from elicitation.record.ledger import read_ledger, sha256_of
from elicitation.store.files import add_file, bytes_of_form
from elicitation.store.recording import snapshot, submit
from tests.elicitation.small_records import (
    MODEL,
    checked,
    clock,
    contents,
    frozen_study,
    rain,
    record,
    refusal,
    response,
    start,
)


def test_the_first_submission(tmp_path: Path) -> None:
    receipt = submit(start(tmp_path), response(), now=clock)
    assert receipt.path == f"responses/E01/r1-0001-{receipt.sha256[:12]}.json"
    assert sha256_of((tmp_path / receipt.path).read_bytes()) == receipt.sha256
    entries, _ = read_ledger((tmp_path / "ledger.jsonl").read_bytes())
    assert [(e.seq, e.type, e.path, e.note) for e in entries] == [
        (1, "study", "model.toml", ""),
        (2, "submission", receipt.path, "5 answers"),
    ]
    assert entries[0].sha256 == sha256_of(MODEL)
    assert entries[1].at == "2026-11-23T10:00:00Z"  # the clock stood at noon, two hours east
    assert receipt.head == entries[1].hash
    assert checked(tmp_path).problems == ()


def test_a_later_submission_names_the_one_it_supersedes(tmp_path: Path) -> None:
    start(tmp_path)
    first = submit(tmp_path, response(), now=clock)
    record(tmp_path)
    other = submit(tmp_path, rain("0.2", expert="E02"), now=clock)
    second_round = submit(tmp_path, rain("0.2", number=2), now=clock)
    files = snapshot(tmp_path).files
    again = next(path for path in files if path.startswith("responses/E01/r1-0002"))
    assert f'"supersedes": "{first.path}"'.encode() in files[again]
    assert b'"supersedes": ""' in files[other.path]
    assert b'"supersedes": ""' in files[second_round.path]
    assert "r2-0001" in second_round.path


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"expert": "../../etc"}, "'../../etc' cannot be an expert's id."),
        ({"expert": "/root"}, "'/root' cannot be an expert's id."),
        ({"expert": "CON"}, "'CON' cannot be an expert's id."),
        ({"round": 0}, "there is no round 0."),
        ({"round": 100}, "there is no round 100."),
        ({"judgements": ()}, "the response answers no question; nothing was recorded."),
    ],
)
def test_what_no_study_takes(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    before = contents(start(tmp_path))
    assert sentence in refusal(
        submit, tmp_path, dataclasses.replace(response(), **changes), now=clock
    )
    assert contents(tmp_path) == before


def test_a_missing_folder_and_a_folder_that_is_no_study(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert refusal(submit, missing, response(), now=clock) == (
        f"there is no folder '{missing}'. Make one with 'resolve init DIR'."
    )
    assert refusal(snapshot, missing) == (
        f"there is no folder '{missing}'. Make one with 'resolve init DIR'."
    )
    assert refusal(submit, tmp_path, response(), now=clock) == (
        f"'{tmp_path}' is not a study: it has no model.toml. "
        "Make one with 'resolve init DIR', or use --study."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["responses", "responses/E01", "priors", "ledger.jsonl", ".lock"])
def test_links_in_the_place_of_records_are_refused(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = start(tmp_path / "study")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(outside, target_is_directory=True)
    assert refusal(submit, folder, response(), now=clock) == (
        f"{name}: this is a link; a study keeps its records in its own folders. "
        "Put the real folder or file in its place."
    )
    assert list(outside.iterdir()) == []


def test_a_link_to_a_file_is_not_read(tmp_path: Path) -> None:
    folder = frozen_study(tmp_path / "study")
    (tmp_path / "secret").write_text("secret")
    (folder / "responses" / "E01" / "r9.json").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "responses" / "E01" / "pipe.json")
    assert [str(problem) for problem in checked(folder).problems] == [
        "responses/E01/pipe.json: this is not an ordinary file. Put the real file in its place.",
        "responses/E01/r9.json: this is not an ordinary file. Put the real file in its place.",
    ]


def test_nothing_is_added_to_a_damaged_or_lost_ledger(tmp_path: Path) -> None:
    frozen_study(tmp_path)
    ledger = tmp_path / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole.replace(b"E01", b"E09", 1))
    before = contents(tmp_path)
    assert refusal(record, tmp_path) == (
        "ledger.jsonl: line 2: the entry was changed: its hash is not that of its content. "
        "Bring the file back from a copy, or see 'resolve recover'."
    )
    assert contents(tmp_path) == before
    ledger.unlink()
    assert refusal(record, tmp_path) == (
        "ledger.jsonl: the ledger is missing though answers are recorded. "
        "Bring it back from a copy."
    )
    ledger.write_bytes(whole)
    record(tmp_path)


def test_disks_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    frozen_study(tmp_path)
    assert checked(tmp_path).problems == ()
    with pytest.raises(StudyError, match="nothing was overwritten"):
        add_file(tmp_path, "priors/0001.json", b"other")


def test_a_file_is_never_put_over_another(tmp_path: Path) -> None:
    add_file(tmp_path, "priors/0001.json", b"first")
    add_file(tmp_path, "priors/0001.json", b"first")
    assert refusal(add_file, tmp_path, "priors/0001.json", b"second") == (
        "priors/0001.json: a file of that name is there already; nothing was overwritten. "
        "Run 'resolve verify'."
    )
    assert contents(tmp_path) == {"priors/0001.json": b"first"}
    for path in ("../x", "/x", "a\\..\\b", ""):
        assert "the path leads out of the study." in refusal(add_file, tmp_path, path, b"")


def test_a_clock_without_a_zone_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        submit(start(tmp_path), response(), now=lambda: dt.datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_form_is_read_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_bytes(b"abc")
    assert bytes_of_form(tmp_path / "form.csv") == b"abc"
    assert refusal(bytes_of_form, tmp_path / "x.csv") == (
        f"x.csv: there is no file '{tmp_path / 'x.csv'}'. Check the name."
    )
    assert "this is not a file. Name the form" in refusal(bytes_of_form, tmp_path)
    with (tmp_path / "huge.csv").open("wb") as stream:
        stream.seek(10**9)
        stream.write(b"x")
    assert len(bytes_of_form(tmp_path / "huge.csv")) == 5_000_001


def test_a_long_ledger_is_not_hashed_again_by_a_process_that_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a thousand submissions would hash half a million entries."""
    start(tmp_path)
    hashed: list[dict[str, Any]] = []
    real = ledger._hash_of

    def counting(document: dict[str, Any]) -> str:
        hashed.append(document)
        return real(document)

    monkeypatch.setattr(ledger, "_hash_of", counting)
    counts = []
    for number in range(30):
        hashed.clear()
        record(tmp_path, f"0.{number:03d}")
        counts.append(len(hashed))
    assert max(counts[1:]) <= 3
