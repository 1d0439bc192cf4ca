"""Bind a study to what its questions share, so that each question has one argument."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from bayesnet.inference.query import Network
from bayesnet.study.draws import Draws
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.structures import Structure
from bayesnet.study.study import Study


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study under one structure, one set of weights and what is already known.

    structure, weights: ids, of the model's own if empty. findings: known before the first decision.
    Names are taken as checked; ``asked.bound`` checks them.
    """

    study: Study
    structure: str = ""
    weights: str = ""
    findings: Mapping[Name, State] = field(default_factory=dict)

    def __post_init__(self) -> None:
        diagram = self.study.diagram
        object.__setattr__(self, "structure", self.structure or diagram.structure)
        object.__setattr__(self, "weights", self.weights or diagram.default_weights)

    @property
    def drawing(self) -> Structure:
        """Return the structure itself: the diagram and the methods that the model becomes."""
        return self.study.structures[self.structure]

    @property
    def diagram(self) -> InfluenceDiagram:
        """Return the diagram as the structure has it."""
        return self.drawing.diagram

    @property
    def decides(self) -> bool:
        """Return whether there is anything to decide, and to decide it by."""
        return bool(self.study.diagram.decisions and self.study.diagram.weight_sets)

    @property
    def network(self) -> Network:
        """Return the chance tables under the structure: of the pool, then of every expert."""
        return self.study.network(self.structure)

    @property
    def illustrative(self) -> bool:
        """Return whether any number in it is a placeholder, those of who else decides among them.

        The file's stand in for what experts who count have not said of an agent.
        """
        if self.study.illustrative or self.study.diagram.final:
            return self.study.illustrative
        agents = self.drawing.agents
        counted = zip(self.study.priors.experts, self.study.weights_on(agents), strict=True)
        return any(agent.rests_on_file(e) for e, w in counted if w for agent in agents)

    def drawn(self, draws: Draws) -> Network:
        """Return the chance tables under the structure in the drawn worlds alone."""
        return self.study.drawn(self.structure, draws)

    def of(self, study: Study) -> StudyView:
        """Return the same view of another study, as on other priors."""
        return dataclasses.replace(self, study=study)

    def under(self, structure: str) -> StudyView:
        """Return the view under another structure."""
        return dataclasses.replace(self, structure=structure)

    def weighing(self, weights: str) -> StudyView:
        """Return the view with another set of weights."""
        return dataclasses.replace(self, weights=weights)

    def knowing(self, findings: Mapping[Name, State]) -> StudyView:
        """Return the view with other things known."""
        return dataclasses.replace(self, findings=findings)
