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

    return what_if_bars(asked.view.study, asked.answer), ("whatif", asked.answer.scenario.id)


whatif = Plot(question=question.whatif, draw=_whatif)


@click.command()
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="What to compare with.")
@picture_options
@source_options
@refusing
def experts(scenario: str, against: str, printing: Printing, source: Source) -> None:
    """Plot every expert's own change, with a table of its signs."""
    from bayesnet.errors import StudyError, problem_at, unplaced  # noqa: PLC0415
    from bayesnet.study.named import compared  # noqa: PLC0415
    from diagrams.plots.outcomes import experts_strip  # noqa: PLC0415

    view, tail = opened(source)
    answer = what_if(view, *compared(view.study.book, scenario, against, "SCENARIO"))
    name = answer.scenario.id
    if answer.comparison is None:
        raise StudyError([problem_at("", "--against", "draw.no-comparison", scenario=name)])
    if len(answer.experts) == 1:
        whose = view.study.priors.whose
        raise StudyError([unplaced("draw.no-experts-set-side-side", whose=whose)])
    put_plot(experts_strip(view.study, answer), printing, source.folder, "experts", name, tail)
