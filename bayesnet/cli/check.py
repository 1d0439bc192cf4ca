"""The command ``resolve check``: everything that is wrong or doubtful in a study's files."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.folder import load_study
from bayesnet.cli.options import BAD_INPUT, priors_option, refusing, study_option, tell
from bayesnet.errors import errors_in
from bayesnet.expressible import inexpressible
from bayesnet.plurals import many


@click.command()
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Answer every node of every scenario with pgmpy too, and print the largest difference.",
)
@priors_option
@study_option
@refusing
def check(second_opinion: bool, priors: str, folder: Path) -> None:
    """Validate the whole study, all problems at once.

    The exit code is 2 if anything has to be mended.
    """
    study, problems = load_study(folder, priors)
    if study is None:
        count = len(errors_in(problems))
        tell(problems)
        click.echo(f"{count} {'problem' if count == 1 else 'problems'} to mend.", err=True)
        raise SystemExit(BAD_INPUT)
    warnings = list(problems)
    for structure in list(study.structures.values())[1:]:
        warnings += inexpressible(
            structure.diagram,
            structure.cpds,
            study.propositions,
            file=f"structures/{structure.id}.toml",
        )
    tell(warnings)
    diagram = study.diagram
    # Placeholders are nobody's judgement, whoever wrote them down.
    experts = f" with {many(len(study.priors.experts), 'expert')}" if study.priors.number else ""
    click.echo(
        f"{diagram.id} is sound: {many(len(diagram.decisions), 'decision')}, "
        f"{many(len(diagram.chance), 'uncertain node')}, {many(len(diagram.utilities), 'value')}; "
        f"{many(len(study.structures), 'structure')}, "
        f"{many(len(study.book.scenarios), 'scenario')}, "
        f"{many(len(study.propositions), 'proposition')}; "
        f"{study.priors.name}{experts}. {many(len(warnings), 'note')}."
    )
    if second_opinion:
        from bayesnet.formats.second_opinion import second_opinion as ask  # noqa: PLC0415

        click.echo("Asking pgmpy, scenario by scenario:", nl=False, err=True)
        opinion = ask(
            study, diagram.structure, lambda name: click.echo(f" {name}", nl=False, err=True)
        )
        click.echo("", err=True)
        click.echo(opinion.sentence())
        if not opinion.agrees:
            raise SystemExit(BAD_INPUT)
