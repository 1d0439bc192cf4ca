"""The command ``resolve performance``: how experts did on questions with known answers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.cli.options import format_option, refusing, study_option, tell
from bayesnet.cli.show import publish
from bayesnet.messages.terminal import terminal
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable
from elicitation.classical.performance import Performance
from elicitation.plan.weighing import performance_of
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from elicitation.study import Elicitation, open_elicitation


@click.command()
@format_option
@study_option
@refusing
def performance(form: str, folder: Path) -> None:
    """Score the experts on the seed questions.

    By Cooke's classical model: calibration, information and weight of every expert, and the
    decision makers that can be made of them, equal weights first. Needs seeds.toml and recorded
    answers to it.
    """
    opened, done, told = performed(folder)
    table = _with_notes(done, opened.plan.rule.weighting)
    rest = {"notes": [terminal().phrase(warning) for warning in done.warnings()]}
    publish(form, table, done.frame, told, opened.study.diagram.notice, rest)


def performed(folder: Path) -> tuple[Elicitation, Performance, Provenance]:
    """Return what was opened, how the experts did by their standing answers, and from what."""
    opened, _ = open_elicitation(folder)
    answers = current_answers(snapshot(folder))
    standing = {expert: answers.get(expert, {}) for expert in opened.plan.experts}
    done, warnings = performance_of(opened.plan, standing, opened.seeds)
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


def _with_notes(done: Performance, weighting: str) -> ResultTable:
    return dataclasses.replace(
        done.table(),
        above=["Experts, and the decision makers that combine them, on the seed questions"],
        below=[
            f"Weight: calibration x information, at the cut-off {done.record.cut_off:.3g}. "
            + (
                "It is that of record."
                if weighting == "performance"
                else f"It is not that of record: elicitation.toml says weights are {weighting}."
            ),
            "Calibration: how probable so bad a fit is by chance, 1 the best. Information: nats "
            "against the range of all answers. CRPS: in shares of that range, less is better.",
            *(f"Note: {terminal().phrase(warning)}" for warning in done.warnings()),
        ],
    )
