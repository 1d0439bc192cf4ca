"""Come by a study: from nodes written in Python, or from its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bayesnet.api.assembly import study_of
from bayesnet.api.nodes import Node, Recall
from bayesnet.api.study import BoundStudy
from bayesnet.folder.reading import open_study


def diagram(
    name: str,
    *nodes: Node,
    recall: Recall = "perfect",
    unit: str = "units",
    weights: Mapping[str, float] | None = None,
) -> BoundStudy:
    """Return the study of some nodes, decisions in the order of time.

    recall: whether what was known or decided earlier is remembered. unit: what values are counted
    in. weights: how much each expert counts, if there are several. Raises StudyError with
    everything that is wrong with the nodes.
    """
    study = study_of(name, nodes, recall=recall, unit=unit, weights=weights)
    return BoundStudy(study=study, structure=study.diagram.structure)


def read(folder: str | Path, *, priors: str | int = "") -> BoundStudy:
    """Return the study in a folder; raises StudyError with every error in its files.

    priors: a version's number, ``placeholder`` for the numbers of ``model.toml``, or empty for the
    newest version there is.
    """
    study, _ = open_study(Path(folder), str(priors))
    return BoundStudy(study=study, structure=study.diagram.structure)
