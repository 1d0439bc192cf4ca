"""Start Graphviz and typst, and write images: the one module that runs a program.

The layout comes from the pinned ``graphviz-pure``: the same study gives the same picture anywhere.
Where that is missing, a ``dot`` of the system takes its place, and the picture's stamp says which.
"""

from __future__ import annotations

import dataclasses
import io
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import graphviz

from bayesnet.errors import StudyError, problem_at, unplaced
from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.letters import drawing_in_print
from diagrams.canvas.provenance import CHUNK, as_text
from diagrams.network.arc_ends import reaching
from diagrams.network.diagram import draw
from diagrams.network.kept_layout import settled, stands_as
from diagrams.network.layout import Layout, Point, dot_source, read_layout, touching
from diagrams.network.nodes import Node, nodes_of
from diagrams.network.picture import ArcName, Picture, View

PRINT_DPI = 200
PINNED = "graphviz-pure"
LAYOUT_SECONDS = 60
ALMOST = 0.1
"""Part of a pixel that keeps a side just below a whole number, however it is rounded later."""
SUFFIXES = (".svg", ".png", ".pdf")


def render(
    picture: Picture,
    view: View,
    *,
    kept: Mapping[Name, Point] | None = None,
    lying: bool = False,
    prefix: str = "d",
) -> tuple[Drawing, Layout]:
    """Return the picture of a view and where its nodes stand; raises StudyError.

    kept: centres that nodes keep from an earlier version. lying: causes stand left of effects.
    """
    nodes = nodes_of(picture, view)
    arcs = picture.arcs
    labelled = any(len(group) > 1 for group in picture.marks.values())
    source = dot_source(nodes, arcs, lying=lying, labelled=labelled)
    layout = read_layout(_graphviz(source, placed=False), nodes)
    if crowded := touching(layout):
        source = dot_source(nodes, arcs, lying=lying, labelled=labelled, aside=crowded)
        other = read_layout(_graphviz(source, placed=False), nodes)
        if len(touching(other)) < len(crowded):
            layout = other
    if kept and not stands_as(layout, kept):
        layout = laid_out(nodes, arcs, kept)
    drawing = draw(picture, nodes, reaching(layout, nodes), prefix=prefix)
    if stand_in := layout_program():
        drawing = dataclasses.replace(drawing, stamp={**drawing.stamp, "layout": stand_in})
    return drawing, layout


def laid_out(nodes: Sequence[Node], arcs: Sequence[ArcName], kept: Mapping[Name, Point]) -> Layout:
    """Return a layout with nodes where they were kept and new ones in free places near by.

    Raises StudyError where there is no program that routes the arcs.
    """
    source = dot_source(nodes, arcs, centres=settled(nodes, arcs, kept))
    return read_layout(_graphviz(source, placed=True), nodes)


def write_drawing(drawing: Drawing, target: Path, *, dpi: int = PRINT_DPI) -> None:
    """Write an SVG, PNG or PDF by the target's suffix, whole or not at all."""
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise StudyError(
            [problem_at("", "--out", "draw.no-kind-picture-program-writes", name=target.name)]
        )
    write_file(target, picture_bytes(drawing, suffix.removeprefix("."), dpi=dpi))


def picture_bytes(drawing: Drawing, kind: str, *, dpi: int = PRINT_DPI) -> bytes:
    """Return the content of an ``svg``, ``png`` or ``pdf`` file."""
    if kind == "svg":
        return drawing.svg.encode()
    return png(drawing, dpi=dpi) if kind == "png" else _typst(drawing, "pdf", PRINT_DPI)


def write_file(target: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it.

    Raises StudyError when it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".resolve-")
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        raise StudyError(
            [problem_at(str(target), "", "draw.cannot-written", reason=str(error.strerror))]
        ) from error


def _graphviz(source: str, *, placed: bool) -> str:
    """Return Graphviz's answer; where the nodes are placed already it only routes the arcs."""
    program = _pinned()
    try:
        if program is None:
            return _system_dot(source, placed=placed)
        answer = subprocess.run(  # noqa: S603 - a program of our own installation, no user words
            [program, *(("-Kneato", "-n2") if placed else ("-Kdot",)), "-Tjson"],
            input=source,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LAYOUT_SECONDS,
            check=True,
        )
    except graphviz.ExecutableNotFound:
        raise StudyError([unplaced("draw.no-layout-program")]) from None
    except (subprocess.SubprocessError, OSError) as error:
        raise StudyError(
            [unplaced("draw.diagram-could-not-laid-out", kind=type(error).__name__)]
        ) from error
    return answer.stdout


