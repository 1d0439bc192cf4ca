"""The commands ``resolve plot ranges`` and ``resolve plot movement``: what the experts said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import Source, priors_option, refusing, study_option
from diagrams.cli.opened import opened
from diagrams.cli.picture_options import Printing, picture_options, put_plot

if TYPE_CHECKING:
    from bayesnet.study.study import Study


@click.command()
@click.option("--question", default="", metavar="KEY", help="A judgement's key.")
@picture_options
@priors_option
@study_option
@refusing
def ranges(question: str, priors: str, folder: Path, printing: Printing) -> None:
    """Plot the experts' ranges on one question, by version."""
    from diagrams.plots.judgements import ranges as drawn  # noqa: PLC0415

    study = opened(Source(folder=folder, priors=priors, structure=""))[0].study
    versions = [*_earlier(folder, study, ""), study]
    put_plot(drawn(study, versions, question), printing, folder, "ranges", question)


@click.command()
@click.option("--before", default="", metavar="VERSION", help="The version before.")
@picture_options
@priors_option
@study_option
@refusing
def movement(before: str, priors: str, folder: Path, printing: Printing) -> None:
    """Plot who moved which answer since an earlier version."""
    from bayesnet.errors import StudyError, problem_at  # noqa: PLC0415
    from diagrams.plots.judgements import movement as drawn  # noqa: PLC0415

    study = opened(Source(folder=folder, priors=priors, structure=""))[0].study
    earlier = _earlier(folder, study, before)
    if not earlier:
        raise StudyError(
            [problem_at("", "--before", "draw.no-version-before", name=study.priors.name)]
        )
    put_plot(drawn(study, earlier[-1]), printing, folder, "movement")


def _earlier(folder: Path, study: Study, before: str) -> list[Study]:
    """Return the study with earlier versions of the priors, oldest first, or the one named."""
    from bayesnet.folder.reading import open_study  # noqa: PLC0415
    from bayesnet.folder.versions import priors_versions  # noqa: PLC0415

    numbers = [n for n in priors_versions(folder) if n < study.priors.number]
    return [open_study(folder, n)[0] for n in ([before] if before else map(str, numbers))]
