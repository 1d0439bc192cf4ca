"""The commands ``resolve absent``, ``abstain``, ``withdraw`` and ``dissent``, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, study_option, tell
from bayesnet.plurals import many

if TYPE_CHECKING:
    from elicitation.record.ledger import Entry, Event
    from elicitation.study import Elicitation

EXPERT = click.argument("expert", metavar="ID")
REASON = click.option("--reason", default="", metavar="TEXT", help="Why.")


@click.command()
@EXPERT
@click.option("--round", "number", type=int, required=True, metavar="N", help="The round.")
@REASON
@study_option
@refusing
def absent(expert: str, number: int, reason: str, folder: Path) -> None:
    """Mark an expert absent from a round."""
    from elicitation.rounds.declarations import absence  # noqa: PLC0415

    _record(folder, reason, lambda e, opened: absence(e, opened.plan, expert, number, reason))
    click.echo(f"{expert} is absent from round {number}: {reason}")


@click.command()
@EXPERT
@click.argument("questions", nargs=-1, required=True, metavar="QUESTION...")
@REASON
@study_option
@refusing
def abstain(expert: str, questions: tuple[str, ...], reason: str, folder: Path) -> None:
    """Record that an expert abstains on questions.

    A node's name stands for all questions on it. The pool is then that of the others; a later
    answer ends the abstention.
    """
    from elicitation.rounds.declarations import abstention  # noqa: PLC0415
    from elicitation.store.recorded import current_answers  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415

    def make(_: Sequence[Entry], opened: Elicitation) -> Sequence[Event]:
        answered = current_answers(snapshot(folder)).get(expert, {})
        plan, asked = opened.plan, opened.parameters
        return abstention(plan, asked, expert, questions, reason, answered=answered)

    count = _record(folder, reason, make)
    click.echo(f"{expert} abstains on {many(count, 'question')}: {reason}")


@click.command()
@EXPERT
@click.option("--round", "number", type=int, metavar="N", help="Only of this round.")
@click.option("--submission", "seq", type=int, metavar="K", help="Only this one of the round.")
@REASON
@study_option
@refusing
def withdraw(expert: str, number: int | None, seq: int | None, reason: str, folder: Path) -> None:
    """Take back an expert's answers; the files stay.

    No version frozen from then on counts them, and what the expert said before stands again.
    """
    from elicitation.rounds.declarations import withdrawal  # noqa: PLC0415

    count = _record(folder, reason, lambda e, _: withdrawal(e, expert, number, seq, reason))
    click.echo(f"Withdrawn: {many(count, 'submission')} of {expert}.")
    click.echo("Versions frozen before still count them: 'resolve freeze' makes one without.")


@click.command()
@click.option("--expert", required=True, metavar="ID", help="Whose dissent it is.")
@click.argument("text")
@study_option
@refusing
def dissent(expert: str, text: str, folder: Path) -> None:
    """Record an expert's dissent in the expert's own words.

    It is kept beside the newest frozen version and goes into the record's export.
    """
    from elicitation.rounds.declarations import dissent as event  # noqa: PLC0415

    _record(folder, text, lambda e, opened: event(e, opened.plan, expert, text))
    click.echo(f"The dissent of {expert} is recorded.")


def _record(
    folder: Path, text: str, make: Callable[[tuple[Entry, ...], Elicitation], Sequence[Event]]
) -> int:
    """Record the events, warn of names in the text, and return how many events there were."""
    from elicitation.record.roster import name_warnings  # noqa: PLC0415
    from elicitation.store.private import roster  # noqa: PLC0415
    from elicitation.store.recording import record  # noqa: PLC0415
    from elicitation.study import clock, open_elicitation  # noqa: PLC0415

    opened, warnings = open_elicitation(folder)
    tell(warnings)
    counts = []

    def events(entries: tuple[Entry, ...], _: str) -> Sequence[Event]:
        made = make(entries, opened)
        counts.append(len(made))
        return made

    record(folder, events, now=clock)
    tell(name_warnings([("ledger.jsonl", "", text)], roster(folder), "in-ledger"))
    return counts[0]
