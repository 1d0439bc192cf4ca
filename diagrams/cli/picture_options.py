"""Options of every command that makes a picture, and how the picture is put on disk."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import bundled, tell

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing
    from diagrams.canvas.pages import PageName

PAGES = ("a4", "a4-landscape", "a3", "a3-landscape", "slide")
KINDS = ("svg", "png", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """How a picture is wanted: on which page, where to, how fine, with its caption or without."""

    page: PageName | None
    out: Path | None
    dpi: int
    caption: bool


picture_options = bundled(
    "printing",
    Printing,
    click.option(
        "--page",
        type=click.Choice(PAGES),
        help="Print size; refused if text would be too small.",
    ),
    click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Where to: .svg, .png or .pdf. Without it all three are written into figures/.",
    ),
    click.option("--dpi", type=click.IntRange(30, 1200), default=200, help="Resolution of a PNG."),
    click.option("--caption", is_flag=True, help="Print the caption to set under the picture."),
)
"""Adds ``--page``, ``--out``, ``--dpi`` and ``--caption``, handed on as ``printing``."""


def put(
    drawing: Drawing, printing: Printing, folder: Path, name: str, *, aside: bool = False
) -> None:
    """Write a finished picture and say where it is; aside: on the error stream."""
    from diagrams.canvas.letters import lost, lost_problems  # noqa: PLC0415
    from diagrams.render import write_drawing  # noqa: PLC0415

    kept = [folder / "figures" / f"{name}.{kind}" for kind in KINDS]
    targets = [printing.out] if printing.out else kept
    for path in targets:
        write_drawing(drawing, path, dpi=printing.dpi)
        click.echo(path, err=aside)
    if any(path.suffix.lower() != ".svg" for path in targets):
        tell(lost_problems(lost([drawing.content])))
    if printing.caption:
        click.echo(drawing.caption)


def put_plot(
    drawing: Drawing, printing: Printing, folder: Path, *parts: str, aside: bool = False
) -> None:
    """Write a plot as its page wants it; ``parts`` make its name, empty ones left out.

    Raises StudyError where its text would be too small.
    """
    from bayesnet.folder.hashes import input_hashes  # noqa: PLC0415
    from diagrams.canvas.pages import PAGES as SIZES  # noqa: PLC0415
    from diagrams.fitting import fitted  # noqa: PLC0415

    stamp = {**drawing.stamp, **input_hashes(folder)}
    drawing = dataclasses.replace(drawing, stamp=stamp)
    if printing.page:
        drawing = fitted(drawing, SIZES[printing.page])
    name = "-".join(filter(None, ("plot", *parts, printing.page or "")))
    put(drawing, printing, folder, re.sub(r"[^\w.-]+", "-", name).strip("-"), aside=aside)
