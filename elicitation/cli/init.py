"""The command ``resolve init``: a copy of a shipped study to look at, or to ask anew."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from pathlib import Path

import click

from bayesnet.cli.options import refusing
from bayesnet.errors import StudyError, unplaced
from elicitation.beginning.shipped import EXAMPLES, example

PARTS = ("sources", "scenarios", "claims", "structures", "panels")
"""What can be kept beside nodes, arcs and numbers."""
EVERYTHING, NOTHING = "everything", "nothing"
_LISTED = "; ".join(f"{name}: {about}" for name, about in EXAMPLES.items())


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--example", "name", type=click.Choice([*EXAMPLES]), help=f"Which study. {_LISTED}.")
@click.option("--fresh", is_flag=True, help="Without what experts have said.")
@click.option(
    "--keep",
    multiple=True,
    type=click.Choice([*PARTS, EVERYTHING, NOTHING]),
    help="With --fresh: what is kept beside nodes, arcs and numbers; asked if it is not said.",
)
@refusing
def init(directory: Path, name: str | None, fresh: bool, keep: tuple[str, ...]) -> None:
    """Copy a shipped study into a new folder DIR.

    It is the article's, or another with --example. The article's comes with its viewpoints'
    responses and frozen priors. With --fresh it is a study to ask anew: as much of it as you keep,
    and experts who have answered nothing, shared out over panels so that nobody is asked for longer
    than an hour. Your own question is better begun with 'resolve new'.
    """
    from elicitation.beginning.kept import asked_anew  # noqa: PLC0415
    from elicitation.store.init import packaged, start_study  # noqa: PLC0415

    if keep and not fresh:
        raise StudyError([unplaced("begin.keep-without-fresh")])
    files = packaged(example(name or next(iter(EXAMPLES))))
    if fresh:
        files = asked_anew(files, _kept(keep, directory))
    made = start_study(files, directory, now=lambda: dt.datetime.now(dt.UTC))
    placeholders = "" if name == "wildcatter" else " Its numbers are illustrative placeholders."
    click.echo(f"Made {made}.{placeholders}")
    then = "resolve questions" if fresh else "resolve whatif S1" if name else "resolve whatif S6"
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && {then}")


def _asks() -> bool:
    return sys.stdin.isatty()


def _kept(keep: tuple[str, ...], directory: Path) -> tuple[str, ...]:
    """Return the parts to keep; asked for at a terminal, everything where nobody can be asked."""
    if not keep and _asks():
        from elicitation.beginning.kept import PARTS as ABOUT  # noqa: PLC0415

        click.echo("Kept are nodes, arcs and numbers. What else?")
        for part, about in ABOUT.items():
            click.echo(f"  {part}: {about}")
        typed = click.prompt("Parts, a comma between", default=EVERYTHING)
        choice = click.Choice([*PARTS, EVERYTHING, NOTHING])
        keep = tuple(choice.convert(part.strip(), None, None) for part in typed.split(","))
    if NOTHING in keep:
        raise StudyError([unplaced("begin.keep-nothing", directory=shlex.quote(str(directory)))])
    return PARTS if not keep or EVERYTHING in keep else keep
