"""The command ``resolve check``: everything that is wrong or doubtful in a study's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.check import ask_again, found_in, summary
from bayesnet.cli.options import BAD_INPUT, priors_option, refusing, study_option, tell
from bayesnet.errors import Problem, StudyError, errors_in, warning_at
from bayesnet.plurals import many
from bayesnet.study.study import Study

if TYPE_CHECKING:
    from elicitation.rounds.rule_of_record import RuleOfRecord


@click.command()
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Answer every node of every scenario with pgmpy too, and print the largest difference.",
)
@priors_option
@study_option
@refusing
def check(second_opinion: bool, priors: str, folder: Path) -> None:
    """Validate the whole study, all problems at once.

    Model, structures, scenarios, propositions, priors, plan, seed questions, the report's texts and
    the record. The exit code is 2 if anything has to be mended.
    """
    study, problems = found_in(folder, priors)
    problems = (*problems, *(p for p in _of_people(folder, study) if p not in problems))
    tell(problems)
    count = len(errors_in(problems))
    if study is None or count:
        click.echo(f"{many(count, 'problem')} to mend.", err=True)
        raise SystemExit(BAD_INPUT)
    click.echo(summary(study, len(problems)))
    if second_opinion and not ask_again(study):
        raise SystemExit(BAD_INPUT)


def _of_people(folder: Path, study: Study | None) -> Iterator[Problem]:
    """Yield what is wrong in the files about people; without a sound model in those about none."""
    from elicitation.build.outline import outline_in  # noqa: PLC0415
    from elicitation.checks.signs import against_signs  # noqa: PLC0415
    from elicitation.plan.protocol import FILE as PLAN  # noqa: PLC0415
    from elicitation.questionnaire.directions import falling_nodes  # noqa: PLC0415
    from elicitation.rounds.rule_of_record import rule_of  # noqa: PLC0415
    from elicitation.study import plan_in, seeds_in  # noqa: PLC0415

    problems: list[Problem] = []
    plan = None
    if study is not None and not (folder / PLAN).exists():
        problems.append(warning_at(PLAN, "", "people.study-no-such-file-nobody"))
    elif study is not None:
        plan = plan_in(folder, study, problems)
        stated = plan.questions.falling if plan else ()
        problems += against_signs(study, falling_nodes(study.diagram, study.cpds, stated))
    seeds = seeds_in(folder, problems)
    outline_in(folder, plan, problems)
    yield from problems
    yield from _of_records(folder, study, rule_of(plan, seeds) if plan else None)


def _of_records(folder: Path, study: Study | None, rule: RuleOfRecord | None) -> Iterator[Problem]:
    """Yield what is damaged in the record, as every command that reads it would say.

    Of a whole one, what its newest version and the model understand otherwise, and whether the rule
    of record is still what it was fixed as.
    """
    from elicitation.rounds.rule_of_record import rule_problems  # noqa: PLC0415
    from elicitation.store.modes import readable_by_others  # noqa: PLC0415
    from elicitation.store.recorded import entries_of, recorded_responses  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.versions.edited_model import unlike_model  # noqa: PLC0415

    problems: list[Problem] = []
    try:
        taken = snapshot(folder)
        problems += taken.problems
        entries = entries_of(taken)
        recorded_responses(taken, entries, problems)
        problems += rule_problems(entries, rule) if rule else ()
        problems += unlike_model(taken, entries, study) if study else ()
        problems += readable_by_others(folder)
    except StudyError as refusal:
        problems += refusal.problems
    yield from problems
