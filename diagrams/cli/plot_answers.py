"""The plots of a what-if: outcomes, and every expert's own change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bayesnet.answers.whatif import what_if
from bayesnet.cli import whatif as question
from bayesnet.cli.options import Source, refusing, source_options
from bayesnet.cli.question import Asked
from diagrams.cli.opened import opened
from diagrams.cli.picture_options import Printing, picture_options, put_plot
from diagrams.cli.plot import Plot

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing


def _whatif(asked: Asked) -> tuple[Drawing, Sequence[str]]:
    """Plot a scenario's outcomes, with the experts' range."""
    from diagrams.plots.outcomes import what_if_bars  # noqa: PLC0415 - draws only when it is asked to

    study, _, answer = asked
    return what_if_bars(study, answer), ("whatif", answer.scenario.id)


whatif = Plot(question=question.whatif, draw=_whatif)


@click.command()
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="What to compare with.")
@picture_options
@source_options
@refusing
def experts(scenario: str, against: str, printing: Printing, source: Source) -> None:
    """Plot every expert's own change, with a table of its signs."""
    from bayesnet.errors import Problem, StudyError  # noqa: PLC0415
    from diagrams.plots.outcomes import experts_strip  # noqa: PLC0415
    from diagrams.requests import compared  # noqa: PLC0415

    study, structure, tail = opened(source)
    answer = what_if(study, structure, *compared(study.book, scenario, against))
    name = answer.scenario.id
    if answer.comparison is None:
        message, remedy = f"{name} has no comparison.", "Name one with --against."
        raise StudyError([Problem(file="", path="--against", message=message, remedy=remedy)])
    if len(answer.experts) == 1:
        message = f"there are no experts to set side by side, only {study.priors.whose}."
        remedy = "'resolve plot whatif' shows these numbers."
        raise StudyError([Problem(file="", path="", message=message, remedy=remedy)])
    put_plot(experts_strip(study, answer), printing, source.folder, "experts", name, tail)
