"""The command ``resolve freeze``: a new version of the priors from what is recorded."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option, tell


@click.command()
@click.option("--reason", required=True, metavar="TEXT", help="Why this version is frozen.")
@click.option(
    "--allow-absent",
    is_flag=True,
    help="Leave out experts who have not answered all they were asked.",
)
@study_option
@refusing
def freeze(reason: str, allow_absent: bool, folder: Path) -> None:
    """Freeze the latest answers into a new priors version.

    It holds every expert's own numbers, and the weights and the pool that elicitation.toml fixed.
    """
    from elicitation.record.ledger import spoken, where_it_stands  # noqa: PLC0415
    from elicitation.study import clock, open_elicitation  # noqa: PLC0415
    from elicitation.versions.freezing import freeze as record  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    request = opened.request(reason, allow_absent=allow_absent)
    receipt, warnings = record(folder, request, pool=opened.pool, now=clock)
    tell(warnings)
    number = int(Path(receipt.path).stem)
    click.echo(f"Frozen: {receipt.path} (hash {spoken(receipt.sha256)}).")
    click.echo(f"What comes later is saved as version {number + 1}, with a reason.")
    click.echo(f"{where_it_stands(receipt.head, receipt.seq)} Read it aloud.")
