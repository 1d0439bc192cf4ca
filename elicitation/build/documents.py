"""Put a study's report together: answers, records, pictures and the author's own texts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from bayesnet.answers.judgement_effects import JudgementEffects, effect_of_moves
from bayesnet.errors import Problem, StudyError, errors_in
from bayesnet.folder.hashes import report_hashes
from bayesnet.folder.reading import open_study
from bayesnet.folder.versions import priors_versions
from bayesnet.formats.pgmpy_bridge import installed
from bayesnet.formats.second_opinion import NO_PGMPY
from bayesnet.formats.second_opinion import second_opinion as ask
from bayesnet.study.named import named_scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.layout_file import kept_in
from diagrams.report.blocks import Document
from diagrams.report.compose import compose
from diagrams.report.figures import Sources, figures
from diagrams.report.gather import gather
from diagrams.report.inquiry import DRAWS
from diagrams.report.material import Material
from diagrams.report.people import ElicitationRecord, Pool
from elicitation.build.outline import outline_in
from elicitation.classical.seeds import SEEDS
from elicitation.plan.protocol import FILE as PLAN
from elicitation.questionnaire.lexicons import USUAL, lexicons
from elicitation.reporting.annex import Annexed, annex
from elicitation.reporting.export import small_panel_warnings
from elicitation.store.private import roster
from elicitation.store.recording import snapshot
from elicitation.study import Elicitation, open_elicitation
from elicitation.versions.pooling import PoolRow, compare_pools


def study_document(
    folder: Path,
    study: Study,
    *,
    shown: str = "",
    second_opinion: bool = True,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Document, tuple[Problem, ...]]:
    """Return the report on a study and what its author must know; raises StudyError.

    shown: the scenario to be told at length; the one furthest from its comparison if empty.
    draws, seed: of the worlds that ranges come from; no draws for no ranges but the experts'.
    """
    if shown:
        named_scenario(study.book, shown)
    problems: list[Problem] = []
    opened = _elicitation(folder, problems)
    outline = outline_in(folder, opened.plan if opened else None, problems)
    if outline is None or errors_in(problems):
        raise StudyError(problems)
    lexicon = lexicons()[opened.plan.lexicon if opened else USUAL]
    earlier = earlier_studies(folder, study)
    moves = _moves(study, earlier)
    record = _record(folder, study, opened, moves) if opened else None
    opinion = ""
    if second_opinion and study.book.scenarios:
        if installed():
            progress("second opinion from pgmpy")
            opinion = ask(StudyView(study)).sentence()
        else:
            problems.append(dataclasses.replace(NO_PGMPY, severity="warning"))
    answers = gather(
        study, shown=shown, second_opinion=opinion, draws=draws, seed=seed, progress=progress
    )
    pools, notes = _pools(study)
    progress("pictures")
    inputs = report_hashes(folder)
    sources = Sources(
        study=study,
        shown=answers.shown,
        earlier=earlier,
        inputs=inputs,
        kept=kept_in(folder),
        inquiry=answers.inquiry,
    )
    material = Material(
        answers=answers,
        record=record,
        figures=figures(sources),
        pools=pools,
        pool_notes=notes,
        moves=moves,
        lexicon=lexicon,
        outline=outline,
        inputs=inputs,
    )
    return compose(material), tuple(problems)


def _elicitation(folder: Path, problems: list[Problem]) -> Elicitation | None:
    """Return the plan and its questions, None without a plan; the model's warnings are known."""
    if not (folder / PLAN).exists():
        return None
    try:
        opened, found = open_elicitation(folder)
    except StudyError as refusal:
        problems += refusal.problems
        return None
    problems += [problem for problem in found if problem.place.file in (PLAN, SEEDS)]
    problems += small_panel_warnings(opened.plan, "in-report")
    return opened


def earlier_studies(folder: Path, study: Study) -> tuple[Study, ...]:
    """Return the study with the version of the priors before its own, none if there is none.

    Nor is there one where the model of today asks what that version does not answer.
    """
    before = [number for number in priors_versions(folder) if number < study.priors.number]
    if not before:
        return ()
    try:
        return (open_study(folder, str(before[-1]))[0],)
    except StudyError:
        return ()


def _moves(study: Study, earlier: Sequence[Study]) -> JudgementEffects | None:
    """Return what the answers that changed since the version before do to the outcomes."""
    if not earlier or not study.book.reference:
        return None
    before = earlier[-1]
    moved = [
        (expert, key)
        for expert, own in study.priors.judgements.items()
        for key, judgement in own.items()
        if before.priors.judgements.get(expert, {}).get(key) != judgement
    ]
    reference = study.book.full(study.book.reference)
    return effect_of_moves(StudyView(before), study.priors, reference, moved)


def _record(
    folder: Path, study: Study, opened: Elicitation, moves: JudgementEffects | None
) -> ElicitationRecord:
    effects = {(move.expert, move.question): move.changes for move in moves.moves} if moves else {}
    about = Annexed(
        plan=opened.plan,
        questions=opened.asked(),
        labels=study.labels,
        version=study.priors.number,
        people=roster(folder),
        effects=effects,
    )
    return annex(snapshot(folder), about)


def _pools(study: Study) -> tuple[tuple[Pool, ...], tuple[str, ...]]:
    """Return every pool of the outcomes, and the rule of record with each expert left out."""
    if len(study.priors.experts) == 1 or not study.book.reference:
        return (), ()
    reference = study.book.full(study.book.reference)
    found = compare_pools(StudyView(study), reference)
    by_label: dict[str, list[PoolRow]] = {}
    for row in (*found.rows, *found.left_out):
        by_label.setdefault(row.pool, []).append(row)
    left = {row.pool: row.pool.removeprefix("without ") for row in found.left_out}
    pools = tuple(
        Pool(
            label=label,
            record=rows[0].record,
            without=left.get(label, ""),
            rows_first=tuple(row.rows_first for row in rows),
            answers_first=tuple(row.answers_first for row in rows),
        )
        for label, rows in by_label.items()
    )
    return pools, found.notes
