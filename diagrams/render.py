"""Start Graphviz and typst, and write images: the one module that runs a program.

The layout always comes from the pinned ``graphviz-pure``, never from a ``dot`` that a machine may
have: the same study gives the same picture everywhere.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from bayesnet.errors import Problem, Refused
from diagrams.caption import alternative_text
from diagrams.diagram import draw
from diagrams.layout import dot_source, read_layout
from diagrams.nodes import nodes_of
from diagrams.picture import Picture, View

PIXELS_PER_INCH = 96.0
PRINT_DPI = 200
LAYOUT_SECONDS = 60
SUFFIXES = (".svg", ".png", ".pdf")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def render_svg(picture: Picture, view: View, *, prefix: str = "d") -> str:
    """Return the picture of a view as SVG text; raises Refused when the layout program fails."""
    nodes = nodes_of(picture, view)
    layout = read_layout(_graphviz(dot_source(picture.diagram, nodes)), nodes)
    return draw(picture, nodes, layout, prefix=prefix)


def write_picture(svg: str, picture: Picture, target: Path, *, dpi: int = PRINT_DPI) -> None:
    """Write an SVG, PNG or PDF by the target's suffix, whole or not at all."""
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        message = f"'{target.name}' is no kind of picture this program writes."
        raise Refused(
            [Problem(file="", path="--out", message=message, remedy=".svg, .png or .pdf.")]
        )
    if suffix == ".svg":
        write_file(target, svg.encode())
    elif suffix == ".png":
        write_file(target, _png(svg, picture, dpi))
    else:
        write_file(target, _pdf(svg, picture))


def write_file(target: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it; raises Refused when it cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".resolve-")
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        message = f"cannot be written ({error.strerror})."
        raise Refused([Problem(file=str(target), path="", message=message)]) from error


def _graphviz(source: str) -> str:
    program = shutil.which("graphviz-pure", path=str(Path(sys.executable).parent))
    program = program or shutil.which("graphviz-pure")
    if program is None:
        message = "the layout program graphviz-pure is not installed."
        remedy = "Install collective-resolve with its requirements (./run does)."
        raise Refused([Problem(file="", path="", message=message, remedy=remedy)])
    try:
        answer = subprocess.run(  # noqa: S603 - a program of our own installation, no user words
            [program, "-Tjson"],
            input=source,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LAYOUT_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        message = f"the diagram could not be laid out ({type(error).__name__})."
        raise Refused([Problem(file="", path="", message=message)]) from error
    return answer.stdout


def _typst(svg: str, picture: Picture, output: Literal["pdf", "png"], dpi: int) -> bytes:
    """Return a page of exactly the picture's size; texts are data, never typst source."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("not a picture of ours")
    inches = [float(side) / PIXELS_PER_INCH for side in found.groups()]
    source = (
        "#let given = sys.inputs\n"
        "#set document(title: given.title, description: given.about, "
        "keywords: (given.provenance,), date: none)\n"
        f"#set page(width: {inches[0]:.5f}in, height: {inches[1]:.5f}in, margin: 0pt)\n"
        '#image("picture.svg", width: 100%, alt: given.about)\n'
    )
    inputs = {
        "title": picture.title,
        "about": alternative_text(picture),
        "provenance": _one_line(picture.provenance),
    }
    return _compile({"page.typ": source, "picture.svg": svg}, "page.typ", inputs, output, dpi)


def typeset(template: str, inputs: Mapping[str, str], pictures: Mapping[str, str]) -> bytes:
    """Return an accessible PDF (PDF/UA-1) of a typst template of ``diagrams/report``.

    inputs: texts that the template takes as data; pictures: SVG texts by file name. Letters that
    our font lacks are taken from the machine's fonts; raises Refused if none has them.
    """
    import typst  # noqa: PLC0415

    source = (files("diagrams") / "report" / template).read_text("utf-8")
    sources = {**pictures, template: source}
    try:
        return _compile(sources, template, inputs, "pdf", accessible=True)
    except typst.TypstError:
        pass
    try:
        return _compile(sources, template, inputs, "pdf", accessible=True, system_fonts=True)
    except typst.TypstError as error:
        message = f"the PDF cannot be made: {str(error).removeprefix('PDF/UA-1 error: ')}."
        remedy = "Write that text otherwise, or take --format html or docx."
        raise Refused([Problem(file="", path="", message=message, remedy=remedy)]) from error


def rasterise(svg: str, *, dpi: int = PRINT_DPI) -> bytes:
    """Return a picture as PNG, for documents that take no other kind."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("not a picture of ours")
    inches = [float(side) / PIXELS_PER_INCH for side in found.groups()]
    source = (
        f"#set page(width: {inches[0]:.5f}in, height: {inches[1]:.5f}in, margin: 0pt)\n"
        '#image("picture.svg", width: 100%)\n'
    )
    return _compile({"page.typ": source, "picture.svg": svg}, "page.typ", {}, "png", dpi)


def _compile(
    sources: Mapping[str, str],
    start: str,
    inputs: Mapping[str, str],
    output: Literal["pdf", "png"],
    dpi: int = PRINT_DPI,
    *,
    accessible: bool = False,
    system_fonts: bool = False,
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
            ignore_system_fonts=not system_fonts,
            format=output,
            ppi=float(dpi),
            sys_inputs=dict(inputs),
            pdf_standards="ua-1" if accessible else [],
        )
    return bytes(made)


def _pdf(svg: str, picture: Picture) -> bytes:
    return _typst(svg, picture, "pdf", PRINT_DPI)


def _png(svg: str, picture: Picture, dpi: int) -> bytes:
    """Return a PNG with provenance and alternative text in its text chunks."""
    from PIL import Image  # noqa: PLC0415
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    image = Image.open(io.BytesIO(_typst(svg, picture, "png", dpi)))
    told = PngInfo()
    told.add_itxt("Title", picture.title)
    told.add_itxt("Description", alternative_text(picture))
    told.add_itxt("Provenance", _one_line(picture.provenance))
    written = io.BytesIO()
    image.save(written, "PNG", pnginfo=told, dpi=(dpi, dpi), optimize=True)
    return written.getvalue()


def _one_line(provenance: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in sorted(provenance.items()))
