"""Repairs that an expert may consent to: their numbers first, then, on consent, a record of them.

An offer is known again by what it was made from and what it makes. Where anything else would be
recorded by now, nothing is: consent was to those numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bayesnet.cpds.table import fixed_rows
from bayesnet.plurals import listed
from diagrams.network.wording import plain, worded
from elicitation.checks.checks import Doubt
from elicitation.checks.coherence import coherence
from elicitation.intake.levelling import LEVELLED, cause_of, chain, in_words, levelled
from elicitation.intake.scaling import SCALED, Unscalable, scalable, scaled_rows
from elicitation.intake.sums import short, top
from elicitation.questionnaire.parameter_words import situation
from elicitation.questionnaire.question_words import node_of, parts_of
from elicitation.record.responses import Judgement, Key, Unit
from elicitation.workshop.access import hash_of
from elicitation.workshop.answers import Outcome, Sent, digest, doubts_on, resubmit
from elicitation.workshop.session import WorkshopSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A repair of several answers.

    rows: those that move, as they would be recorded but for the reason, in probability. lines: the
    numbers as they are shown. token: names the offer in a form.
    """

    rows: tuple[Judgement, ...]
    lines: tuple[str, ...]
    token: str


def offer(
    desk: WorkshopSession, before: Sequence[Judgement], after: Sequence[Judgement], *lines: str
) -> Offer:
    """Return the offer to put answers in the place of others, of the same questions in order."""
    told = desk.opened.study.model_sha256 + digest(before) + digest(after)
    moved = (new for new, old in zip(after, before, strict=True) if new != old)
    return Offer(rows=tuple(moved), lines=lines, token=hash_of(told)[:16])


def take(
    desk: WorkshopSession,
    expert: str,
    sent: Sent,
    token: str,
    offers: Callable[[], Sequence[Offer]],
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


def levelling(desk: WorkshopSession, expert: str, doubt: Doubt) -> Offer:
    """Return the offer to level the rows that a doubt of kind ``order`` is about."""
    own, opened = desk.standing(expert), desk.opened
    states, labels = opened.model.states, opened.study.labels
    keys = chain(doubt, own, states[cause_of(doubt.questions)])
    rows, of = [own[key] for key in keys], states[parts_of(keys[0]).node]
    made = levelled(rows, of, top("probability"))
    told = in_words(made, of, top(opened.plan.unit), lambda cause: worded(cause, labels))
    return offer(desk, rows, made, told)


def level(
    desk: WorkshopSession, expert: str, keys: Sequence[Key], token: str, sent: Sent
) -> Outcome:
    """Record levelled rows, as the expert asks after a doubt about those questions."""

    def offers() -> list[Offer]:
        found = doubts_on(desk, expert, keys)
        return [levelling(desk, expert, doubt) for doubt in found if doubt.kind == "order"]

    reasoned = dataclasses.replace(sent, reason=sent.reason.strip() or LEVELLED)
    outcome = take(desk, expert, reasoned, token, offers)
    if outcome.state != "saved":
        return outcome
    return dataclasses.replace(outcome, doubts=doubts_on(desk, expert, keys))


def scaling(desk: WorkshopSession, expert: str, doubt: Doubt) -> tuple[Offer | None, str]:
    """Return the offer to scale the rows that a doubt of kind ``total`` is about, or why not.

    Neither where the rows are not the whole of what makes up the answer all in all.
    """
    own, opened = desk.standing(expert), desk.opened
    study, scenario = opened.study, opened.reference
    (key,) = doubt.questions
    node, labels = node_of(key), study.diagram.labels
    fixed = fixed_rows(study.cpds[node])
    parameters = [p for p in study.cpds[node].parameters() if p.key not in fixed]
    asked = {p.key for question in desk.asked(expert) for p in question.parameters}
    if not asked.issuperset([key, *(p.key for p in parameters)]):
        return None, ""
    if scenario is None or not scalable(study, own, scenario, node):
        return None, ""
    try:
        made = scaled_rows(study, own, scenario, node)
    except Unscalable:
        why = "cannot be scaled to it: what is impossible in them stays so, and nothing else may"
        return None, f"Your rows of {labels[node]} {why} become so."
    before = [own[row.question] for row in made]
    states = study.diagram.states[node]
    new, old = (
        [_numbers(row, states, opened.plan.unit) for row in rows] for rows in (made, before)
    )
    where = [situation(parameter, labels) or labels[node] for parameter in parameters]
    lines = [f"{w}: {n} (so far {o})" for w, n, o in zip(where, new, old, strict=True)]
    return offer(desk, before, made, *lines), ""


def _numbers(row: Judgement, states: Sequence[str], unit: Unit) -> str:
    """Return the best values in words, of two states the last."""
    spoken = states[-1:] if len(states) == 2 else states  # noqa: PLR2004 - the other one follows
    return listed([f"{plain(s)} {short(row.answers[s].best * top(unit))}" for s in spoken])


def scale(desk: WorkshopSession, expert: str, token: str, sent: Sent) -> Outcome:
    """Record scaled rows, as the expert asks on reading them back."""

    def offers() -> list[Offer]:
        opened, standing = desk.opened, {expert: desk.standing(expert)}
        queue = coherence(opened.study, opened.falling, standing, opened.reference)
        totals = [doubt for doubt in queue.by_expert[expert] if doubt.kind == "total"]
        found = [scaling(desk, expert, doubt)[0] for doubt in totals]
        return [each for each in found if each is not None]

    return take(desk, expert, dataclasses.replace(sent, reason=SCALED), token, offers)
