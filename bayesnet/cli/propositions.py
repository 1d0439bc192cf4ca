"""The command ``resolve propositions``: which claims hold, for whom, under which structure."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.answers.proposition_results import PropositionResults, proposition_results
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, problem_at
from bayesnet.table import ResultTable


@click.command()
@format_option
@source_options
@refusing
def propositions(form: str, source: Source) -> None:
    """Say which propositions hold, and for whom.

    In the pool, for each expert, under each structure.
    """
    view = opened(source)
    study = view.study
    if not study.propositions:
        raise StudyError([problem_at("propositions.toml", "", "ask.study-declares-none")])
    structures = [view.structure] if source.structure else list(study.structures)
    answer = proposition_results(study, structures)
    publish(form, worded_table(answer), answer.frame, answer.provenance, study.diagram.notice)


def worded_table(examination: PropositionResults) -> ResultTable:
    """Return a row for each proposition, a column for each structure; below, who denies which."""
    experts = len(examination.worlds) - 1
    whose = f" holds or FAILS: the pool; n/{experts}: experts." if experts > 1 else ""
    dissent = [line for line in (_dissent(examination, w) for w in range(1, experts + 1)) if line]
    dissent = dissent if experts > 1 else []
    holding = [
        (s, [f.holds[0] for f in examination.findings if f.structure == s])
        for s in examination.structures
    ]
    totals = ", ".join(f"{s} {sum(pool)} of {len(pool)}" for s, pool in holding)
    return dataclasses.replace(
        examination.by_structure(),
        above=[f"Does the model say what is claimed?{whose}"],
        below=[
            f"Holding{' in the pool' if experts > 1 else ''}: {totals}.",
            *(["Failing by expert:"] if dissent else []),
            *dissent,
        ],
    )


def _dissent(examination: PropositionResults, world: int) -> str:
    parts = []
    for structure in examination.structures:
        failing = [
            finding.proposition.id
            for finding in examination.findings
            if finding.structure == structure and not finding.holds[world]
        ]
        if failing:
            parts.append(f"{structure}: {', '.join(failing)}")
    return f"  {examination.worlds[world]}: {'; '.join(parts)}" if parts else ""
