"""The command ``resolve questions``: every question with its wording, in the order it is asked."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import format_option, refusing, study_option
from bayesnet.plurals import many
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    from elicitation.study import Elicitation


@click.command()
@click.option("--expert", default="", metavar="ID", help="Only what that expert is asked.")
@click.option("--node", default="", metavar="NAME", help="Only the questions on that node.")
@format_option
@study_option
@refusing
def questions(expert: str, node: str, form: str, folder: Path) -> None:
    """List the questions with their wording, in order.

    Of each node direction and rank come first, then the numbers, then the checks. With --format
    csv or json every question comes with the definitions of what it names.
    """
    from bayesnet.answers.provenance import provenance  # noqa: PLC0415
    from bayesnet.cli.show import publish  # noqa: PLC0415
    from elicitation.questionnaire.questions import questions_table  # noqa: PLC0415
    from elicitation.study import known_expert, known_node, open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    known_expert(opened, expert)
    known_node(opened, node)
    asked = [q for q in opened.asked(expert) if node in ("", q.parameter.node)]
    minutes = sum(q.seconds for q in asked) / 60
    numbers = sum(q.numbers for q in asked)
    total = f"{many(len(asked), 'question')}, {many(numbers, 'number')}, about {minutes:.0f} min."
    # Of one type, a distribution's hint says more than a plain number's: it comes last and stays.
    told = sorted(asked, key=lambda q: q.parameter.kind == "distribution")
    hints = {q.type: q.wording.hint for q in told if q.wording.hint}
    table = questions_table(asked)
    below = [*(f"{name}: {hint}" for name, hint in hints.items()), *_settled(opened, node), total]
    source = provenance(StudyView(opened.study))
    publish(form, dataclasses.replace(table, below=below), table.frame, source)


def _settled(opened: Elicitation, node: str) -> list[str]:
    """Return a sentence on the rows that the model fixes and nobody is asked about, if any."""
    from bayesnet.plurals import listed  # noqa: PLC0415

    rows = [p for p in opened.settled if node in ("", p.node)]
    nodes = listed(list(dict.fromkeys(p.node for p in rows)))
    if not rows:
        return []
    return [f"Not asked: {many(len(rows), 'row')} of {nodes} that model.toml fixes at 0 and 1."]
