"""What ``resolve check`` says of the model's files: all that is wrong or doubtful in them."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.adversary.knife_edge import knife_edges
from bayesnet.errors import Problem, StudyError
from bayesnet.folder.reading import load_study, still_to_ask
from bayesnet.plurals import many
from bayesnet.study.expressible import inexpressible
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView


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
    return study, (*problems, *more, *(knife_edges(study) if study else ()))


def summary(study: Study, notes: int) -> str:
    """Return the sentence about a sound study."""
    diagram = study.diagram
    # Placeholders are nobody's judgement, whoever wrote them down.
    experts = f" with {many(len(study.priors.experts), 'expert')}" if study.priors.number else ""
    return (
        f"{diagram.id} is sound: {many(len(diagram.decisions), 'decision')}, "
        f"{many(len(diagram.chance), 'uncertain node')}, {many(len(diagram.utilities), 'value')}; "
        f"{many(len(study.structures), 'structure')}, "
        f"{many(len(study.book.scenarios), 'scenario')}, "
        f"{many(len(study.propositions), 'proposition')}; "
        f"{_numbers(study)}{experts}. {many(notes, 'note')}."
    )


def _numbers(study: Study) -> str:
    """Return whose numbers there are, and which are still to be asked."""
    bare = study.unanswered
    if not bare:
        return study.priors.name
    there = f"{study.priors.name}; " if any(study.priors.judgements.values()) else ""
    return f"{there}numbers still to be asked: {', '.join(bare)}"


def ask_again(study: Study) -> bool:
    """Print what pgmpy answers to every scenario, and return whether it agrees.

    Raises StudyError while numbers are still to be asked.
    """
    from bayesnet.formats.second_opinion import second_opinion  # noqa: PLC0415

    if study.unanswered:
        raise StudyError([still_to_ask(study)])
    click.echo("Asking pgmpy, scenario by scenario:", nl=False, err=True)
    opinion = second_opinion(
        StudyView(study),
        lambda name: click.echo(f" {name}", nl=False, err=True),
    )
    click.echo("", err=True)
    click.echo(opinion.sentence())
    return opinion.agrees
