"""Count how far an expert is: the one count that experts, facilitators and the terminal are told.

What is counted is a question as it is put: a page in the browser, an item of ``resolve questions``.
Causes that are compared in pairs are one question though their weights are several answers;
directions, ranks, checks and questions with known answers count like any other.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Literal, TypeAlias

from elicitation.questionnaire.questions import Question
from elicitation.record.responses import Judgement, Key, answering

Progress: TypeAlias = Literal["answered", "abstained", "open"]


def progress(
    asked: Sequence[Question], own: Mapping[Key, Judgement], abstained: Container[Key]
) -> tuple[Progress, ...]:
    """Return for each question whether it is answered, abstained from, or open.

    own: the expert's answers of the rounds that count; one on states that are called otherwise now
    is none. abstained: the questions' keys. An answer counts before an abstention.
    """
    fitting = answering(own, [p for question in asked for p in question.parameters])
    found: list[Progress] = []
    for question in asked:
        keys = [parameter.key for parameter in question.parameters]
        answered = all(key in fitting for key in keys)
        abstains = all(key in abstained for key in keys)
        found.append("answered" if answered else "abstained" if abstains else "open")
    return tuple(found)
