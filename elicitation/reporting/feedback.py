"""Make what experts are shown between two rounds: all ranges and reasons, nobody's name.

The answers to a question stand in the order of their numbers, which says nothing about who gave
them and differs from question to question, so that no two can be tied to one expert. A question
that fewer than three answered is withheld: each of the two would know the other's.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from elicitation.intake.levelling import LEVELLED, SWAPPED
from elicitation.intake.scaling import SCALED
from elicitation.record.decoding import plain
from elicitation.record.ledger import SHORT, Entry, Event, sha256_of
from elicitation.record.records import estimate_document, estimates_of, json_bytes
from elicitation.record.responses import (
    Component,
    Estimate,
    Judgement,
    Key,
    Response,
    standing_judgements,
)
from elicitation.record.roster import Person, without_names

if TYPE_CHECKING:
    import pandas as pd

    from bayesnet.cpds.parameter import Parameter

FORMAT = "collective-resolve/feedback"
FEWEST = 3  # of a group that is shown
SAID_FOR_THEM = frozenset([LEVELLED, SWAPPED, SCALED])
"""Reasons that the program recorded: they are nobody's argument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one expert, who stays unnamed, says to a question, as probabilities, and why."""

    estimates: Mapping[Component, Estimate]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All answers to one question in the order of their numbers.

    text: the situation in words; count: how many answered; answers: empty where they are withheld.
    """

    key: Key
    text: str
    components: tuple[Component, ...]
    count: int
    answers: tuple[Answer, ...]

    def numbers(self, component: Component) -> tuple[Decimal, Decimal, Decimal]:
        """Return the lowest, the median and the highest best value; there must be answers."""
        best = [answer.estimates[component].best for answer in self.answers]
        return min(best), statistics.median(best), max(best)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The feedback on one round, the same for everybody."""

    study: str
    number: int
    illustrative: bool
    questions: tuple[Question, ...]

    def frame(self) -> pd.DataFrame:
        """Return a row for each question and component; numbers are NaN where withheld."""
        import pandas as pd  # noqa: PLC0415 - slow to import for a command that prints words

        rows = []
        for question in self.questions:
            for component in question.components:
                numbers = question.numbers(component) if question.answers else [float("nan")] * 3
                low, median, high = map(float, numbers)
                rows.append((question.key, component, question.count, low, median, high))
        columns = ["question", "component", "answers", "lowest", "median", "highest"]
        return pd.DataFrame(rows, columns=columns).set_index(["question", "component"])


def feedback_pack(
    responses: Iterable[Response],
    parameters: Sequence[Parameter],
    *,
    study: str,
    number: int,
    people: Sequence[Person] = (),
) -> Pack:
    """Return the feedback on a round: each expert's answers as they stand at its end.

    responses: those that count; people: whose names are taken out of reasons.
    """
    own = [response for response in responses if response.round <= number]
    standing = standing_judgements(own)
    return Pack(
        study=study,
        number=number,
        illustrative=any(response.illustrative for response in own),
        questions=tuple(_question(parameter, standing, people) for parameter in parameters),
    )


def _question(
    parameter: Parameter,
    standing: Mapping[str, Mapping[Key, Judgement]],
    people: Sequence[Person],
) -> Question:
    given = [
        answers[parameter.key]
        for answers in standing.values()
        if parameter.key in answers
        and answers[parameter.key].answers.keys() == set(parameter.components)
    ]
    shown = [
        Answer(
            estimates=_normal(judgement),
            reason=""
            if judgement.reason in SAID_FOR_THEM
            else without_names(judgement.reason, people),
        )
        for judgement in given
    ]
    return Question(
        key=parameter.key,
        text=parameter.text,
        components=parameter.components,
        count=len(given),
        answers=tuple(sorted(shown, key=_order)) if len(given) >= FEWEST else (),
    )


def _normal(judgement: Judgement) -> dict[Component, Estimate]:
    """Return the numbers without the zeros by which one hand could be known from another."""

    def short(number: Decimal | None) -> Decimal | None:
        return None if number is None else Decimal(plain(number.normalize()))

    return {
        name: Estimate(
            best=Decimal(plain(e.best.normalize())), low=short(e.low), high=short(e.high)
        )
        for name, e in sorted(judgement.answers.items())
    }


def _order(answer: Answer) -> tuple[Any, ...]:
    nothing = Decimal(-1)
    numbers = [
        (e.best, nothing if e.low is None else e.low, nothing if e.high is None else e.high)
        for e in answer.estimates.values()
    ]
    return (*numbers, answer.reason)


def write_pack(pack: Pack) -> bytes:
    """Return the bytes of the pack's file; they depend on what was answered alone."""
    questions = [
        {
            "question": question.key,
            "text": question.text,
            "count": question.count,
            "withheld": not question.answers and question.count > 0,
            "answers": [
                {
                    "estimates": {k: estimate_document(e) for k, e in answer.estimates.items()},
                    "reason": answer.reason,
                }
                for answer in question.answers
            ],
        }
        for question in pack.questions
    ]
    return json_bytes(
        {
            "format": FORMAT,
            "version": 1,
            "study": pack.study,
            "round": pack.number,
            "illustrative": pack.illustrative,
            "questions": questions,
        }
    )


def read_pack(content: bytes, components: Mapping[Key, tuple[Component, ...]]) -> Pack:
    """Return the pack in the bytes that ``write_pack`` wrote; raises ValueError for any other.

    components: of each question, in the model's order; a question that is not in it is left out.
    """
    document = json.loads(content)
    if (document.get("format"), document.get("version")) != (FORMAT, 1):
        raise ValueError("this is no feedback of version 1")
    return Pack(
        study=document["study"],
        number=document["round"],
        illustrative=document["illustrative"],
        questions=tuple(
            Question(
                key=item["question"],
                text=item["text"],
                components=components[item["question"]],
                count=item["count"],
                answers=tuple(_answer(item["question"], said) for said in item["answers"]),
            )
            for item in document["questions"]
            if item["question"] in components
        ),
    )


def _answer(key: Key, said: Mapping[str, Any]) -> Answer:
    return Answer(estimates=estimates_of(said["estimates"], key), reason=said["reason"])


def handing_out(entries: Sequence[Entry], number: int, content: bytes) -> list[Event]:
    """Return the event that hands out a round's pack; none if it is the newest one already."""
    path = f"feedback/r{number}-{sha256_of(content)[:SHORT]}.json"
    packs = [entry.path for entry in entries if entry.type == "feedback"]
    if packs[-1:] == [path]:
        return []
    return [Event(kind="feedback", path=path, content=content, details={"round": str(number)})]
