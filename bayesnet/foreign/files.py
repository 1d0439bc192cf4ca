"""Know every format by its name and by how its files end, and decode their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bayesnet.errors import Problem, did_you_mean
from bayesnet.foreign import (
    bif,
    bifxml,
    dne_read,
    dne_write,
    net_read,
    net_write,
    pgmx_read,
    pgmx_write,
    uai,
    xdsl_read,
    xdsl_write,
)
from bayesnet.foreign.diagram import Diagram
from bayesnet.foreign.losses import Losses

Reader: TypeAlias = Callable[[str, str], tuple[Diagram | None, tuple[Problem, ...]]]
Writer: TypeAlias = Callable[[Diagram], tuple[str, Losses]]
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']((?:iso-8859|windows-125)[0-9-]{1,4})[\"']", re.I
)
_OLD = "cp1252"
"""What tools on Windows write where nothing says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of other tools. decisions: whether it has them; read(text, file), write(diagram)."""

    name: str
    tool: str
    decisions: bool
    read: Reader
    write: Writer


FORMATS: Mapping[str, Format] = {
    found.name: found
    for found in (
        Format(
            name="xdsl", tool="GeNIe", decisions=True, read=xdsl_read.read, write=xdsl_write.write
        ),
        Format(name="net", tool="Hugin", decisions=True, read=net_read.read, write=net_write.write),
        Format(name="bifxml", tool="aGrUM", decisions=True, read=bifxml.read, write=bifxml.write),
        Format(
            name="dne", tool="Netica", decisions=True, read=dne_read.read, write=dne_write.write
        ),
        Format(
            name="pgmx",
            tool="OpenMarkov",
            decisions=True,
            read=pgmx_read.read,
            write=pgmx_write.write,
        ),
        Format(name="bif", tool="bnlearn, pgmpy", decisions=False, read=bif.read, write=bif.write),
        Format(
            name="xmlbif",
            tool="pgmpy, Weka",
            decisions=False,
            read=bifxml.read,
            write=bifxml.write_chance,
        ),
        Format(name="uai", tool="Merlin", decisions=False, read=uai.read, write=uai.write),
    )
}
"""By the ending of their files; ``.xml`` is taken for ``xmlbif``."""


def read_file(content: bytes, file: str) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram of a file and all problems; its ending says which format it has."""
    ending = file.rpartition(".")[2].lower()
    ending = "xmlbif" if ending == "xml" else ending
    if ending not in FORMATS:
        message = f"files that end in '.{ending}' are not read;"
        remedy = did_you_mean(ending, FORMATS)
        return None, (Problem(file=file, path="", message=message, remedy=remedy),)
    text = decoded(content)
    if text is None:
        message, remedy = "this is not text.", "Is it the right file? Save it as UTF-8."
        return None, (Problem(file=file, path="", message=message, remedy=remedy),)
    return FORMATS[ending].read(text, file)


def decoded(content: bytes) -> str | None:
    """Return the text: UTF-8, what an XML declaration names, or what old tools write; or None."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
        encodings = ["utf-8-sig", _OLD]
        if declared:
            encodings = [declared[1].decode("ascii"), "utf-8-sig"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return None if "\x00" in text else text
    return None
