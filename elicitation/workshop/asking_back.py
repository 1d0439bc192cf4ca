"""What the facilitator asks one expert back, as both of them see it; no other expert does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bayesnet.errors import StudyError, unplaced
from elicitation.checks.checks import Doubt
from elicitation.checks.coherence import Queue, coherence
from elicitation.record.responses import Key, standing_judgements
from elicitation.rounds.asked_back import (
    Answered,
    SentBack,
    confirming,
    sending_back,
    sent_back,
)
from elicitation.workshop.access import hash_of
from elicitation.workshop.page_words import page
from elicitation.workshop.question_view import clock_of
from elicitation.workshop.session import WorkshopSession


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """A doubt on the facilitator's page.

    token: to send it back by; empty where there is nobody to send it to. waits: whether it was sent
    and is not answered yet; stands: whether the expert said last that it stands as it is.
    """

    text: str
    token: str
    waits: bool
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A doubt that was sent back: to whom, as the plan calls them, about what, and how it went.

    sent, answered_at: times of day, the second empty while it waits. gone: whether it does not
    arise any more, though none of its questions was answered again.
    """

    called: str
    about: str
    sent: str
    answered: Answered
    answered_at: str
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A doubt that waits for its expert. pages: numbers of the expert's pages it is about."""

    text: str
    token: str
    pages: tuple[int, ...]


def to_ask(desk: WorkshopSession) -> tuple[tuple[str, str, tuple[ToAsk, ...]], ...]:
    """Return (expert, as the plan calls them, what to ask back), experts without a doubt left out.

    What belongs to nobody of the plan, the model's own numbers, can be sent to nobody.
    """
    before, spoken, experts = _sent(desk), page(desk.words), desk.opened.plan.experts
    answered = standing_judgements(desk.live.responses.values())
    found = _doubts(desk, [e for e in answered if e in experts], placeholders=True)

    def of(expert: str, doubt: Doubt) -> ToAsk:
        own = [e for e in before if e.expert == expert and e.is_about(doubt.code, doubt.questions)]
        last = own[-1].answered if own else "again"
        return ToAsk(
            text=spoken.advised(doubt),
            token=_token(doubt) if expert in experts else "",
            waits=not last,
            stands=last == "stands",
        )

    return tuple(
        (expert, desk.words.person(expert), tuple(of(expert, doubt) for doubt in own))
        for expert, own in found.by_expert.items()
        if own
    )


def letters(desk: WorkshopSession) -> tuple[Letter, ...]:
    """Return all that was sent back, newest first."""
    words, open_ = desk.words, [each for each, _ in _waiting(desk)]
    return tuple(
        Letter(
            called=words.person(each.expert),
            about=", ".join(map(words.question, each.questions)),
            sent=clock_of(each.sent_at),
            answered=each.answered,
            answered_at=clock_of(each.answered_at) if each.answered else "",
            gone=not each.answered and each not in open_,
        )
        for each in reversed(_sent(desk))
    )


def waiting(desk: WorkshopSession) -> Mapping[str, int]:
    """Return how many doubts wait for each expert for whom any does."""
    experts = [each.expert for each, _ in _waiting(desk)]
    return {expert: experts.count(expert) for expert in dict.fromkeys(experts)}


def asked_of(desk: WorkshopSession, expert: str, keys: Sequence[Key] = ()) -> tuple[Asked, ...]:
    """Return the doubts that wait for the expert and still arise; with keys, those about them."""
    spoken, pages = page(desk.words), desk.pages(expert)
    return tuple(
        Asked(
            text=spoken.sentence(doubt),
            token=_token(doubt),
            pages=tuple(
                each.number
                for each in pages
                if {p.key for p in each.parameters} & {*doubt.questions}
            ),
        )
        for _, doubt in _waiting(desk, expert, keys)
    )


def send_back(desk: WorkshopSession, expert: str, token: str) -> None:
    """Record that a doubt goes back to its expert; raises StudyError where it arises no more."""
    with desk.writing:
        doubt = _meant(desk, expert, token)
        events = sending_back(_sent(desk), expert, doubt.code, doubt.questions)
        desk.record(lambda entries, at: events)


def let_stand(desk: WorkshopSession, expert: str, token: str) -> None:
    """Record that the expert lets it stand as it is; raises StudyError where it arises no more."""
    with desk.writing:
        doubt = _meant(desk, expert, token)
        events = confirming(_sent(desk), expert, doubt.code, doubt.questions)
        desk.record(lambda entries, at: events)


def _sent(desk: WorkshopSession) -> tuple[SentBack, ...]:
    live = desk.live
    return sent_back(live.entries, live.responses)


def _waiting(
    desk: WorkshopSession, expert: str = "", keys: Sequence[Key] = ()
) -> list[tuple[SentBack, Doubt]]:
    """Return what waits and still arises, with its doubt; expert, keys: empty for all."""
    experts = desk.opened.plan.experts
    open_ = [e for e in _sent(desk) if not e.answered and e.expert in experts]
    own = [e for e in open_ if expert in ("", e.expert)]
    known = [e for e in own if not keys or {*e.questions} & {*keys}]
    if not known:  # what answers say together takes a while to find out
        return []
    found = _doubts(desk, [*dict.fromkeys(each.expert for each in known)]).by_expert
    return [
        (each, doubt)
        for each in known
        for doubt in found[each.expert]
        if each.is_about(doubt.code, doubt.questions)
    ]


def _doubts(desk: WorkshopSession, experts: Sequence[str], *, placeholders: bool = False) -> Queue:
    opened = desk.opened
    standing = {expert: desk.standing(expert) for expert in experts}
    return coherence(
        opened.study, opened.falling, standing, opened.reference, placeholders=placeholders
    )


def _meant(desk: WorkshopSession, expert: str, token: str) -> Doubt:
    own = _doubts(desk, [expert]).by_expert[expert] if expert in desk.opened.plan.experts else ()
    doubt = next((doubt for doubt in own if _token(doubt) == token), None)
    if doubt is None:
        raise StudyError([unplaced("declare.no-such-doubt")])
    return doubt


def _token(doubt: Doubt) -> str:
    """Return a short name of a doubt and the numbers it speaks of: a page left open is known."""
    return hash_of(repr((sorted(doubt.questions), doubt.code, str(doubt))))[:16]
