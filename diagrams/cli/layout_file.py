"""Read and write ``layout.json``, where a study keeps the places of its nodes."""

from __future__ import annotations

from pathlib import Path

from bayesnet.cli.folder import read_text
from bayesnet.errors import Problem, Refused
from diagrams.kept_layout import FILE, Kept, read_kept, write_kept
from diagrams.order import Made, Order
from diagrams.render import write_file


def kept_in(folder: Path) -> Kept:
    """Return the places that the study keeps, none without the file; raises Refused."""
    if not (folder / FILE).exists():
        return {}
    problems: list[Problem] = []
    text = read_text(folder, FILE, problems)
    kept: Kept = {}
    if text is not None:
        kept, found = read_kept(text)
        problems += found
    if problems:
        raise Refused(problems)
    return kept


def keep(folder: Path, kept: Kept, order: Order, found: Made) -> Path:
    """Write the places of the whole diagram's nodes in a view; raises Refused for a part."""
    if order.node or order.source or order.module or found.layout is None:
        message = "only the places of a whole diagram's nodes are kept."
        remedy = "Leave out --node, --from, --to and --module."
        raise Refused([Problem(file="", path="--keep-layout", message=message, remedy=remedy)])
    target = folder / FILE
    write_file(target, write_kept(kept, found.view, found.layout).encode())
    return target
