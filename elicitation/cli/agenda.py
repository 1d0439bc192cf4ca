"""The command ``resolve agenda``: what to discuss next, by frozen answers or those so far."""

from __future__ import annotations

import click

from bayesnet.answers.recommend import solving
from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.experts import agenda_table
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, known_structure, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.cli.workers import progress_bar
from bayesnet.errors import Problem, StudyError
from bayesnet.study.study import Study
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

    Those where the experts differ and the difference matters most, to the decision first.
    """
    study, own = _so_far(source) if so_far else opened(source)
    if len(study.priors.experts) < 2:  # noqa: PLR2004 - it takes two to differ
        message = (
            f"there is one set of numbers, {study.priors.name}: there is nothing to discuss yet."
        )
        remedy = "Between two rounds: resolve agenda --so-far."
        raise StudyError([Problem(file="", path="", message=message, remedy=remedy)])
    weight_set = known_weights(study, weights)
    with solving(study.diagram), progress_bar("Settling each question") as progress:
        answer = topics_of(study, own, weight_set, known_before(study), progress)
    table = agenda_table(answer, study, top)
    first = lambda: answer.frame().head(top)  # noqa: E731
    publish(form, table, first, answer.provenance, study.diagram.notice)


def _so_far(source: Source) -> tuple[Study, str]:
    """Return the study on the answers so far; raises StudyError while a round is open."""
    from elicitation.interim import interim_study  # noqa: PLC0415
    from elicitation.rounds.rounds import open_round  # noqa: PLC0415
    from elicitation.store.recorded import entries_of  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import open_elicitation  # noqa: PLC0415

    taken = snapshot(source.folder)
    number = open_round(entries_of(taken))
    if number is not None:
        message = f"round {number} is open: what is apart is shown once it is closed."
        remedy = f"Close it: resolve round close {number}."
        raise StudyError([Problem(file="", path="--so-far", message=message, remedy=remedy)])
    opened_, _ = open_elicitation(source.folder)
    study = interim_study(opened_, taken)
    return study, known_structure(source.structure, study.structures, study.diagram.structure)
