"""Write ``layout.json``, where a study keeps the places of its nodes."""

from __future__ import annotations

from pathlib import Path

from bayesnet.errors import StudyError, problem_at
from bayesnet.folder.places import kept_in
from diagrams.network.kept_layout import FILE, Kept, write_kept
from diagrams.render import write_file
from diagrams.requests import DrawingRequest, RequestedDrawing

__all__ = ["keep", "kept_in"]


def keep(folder: Path, kept: Kept, order: DrawingRequest, found: RequestedDrawing) -> Path:
    """Write the places of the whole diagram's nodes in a view; raises StudyError for a part."""
    if order.node or order.source or order.module or found.layout is None:
        raise StudyError([problem_at("", "--keep-layout", "draw.only-places-whole-diagram-s")])
    target = folder / FILE
    write_file(target, write_kept(kept, found.view, found.layout).encode())
    return target
