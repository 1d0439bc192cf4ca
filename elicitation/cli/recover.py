"""The command ``resolve recover``: a damaged ledger back to its last whole entry."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option


@click.command()
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would be done.")
@study_option
@refusing
def recover(yes: bool, folder: Path) -> None:
    """Bring a damaged ledger back to its last whole entry.

    A copy of the whole file is better: bring that back if there is one. The damaged file is kept
    in recovered/, and the recovery is itself an entry of the ledger.
    """
    from bayesnet.messages.terminal import terminal  # noqa: PLC0415
    from elicitation.record.ledger import where_it_stands  # noqa: PLC0415
    from elicitation.store.recover import damage  # noqa: PLC0415
    from elicitation.store.recover import recover as record  # noqa: PLC0415
    from elicitation.study import clock  # noqa: PLC0415
    from elicitation.versions.history import what  # noqa: PLC0415

    found = damage(folder)
    if found is None:
        click.echo("The ledger is whole. Nothing was changed.")
        return
    last = found.entries[-1] if found.entries else None
    place = f"line {last.seq} ({what(last)})" if last else "its very beginning"
    click.echo(f"{found.problem.place.path}: {terminal().parts(found.problem)[0]}")
    click.echo(f"The ledger is whole up to {place}; {found.lost} bytes after it are not.")
    for path in found.orphans:
        click.echo(f"No longer in it: {path}. Submit or freeze again what it holds.")
    if not yes:
        click.echo("Nothing was changed. To cut it there: resolve recover --yes")
        return
    receipt = record(folder, now=clock)
    click.echo(f"Recovered. The damaged file is kept as {receipt.path}.")
    click.echo(where_it_stands(receipt.head, receipt.seq))
