"""How much is in a workbook, told before any of it is built in memory.

A file of some kilobytes unpacks to millions of elements, each of which costs a reader a kilobyte.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

MAX_UNPACKED = 5_000_000
"""Bytes: a form of 150 questions has some 0.2 million."""
MAX_ELEMENTS = 100_000
"""Of all parts together: a form of 150 questions has some 5,000."""


def too_large(content: bytes) -> bool:
    """Return whether a workbook is far larger than a form; raises what ``zipfile`` does.

    Nothing is built of it, and it is read no further than to the limit.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            return True
        left = MAX_ELEMENTS
        for part in parts.infolist():
            left -= _elements(parts.read(part), left)
            if left < 0:
                return True
    return False


class _Enough(Exception):
    """Raised where a part has more elements than are left to count."""


def _elements(content: bytes, most: int) -> int:
    """Return how many elements a part has, as far as it is XML; no more than one over the most."""
    found = 0

    def started(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal found
        found += 1
        if found > most:
            raise _Enough

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    with contextlib.suppress(_Enough, expat.ExpatError):  # an image is no XML: none to count
        parser.Parse(content, True)
    return found
