"""The command ``resolve propositions``: which claims hold, for whom, under which structure."""

from __future__ import annotations

import click

from bayesnet.answers.proposition_results import Finding, PropositionResults, proposition_results
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.errors import StudyError, problem_at


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
    examination = proposition_results(view.study, structures)
    frame = examination.frame() if form in ("csv", "json") else None
    sheet = sheet_of(examination, view.study.diagram.notice)
    publish(form, sheet, frame, examination.provenance)


def sheet_of(examination: PropositionResults, notice: str) -> Sheet:
    """Return a row for each proposition, a column for each structure."""
    structures = list(dict.fromkeys(finding.structure for finding in examination.findings))
    cells: dict[str, dict[str, Finding]] = {}
    for finding in examination.findings:
        cells.setdefault(finding.proposition.id, {})[finding.structure] = finding
    rows = [
        [name, next(iter(row.values())).proposition.text, *(_verdict(row[s]) for s in structures)]
        for name, row in cells.items()
    ]
    totals = [
        f"{sum(f.holds[0] for f in examination.findings if f.structure == s)} of {len(cells)}"
        for s in structures
    ]
    experts = len(examination.worlds) - 1
    whose = f" yes/no: the pool; n/{experts}: experts." if experts > 1 else ""
    dissent = [line for line in (_dissent(examination, w) for w in range(1, experts + 1)) if line]
    dissent = dissent if experts > 1 else []
    return Sheet(
        heads=["", "Proposition", *structures],
        rows=[*rows, ["", "Holding in the pool" if experts > 1 else "Holding", *totals]],
        above=[f"Does the model say what the article says?{whose}"],
        below=[*(["Failing by expert:"] if dissent else []), *dissent],
        footer=below(examination.provenance, notice),
    )


def _verdict(finding: Finding) -> str:
    said, own = "yes" if finding.holds[0] else "NO", finding.holds[1:]
    return f"{said} {sum(own)}/{len(own)}" if len(own) > 1 else said


def _dissent(examination: PropositionResults, world: int) -> str:
    parts = []
    for structure in dict.fromkeys(finding.structure for finding in examination.findings):
        failing = [
            finding.proposition.id
            for finding in examination.findings
            if finding.structure == structure and not finding.holds[world]
        ]
        if failing:
            parts.append(f"{structure}: {', '.join(failing)}")
    return f"  {examination.worlds[world]}: {'; '.join(parts)}" if parts else ""
