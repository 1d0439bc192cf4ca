"""Open the study that a question is about, and say what is doubtful in its files."""

from __future__ import annotations

from bayesnet.cli.folder import open_study
from bayesnet.cli.options import Source, known_structure, tell
from bayesnet.study.study import Study


def opened(source: Source, *, numbers: bool = True) -> tuple[Study, str]:
    """Return the study and the structure to answer under; its warnings are printed.

    Raises StudyError with every error in its files, or if there is no such priors or structure, or
    if numbers are needed and some are still to be asked.
    """
    study, warnings = open_study(source.folder, source.priors, numbers=numbers)
    tell(warnings)
    return study, known_structure(source.structure, study.structures, study.diagram.structure)


def structures_asked(study: Study, own: str, every: bool) -> list[str]:
    """Return the structures to compute under, the asked one first; every: the others too."""
    return [own, *(name for name in study.structures if every and name != own)]
