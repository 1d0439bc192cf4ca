"""The command ``resolve performance``: how experts did on questions with known answers."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.cli.options import format_option, refusing, study_option, tell
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, unplaced
from bayesnet.messages.terminal import terminal
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalRule
from elicitation.classical.performance import Performance, perform
from elicitation.cli.classical_tables import (
    TABLES,
    discrepancy_table,
    robustness_table,
    validation_table,
)
from elicitation.plan.weighing import performance_of
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from elicitation.study import Elicitation, open_elicitation

if TYPE_CHECKING:
    from elicitation.classical.excalibur import Exchanged


@click.command()
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default=TABLES[0],
    show_default=True,
    help="robustness: with each expert and seed left out; discrepancy: of each answer from all "
    "others; validation: random experts, and weights on seeds that were held out.",
)
@click.option(
    "--of",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Score Excalibur's FILE.dtt, with FILE.rls beside it, or anduryl's FILE.json.",
)
@click.option(
    "--write",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the answers as FILE.dtt with FILE.rls, or as FILE.json, and score nothing.",
)
@format_option
@study_option
@refusing
def performance(
    table: str, source: Path | None, target: Path | None, form: str, folder: Path
) -> None:
    """Score the experts on the seed questions.

    By Cooke's classical model: calibration, information and weight of every expert, and the
    decision makers that can be made of them, equal weights first. Needs seeds.toml and recorded
    answers to it, or a file of another program.
    """
    if source is None and target is None and table == TABLES[0]:
        opened, done, told = performed(folder)
        scores = _with_notes(done, _whose(opened.plan.rule.weighting))
        rest = {"notes": [terminal().phrase(warning) for warning in done.warnings()]}
        publish(form, scores, done.frame, told, opened.study.diagram.notice, rest)
        return
    from elicitation.cli.exchange import read_exchanged, write_exchanged  # noqa: PLC0415

    rule = ClassicalRule()
    if source is not None:
        exchanged = read_exchanged(source)
    else:
        exchanged, rule = _of_study(folder)
    if target is not None:
        written = write_exchanged(target, exchanged)
        click.echo(f"Written: {', '.join(map(str, written))}.")
        return
    result = _table(table, exchanged.assessment, rule)
    publish(form, result, result.frame)


def _of_study(folder: Path) -> tuple[Exchanged, ClassicalRule]:
    """Return the seed questions with the answers that stand, as other programs keep them."""
    opened, done, _ = performed(folder)
    seeds = opened.seeds.seeds if opened.seeds else ()
    texts = {seed.id: f"{seed.text} ({seed.unit})" for seed in seeds}
    assessment = done.model.assessment
    questions = tuple(texts[item] for item in assessment.items)
    return Exchanged(assessment=assessment, questions=questions), opened.plan.classical


def _table(table: str, assessment: Assessment, rule: ClassicalRule) -> ResultTable:
    if table == TABLES[0]:
        try:
            return _with_notes(perform(assessment, rule))
        except ValueError as error:
            raise StudyError([unplaced("seed.not-to-be-scored", reason=str(error))]) from error
    tables = {
        "robustness": robustness_table,
        "discrepancy": discrepancy_table,
        "validation": validation_table,
    }
    return tables[table](assessment, rule)


def performed(folder: Path) -> tuple[Elicitation, Performance, Provenance]:
    """Return what was opened, how the experts did by their standing answers, and from what."""
    opened, _ = open_elicitation(folder)
    answers = current_answers(snapshot(folder))
    standing = {expert: answers.get(expert, {}) for expert in opened.plan.experts}
    done, warnings = performance_of(opened.plan, standing, opened.seeds, lenient=True)
    tell(warnings)
    return opened, done, _provenance(opened, done)


def _provenance(opened: Elicitation, done: Performance) -> Provenance:
    """Return where the scores come from: recorded answers and seeds, not a frozen version."""
    return dataclasses.replace(
        provenance(StudyView(opened.study)),
        priors="answers to seeds.toml",
        priors_sha256=opened.seeds.sha256 if opened.seeds else "",
        experts=len(done.model.assessment.experts),
        pooling=opened.plan.rule.label,
        weighting=opened.plan.rule.weighting,
    )


def _whose(weighting: str) -> str:
    """Say whether the scores' weights are those of record."""
    if weighting == "performance":
        return "It is that of record."
    return f"It is not that of record: elicitation.toml says weights are {weighting}."


def _with_notes(done: Performance, record: str = "") -> ResultTable:
    return dataclasses.replace(
        done.table(),
        above=["Experts, and the decision makers that combine them, on the seed questions"],
        below=[
            f"Weight: calibration x information, at the cut-off {done.record.cut_off:.3g}. "
            f"{record}".rstrip(),
            "Calibration: how probable so bad a fit is by chance, 1 the best. Information: nats "
            "against the range of all answers. CRPS: in shares of that range, less is better.",
            *(f"Note: {terminal().phrase(warning)}" for warning in done.warnings()),
        ],
    )
