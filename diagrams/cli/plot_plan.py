"""The commands ``resolve plot risk``, ``information``, ``regions``, ``plans`` and ``learn``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import Source, refusing, source_options
from bayesnet.cli.workers import Sweep, sweep_options
from diagrams.cli.opened import opened
from diagrams.cli.picture_options import Printing, picture_options, put_plot

if TYPE_CHECKING:
    from bayesnet.sweep import Sampling
    from diagrams.decisions.plans import Plan

REGION_STEPS = 53
weights_option = click.option(
    "--weights", default="", metavar="NAME", help="Whose values the best plan serves."
)
decision_option = click.option(
    "--decision", default="", metavar="NODE", help="Which decision; the last if not given."
)


@click.command()
@decision_option
@weights_option
@picture_options
@source_options
@refusing
def risk(decision: str, weights: str, printing: Printing, source: Source) -> None:
    """Plot how the utility is distributed, by option of a decision."""
    from diagrams.plots.decisions import risk_curves  # noqa: PLC0415

    plan, decision, tail = _plan(source, weights, decision)
    put_plot(risk_curves(plan, decision), printing, source.folder, "risk", decision, tail)


@click.command()
@decision_option
@weights_option
@picture_options
@source_options
@refusing
def information(decision: str, weights: str, printing: Printing, source: Source) -> None:
    """Plot what knowing something before a decision is worth."""
    from diagrams.plots.decisions import information_bars  # noqa: PLC0415

    plan, decision, tail = _plan(source, weights, decision)
    put_plot(
        information_bars(plan, decision), printing, source.folder, "information", decision, tail
    )


def _plan(source: Source, weights: str, decision: str) -> tuple[Plan, str, str]:
    """Return the best plan, the decision that is asked about, and a part of the file's name."""
    from bayesnet.errors import (  # noqa: PLC0415
        StudyError,
        problem_at,
    )
    from bayesnet.messages.remedies import did_you_mean  # noqa: PLC0415
    from bayesnet.study.named import deciding  # noqa: PLC0415
    from diagrams.decisions.plans import best_plan  # noqa: PLC0415

    view, tail = opened(source)
    plan = best_plan(deciding(view, weights, place="--weights"))
    about = decision or plan.problem.open[-1]
    if about not in plan.problem.open:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--decision",
                    "draw.no-open-decision",
                    did_you_mean(about, plan.problem.open),
                    word=about,
                )
            ]
        )
    return plan, about, tail


@click.command()
@click.argument("first", metavar="NUMBER")
@click.argument("second", metavar="NUMBER")
@weights_option
@picture_options
@source_options
@refusing
def regions(first: str, second: str, weights: str, printing: Printing, source: Source) -> None:
    """Plot which plan is best where, as two numbers move.

    Numbers are named as 'resolve switch' names them. Example:

    \b
      resolve plot regions "weight of deterrence" "internal_strain=severe"
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from bayesnet.cli.switch import known_numbers  # noqa: PLC0415
    from bayesnet.sensitivity.regions import find_regions  # noqa: PLC0415
    from bayesnet.study.named import deciding  # noqa: PLC0415
    from diagrams.plots.regions import strategy_regions  # noqa: PLC0415

    view, tail = opened(source)
    view = deciding(view, weights, place="--weights")
    across, upward = known_numbers(view, (first, second))
    where = find_regions(view, across, upward, REGION_STEPS)
    drawing = strategy_regions(view.study, where, view.weights)
    put_plot(drawing, printing, source.folder, "regions", across.name, upward.name, tail)


@click.command()
@weights_option
@sweep_options
@picture_options
@source_options
@refusing
def plans(weights: str, sweep: Sweep, printing: Printing, source: Source) -> None:
    """Plot how often each plan is best, at what regret."""
    from bayesnet.sensitivity.prospects import find_prospects  # noqa: PLC0415
    from bayesnet.study.named import deciding  # noqa: PLC0415
    from diagrams.plots.prospects import best_and_regret  # noqa: PLC0415

    view, tail = opened(source)
    view = deciding(view, weights, place="--weights")
    sampling = _drawn(sweep)
    with sweep.running() as running:
        answer = find_prospects(view, sampling, **running)
    put_plot(best_and_regret(view.study, answer), printing, source.folder, "plans", tail)


def _drawn(sweep: Sweep) -> Sampling:
    """Return the draws asked for; raises StudyError for none, of which there is no plot."""
    from bayesnet.errors import StudyError, problem_at  # noqa: PLC0415

    sampling = sweep.sampling
    if sampling is None:
        raise StudyError([problem_at("", "--draws", "draw.plot-over-draws")])
    return sampling


@click.command()
@click.option("--all-structures", is_flag=True, help="Also: which structure is right?")
@weights_option
@sweep_options
@picture_options
@source_options
@refusing
def learn(
    all_structures: bool, weights: str, sweep: Sweep, printing: Printing, source: Source
) -> None:
    """Plot what learning the numbers themselves is worth.

    What observing a quantity is worth: 'resolve plot information'.
    """
    from bayesnet.answers.recommend import solving  # noqa: PLC0415
    from bayesnet.cli.opened import structures_asked  # noqa: PLC0415
    from bayesnet.study.named import deciding  # noqa: PLC0415
    from bayesnet.uncertainty.learning import learning  # noqa: PLC0415
    from diagrams.plots.learning import learning_bars  # noqa: PLC0415

    view, tail = opened(source)
    view = deciding(view, weights, place="--weights")
    others = structures_asked(view, all_structures)[1:]
    with solving(view.study.diagram), sweep.running("Learning") as running:
        answer = learning(view, _drawn(sweep), others, **running)
    put_plot(learning_bars(view.study, answer), printing, source.folder, "learn", tail)
