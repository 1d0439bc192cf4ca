"""The command ``resolve workbook``: an expert's form as a spreadsheet to fill in offline."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.errors import Refused


@click.command()
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "number", required=True, type=int, metavar="N", help="The round.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Default: EXPERT-rN.xlsx."
)
@study_option
@refusing
def workbook(expert: str, number: int, out: Path | None, folder: Path) -> None:
    """Write an expert's form as a spreadsheet.

    There is a sheet for each node; from the second round on the expert's own answers so far stand
    in it. It comes back through 'resolve submit FILE.xlsx'.
    """
    from elicitation.cli.study import clock, open_elicitation  # noqa: PLC0415
    from elicitation.form_sheet import csv_form  # noqa: PLC0415
    from elicitation.form_workbook import Occasion, form_workbook  # noqa: PLC0415
    from elicitation.recorded import current_answers  # noqa: PLC0415
    from elicitation.store import snapshot  # noqa: PLC0415
    from elicitation.store_export import write_file  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    plan, diagram = opened.plan, opened.study.diagram
    refusals = plan.entry_problems(expert, number)
    if refusals:
        raise Refused(refusals)
    asked = opened.asked(expert)
    own = current_answers(snapshot(folder)).get(expert, {}) if number > 1 else {}
    occasion = Occasion(
        study=diagram.id,
        title=diagram.title,
        question=diagram.question,
        notice=diagram.notice if diagram.illustrative else "",
        expert=expert,
        number=number,
        unit=plan.unit,
        model_sha256=opened.study.model_sha256,
        labels=diagram.labels,
    )
    target = out or Path(f"{expert}-r{number}.xlsx")
    text = csv_form(asked, plan.unit, own)
    write_file(target, form_workbook(text, opened.questions_to(expert), occasion, at=clock()))
    again = f", {len(own)} with the expert's own answers" if own else ""
    click.echo(f"Written to {target}: {len(asked)} questions in {plan.unit}{again}.")
