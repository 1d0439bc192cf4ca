"""The command ``resolve roster``: who is who, in ``private/`` alone."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option
from elicitation.cli.nearest import NearestGroup


@click.group(cls=NearestGroup)
def roster() -> None:
    """Keep who is who, in private/roster.json alone.

    No export holds it. Names of the roster found in reasons are taken out of exports.
    """


@roster.command()
@click.argument("name")
@click.option("--email", default="", metavar="ADDRESS", help="To send the form to.")
@click.option("--expert", default="", metavar="ID", help="An id; a random one if not given.")
@study_option
@refusing
def add(name: str, email: str, expert: str, folder: Path) -> None:
    """Add a person and print the pseudonym."""
    from elicitation.store.private import add_person  # noqa: PLC0415
    from elicitation.study import open_elicitation  # noqa: PLC0415

    plan = open_elicitation(folder)[0].plan
    person = add_person(folder, name, email=email, expert=expert, known=plan.experts)
    click.echo(person.expert)
    if person.expert not in plan.experts:
        click.echo("Add to elicitation.toml, with a label that tells nobody who it is:", err=True)
        click.echo(f'\n[expert.{person.expert}]\nlabel = "{person.expert}"', err=True)


@roster.command("list")
@study_option
@refusing
def list_(folder: Path) -> None:
    """List the people by pseudonym, for the facilitator's eyes."""
    from bayesnet.cli.show import show  # noqa: PLC0415
    from bayesnet.table import words_alone  # noqa: PLC0415
    from elicitation.store.private import roster as people  # noqa: PLC0415
    from elicitation.store.recording import refuse_no_study  # noqa: PLC0415

    refuse_no_study(folder)
    rows = [[person.expert, person.name, person.email] for person in people(folder)]
    show(words_alone(["Expert", "Name", "Address"], rows))
