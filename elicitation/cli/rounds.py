"""The commands ``resolve round`` and ``resolve rounds``: open, close, see who is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import format_option, refusing, study_option, tell
from elicitation.cli.nearest import NearestGroup

if TYPE_CHECKING:
    from elicitation.record.ledger import Entry, Event
    from elicitation.study import Elicitation

NUMBER = click.argument("number", type=int, metavar="N")


@click.group(cls=NearestGroup)
def round_() -> None:
    """Open, close or reopen a round.

    A study that never opens a round takes answers to any round of its plan at any time.
    """


@round_.command("open")
@NUMBER
@click.option("--without", default="", metavar="IDS", help="Go on without these: E03,E09.")
@study_option
@refusing
def open_(number: int, without: str, folder: Path) -> None:
    """Open round N: from then on only its answers are taken."""
    from elicitation.rounds.rounds import opening  # noqa: PLC0415

    names = [name.strip() for name in without.split(",") if name.strip()]
    _record(folder, lambda e, opened: opening(e, opened.plan, number, names, seeds=opened.seeds))
    click.echo(f"Round {number} is open.")
    if names:
        click.echo(f"Marked absent from round {number - 1}: {', '.join(names)}.")


@round_.command()
@NUMBER
@study_option
@refusing
def close(number: int, folder: Path) -> None:
    """Close round N, and print the hash to read aloud."""
    from elicitation.reporting.agreement import agreement  # noqa: PLC0415
    from elicitation.rounds.rounds import closing, missing_in  # noqa: PLC0415
    from elicitation.study import open_record  # noqa: PLC0415

    head = _record(folder, lambda e, opened: closing(e, opened.plan, number))
    record = open_record(folder)
    missing = missing_in(record.entries, record.plan, number)
    click.echo(f"Round {number} is closed. The ledger stands at {head}. Read it aloud.")
    if missing:
        click.echo(f"No entry: {', '.join(missing)}. Say why with 'resolve absent'.")
    for sentence in agreement(record.responses.values(), record.parameters, number):
        click.echo(sentence)


@round_.command()
@NUMBER
@click.option("--reason", default="", metavar="TEXT", help="Why it is opened again.")
@study_option
@refusing
def reopen(number: int, reason: str, folder: Path) -> None:
    """Open round N again; every answer then needs its reason."""
    from elicitation.rounds.rounds import reopening  # noqa: PLC0415

    def make(entries: tuple[Entry, ...], opened: Elicitation) -> Sequence[Event]:
        return reopening(entries, opened.plan, number, reason, seeds=opened.seeds)

    _record(folder, make)
    click.echo(f"Round {number} is open again. Corrections to it need --reason.")


@round_.command()
@click.option("--reason", default="", metavar="TEXT", help="Why they were changed.")
@study_option
@refusing
def amend(reason: str, folder: Path) -> None:
    """Record why elicitation.toml or seeds.toml was changed after the first round was opened.

    Until then no round is opened and no version is frozen. The report tells of every change.
    """
    from elicitation.rounds.rule_of_record import amending, rule_of  # noqa: PLC0415

    head = _record(folder, lambda e, o: amending(e, rule_of(o.plan, o.seeds), reason))
    click.echo(f"The rule of record is what the files say now. The ledger stands at {head}.")


@click.command()
@format_option
@study_option
@refusing
def rounds(form: str, folder: Path) -> None:
    """Show who has answered what, and who is missing.

    A question is counted as it is put: comparing causes in pairs is one, checks count too.
    """
    from bayesnet.cli.show import publish  # noqa: PLC0415
    from bayesnet.table import words_alone  # noqa: PLC0415
    from elicitation.rounds.attendance import attendance, attendance_table, summary  # noqa: PLC0415
    from elicitation.study import open_elicitation, open_record  # noqa: PLC0415

    record = open_record(folder)
    opened, _ = open_elicitation(folder)
    asked = {expert: opened.asked(expert) for expert in record.plan.experts}
    rows = attendance(record.entries, record.responses, record.plan, asked)
    cells = {(row.expert, row.number): row.state for row in rows}
    numbers = list(record.plan.rounds)
    table = words_alone(
        ["Expert", *(f"Round {number}" for number in numbers)],
        [[expert, *(cells[expert, n] for n in numbers)] for expert in record.plan.experts],
    )
    below = summary(record.entries, rows, record.plan)
    publish(form, dataclasses.replace(table, below=below), attendance_table(rows).frame)


def _record(folder: Path, make: Callable[[tuple[Entry, ...], Elicitation], Sequence[Event]]) -> str:
    """Record the events and return the ledger's hash as it is read aloud."""
    from elicitation.record.ledger import spoken  # noqa: PLC0415
    from elicitation.store.recording import record  # noqa: PLC0415
    from elicitation.study import clock, open_elicitation  # noqa: PLC0415

    opened, warnings = open_elicitation(folder)
    tell(warnings)
    return spoken(record(folder, lambda entries, _: make(entries, opened), now=clock).head)
