"""The command ``resolve diff``: who moved which judgement, and what that does to every outcome."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, structure_option, study_option, tell
from bayesnet.errors import StudyError, problem_at, warning_at
from bayesnet.messages.facts import Fact, items
from bayesnet.rounding import steady

if TYPE_CHECKING:
    import pandas as pd

    from bayesnet.answers.judgement_effects import JudgementEffects
    from elicitation.record.frozen import Frozen
    from elicitation.versions.history import Difference


@click.command()
@click.argument("before", type=int, metavar="A")
@click.argument("after", type=int, metavar="B")
@click.option("--scenario", default="", metavar="NAME", help="Default: the reference scenario.")
@structure_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json", "markdown"]),
    default="text",
    help="How the answer is printed.",
    show_default=True,
)
@study_option
@refusing
def diff(before: int, after: int, scenario: str, structure: str, form: str, folder: Path) -> None:
    """Say who moved which judgement from version A to B.

    With each move comes what it does to the outcomes when it alone is made, and below what all do
    together: exactly, under one scenario and structure.
    """
    from bayesnet.cli.show import publish  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.versions.history import difference, sentences  # noqa: PLC0415

    files = snapshot(folder).files
    found = difference(_version(folder, files, before), _version(folder, files, after))
    moves = _moves(folder, found, scenario, structure)
    told = {} if moves is None else {(m.expert, m.question): _said(m.changes) for m in moves.moves}
    said = sentences(found, told)
    if form == "csv":
        click.echo(_frame(found, moves).to_csv(index=False, lineterminator="\n"), nl=False)
        return
    if form == "text" or moves is None:
        click.echo("\n".join(said) + "\n" * (moves is not None))  # a line a sentence, not wrapped
        said = ()
    if moves is not None:
        rest = {"sentences": list(said), "before": moves.before, "after": moves.after}
        under = f"Together, in the pool, under '{moves.provenance.scenario}':"
        table = dataclasses.replace(moves.table(), above=[*said, under])
        rows = partial(_frame, found, moves, index="expert")
        publish(form, table, rows, moves.provenance, moves.notice, rest)


def _version(folder: Path, files: Mapping[str, bytes], number: int) -> Frozen:
    from bayesnet.folder.versions import priors_versions  # noqa: PLC0415
    from elicitation.record.frozen import read_frozen  # noqa: PLC0415

    path = f"priors/{number:04d}.json"
    if path not in files:
        known = priors_versions(folder)
        code = "people.no-version" if known else "people.no-version-yet"
        facts: dict[str, Fact] = {"version": number, "known": items(known)}
        raise StudyError([problem_at("priors", "", code, **facts)])
    frozen, problems = read_frozen(files[path], file=path)
    if frozen is None:
        raise StudyError(problems)
    return frozen


def _moves(
    folder: Path, found: Difference, scenario: str, structure: str
) -> JudgementEffects | None:
    """Return the moves' effects, or None and a note that says why there are none."""
    from bayesnet.answers.judgement_effects import effect_of_moves  # noqa: PLC0415
    from bayesnet.folder.reading import open_study  # noqa: PLC0415
    from bayesnet.study.named import known_structure, named_scenario  # noqa: PLC0415
    from bayesnet.study.view import StudyView  # noqa: PLC0415

    try:
        study, _ = open_study(folder, str(found.before))
        later, _ = open_study(folder, str(found.after))
    except StudyError as refusal:  # the model of today does not fit a version of then
        why = dataclasses.replace(refusal.problems[0], severity="warning")
        tell([warning_at("", "", "people.effects-left-out"), why])
        return None
    name = scenario or study.book.reference
    if not name:
        tell([warning_at("", "", "people.effects-outcomes-left-out-no")])
        return None
    view = StudyView(study, known_structure(study, structure, "--structure"))
    moved = dict.fromkeys((change.expert, change.question) for change in found.changes)
    return effect_of_moves(
        view, later.priors, named_scenario(study.book, name, "--scenario"), moved
    )


def _said(changes: Mapping[str, float]) -> str:
    """Return the changes that show, largest first: ``P(miscalculation) +0.012``."""
    from bayesnet.answers.whatif import SAME  # noqa: PLC0415
    from bayesnet.kinds import CHANGE, TYPED  # noqa: PLC0415

    moving = (name for name in changes if abs(changes[name]) >= SAME)
    shown = sorted(moving, key=lambda name: -steady(abs(changes[name])))
    return (
        ", ".join(f"P({name}) {CHANGE.text(changes[name], TYPED)}" for name in shown)
        or "no outcome moves"
    )


def _frame(
    found: Difference, moves: JudgementEffects | None, index: str | None = None
) -> pd.DataFrame:
    """Return the changed answers, with a column for the effect of each move on each outcome."""
    from elicitation.versions.history import difference_frame  # noqa: PLC0415

    frame = difference_frame(found)
    if moves is None:
        return frame
    effects = {(move.expert, move.question): move.changes for move in moves.moves}
    keys = list(zip(frame["expert"], frame["question"], strict=True))
    for outcome in moves.outcomes:
        column = [effects.get(key, {}).get(outcome.id, float("nan")) for key in keys]
        frame[f"effect_{outcome.id}"] = column
    return frame if index is None else frame.set_index(index)
