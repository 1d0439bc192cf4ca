"""Read where a study keeps the places of its nodes."""

from __future__ import annotations

from pathlib import Path

from bayesnet.errors import Problem, StudyError
from bayesnet.folder.files import read_text
from bayesnet.formats.layout_json import FILE, Kept, read_kept


def kept_in(folder: Path) -> Kept:
    """Return the places that the study keeps, none without the file; raises StudyError."""
    if not (folder / FILE).exists():
        return {}
    problems: list[Problem] = []
    text = read_text(folder, FILE, problems)
    kept: Kept = {}
    if text is not None:
        kept, found = read_kept(text)
        problems += found
    if problems:
        raise StudyError(problems)
    return kept
