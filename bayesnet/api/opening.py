"""Come by a study: from nodes in Python, from its folder, or from another library's model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bayesnet.api import conversions
from bayesnet.api.assembly import study_of
from bayesnet.api.nodes import Node, Recall
from bayesnet.api.study import Study
from bayesnet.folder.reading import open_study
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    import networkx as nx

    from bayesnet.formats import pgmpy_bridge


def diagram(
    name: str,
    *nodes: Node,
    recall: Recall = "perfect",
    unit: str = "units",
    weights: Mapping[str, float] | None = None,
) -> Study:
    """Return the study of some nodes, decisions in the order of time.

    recall: whether what was known or decided earlier is remembered. unit: what values are counted
    in. weights: how much each expert counts, if there are several. Raises StudyError with
    everything that is wrong with the nodes.
    """
    return Study(StudyView(study_of(name, nodes, recall=recall, unit=unit, weights=weights)))


def read(folder: str | Path, *, priors: str | int = "") -> Study:
    """Return the study in a folder; raises StudyError with every error in its files.

    priors: a version's number, ``placeholder`` for the numbers of ``model.toml``, or empty for the
    newest version there is.
    """
    study, _ = open_study(Path(folder), str(priors))
    return Study(StudyView(study))


def from_networkx(graph: nx.DiGraph[str], name: str = "networkx") -> Study:
    """Return the study of a graph whose nodes hold states and numbers, as ``to_networkx`` makes it.

    Raises StudyError for a node without them.
    """
    return diagram(name, *conversions.from_networkx(graph))


def from_pgmpy(model: pgmpy_bridge.Model, name: str = "pgmpy") -> Study:
    """Return the study of a model of pgmpy; raises StudyError with all that is wrong with it."""
    return diagram(name, *conversions.from_pgmpy(model))


def from_pyagrum(model: conversions.Agrum, name: str = "pyagrum") -> Study:
    """Return the study of a network or influence diagram of pyAgrum, in its order of decisions.

    Raises StudyError where pyAgrum is not installed.
    """
    return diagram(name, *conversions.from_pyagrum(model))
