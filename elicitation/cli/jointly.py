"""Record a repair of several answers together right after a form, and tell its numbers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from bayesnet.plurals import many
from elicitation.intake.jointly import JOINT, adding_up, rising
from elicitation.intake.sums import short, top
from elicitation.record.responses import Judgement, Response, Unit
from elicitation.store.recorded import current_answers
from elicitation.store.recording import Receipt, snapshot
from elicitation.store.recording import submit as record
from elicitation.study import Elicitation, clock


def mended_jointly(
    folder: Path, opened: Elicitation, response: Response, repair: str
) -> Receipt | None:
    """Record the repaired rows of the expert of a response; None where nothing had to be mended."""
    answers = current_answers(snapshot(folder)).get(response.expert, {})
    own = opened.answering(answers)
    if repair == "level":
        rows = rising(own, opened.model)
    else:
        rows = adding_up(opened.study, opened.falling, response.expert, own, opened.reference)
    if not rows:
        click.echo(f"--repair {repair}: nothing had to be mended.")
        return None
    reason = JOINT[repair]
    mended = opened.response(
        response.expert,
        response.round,
        [_because(row, reason) for row in rows],
        unit="probability",
        mode=response.mode,
        entered_by=response.entered_by,
        reason=response.reason or reason,
    )
    receipt = record(folder, mended, now=clock)
    click.echo(f"{many(len(rows), 'answer')} {reason}:")
    for row in rows:
        was = own[row.question]
        click.echo(
            f"  {row.question}: {_numbers(row, opened.plan.unit)} (so far "
            f"{_numbers(was, opened.plan.unit)})"
        )
    return receipt


def _because(row: Judgement, reason: str) -> Judgement:
    return dataclasses.replace(row, reason=row.reason or reason, typed=None)


def _numbers(row: Judgement, unit: Unit) -> str:
    return ", ".join(f"{name} {short(e.best * top(unit))}" for name, e in row.answers.items())
