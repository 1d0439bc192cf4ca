"""Read and write the files that people write, unless somebody else has written meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bayesnet.folder.versions import LEDGER
from elicitation.record.ledger import Entry, read_ledger
from elicitation.store.files import (
    add_file,
    is_plain,
    locked,
    refuse_links,
    refused,
    replace_file,
    saying_what_failed,
)

FILES = ("model.toml", "scenarios.toml", "propositions.toml", "elicitation.toml", "layout.json")
LARGEST = 5_000_000
"""Bytes of one of these files that a page shows and changes."""
COPIED = ("report.toml", "seeds.toml", ".gitignore")
"""What else goes into a copy that nobody has answered yet."""


def model_files(folder: Path) -> dict[str, str]:
    """Return the text of every file that a page changes, to the byte; raises StudyError."""
    structures = sorted((folder / "structures").glob("*.toml"))
    names = [*FILES, *(f"structures/{path.name}" for path in structures)]
    found = {name: _text(folder, name) for name in names}
    if found["model.toml"] is None:
        raise refused("model.toml", "folder.not-study-no", folder=str(folder), name="model.toml")
    return {name: text for name, text in found.items() if text is not None}


def change_model_files(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Put changed files in place of what they were, each in one step; raises StudyError.

    before: what they were when they were looked at; where one is another by now none is written.
    """
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    with locked(folder):
        if any(_text(folder, name) != before.get(name) for name in names):
            raise refused(names[0], "store.file-changed-since-page-made")
        for name in names:
            text = after.get(name)
            if text is None:
                refuse_links(folder, name)
                with saying_what_failed(name):
                    (folder / name).unlink()
            elif name in before:
                replace_file(folder, name, text.encode())
            else:
                add_file(folder, name, text.encode())


def other_files(folder: Path) -> dict[str, bytes]:
    """Return what a copy takes along besides the model's files: nothing of any answer."""
    found = {}
    for name in COPIED:
        if is_plain(folder / name):
            with saying_what_failed(name):
                found[name] = (folder / name).read_bytes()
    return found


def ledger_of(folder: Path) -> tuple[Entry, ...]:
    """Return the entries of the ledger, none where there is no such file or it is damaged."""
    if not is_plain(folder / LEDGER):
        return ()
    with saying_what_failed(LEDGER):
        entries, _ = read_ledger((folder / LEDGER).read_bytes())
    return entries


def _text(folder: Path, name: str) -> str | None:
    refuse_links(folder, name)
    path = folder / name
    if not is_plain(path):
        return None
    with saying_what_failed(name, "store.cannot-read"):
        content = path.read_bytes()
    if len(content) > LARGEST:
        raise refused(name, "toml.file-larger-than-million-characters")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refused(name, "folder.line-not-utf-text", line=line) from error