def _pinned() -> str | None:
    """Return where our own installation, or else the machine, has graphviz-pure."""
    own = shutil.which(PINNED, path=str(Path(sys.executable).parent))
    return own or shutil.which(PINNED)


def _system_dot(source: str, *, placed: bool) -> str:
    engine, no_op = ("neato", 2) if placed else ("dot", None)
    answer: str = graphviz.pipe_string(
        engine, "json", source, encoding="utf-8", neato_no_op=no_op, quiet=True
    )
    return answer


def layout_program() -> str:
    """Return name and version of a ``dot`` that stands in for graphviz-pure, else an empty text."""
    if _pinned() is not None:
        return ""
    return f"dot {'.'.join(map(str, graphviz.version()))}"


def _typst(drawing: Drawing, output: Literal["pdf", "png"], dpi: int) -> bytes:
    """Return a page of exactly the picture's size; texts are data, never typst source."""
    inches = drawing.inches
    source = (
        "#let given = sys.inputs\n"
        "#set document(title: given.title, description: given.about, "
        "keywords: (given.provenance,), date: none)\n"
        f"#set page(width: {inches[0]:.5f}in, height: {inches[1]:.5f}in, margin: 0pt)\n"
        '#image("picture.svg", width: 100%, alt: given.about)\n'
    )
    inputs = {
        "title": drawing.title,
        "about": drawing.about,
        "provenance": as_text(drawing.stamp),
    }
    sources = {"page.typ": source, "picture.svg": drawing_in_print(drawing).svg}
    return _compile(sources, "page.typ", inputs, output, dpi)


def typeset(template: str, inputs: Mapping[str, str], pictures: Mapping[str, str]) -> bytes:
    """Return an accessible PDF (PDF/UA-1) of a typst template of ``diagrams/report``.

    inputs: texts that the template takes as data; pictures: SVG texts by file name. All in letters
    that our fonts have, for no others are taken. Raises StudyError where typst finds a fault.
    """
    import typst  # noqa: PLC0415

    source = (files("diagrams") / "report" / template).read_text("utf-8")
    try:
        return _compile({**pictures, template: source}, template, inputs, "pdf", accessible=True)
    except typst.TypstError as error:
        raise StudyError(
            [unplaced("draw.pdf-cannot-made", what=str(error).removeprefix("PDF/UA-1 error: "))]
        ) from error


def _compile(
    sources: Mapping[str, str],
    start: str,
    inputs: Mapping[str, str],
    output: Literal["pdf", "png"],
    dpi: int = PRINT_DPI,
    *,
    accessible: bool = False,
) -> bytes:
    """Return what typst makes of some files with our fonts; inputs are data, never source."""
    import typst  # noqa: PLC0415 - only those who want a PNG or PDF wait for it

    with (
        as_file(files("diagrams") / "fonts") as fonts,
        tempfile.TemporaryDirectory(prefix="resolve-") as folder,
    ):
        for name, text in sources.items():
            (Path(folder) / name).write_text(text, "utf-8")
        made = typst.compile(
            str(Path(folder) / start),
            root=folder,
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format=output,
            ppi=float(dpi),
            sys_inputs=dict(inputs),
            pdf_standards="ua-1" if accessible else [],
        )
    return bytes(made)


def png(drawing: Drawing, *, dpi: int = PRINT_DPI) -> bytes:
    """Return a PNG with provenance and alternative text in its text chunks."""
    from PIL import Image  # noqa: PLC0415
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    made = io.BytesIO(_typst(_whole_pixels(drawing, dpi), "png", dpi))
    most, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # nobody's bomb: a picture of ours
    try:
        image = Image.open(made)
    finally:
        Image.MAX_IMAGE_PIXELS = most
    told = PngInfo()
    told.add_itxt("Title", drawing.title)
    told.add_itxt("Description", drawing.about)
    told.add_itxt(CHUNK, as_text(drawing.stamp))
    written = io.BytesIO()
    image.save(written, "PNG", pnginfo=told, dpi=(dpi, dpi), optimize=True)
    return written.getvalue()


def _whole_pixels(drawing: Drawing, dpi: int) -> Drawing:
    """Return the drawing with a margin that fills its last pixel to the right and below.

    A picture of broken size would be stretched to the page's whole pixels by leaving one row or
    column out, through the middle of a text.
    """
    pixels = drawing.scale * dpi / style.PIXELS_PER_INCH
    across, down = math.ceil(drawing.width * pixels), math.ceil(drawing.height * pixels)
    # typst takes the height from the width and rounds up: the sides have to keep their ratio.
    share = 1 - ALMOST / max(across, down)
    return dataclasses.replace(
        drawing, width=across * share / pixels, height=(down * share - ALMOST) / pixels
    )
