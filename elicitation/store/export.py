"""Write exported files into a folder of their own, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from elicitation.store.files import refused, replace_file, saying_what_failed


def write_export(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the folder, over those of an earlier export; raises Refused."""
    if folder.exists() and not folder.is_dir():
        raise refused("", f"'{folder}' is a file.", "Name a folder.")
    with saying_what_failed(str(folder), "Name another folder."):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        replace_file(folder, name, content)
