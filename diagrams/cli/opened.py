"""Open a study for a plot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bayesnet.cli.options import known_structure, tell

if TYPE_CHECKING:
    from bayesnet.study import Study


def opened(folder: Path, priors: str, structure: str) -> tuple[Study, str, str]:
    """Return the study, the structure to answer under, and its part of a file's name.

    That part is empty for the model's own structure.
    """
    from bayesnet.cli.folder import open_study  # noqa: PLC0415

    study, warnings = open_study(folder, priors)
    tell(warnings)
    own = study.diagram.structure
    known = known_structure(structure, study.structures, own)
    return study, known, "" if known == own else known
