"""Doubts that the facilitator sends back to one expert, and how each was answered.

A doubt is kept as what it is, its code and the questions it is about, not as a sentence: its words
are made anew of the answers that stand. It is answered by a later response of that expert to one of
its questions, or by the expert's word that it stands as it is, which holds until such a response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from elicitation.record.ledger import BETWEEN, Entry, EntryType, Event
from elicitation.record.responses import Key, Response

Answered: TypeAlias = Literal["", "again", "stands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """One doubt that was sent back to an expert.

    code, questions: of the doubt. sent_at, answered_at: UTC, the second empty while nothing came.
    answered: ``again`` by a later response, ``stands`` by the expert's word; empty while it waits.
    """

    expert: str
    code: str
    questions: tuple[Key, ...]
    sent_at: str
    answered: Answered = ""
    answered_at: str = ""

    def is_about(self, code: str, questions: Sequence[Key]) -> bool:
        """Return whether it is that doubt."""
        return self.code == code and set(self.questions) == set(questions)


def sent_back(
    entries: Sequence[Entry], responses: Mapping[Entry, Response]
) -> tuple[SentBack, ...]:
    """Return all that was sent back, oldest first. responses: those that count."""
    return tuple(_answered(entry, entries, responses) for entry in entries if entry.type == "doubt")


def _answered(
    doubt: Entry, entries: Sequence[Entry], responses: Mapping[Entry, Response]
) -> SentBack:
    sent = doubt.type, doubt.details
    expert, questions = doubt.details["expert"], doubt.details["questions"].split(BETWEEN)

    def answer(entry: Entry) -> Answered:
        if entry.type == "confirmation" and entry.details == doubt.details:
            return "stands"
        response = responses.get(entry)
        own = response.judgements if response and response.expert == expert else ()
        return "again" if any(judgement.question in questions for judgement in own) else ""

    answers = [entry for entry in entries[doubt.seq :] if answer(entry)]
    last = answers[0] if answers else None
    if last and answer(last) == "stands":  # of the numbers of then: until they are others
        again = (e.seq for e in entries[doubt.seq :] if (e.type, e.details) == sent)
        end = next(again, len(entries))
        own = (e for e in answers if e.seq <= end and answer(e) == "again")
        last = next(own, last)
    return SentBack(
        expert=expert,
        code=doubt.details["code"],
        questions=tuple(questions),
        sent_at=doubt.at,
        answered=answer(last) if last else "",
        answered_at=last.at if last else "",
    )


def sending_back(
    before: Sequence[SentBack], expert: str, code: str, questions: Sequence[Key]
) -> list[Event]:
    """Return the event that sends a doubt back; none where it waits for the expert already."""
    return (
        []
        if _waits(before, expert, code, questions)
        else [_event("doubt", expert, code, questions)]
    )


def confirming(
    before: Sequence[SentBack], expert: str, code: str, questions: Sequence[Key]
) -> list[Event]:
    """Return the event that says that it stands as it is; none where nothing waits for that."""
    waits = _waits(before, expert, code, questions)
    return [_event("confirmation", expert, waits.code, waits.questions)] if waits else []


def _waits(
    before: Sequence[SentBack], expert: str, code: str, questions: Sequence[Key]
) -> SentBack | None:
    own = (each for each in before if each.expert == expert and not each.answered)
    return next((each for each in own if each.is_about(code, questions)), None)


def _event(kind: EntryType, expert: str, code: str, questions: Sequence[Key]) -> Event:
    details = {"expert": expert, "code": code, "questions": BETWEEN.join(questions)}
    return Event(kind=kind, details=details)
