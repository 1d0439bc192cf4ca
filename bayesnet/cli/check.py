"""What ``resolve check`` says of the model's files: all that is wrong or doubtful in them."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.folder import load_study
from bayesnet.errors import Problem
from bayesnet.expressible import inexpressible
from bayesnet.study import Study


def found_in(folder: Path, priors: str) -> tuple[Study | None, tuple[Problem, ...]]:
    """Return the study, None if it is not sound, and all problems, of its structures too."""
    study, problems = load_study(folder, priors)
    more = [
        problem
        for structure in (list(study.structures.values())[1:] if study else ())
        for problem in inexpressible(
            structure.diagram,
            structure.cpds,
            study.propositions if study else (),
            file=f"structures/{structure.id}.toml",
        )
    ]
    return study, (*problems, *more)


def summary(study: Study, notes: int) -> str:
    """Return the sentence about a sound study."""
    diagram = study.diagram
    return (
        f"{diagram.id} is sound: {len(diagram.decisions)} decisions, {len(diagram.chance)} "
        f"uncertain nodes, {len(diagram.utilities)} values; {len(study.structures)} structures, "
        f"{len(study.book.scenarios)} scenarios, {len(study.propositions)} propositions; "
        f"{study.priors.name} with {len(study.priors.experts)} experts. "
        f"{notes} {'note' if notes == 1 else 'notes'}."
    )


def ask_again(study: Study) -> bool:
    """Print what pgmpy answers to every scenario, and return whether it agrees."""
    from bayesnet.formats.second_opinion import second_opinion  # noqa: PLC0415

    click.echo("Asking pgmpy, scenario by scenario:", nl=False, err=True)
    opinion = second_opinion(
        study, study.diagram.structure, lambda name: click.echo(f" {name}", nl=False, err=True)
    )
    click.echo("", err=True)
    click.echo(opinion.sentence())
    return opinion.agrees
