"""Put a study's report together: answers, records, pictures and the author's own texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bayesnet.cli.folder import named_scenario, read_text
from bayesnet.cli.inputs import input_hashes
from bayesnet.errors import Problem, Refused, errors_in
from bayesnet.formats.second_opinion import second_opinion as ask
from bayesnet.study import Study
from diagrams.report.blocks import Document
from diagrams.report.compose import SECTIONS, compose, most_moved
from diagrams.report.figures import figures
from diagrams.report.gather import gather
from diagrams.report.material import Material
from diagrams.report.outline import FILE, Outline, read_outline
from diagrams.report.people import ElicitationRecord
from elicitation.annex import annex
from elicitation.lexicons import USUAL, lexicons
from elicitation.protocol import ElicitationPlan, read_plan
from elicitation.store import PLAN, snapshot


def study_document(
    folder: Path,
    study: Study,
    *,
    shown: str = "",
    second_opinion: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Document, tuple[Problem, ...]]:
    """Return the report on a study and what its author must know; raises Refused.

    shown: the scenario to draw in full; the one furthest from its comparison if empty.
    """
    if shown:
        named_scenario(study.book, shown)
    problems: list[Problem] = []
    outline = _outline(folder, problems)
    plan = _plan(folder, study, problems)
    if outline is None or errors_in(problems):
        raise Refused(problems)
    record = _record(folder, study, plan) if plan else None
    opinion = ""
    if second_opinion and study.book.scenarios:
        progress("second opinion from pgmpy")
        opinion = ask(study, study.diagram.structure).sentence()
    answers = gather(study, second_opinion=opinion, progress=progress)
    progress("pictures")
    inputs = input_hashes(folder)
    material = Material(
        answers=answers,
        record=record,
        figures=figures(answers, shown or most_moved(answers), inputs),
        lexicon=lexicons()[plan.lexicon if plan else USUAL],
        outline=outline,
        inputs=inputs,
    )
    return compose(material), tuple(problems)


def _outline(folder: Path, problems: list[Problem]) -> Outline | None:
    if not (folder / FILE).exists():
        return Outline()
    text = read_text(folder, FILE, problems)
    if text is None:
        return None
    outline, found = read_outline(text, SECTIONS)
    problems += found
    return outline


def _plan(folder: Path, study: Study, problems: list[Problem]) -> ElicitationPlan | None:
    if not (folder / PLAN).exists():
        return None
    text = read_text(folder, PLAN, problems)
    if text is None:
        return None
    plan, found = read_plan(text, list(study.diagram.chance))
    problems += found
    return plan


def _record(folder: Path, study: Study, plan: ElicitationPlan) -> ElicitationRecord:
    asked = tuple(p for cpd in study.cpds.values() if cpd.asked for p in cpd.parameters())
    return annex(snapshot(folder), plan, asked, study.diagram.labels, study.priors.number)
