"""The command ``resolve init``: a copy of the shipped study to work in, or to ask anew."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing

if TYPE_CHECKING:
    from elicitation.store.init import File

RECORD = ("responses", "priors", "ledger.jsonl", "README.md")
"""What the shipped viewpoints have said, and the page about it."""


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--fresh", is_flag=True, help="Without the viewpoints and their answers.")
@refusing
def init(directory: Path, fresh: bool) -> None:
    """Copy the article's study into a new folder DIR.

    It comes with its viewpoints' responses and frozen priors. With --fresh it is a study of your
    own to begin with: the diagram and six experts who have answered nothing.
    """
    from elicitation.store.init import packaged, start_study  # noqa: PLC0415

    shipped = packaged(files("elicitation") / "deterrence")
    made = start_study(
        _asked_anew(shipped) if fresh else shipped, directory, now=lambda: dt.datetime.now(dt.UTC)
    )
    click.echo(f"Made {made}. Its numbers are illustrative placeholders.")
    then = "resolve questions" if fresh else "resolve whatif S6"
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && {then}")


def _asked_anew(shipped: Iterable[File]) -> Iterator[File]:
    from elicitation.plan.first_plan import first_plan  # noqa: PLC0415

    for parts, content in shipped:
        if parts == ("elicitation.toml",):
            yield parts, first_plan(content.decode("utf-8")).encode("utf-8")
        elif parts[0] not in RECORD:
            yield parts, content
