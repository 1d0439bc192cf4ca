"""Repairs that an expert may consent to: their numbers first, then, on consent, a record of them.

An offer is known again by what it was made from and what it makes. Where anything else would be
recorded by now, nothing is: consent was to those numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diagrams.wording import worded
from elicitation.checks.checks import Doubt
from elicitation.forms.levelling import LEVELLED, cause_of, chain, in_words, levelled
from elicitation.forms.sums import top
from elicitation.questionnaire.question_words import parts_of
from elicitation.record.responses import Judgement, Key
from elicitation.workshop.access import hash_of
from elicitation.workshop.answers import Outcome, Sent, digest, doubts_on, resubmit
from elicitation.workshop.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A repair of several answers.

    rows: those that move, as they would be recorded but for the reason, in probability. words: the
    numbers as they are shown. token: names the offer in a form.
    """

    rows: tuple[Judgement, ...]
    words: str
    token: str


def offer(desk: Desk, before: Sequence[Judgement], after: Sequence[Judgement], words: str) -> Offer:
    """Return the offer to put answers in the place of others, of the same questions in order."""
    told = desk.opened.study.model_sha256 + digest(before) + digest(after)
    moved = (new for new, old in zip(after, before, strict=True) if new != old)
    return Offer(rows=tuple(moved), words=words, token=hash_of(told)[:16])


def take(
    desk: Desk, expert: str, sent: Sent, token: str, offers: Callable[[], Sequence[Offer]]
) -> Outcome:
    """Record the offer of that token if it is still made; sent: with the reason."""
    with desk.writing:
        number = desk.round
        if number is None:
            return Outcome(state="closed")
        taken = next((each for each in offers() if each.token == token), None)
        if taken is None:
            return Outcome(state="stale")
        rows = [dataclasses.replace(row, reason=sent.reason) for row in taken.rows]
        resubmit(desk, expert, number, rows, sent)
        return Outcome(state="saved")


def levelling(desk: Desk, expert: str, doubt: Doubt) -> Offer:
    """Return the offer to level the rows that a doubt of kind ``order`` is about."""
    own, opened = desk.standing(expert), desk.opened
    states, labels = opened.model.states, opened.study.diagram.labels
    keys = chain(doubt, own, states[cause_of(doubt.questions)])
    rows, of = [own[key] for key in keys], states[parts_of(keys[0]).node]
    made = levelled(rows, of, top("probability"))
    return offer(desk, rows, made, worded(in_words(made, of, top(opened.plan.unit)), labels))


def level(desk: Desk, expert: str, key: Key, token: str, sent: Sent) -> Outcome:
    """Record levelled rows, as the expert asks after a doubt about the answer to that question."""

    def offers() -> list[Offer]:
        found = doubts_on(desk, expert, [key])
        return [levelling(desk, expert, doubt) for doubt in found if doubt.kind == "order"]

    reasoned = dataclasses.replace(sent, reason=sent.reason.strip() or LEVELLED)
    outcome = take(desk, expert, reasoned, token, offers)
    if outcome.state != "saved":
        return outcome
    return dataclasses.replace(outcome, doubts=doubts_on(desk, expert, [key]))
