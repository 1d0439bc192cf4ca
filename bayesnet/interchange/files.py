"""Know every format by its name and by how its files end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bayesnet.errors import Problem, problem_at
from bayesnet.interchange import (
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
from bayesnet.interchange.diagram import Diagram
from bayesnet.interchange.encodings import decode
from bayesnet.interchange.losses import Losses
from bayesnet.messages.remedies import did_you_mean

Reader: TypeAlias = Callable[[str, str], tuple[Diagram | None, tuple[Problem, ...]]]
Writer: TypeAlias = Callable[[Diagram], tuple[str, Losses]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of other tools; read(text, file), write(diagram).

    decisions: whether it has them. labels: whether nodes have any besides their names.
    """

    name: str
    tool: str
    decisions: bool
    read: Reader
    write: Writer
    labels: bool = True


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
        Format(
            name="bif",
            tool="bnlearn, pgmpy",
            decisions=False,
            read=bif.read,
            write=bif.write,
            labels=False,
        ),
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


def read_file(
    content: bytes, file: str, encoding: str = ""
) -> tuple[Diagram | None, tuple[Problem, ...]]:
    """Return the diagram of a file and all problems; its ending says which format it has.

    encoding: of its text, where a person says so; else as ``encodings.decode`` finds it.
    """
    ending = file.rpartition(".")[2].lower()
    ending = "xmlbif" if ending == "xml" else ending
    if ending not in FORMATS:
        return None, (
            problem_at(
                file, "", "file.files-end-not-read", did_you_mean(ending, FORMATS), ending=ending
            ),
        )
    text, doubts = decode(content, file, encoding)
    if text is None:
        return None, doubts
    diagram, problems = FORMATS[ending].read(text, file)
    return diagram, (*doubts, *problems)
