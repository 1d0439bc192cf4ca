"""Write exported files into a folder of their own, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from elicitation.store.files import refused, replace_file, saying_what_failed
from elicitation.store.modes import make_private_folder


def write_export(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the folder, over those of an earlier export; raises StudyError.

    They hold what people said: whoever exports them says who else may read them.
    """
    if folder.exists() and not folder.is_dir():
        raise refused("", "store.folder-is-a-file", folder=str(folder))
    with saying_what_failed(str(folder), "store.folder-not-written"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not folder.exists():
            make_private_folder(folder)
    for name, content in files.items():
        replace_file(folder, name, content, private=True)
