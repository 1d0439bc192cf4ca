"""The command ``resolve fits``: how answers with a range are read, and where that is not it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import format_option, priors_option, refusing, study_option, tell
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, problem_at
from bayesnet.folder.reading import open_study
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable
from elicitation.questionnaire.question_words import quantity

if TYPE_CHECKING:
    from elicitation.fitting.judged import AsTyped

WORST = 15


@click.command()
@click.option("--expert", default="", metavar="ID", help="Only the answers of this expert.")
@click.option("--all", "everything", is_flag=True, help="List every answer, not the worst alone.")
@priors_option
@format_option
@study_option
@refusing
def fits(expert: str, everything: bool, priors: str, form: str, folder: Path) -> None:
    """Say which answers the drawn distributions do not fit.

    A row is drawn from a Dirichlet: the best values are its means, the ranges say how sure. Only
    one number is left for how sure, so the range of a state can come out otherwise than given.
    """
    from bayesnet.answers.provenance import provenance  # noqa: PLC0415
    from elicitation.fitting.judged import readings, readings_table  # noqa: PLC0415

    study, warnings = open_study(folder, priors)
    tell(warnings)
    if expert and expert not in study.priors.experts:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--expert",
                    "people.no-expert",
                    did_you_mean(expert, study.priors.experts),
                    word=expert,
                )
            ]
        )
    as_typed = _as_typed(folder, study.priors.number)
    found = [r for r in readings(study.cpds, study.priors, as_typed) if expert in ("", r.expert)]
    listed = found if everything else [reading for reading in found if not reading.fits][:WORST]

    told = provenance(StudyView(study))
    count = sum(reading.fits for reading in found)
    if not found:
        none = "No answer here has a range, so there is no curve that could misfit it."
        table = ResultTable(columns=(), above=[none])
    else:
        more = "" if everything or count == len(found) else " The worst of the others:"
        table = dataclasses.replace(
            readings_table(listed, quantity),
            above=[f"{count} of {len(found)} ranges fit: nowhere more than 3 points off.{more}"],
            below=[
                "Below, above: what the drawn distribution puts outside the range; 5 % each is "
                "meant. Where it does not fit the expert, the best value is kept and the range "
                "gives way. Worst: a quantile or the edge of a bin as typed, and what is drawn "
                "below it. Own curve: fitted to all that was typed for this state alone, as "
                "'resolve fit' does."
            ],
        )
    frame = readings_table(listed).frame
    publish(form, table, frame, told, study.diagram.notice)


def _as_typed(folder: Path, number: int) -> AsTyped:
    """Return what was typed for the answers of a version; nothing for the numbers of the model."""
    from elicitation.record.frozen import read_frozen  # noqa: PLC0415
    from elicitation.store.recorded import answers_behind  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415

    taken = snapshot(folder)
    path = f"priors/{number:04d}.json"
    frozen = read_frozen(taken.files[path], file=path)[0] if path in taken.files else None
    if frozen is None:
        return {}
    return {
        expert: {key: judgement.typed for key, judgement in own.items() if judgement.typed}
        for expert, own in answers_behind(taken, frozen).items()
    }
