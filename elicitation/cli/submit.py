"""The command ``resolve submit``: an expert's filled-in form becomes a recorded response."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import BAD_INPUT, refusing, study_option, tell
from bayesnet.errors import Problem, StudyError, errors_in
from bayesnet.plurals import many

if TYPE_CHECKING:
    from elicitation.record.responses import Judgement, Unit


@click.command()
@click.argument("form", type=click.Path(path_type=Path))
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "round_", required=True, type=int, metavar="N", help="The round.")
@click.option(
    "--unit",
    type=click.Choice(["probability", "percent"]),
    help="Unit of a CSV form or a workbook, whatever the workbook says; that of elicitation.toml "
    "if not given. A JSON form says its own.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why it corrects an earlier one.")
@click.option(
    "--repair",
    type=click.Choice(["scale", "project", "level", "marginal"]),
    help="With the expert's consent. Where answers do not sum to one, scale divides by the sum and "
    "project takes the nearest distribution; level evens out rows that fall along a cause, "
    "marginal scales rows to the answer all in all. What was typed is kept beside it.",
)
@click.option("--on-behalf", is_flag=True, help="Typed in by the facilitator for the expert.")
@study_option
@refusing
def submit(
    form: Path,
    expert: str,
    round_: int,
    unit: Unit | None,
    reason: str,
    repair: str | None,
    on_behalf: bool,
    folder: Path,
) -> None:
    """Record a filled-in FORM (XLSX, CSV or JSON) as answers.

    Nothing recorded before is changed: a later answer supersedes an earlier one.
    """
    from diagrams.network.wording import labelled  # noqa: PLC0415
    from elicitation.cli.answers import asked_back  # noqa: PLC0415
    from elicitation.cli.jointly import mended_jointly  # noqa: PLC0415
    from elicitation.cli.mending import options_that_mend  # noqa: PLC0415
    from elicitation.intake.jointly import JOINT  # noqa: PLC0415
    from elicitation.received_form import read_received_form  # noqa: PLC0415
    from elicitation.record.ledger import where_it_stands  # noqa: PLC0415
    from elicitation.store.files import bytes_of_form  # noqa: PLC0415
    from elicitation.store.recording import submit as record  # noqa: PLC0415
    from elicitation.study import clock, open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    plan = opened.plan
    refusals = plan.entry_problems(expert, round_)
    if refusals:
        raise StudyError(refusals)
    handed = read_received_form(
        bytes_of_form(form),
        opened,
        expert,
        round_,
        file=form.name,
        said=unit,
        repair="" if repair in JOINT else repair or "",
    )
    tell(handed.warnings)
    answered, problems = handed.form, handed.problems
    if answered is None:
        tell(problems)
        for sentence in options_that_mend(problems, repair=repair or ""):
            click.echo(sentence, err=True)
        raise SystemExit(BAD_INPUT)
    tell(problem for problem in problems if problem not in errors_in(problems))
    labels = labelled(opened.study.labels)
    tell(asked_back(folder, opened, expert, answered, form.name), labels)
    response = opened.response(
        expert,
        round_,
        answered.judgements,
        unit=answered.unit,
        mode=handed.mode,
        entered_by="facilitator" if on_behalf else "expert",
        reason=reason.strip(),
    )
    receipt = record(folder, response, now=clock)
    tell(_named(receipt.path, answered.judgements, folder))
    click.echo(
        f"Recorded {many(len(answered.judgements), 'answer')} of {expert} in {receipt.path}."
    )
    if repair and repair in JOINT:
        receipt = mended_jointly(folder, opened, response, repair) or receipt
    click.echo(where_it_stands(receipt.head, receipt.seq))


def _named(path: str, judgements: Iterable[Judgement], folder: Path) -> tuple[Problem, ...]:
    from elicitation.record.roster import name_warnings  # noqa: PLC0415
    from elicitation.store.private import roster  # noqa: PLC0415

    texts = [(path, judgement.question, judgement.reason) for judgement in judgements]
    return name_warnings(texts, roster(folder), "in-form")
