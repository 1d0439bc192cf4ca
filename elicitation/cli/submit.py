"""The command ``resolve submit``: an expert's filled-in form becomes a recorded response."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option, tell
from bayesnet.errors import Refused, errors_in


@click.command()
@click.argument("form", type=click.Path(path_type=Path))
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "round_", required=True, type=int, metavar="N", help="The round.")
@click.option(
    "--unit",
    type=click.Choice(["probability", "percent"]),
    help="Unit of a CSV form; that of elicitation.toml if not given. A JSON form says its own.",
)
@click.option(
    "--repair",
    type=click.Choice(["scale", "project"]),
    help="With the expert's consent: divide by the sum, or take the nearest distribution, where "
    "answers do not sum to one. What was typed is kept beside it.",
)
@click.option("--on-behalf", is_flag=True, help="Typed in by the facilitator for the expert.")
@study_option
@refusing
def submit(
    form: Path,
    expert: str,
    round_: int,
    unit: str | None,
    repair: str | None,
    on_behalf: bool,
    folder: Path,
) -> None:
    """Record a filled-in FORM (CSV or JSON) as answers.

    Nothing recorded before is changed: a later answer supersedes an earlier one.
    """
    from elicitation.cli.answers import asked_back  # noqa: PLC0415
    from elicitation.cli.study import clock, open_elicitation  # noqa: PLC0415
    from elicitation.forms import read_form  # noqa: PLC0415
    from elicitation.responses import Response  # noqa: PLC0415
    from elicitation.store import submit as record  # noqa: PLC0415
    from elicitation.store_files import read_handed_in  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    plan = opened.plan
    refusals = plan.entry_problems(expert, round_)
    if refusals:
        raise Refused(refusals)
    read, problems = read_form(
        read_handed_in(form),
        file=form.name,
        parameters=opened.questions_to(expert),
        unit="percent" if (unit or plan.unit) == "percent" else "probability",
        lexicon=opened.lexicon,
        repair=repair or "",
    )
    if read is None:
        if not repair and any(problem.remedy.endswith("or scale.") for problem in problems):
            click.echo("With the expert's consent: --repair scale, or --repair project.", err=True)
        raise Refused(problems)
    tell(problem for problem in problems if problem not in errors_in(problems))
    tell(asked_back(folder, opened, expert, read, form.name))
    receipt = record(
        folder,
        Response(
            study=opened.study.diagram.id,
            model_sha256=opened.study.model_sha256,
            expert=expert,
            round=round_,
            unit=read.unit,
            illustrative=plan.experts[expert].illustrative,
            judgements=read.judgements,
            entered_by="facilitator" if on_behalf else "expert",
        ),
        now=clock,
    )
    click.echo(f"Recorded {len(read.judgements)} answers of {expert} in {receipt.path}.")
    click.echo(f"The ledger stands at {receipt.head[:8]} ({receipt.seq} entries).")
