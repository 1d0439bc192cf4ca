"""Open a study for a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bayesnet.cli.options import Source
    from bayesnet.study.study import Study


def opened(source: Source) -> tuple[Study, str, str]:
    """Return the study, the structure to answer under, and its part of a file's name.

    That part is empty for the model's own structure.
    """
    from bayesnet.cli.opened import opened as asked  # noqa: PLC0415 - reads whole studies

    study, known = asked(source)
    return study, known, "" if known == study.diagram.structure else known
