"""The commands ``resolve plot whatif``, ``compare`` and ``experts``: outcomes of scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import Source, refusing, source_options
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.study.view import StudyView
from diagrams.cli.opened import opened
from diagrams.cli.picture_options import Printing, picture_options, put_plot

if TYPE_CHECKING:
    from bayesnet.answers.whatif import WhatIf

against_option = click.option(
    "--against", default="", metavar="SCENARIO", help="What to compare with."
)


@click.command()
@click.argument("scenario", default="")
@against_option
@picture_options
@source_options
@refusing
def whatif(scenario: str, against: str, printing: Printing, source: Source) -> None:
    """Plot a scenario's outcomes, with the experts' range."""
    from diagrams.plots.outcomes import what_if_bars  # noqa: PLC0415

    view, tail = opened(source)
    answer = _answer(view, scenario, against)
    put_plot(
        what_if_bars(view.study, answer),
        printing,
        source.folder,
        "whatif",
        answer.scenario.id,
        tail,
    )


@click.command()
@click.argument("scenario", default="")
@against_option
@picture_options
@source_options
@refusing
def experts(scenario: str, against: str, printing: Printing, source: Source) -> None:
    """Plot every expert's own change, with a table of its signs."""
    from bayesnet.errors import StudyError, problem_at, unplaced  # noqa: PLC0415
    from diagrams.plots.outcomes import experts_strip  # noqa: PLC0415

    view, tail = opened(source)
    answer = _answer(view, scenario, against)
    name = answer.scenario.id
    if answer.comparison is None:
        raise StudyError([problem_at("", "--against", "draw.no-comparison", scenario=name)])
    if len(answer.experts) == 1:
        whose = view.study.priors.whose
        raise StudyError([unplaced("draw.no-experts-set-side-side", whose=whose)])
    put_plot(experts_strip(view.study, answer), printing, source.folder, "experts", name, tail)


def _answer(view: StudyView, scenario: str, against: str) -> WhatIf:
    from bayesnet.answers.whatif import what_if  # noqa: PLC0415
    from bayesnet.study.named import compared  # noqa: PLC0415

    return what_if(view, *compared(view.study.book, scenario, against, "SCENARIO"))


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO ...")
@against_option
@click.option("--all-structures", is_flag=True, help="Draw under every structure.")
@sweep_options
@picture_options
@source_options
@refusing
def compare(
    scenarios: tuple[str, ...],
    against: str,
    all_structures: bool,
    sweep: Sweep,
    printing: Printing,
    source: Source,
) -> None:
    """Plot scenarios' changes, with their ranges over draws."""
    from bayesnet.cli.opened import structures_asked  # noqa: PLC0415
    from bayesnet.study.named import compared  # noqa: PLC0415
    from bayesnet.uncertainty.comparison import compare as side_by_side  # noqa: PLC0415
    from diagrams.plots.comparison import compared_bars  # noqa: PLC0415

    view, tail = opened(source)
    pairs = [compared(view.study.book, name, against, "SCENARIO") for name in scenarios]
    sampling = sweep.sampling
    with sweep.running() as running:
        answer = side_by_side(
            view.study,
            structures_asked(view, all_structures),
            pairs,
            sampling=sampling,
            **running,
        )
    put_plot(
        compared_bars(view.study, answer), printing, source.folder, "compare", *scenarios, tail
    )
