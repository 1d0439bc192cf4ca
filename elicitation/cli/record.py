"""The commands ``resolve log`` and ``resolve verify``: what was recorded, and if it stands."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import BAD_INPUT, refusing, stop, study_option, tell
from bayesnet.plurals import many


@click.command()
@study_option
@refusing
def log(folder: Path) -> None:
    """List everything recorded, oldest first."""
    from bayesnet.cli.show import show  # noqa: PLC0415
    from bayesnet.folder.versions import LEDGER  # noqa: PLC0415
    from elicitation.record.ledger import read_ledger  # noqa: PLC0415
    from elicitation.store.recording import refuse_no_study, snapshot  # noqa: PLC0415
    from elicitation.versions.history import log as table  # noqa: PLC0415

    refuse_no_study(folder)
    files = snapshot(folder).files
    if LEDGER not in files:
        click.echo("Nothing is recorded yet.")
        return
    entries, problems = read_ledger(files[LEDGER])
    show(table(entries))
    if problems:
        stop(problems)


@click.command()
@click.option(
    "--head",
    default="",
    metavar="HASH",
    help="A ledger hash noted down earlier, as it was read aloud.",
)
@study_option
@refusing
def verify(head: str, folder: Path) -> None:
    """Recompute every hash, link, answer, weight and pooled table.

    The exit code is 2 and the first bad file is named if anything was changed.
    """
    from elicitation.record.ledger import spoken  # noqa: PLC0415
    from elicitation.store.modes import readable_by_others  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import open_for_the_record  # noqa: PLC0415
    from elicitation.versions.edited_model import unlike_model  # noqa: PLC0415
    from elicitation.versions.verification import verify as recompute  # noqa: PLC0415

    opened, unsound = open_for_the_record(folder)
    taken = snapshot(folder)
    found = recompute(
        taken,
        parameters=(*opened.parameters, *opened.settled),
        pool=opened.pool,
        head=head,
        plan=opened.plan,
        seeds=opened.seeds,
        checks=(*opened.checks, *opened.known),
    )
    edited = unlike_model(taken, found.entries, opened.study)
    tell((*unsound, *found.notes, *edited, *readable_by_others(folder)))
    if found.problems:
        stop(found.problems)
    if unsound:
        click.echo("The record is whole; the study's other files are to be mended first.", err=True)
        raise SystemExit(BAD_INPUT)
    click.echo(
        f"All is as recorded: {many(found.submissions, 'submission')}, "
        f"{many(found.versions, 'priors version')}. "
        f"The ledger stands at {spoken(found.head) or 'nothing yet'}."
    )
