"""The command ``resolve init``: a copy of the shipped study to work in."""

from __future__ import annotations

import datetime as dt
import shlex
from importlib.resources import files
from pathlib import Path

import click

from bayesnet.cli.options import refusing


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@refusing
def init(directory: Path) -> None:
    """Copy the article's study into a new folder DIR.

    It comes with its viewpoints' responses and frozen priors.
    """
    from elicitation.store.init import init_study  # noqa: PLC0415

    source = files("elicitation") / "deterrence"
    made = init_study(source, directory, now=lambda: dt.datetime.now(dt.UTC))
    click.echo(f"Made {made}. Its numbers are illustrative placeholders.")
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && resolve whatif S6")
