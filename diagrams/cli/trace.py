"""The command ``resolve trace``: what made a picture or a document, and is it still true?"""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option

STALE = 1


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@study_option
@refusing
def trace(file: Path, folder: Path) -> None:
    """Tell what made a picture or a document, and if it is stale.

    FILE is an SVG, PNG, PDF, HTML or DOCX made by this program. The exit code is 1 if the study
    has moved on since it was made.
    """
    from bayesnet.answer import provenance  # noqa: PLC0415
    from bayesnet.cli.folder import open_study  # noqa: PLC0415
    from bayesnet.cli.inputs import report_hashes  # noqa: PLC0415
    from diagrams.provenance import lines, moved_on, stamp  # noqa: PLC0415
    from diagrams.trace import read_stamp  # noqa: PLC0415

    found = read_stamp(file)
    click.echo(str(file))
    for what, which in lines(found):
        click.echo(f"  {what:<10} {which}")
    if not (folder / "model.toml").exists():
        click.echo(f"Not compared: '{folder}' is not a study. Name one with --study.")
        return
    study, _ = open_study(folder)
    now = stamp(provenance(study, study.diagram.structure), report_hashes(folder))
    if found["software"] != now["software"]:
        click.echo(f"Note: this program is {now['software']}.")
    changes = moved_on(found, now)
    for sentence in changes:
        click.echo(f"Stale: {sentence}")
    if changes:
        click.echo("Draw it again, or state what it was made from.")
        raise SystemExit(STALE)
    click.echo("Up to date: nothing in the study has changed since.")
