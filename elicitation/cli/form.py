"""The command ``resolve form``: the form an expert fills in, with every question in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.errors import StudyError, problem_at
from bayesnet.plurals import many

if TYPE_CHECKING:
    from elicitation.intake.workbook import Occasion
    from elicitation.study import Elicitation

KINDS = (".csv", ".json", ".xlsx")


@click.command()
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "round_", required=True, type=int, metavar="N", help="The round.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it: .xlsx, .csv or .json. CSV to the terminal if not given.",
)
@study_option
@refusing
def form(expert: str, round_: int, out: Path | None, folder: Path) -> None:
    """Write the form an expert fills in.

    A spreadsheet (.xlsx) has a sheet for each node. A form holds the expert's own answers so far.
    It comes back through 'resolve submit'.
    """
    from bayesnet.folder.files import write_new  # noqa: PLC0415
    from elicitation.intake.sheet import csv_form, json_form  # noqa: PLC0415
    from elicitation.intake.workbook import form_workbook  # noqa: PLC0415
    from elicitation.rounds.rounds import round_states  # noqa: PLC0415
    from elicitation.store.recorded import current_answers, entries_of  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import clock, open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    refusals = opened.plan.entry_problems(expert, round_)
    if refusals:
        raise StudyError(refusals)
    kind = out.suffix.lower() if out else ".csv"
    if kind not in KINDS:
        raise StudyError([problem_at("", "--out", "people.no-kind-form", kind=kind)])
    taken = snapshot(folder)
    own = opened.answering(current_answers(taken).get(expert, {}))
    asked, unit = opened.asked(expert), opened.plan.unit
    text = json_form(asked, unit, own) if kind == ".json" else csv_form(asked, unit, own)
    if out is None:
        click.echo(text, nl=False)
        return
    content = text.encode("utf-8-sig" if kind == ".csv" else "utf-8")
    if kind == ".xlsx":
        occasion = _occasion(opened, expert, round_)
        content = form_workbook(text, opened.questions_to(expert), occasion, at=clock())
    write_new(out, content, private=True)
    prefilled = sum(p.key in own for question in asked for p in question.parameters)
    again = f", {prefilled} with the expert's own answers" if prefilled else ""
    click.echo(f"Written to {out}: {many(len(asked), 'question')} in {unit}{again}.")
    if round_states(entries_of(taken)).get(round_) == "closed":
        reopen = f"resolve round reopen {round_} --reason TEXT"
        click.echo(f"Round {round_} is closed. Open it again before this comes back: {reopen}")
    click.echo(f"Back it comes with: resolve submit {out} --expert {expert} --round {round_}")


def _occasion(opened: Elicitation, expert: str, number: int) -> Occasion:
    from elicitation.intake.workbook import Occasion  # noqa: PLC0415
    from elicitation.questionnaire.question_words import SEED  # noqa: PLC0415

    diagram = opened.study.diagram
    return Occasion(
        study=diagram.id,
        title=diagram.title,
        question=diagram.question,
        notice=diagram.notice if diagram.illustrative else "",
        expert=expert,
        number=number,
        unit=opened.plan.unit,
        model_sha256=opened.study.model_sha256,
        labels={**opened.study.labels, SEED: "Questions with known answers"},
    )
