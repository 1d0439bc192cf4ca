"""The command ``resolve agenda``: what to discuss next, by frozen answers or those so far."""

from __future__ import annotations

import click

from bayesnet.answers.recommend import solving
from bayesnet.cli.experts import agenda_table
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.cli.workers import progress_bar
from bayesnet.errors import StudyError, problem_at, unplaced
from bayesnet.study.named import deciding, known_structure
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.agenda import agenda as topics_of


@click.command()
@click.option("--so-far", is_flag=True, help="By the answers recorded by now, frozen or not.")
@click.option("--top", type=click.IntRange(1), default=12, show_default=True, metavar="N")
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@format_option
@source_options
@refusing
def agenda(so_far: bool, top: int, weights: str, form: str, source: Source) -> None:
    """List the questions to discuss next.

    Those where the experts differ and the difference matters most: to the decision first, and where
    there is none to the outcomes.
    """
    view = _so_far(source) if so_far else opened(source)
    study = view.study
    if len(study.priors.experts) < 2:  # noqa: PLR2004 - it takes two to differ
        raise StudyError(
            [unplaced("people.set-numbers-nothing-discuss-yet", name=study.priors.name)]
        )
    if view.decides or weights:
        view = deciding(view, weights, place="--weights")
    with solving(study.diagram), progress_bar("Settling each question") as progress:
        answer = topics_of(view, progress)
    table = agenda_table(answer, study, top)
    first = lambda: answer.frame().head(top)  # noqa: E731
    publish(form, table, first, answer.provenance, study.diagram.notice)


def _so_far(source: Source) -> StudyView:
    """Return the study on the answers so far; raises StudyError while a round is open."""
    from elicitation.interim import interim_study  # noqa: PLC0415
    from elicitation.rounds.rounds import open_round  # noqa: PLC0415
    from elicitation.store.recorded import entries_of  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import open_elicitation  # noqa: PLC0415

    taken = snapshot(source.folder)
    number = open_round(entries_of(taken))
    if number is not None:
        raise StudyError(
            [problem_at("", "--so-far", "people.round-open-what-apart-shown", number=number)]
        )
    opened_, _ = open_elicitation(source.folder)
    study = interim_study(opened_, taken)
    return StudyView(study, known_structure(study, source.structure, "--structure"))
