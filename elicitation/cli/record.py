"""The commands ``resolve log``, ``diff`` and ``verify``: what was recorded, and if it stands."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, stop, study_option, tell
from bayesnet.errors import Problem, Refused


@click.command()
@study_option
@refusing
def log(folder: Path) -> None:
    """List everything recorded, oldest first."""
    from bayesnet.cli.show import Sheet, show  # noqa: PLC0415
    from elicitation.history import log as table  # noqa: PLC0415
    from elicitation.ledger import LEDGER, read_ledger  # noqa: PLC0415
    from elicitation.store import snapshot  # noqa: PLC0415

    files = snapshot(folder).files
    if LEDGER not in files:
        click.echo("Nothing is recorded yet.")
        return
    entries, problems = read_ledger(files[LEDGER])
    frame = table(entries)
    rows = [[str(cell) for cell in row] for row in frame.itertuples(index=False)]
    show(Sheet(heads=list(frame.columns), rows=rows, right=frozenset({0})))
    if problems:
        stop(problems)


@click.command()
@click.argument("before", type=int, metavar="A")
@click.argument("after", type=int, metavar="B")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text")
@study_option
@refusing
def diff(before: int, after: int, form: str, folder: Path) -> None:
    """Say who moved which judgement from version A to B."""
    from bayesnet.cli.folder import priors_versions  # noqa: PLC0415
    from elicitation.frozen import Frozen, read_frozen  # noqa: PLC0415
    from elicitation.history import difference, difference_frame, sentences  # noqa: PLC0415
    from elicitation.store import snapshot  # noqa: PLC0415

    files = snapshot(folder).files

    def version(number: int) -> Frozen:
        path = f"priors/{number:04d}.json"
        if path not in files:
            known = ", ".join(map(str, priors_versions(folder)))
            message, remedy = f"there is no version {number}.", f"Known: {known or 'none'}."
            raise Refused([Problem(file="priors", path="", message=message, remedy=remedy)])
        frozen, problems = read_frozen(files[path], file=path)
        if frozen is None:
            raise Refused(problems)
        return frozen

    found = difference(version(before), version(after))
    if form == "csv":
        frame = difference_frame(found)
        click.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        click.echo("\n".join(sentences(found)))


@click.command()
@click.option("--head", default="", metavar="HASH", help="A ledger hash noted down earlier.")
@study_option
@refusing
def verify(head: str, folder: Path) -> None:
    """Recompute every hash, link, weight and pooled table.

    The exit code is 2 and the first bad file is named if anything was changed.
    """
    from elicitation.cli.study import open_elicitation  # noqa: PLC0415
    from elicitation.store import snapshot  # noqa: PLC0415
    from elicitation.verification import verify as recompute  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    found = recompute(
        snapshot(folder),
        parameters=opened.parameters,
        pool=opened.pool,
        head=head,
        plan=opened.plan,
        seeds=opened.seeds,
    )
    tell(found.notes)
    if found.problems:
        stop(found.problems)
    click.echo(
        f"All is as recorded: {found.submissions} submissions, {found.versions} priors versions. "
        f"The ledger stands at {found.head[:8] or 'nothing yet'}."
    )
