"""The command ``resolve performance``: how experts did on questions with known answers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.cli.options import format_option, refusing, study_option, tell
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.messages.terminal import terminal
from bayesnet.study.view import StudyView
from elicitation.classical.performance import Performance
from elicitation.plan.weighing import performance_of
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from elicitation.study import Elicitation, open_elicitation

SMALL = 0.001


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
    frame = done.frame() if form in ("csv", "json") else None
    sheet = sheet_of(done, opened.plan.rule.weighting, told, opened.study.diagram.notice)
    publish(
        form,
        sheet,
        frame,
        told,
        {"notes": [terminal().phrase(warning) for warning in done.warnings()]},
    )


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


def sheet_of(done: Performance, weighting: str, told: Provenance, notice: str) -> Sheet:
    """Return a row for each expert, then one for each decision maker."""
    model, weights = done.model, done.weights
    experts = [
        [
            expert,
            f"{model.counts[index].sum():.0f}",
            _score(model.calibration[index]),
            f"{model.information[index]:.2f}",
            _score(model.calibration[index] * model.information[index]),
            f"{done.crps[index]:.3f}",
            f"{weights[expert]:.3f}",
        ]
        for index, expert in enumerate(model.assessment.experts)
    ]
    makers = [
        [
            maker.name,
            f"{model.assessment.number}",
            _score(maker.calibration),
            f"{maker.information:.2f}",
            _score(maker.combined),
            "",
            "",
        ]
        for maker in done.makers
    ]
    return Sheet(
        heads=["", "Seeds", "Calibration", "Information", "Product", "CRPS", "Weight"],
        rows=[*experts, *makers],
        right=frozenset(range(1, 7)),
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
        footer=below(told, notice),
    )


def _score(value: float) -> str:
    return f"{value:.3f}" if value >= SMALL or not value else f"{value:.0e}"
