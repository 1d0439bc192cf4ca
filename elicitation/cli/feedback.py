"""The command ``resolve feedback``: what experts are shown after a round, without names."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import format_option, refusing, study_option, tell
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.messages.remedies import CloseRound, SeeRounds

if TYPE_CHECKING:
    from bayesnet.table import ResultTable
    from elicitation.record.roster import Person
    from elicitation.reporting.feedback import Pack
    from elicitation.study import Record


@click.command()
@click.option("--round", "number", type=int, required=True, metavar="N", help="A closed round.")
@format_option
@study_option
@refusing
def feedback(number: int, form: str, folder: Path) -> None:
    """Hand out a round's ranges and reasons, without names.

    The pack is recorded with its hash, which every later answer names as what its expert saw. Each
    expert's own page, with the expert's own answers, lies in private/feedback.
    """
    from bayesnet.cli.show import publish  # noqa: PLC0415
    from elicitation.record.ledger import sha256_of, spoken  # noqa: PLC0415
    from elicitation.record.responses import answering, standing_judgements  # noqa: PLC0415
    from elicitation.reporting.feedback import (  # noqa: PLC0415
        feedback_pack,
        handing_out,
        write_pack,
    )
    from elicitation.reporting.feedback_page import own_page  # noqa: PLC0415
    from elicitation.store.private import roster, write_own_packs  # noqa: PLC0415
    from elicitation.store.recording import record as store  # noqa: PLC0415
    from elicitation.study import clock, open_record  # noqa: PLC0415

    record = open_record(folder)
    _refuse_open(record, number)
    people = roster(folder)
    pack = feedback_pack(
        record.responses.values(),
        record.parameters,
        study=record.study.diagram.id,
        number=number,
        people=people,
    )
    content = write_pack(pack)
    store(folder, lambda entries, _: handing_out(entries, number, content), now=clock)
    standing = standing_judgements(r for r in record.responses.values() if r.round <= number)
    pages = {
        expert: own_page(
            pack,
            expert,
            answering(standing.get(expert, {}), record.parameters),
            record.plan.asked_of(expert, record.parameters),
            record.study.labels,
            people,
        )
        for expert in record.plan.experts
    }
    where = write_own_packs(folder, number, pages)
    tell(_named(record, number, people))
    publish(form, _worded_table(pack, record, spoken(sha256_of(content)), where), pack.frame)


def _refuse_open(record: Record, number: int) -> None:
    from elicitation.rounds.rounds import round_states  # noqa: PLC0415

    states = round_states(record.entries)
    if number not in record.plan.rounds:
        problem = problem_at("", "--round", "people.no-round", SeeRounds(), round=number)
    elif states and states.get(number) != "closed":
        close = CloseRound(number)
        problem = problem_at("", "--round", "people.round-not-closed", close, round=number)
    else:
        return
    raise StudyError([problem])


def _named(record: Record, number: int, people: Sequence[Person]) -> tuple[Problem, ...]:
    from elicitation.record.roster import name_warnings  # noqa: PLC0415

    texts = [
        (entry.path, judgement.question, judgement.reason)
        for entry, response in record.responses.items()
        if response.round <= number
        for judgement in response.judgements
    ]
    return name_warnings(texts, people, "in-pack")


def _worded_table(pack: Pack, record: Record, hash_: str, where: str) -> ResultTable:
    from bayesnet.table import words_alone  # noqa: PLC0415
    from elicitation.questionnaire.parameter_words import named  # noqa: PLC0415
    from elicitation.reporting.feedback_page import shown  # noqa: PLC0415

    rows, labels = [], record.study.labels
    asked = {parameter.key: parameter for parameter in record.parameters}
    for question in pack.questions:
        for component in question.components:
            what = named(asked[question.key], component, labels)
            if not question.answers:
                said = ["withheld" if question.count else "no answer", "", ""]
            else:
                said = [shown(number, question) for number in question.numbers(component)]
            rows.append([what, str(question.count), *said])
    below = [f"The pack's hash is {hash_}. Each expert's own page is in {where}."]
    return dataclasses.replace(
        words_alone(["Quantity", "Answers", "Lowest", "Median", "Highest"], rows, range(1, 5)),
        above=[f"Feedback on round {pack.number}, without names."],
        below=[*below, *["ILLUSTRATIVE: some answers are placeholders."] * pack.illustrative],
    )
