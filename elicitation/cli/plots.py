"""The plots of calibration, whose records are people's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.cli.question import Asked
from bayesnet.messages.terminal import terminal
from diagrams.cli.picture_options import Printing, picture_options, put_plot
from diagrams.cli.plot import Plot
from elicitation.cli import score as score_question

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing


def _score(asked: Asked) -> tuple[Drawing, Sequence[str]]:
    """Plot the calibration of the pool on known outcomes."""
    from diagrams.plots.calibration import Called, Record, calibration  # noqa: PLC0415

    view, answer = asked
    first = answer.forecasters[0]
    points = tuple(
        Called(called=b.forecast, happened=b.observed, events=b.events)
        for b in answer.curve(first, score_question.BINS)
    )
    record = Record(
        who=f"The {first}; each state of a known outcome is an event",
        events="events",
        across="probability that was given",
        upward="share that happened",
        points=points,
        notes=answer.warnings(),
    )
    return calibration(view.study, answer.provenance, record), ("score",)


score = Plot(question=score_question.score, draw=_score)


@click.command()
@picture_options
@study_option
@refusing
def performance(folder: Path, printing: Printing) -> None:
    """Plot the experts' calibration on the seed questions."""
    from diagrams.plots.calibration import Called, Record, calibration  # noqa: PLC0415
    from elicitation.cli.performance import performed  # noqa: PLC0415

    opened_, done, told = performed(folder)
    record = Record(
        who=f"All answers of {len(done.model.assessment.experts)} experts to the seed questions "
        "together",
        events="answers",
        across="quantile that was asked for",
        upward="share of true values at or below it",
        points=tuple(
            Called(called=level, happened=share, events=number)
            for level, share, number in done.quantile_shares()
        ),
        notes=tuple(terminal().phrase(warning) for warning in done.warnings()),
    )
    drawing = calibration(opened_.study, told, record)
    put_plot(drawing, printing, folder, "performance")
