"""Open the study that a question is about, and say what is doubtful in its files."""

from __future__ import annotations

from bayesnet.cli.options import Source, tell
from bayesnet.folder.reading import open_study
from bayesnet.study.named import known_structure
from bayesnet.study.view import StudyView


def opened(source: Source, *, numbers: bool = True) -> StudyView:
    """Return the study under the structure to answer under; its warnings are printed.

    Raises StudyError with every error in its files, or if there is no such priors or structure, or
    if numbers are needed and some are still to be asked.
    """
    study, warnings = open_study(source.folder, source.priors, numbers=numbers)
    tell(warnings)
    return StudyView(study, known_structure(study, source.structure, "--structure"))


def structures_asked(view: StudyView, every: bool) -> list[str]:
    """Return the structures to compute under, the view's first; every: the others too."""
    return [
        view.structure,
        *(name for name in view.study.structures if every and name != view.structure),
    ]
