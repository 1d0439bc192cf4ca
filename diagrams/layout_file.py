"""Read and write ``layout.json``, where a study keeps the places of its nodes."""

from __future__ import annotations

from pathlib import Path

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.files import read_text
from diagrams.network.kept_layout import FILE, Kept, read_kept, write_kept
from diagrams.render import write_file
from diagrams.requests import DrawingRequest, RequestedDrawing


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


def keep(folder: Path, kept: Kept, order: DrawingRequest, found: RequestedDrawing) -> Path:
    """Write the places of the whole diagram's nodes in a view; raises StudyError for a part."""
    if order.node or order.source or order.module or found.layout is None:
        raise StudyError([problem_at("", "--keep-layout", "draw.only-places-whole-diagram-s")])
    target = folder / FILE
    write_file(target, write_kept(kept, found.view, found.layout).encode())
    return target
