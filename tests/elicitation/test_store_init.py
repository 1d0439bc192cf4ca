"""A new study is a whole copy of the packaged one, or nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bayesnet.errors import StudyError
from elicitation.store.init import packaged, start_study
from tests.elicitation.small_records import checked, clock, frozen_study, record, start


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = frozen_study(tmp_path / "package")
    (folder / "structures").mkdir()
    (folder / "structures" / "B.toml").write_text("# B\n")
    (folder / "__init__.py").touch()
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").touch()
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_copy_is_the_study_and_goes_on_from_its_ledger(tmp_path: Path, source: Path) -> None:
    made = start_study(packaged(source), tmp_path / "deep" / "mine", now=clock)
    files = tree(source)
    for ignored in ("__init__.py", "__pycache__/x.pyc", ".lock"):
        files.pop(ignored)
    assert tree(made) == {**files, ".gitignore": b"private/\n.lock\n.resolve-*\n"}
    record(made)
    assert checked(made).problems == ()
    assert (tmp_path / "deep").stat().st_mode == made.stat().st_mode


def test_a_study_without_a_ledger_begins_one(tmp_path: Path) -> None:
    made = start_study(packaged(start(tmp_path / "package")), tmp_path / "mine", now=clock)
    assert checked(made).head
    assert checked(made).problems == ()


def test_an_empty_folder_is_filled_even_when_one_stands_in_it(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    number = empty.stat().st_ino
    monkeypatch.chdir(empty)
    start_study(packaged(source), Path(), now=clock)
    assert Path("model.toml").is_file()
    assert empty.stat().st_ino == number
    assert not list(empty.glob(".resolve-*"))


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path, source: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("years of work")
    with pytest.raises(StudyError) as caught:
        start_study(packaged(source), full, now=clock)
    assert str(caught.value) == (
        f"the folder '{full}' is not empty; nothing was changed. Name a new folder."
    )
    assert tree(full) == {"thesis.txt": b"years of work"}
    with pytest.raises(StudyError, match="is a file"):
        start_study(packaged(source), full / "thesis.txt", now=clock)


def test_a_copy_that_fails_leaves_nothing(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StudyError, match="the disk is full; nothing was recorded"):
        start_study(packaged(source), tmp_path / "mine", now=clock)
    assert [path.name for path in tmp_path.iterdir()] == ["package"]
