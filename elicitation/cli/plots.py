"""The commands ``resolve plot``: those of pictures, and calibration, whose records are people's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bayesnet.cli.options import Source, refusing, source_options, study_option
from bayesnet.messages.terminal import terminal
from diagrams.cli import PLOTS
from diagrams.cli.opened import opened
from diagrams.cli.picture_options import Printing, picture_options, put_plot
from elicitation.cli import LazyGroup
from elicitation.cli.score import known_option, scenario_option

ALL: Mapping[str, str] = {
    **PLOTS,
    "score": "elicitation.cli.plots:score",
    "performance": "elicitation.cli.plots:performance",
}


@click.group(cls=LazyGroup, lazy=ALL)
def plot() -> None:
    """Plot an answer as SVG, PNG and PDF.

    Plots are named as the commands that print the same answer, and take their options.
    """


@click.command()
@known_option
@scenario_option
@picture_options
@source_options
@refusing
def score(known: tuple[str, ...], scenario: str, printing: Printing, source: Source) -> None:
    """Plot the calibration of the pool on known outcomes."""
    from diagrams.plots.calibration import Called, Record, calibration  # noqa: PLC0415
    from elicitation.cli.score import BINS, scored  # noqa: PLC0415

    view, tail = opened(source)
    answer = scored(view, source.folder, known, scenario)
    first = answer.forecasters[0]
    points = tuple(
        Called(called=b.forecast, happened=b.observed, events=b.events)
        for b in answer.curve(first, BINS)
    )
    record = Record(
        who=f"The {first}; each state of a known outcome is an event",
        events="events",
        across="probability that was given",
        upward="share that happened",
        points=points,
        notes=answer.warnings(),
    )
    drawing = calibration(view.study, answer.provenance, record)
    put_plot(drawing, printing, source.folder, "score", tail)


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
