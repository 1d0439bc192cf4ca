"""A ledger cut off or written over is brought back to its last whole entry, on request alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from bayesnet.folder.versions import LEDGER
from elicitation.cli import main
from elicitation.record.ledger import read_ledger
from elicitation.store.recover import damage, recover
from tests.elicitation.small_records import (
    checked,
    clock,
    contents,
    frozen_study,
    record,
    refusal,
    start,
)
from tests.elicitation.workshop import begin, done, refused, submit


def test_every_cut_is_recovered_to_the_last_whole_entry(tmp_path: Path) -> None:
    folder = frozen_study(tmp_path)
    whole = (folder / LEDGER).read_bytes()
    ends = [index + 1 for index, byte in enumerate(whole) if byte == 10]
    moments = random.Random(4)
    for cut in [0, 1, *moments.sample(range(len(whole)), 25), len(whole) - 1]:
        if cut in ends:
            continue
        (folder / LEDGER).write_bytes(whole[:cut])
        assert damage(folder) is not None
        receipt = recover(folder, now=clock)
        entries, problems = read_ledger((folder / LEDGER).read_bytes())
        assert problems == ()
        kept = max((end for end in ends if end <= cut), default=0)
        assert (folder / LEDGER).read_bytes()[:kept] == whole[:kept]
        assert entries[-1].type == "recovery"
        assert (folder / receipt.path).read_bytes() == whole[:cut]
        assert [p for p in checked(folder).problems if p.place.file == LEDGER] == []
        record(folder)
        assert read_ledger((folder / LEDGER).read_bytes())[1] == ()


def test_nothing_is_written_without_yes_and_nothing_works_silently(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    for expert in ("E03", "E07", "E09"):
        submit(study, expert, 1, 30)
    assert done(study, "recover") == "The ledger is whole. Nothing was changed."
    whole = (study / LEDGER).read_bytes()
    (study / LEDGER).write_bytes(whole[:-30])
    before = contents(study)
    file = tmp_path / "E07.csv"
    for words in (
        ("submit", file, "--expert", "E07", "--round", 1),
        ("freeze", "--reason", "x"),
        ("rounds",),
        ("verify",),
    ):
        assert "line 4: the line is cut off or the file was added to." in refused(study, *words)
    said = done(study, "recover")
    assert "whole up to line 3 (E07, round 1, submission 1: 7 answers)" in said
    lost = next(path for path in before if path.startswith("responses/E09"))
    assert f"No longer in it: {lost}. Submit or freeze again what it holds." in said
    assert "Nothing was changed. To cut it there: resolve recover --yes" in said
    assert contents(study) == before
    said = done(study, "recover", "--yes")
    assert "Recovered. The damaged file is kept as recovered/ledger-" in said
    after = contents(study)
    aside = next(path for path in after if path.startswith("recovered/"))
    assert after[aside] == whole[:-30]
    assert "the ledger was recovered" in done(study, "log")
    result = CliRunner().invoke(main, ["verify", "--study", str(study)])
    assert result.exit_code == 0
    assert "the ledger does not know this file" in result.stderr
    submit(study, "E09", 1, 30)
    assert "3 submissions" in done(study, "verify")


def test_the_file_put_aside_is_part_of_the_record(tmp_path: Path) -> None:
    folder = frozen_study(tmp_path)
    (folder / LEDGER).write_bytes((folder / LEDGER).read_bytes()[:-5])
    receipt = recover(folder, now=clock)
    (folder / receipt.path).write_bytes(b"something else")
    assert [problem.place.file for problem in checked(folder).problems] == [receipt.path]


def test_a_whole_or_a_missing_ledger_is_not_recovered(tmp_path: Path) -> None:
    folder = start(tmp_path)
    assert damage(folder) is None
    record(folder)
    assert refusal(recover, folder, now=clock) == (
        "ledger.jsonl: the ledger is whole; nothing was changed."
    )
    (folder / LEDGER).unlink()
    assert refusal(recover, folder, now=clock) == (
        "ledger.jsonl: the ledger is missing; there is nothing to recover it from. "
        "Bring it back from a copy."
    )


def test_a_recovery_that_fails_leaves_the_damaged_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = frozen_study(tmp_path)
    (folder / LEDGER).write_bytes((folder / LEDGER).read_bytes()[:-5])
    before = contents(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("elicitation.store.recover.replace_file", full)
    with pytest.raises(OSError, match="No space"):
        recover(folder, now=clock)
    assert contents(folder) == before
