"""Read back from a picture or a document what made it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import Fact
from diagrams.canvas.provenance import CHUNK, Stamp, from_properties, from_text

MAX_BYTES = 200_000_000
MAX_PROPERTIES = 1_000_000
_METADATA = re.compile(r"<metadata>(.*?)</metadata>", re.DOTALL)
_KEYWORDS = re.compile(rb"<pdf:Keywords>(.*?)</pdf:Keywords>", re.DOTALL)
_SCRIPT = re.compile(r'<script type="application/json" id="provenance">(.*?)</script>', re.DOTALL)


def read_stamp(path: Path) -> Stamp:
    """Return the stamp of a file made by this program; raises StudyError if it has none."""
    readers: Mapping[str, Callable[[bytes], Stamp | None]] = {
        ".svg": _svg,
        ".png": _png,
        ".pdf": _pdf,
        ".html": _html,
        ".docx": _docx,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(readers)
        raise _refused(path, "draw.kind-file-carries-no-provenance", kinds=kinds)
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise _refused(path, "draw.file-larger-than-mb")
        found = reader(path.read_bytes())
    except FileNotFoundError as error:
        raise _refused(path, "draw.no-such-file") from error
    except OSError as error:
        raise _refused(path, "draw.cannot-be-read", reason=error.strerror or str(error)) from error
    if found is None:
        raise _refused(path, "draw.does-not-say-what-made")
    return found


def _refused(path: Path, code: str, /, **facts: Fact) -> StudyError:
    return StudyError([problem_at(str(path), "", code, **facts)])


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _svg(content: bytes) -> Stamp | None:
    found = _METADATA.search(_text(content))
    return from_text(html.unescape(found[1])) if found else None


def _html(content: bytes) -> Stamp | None:
    found = _SCRIPT.search(_text(content))
    return from_text(found[1]) if found else None


def _png(content: bytes) -> Stamp | None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - for PNG alone

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.load()  # texts may stand behind the pixels
            return from_text(str(image.info.get(CHUNK, "")))
    except (UnidentifiedImageError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _pdf(content: bytes) -> Stamp | None:
    found = _KEYWORDS.search(content)
    return from_text(html.unescape(_text(found[1]))) if found else None


def _docx(content: bytes) -> Stamp | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entry = package.getinfo("docProps/custom.xml")
            if entry.file_size > MAX_PROPERTIES:
                return None
            written = _text(package.read(entry))
        if "<!DOCTYPE" in written:  # no such file has one; entities in it could grow without end
            return None
        properties = ET.fromstring(written)  # noqa: S314 - no document type, small
    except (KeyError, zipfile.BadZipFile, ET.ParseError):
        return None
    return from_properties(
        {entry.get("name", ""): "".join(entry.itertext()) for entry in properties}
    )
