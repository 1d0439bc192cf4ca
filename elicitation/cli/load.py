"""The command ``resolve load``: what the plan costs every panel and expert, and what to drop."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import format_option, refusing, study_option
from bayesnet.errors import StudyError, problem_at
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    from elicitation.study import Elicitation


@click.command()
@click.option(
    "--split", "panels", type=click.IntRange(1, 20), metavar="N", help="Propose N panels."
)
@format_option
@study_option
@refusing
def load(panels: int | None, form: str, folder: Path) -> None:
    """Count judgements and minutes, per panel and expert.

    What is over the budget of elicitation.toml is said with what to drop: nodes that move the
    outcomes least first, the core never.
    """
    from bayesnet.answers.provenance import provenance  # noqa: PLC0415
    from bayesnet.answers.screening import screen  # noqa: PLC0415
    from bayesnet.cli.show import publish  # noqa: PLC0415
    from elicitation.plan.load import load_plan  # noqa: PLC0415
    from elicitation.study import open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    if panels and form != "table":
        raise StudyError([problem_at("", "--format", "people.split-prints-lines-elicitation-toml")])
    if panels:
        _propose(opened, panels)
        return
    diagram = opened.study.diagram
    effects = {
        e.node: e.largest for e in screen(StudyView(opened.study, diagram.structure)).of("table")
    }
    found = load_plan(opened.plan, opened.asked(), opened.study.cpds, effects)
    below = [*found.sentences(), *found.advice, "Minutes are planning estimates."]
    table = dataclasses.replace(found.table(), below=below)
    origin = provenance(StudyView(opened.study, diagram.structure))
    publish(form, table, found.frame, origin, rest={"advice": list(found.advice)})


def _propose(opened: Elicitation, panels: int) -> None:
    from elicitation.plan.load import split  # noqa: PLC0415

    dealt, minutes = split(opened.asked(), panels)
    click.echo(f"# {panels} panels of even load: at most about {minutes:.0f} min each.")
    for index, nodes in enumerate(dealt, 1):
        names = ", ".join(f'"{node}"' for node in nodes)
        click.echo(f'\n[panel.p{index}]\nlabel = "Panel {index}"\nnodes = [{names}]')
