"""The command ``resolve trace``: what made a picture or a document, and is it still true?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    from diagrams.canvas.provenance import Stamp

STALE = 1


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE")
@study_option
@refusing
def trace(files: tuple[Path, ...], folder: Path) -> None:
    """Tell what made a picture or a document, and if it is stale.

    FILE is an SVG, PNG, PDF, HTML or DOCX made by this program; of several it is also said if they
    were drawn from different priors. The exit code is 1 if so, or if the study has moved on since.
    """
    from bayesnet.answers.provenance import provenance  # noqa: PLC0415
    from bayesnet.folder.hashes import report_hashes  # noqa: PLC0415
    from bayesnet.folder.reading import open_study  # noqa: PLC0415
    from diagrams.canvas.provenance import at_odds, lines, stamp  # noqa: PLC0415
    from diagrams.trace import read_stamp  # noqa: PLC0415

    found = {str(file): read_stamp(file) for file in files}
    now = None
    if (folder / "model.toml").exists():
        study, _ = open_study(folder, numbers=False)
        now = stamp(provenance(StudyView(study)), report_hashes(folder))
    stale = False
    for file, made in found.items():
        click.echo(file)
        for what, which in lines(made):
            click.echo(f"  {what:<10} {which}")
        if now is not None:
            stale = _compared(made, now) or stale
    if now is None:
        click.echo(f"Not compared: '{folder}' is not a study. Name one with --study.")
    apart = at_odds(found)
    for sentence in apart:
        click.echo(sentence)
    if stale or apart:
        click.echo("Draw it again, or state what it was made from.")
        raise SystemExit(STALE)


def _compared(made: Stamp, now: Stamp) -> bool:
    """Say what has changed in the study since a file was made, and return whether anything has."""
    from diagrams.canvas.provenance import moved_on  # noqa: PLC0415

    if made["software"] != now["software"]:
        click.echo(f"Note: this program is {now['software']}.")
    changes = moved_on(made, now)
    for sentence in changes:
        click.echo(f"Stale: {sentence}")
    if not changes:
        click.echo("Up to date: nothing in the study has changed since.")
    return bool(changes)
