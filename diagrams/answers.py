"""Draw what a caller in Python is answered: entry point ``collective_resolve.pictures``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.curve import deterrence_curve
from bayesnet.answers.recommend import Recommendation
from bayesnet.answers.whatif import WhatIf
from bayesnet.errors import StudyError, unplaced
from bayesnet.messages.facts import items
from bayesnet.sensitivity.drivers import Drivers
from bayesnet.sensitivity.pedigree import PedigreeTable
from bayesnet.sensitivity.prospects import Prospects
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.comparison import Comparison
from bayesnet.uncertainty.learning import Learning
from diagrams.canvas.drawing import Drawing
from diagrams.decisions.plans import best_plan, strategy_picture
from diagrams.network.arc_styles import by_strength
from diagrams.network.scenes import plain_picture
from diagrams.plots.comparison import compared_bars
from diagrams.plots.deterrence import deterrence_plot
from diagrams.plots.learning import learning_bars
from diagrams.plots.outcomes import what_if_bars
from diagrams.plots.pedigree import pedigree_map
from diagrams.plots.prospects import best_and_regret
from diagrams.plots.tornado import tornado
from diagrams.render import render, write_drawing

Plot: TypeAlias = Callable[[StudyView, Any], Drawing]

PLOTS: Mapping[type, Plot] = {
    Adversary: lambda view, answer: deterrence_plot(view, answer, deterrence_curve(answer)),
    type(None): lambda view, _: render(plain_picture(view, by_strength(view)), "overview")[0],
    Comparison: lambda view, answer: compared_bars(view.study, answer),
    Drivers: lambda view, answer: tornado(view.study, answer),
    Learning: lambda view, answer: learning_bars(view.study, answer),
    PedigreeTable: lambda view, answer: pedigree_map(view.study, answer),
    Prospects: lambda view, answer: best_and_regret(view.study, answer),
    Recommendation: lambda view, answer: strategy_picture(
        best_plan(view.weighing(answer.weights).knowing(answer.findings))
    ),
    WhatIf: lambda view, answer: what_if_bars(view.study, answer),
}
"""What draws an answer of each kind; None is asked for the diagram itself."""


@dataclass(frozen=True, slots=True)
class DrawnAnswer:
    """A drawing that a notebook shows and that can be written to a file."""

    drawing: Drawing

    def save(self, path: str | Path) -> None:
        """Write it as .svg, .png or .pdf, by the name's ending; raises StudyError."""
        write_drawing(self.drawing, Path(path))

    def _repr_svg_(self) -> str:
        return self.drawing.svg


def picture(view: StudyView, answer: object) -> DrawnAnswer:
    """Return the picture of an answer about a study; raises StudyError for one that has none."""
    if type(answer) not in PLOTS:
        known = items(kind.__name__ for kind in PLOTS if kind is not type(None))
        kind = type(answer).__name__
        raise StudyError([unplaced("draw.no-picture-of-answer", kind=kind, known=known)])
    return DrawnAnswer(PLOTS[type(answer)](view, answer))
