"""Open a study for a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bayesnet.cli.options import Source
    from bayesnet.study.view import StudyView


def opened(source: Source) -> tuple[StudyView, str]:
    """Return the study under the structure to answer under, and that one's part of a file's name.

    That part is empty for the model's own structure.
    """
    from bayesnet.cli.opened import opened as asked  # noqa: PLC0415 - reads whole studies

    view = asked(source)
    return view, "" if view.structure == view.study.diagram.structure else view.structure
