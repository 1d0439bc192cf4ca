"""What people said can be read by the owner of the study alone, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.cli.passwords import VARIABLE
from elicitation.store.modes import ROOTS
from elicitation.store.recording import FOLDERS
from elicitation.workshop import serving
from tests.elicitation.workshop import begin, done, refused, resolve, submit
from tests.elicitation.workshop_site import PASSWORD, Site

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


@pytest.fixture(params=[0o000, 0o022, 0o377], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(0o022)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def private_paths(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.relative_to(folder).parts[0] in ROOTS]


def whole(tmp_path: Path, umask: int) -> Path:
    """Return a study in which everything that is kept of people was written under the umask."""
    site = Site(tmp_path / "study")
    folder = site.desk.folder
    form = tmp_path / "E07.csv"
    os.umask(umask & 0o077)  # a folder that its owner cannot enter is no study
    done(folder, "roster", "add", "Jane Doe")
    done(folder, "form", "--expert", "E07", "--round", 1, "--out", form)
    assert mode(form) == 0o600
    done(folder, "round", "open", 1)
    for expert in ("E03", "E07", "E09", "E12"):
        submit(folder, expert, 1, 30)
    done(folder, "round", "close", 1)
    done(folder, "feedback", "--round", 1)
    done(folder, "freeze", "--reason", "first")
    done(folder, "export-record")
    return folder


def test_every_file_and_folder_of_people_is_its_owners(tmp_path: Path, umask: int) -> None:
    assert {*FOLDERS} <= ROOTS
    folder = whole(tmp_path, umask)
    found = private_paths(folder)
    kinds = {path.relative_to(folder).parts[0] for path in found}
    assert kinds >= {"responses", "priors", "feedback", "private", "ledger.jsonl"}
    exported = folder / "exports" / "record"
    found += [exported, *exported.iterdir()]
    modes = {(path.is_dir(), mode(path)) for path in found if path.name != ".serving"}
    assert {m for directory, m in modes if not directory} == {0o600}
    assert {m for directory, m in modes if directory} <= {0o700}
    assert "can be read by others" not in resolve(folder, "check").stderr


def test_a_draft_that_is_broken_off_is_its_owners(tmp_path: Path) -> None:
    folder = begin(tmp_path / "study")
    words = ["ask", "--expert", "E03", "--round", "1", "--study", str(folder)]
    before = os.umask(0)
    try:
        CliRunner().invoke(main, words, input="20\n30\n25\n")
    finally:
        os.umask(before)
    assert mode(folder / "ask-E03-r1.csv") == 0o600


def test_what_was_open_is_warned_of_and_closed_when_it_is_written(tmp_path: Path) -> None:
    folder = begin(tmp_path / "study")
    submit(folder, "E03", 1, 30)
    for path in private_paths(folder):
        path.chmod(0o755 if path.is_dir() else 0o644)
    sentence = "note: ledger.jsonl: 2 files of ledger.jsonl, responses can be read by others here."
    for command in ("check", "verify"):
        assert sentence in " ".join(resolve(folder, command).stderr.split())
    assert "Close them: chmod -R go= ledger.jsonl responses" in resolve(folder, "check").stderr
    submit(folder, "E03", 1, 40, "a slip", "--reason", "a slip")
    assert mode(folder / "ledger.jsonl") == 0o600
    assert mode(folder / "responses") == mode(folder / "responses" / "E03") == 0o700
    assert sentence not in resolve(folder, "verify").stderr


def test_illustrative_answers_are_no_secret(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "s")]).exit_code == 0
    for path in private_paths(tmp_path / "s"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert "can be read by others" not in resolve(tmp_path / "s", "check").stderr


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(serving, "run", lambda *_, **__: None)
    monkeypatch.delenv(VARIABLE, raising=False)
    return begin(tmp_path / "study")


def serve(study: Path, *words: str, **rest: object) -> str:
    result = CliRunner().invoke(main, ["serve", str(study), *words], **rest)
    return f"{result.exit_code} " + " ".join(result.output.split())


def test_a_password_is_never_taken_from_where_ps_shows_it(study: Path) -> None:
    told = serve(study, "--password", PASSWORD)
    assert told.startswith("2 error: --password: everybody on this machine can read a password in")
    assert "--password-file FILE or the variable RESOLVE_PASSWORD" in told
    assert not (study / "private" / "workshop.json").exists()
    assert "--password-file" in CliRunner().invoke(main, ["serve", "--help"]).output
    assert "--password " not in CliRunner().invoke(main, ["serve", "--help"]).output


def test_a_password_comes_from_a_file_of_ones_own(study: Path) -> None:
    file = study.parent / "password"
    file.write_text(PASSWORD + "\n", "utf-8")
    file.chmod(0o644)
    assert f"others on this machine can read it. Run: chmod 600 {file}" in serve(
        study, "--password-file", str(file)
    )
    file.chmod(0o600)
    assert serve(study, "--password-file", str(file)).startswith("0 ")
    assert mode(study / "private" / "workshop.json") == 0o600
    assert "cannot be read" in serve(study, "--password-file", str(file) + "s")


def test_a_password_comes_from_the_environment_or_is_asked_for(study: Path) -> None:
    assert serve(study, env={VARIABLE: PASSWORD}).startswith("0 ")
    assert serving.prepare(study, "")
    assert "Password for facilitators" in serve(
        begin(study.parent / "other"), input=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert refused(study, "log", "--nothing")
