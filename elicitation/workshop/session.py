"""The study as it stands, kept in memory and caught up with its folder; who is where; the topic.

All that has to outlive the server is in the folder. What is here besides may be lost: when somebody
was last seen, what the room is shown, sessions of facilitators.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bayesnet.errors import Problem, StudyError
from elicitation.questionnaire.questions import Question
from elicitation.record.ledger import Entry, Event
from elicitation.record.responses import Judgement, Key, Response, standing_judgements
from elicitation.rounds.rounds import open_round
from elicitation.store.live import Live, catch_up, stamp
from elicitation.store.private import change_private, private_file, roster
from elicitation.store.recording import Receipt, record, submit, timestamp
from elicitation.study import Elicitation, clock, open_elicitation
from elicitation.workshop.access import (
    FILE,
    Access,
    Seat,
    expert_of,
    hash_of,
    read_access,
    with_link,
    with_seat,
    write_access,
)
from elicitation.workshop.page_words import Words, words_of
from elicitation.workshop.pages import Page, pages_of
from elicitation.workshop.rates import Limits, limits

HOURS = 12 * 3600.0
FORMS = 1000
"""That were sent lately and are known again."""
STUCK_SECONDS = 180.0


class Unsound(StudyError):
    """Raised where what lies in the folder cannot be read as it stands: no visitor did wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where an expert is: on which question, since when, and when last seen; seconds of a clock."""

    question: Key
    since: float
    seen: float


@dataclass(kw_only=True)
class WorkshopSession:
    """One study being worked on. folder: of the study; base: of links, such as ``http://host:8000``.

    secure: whether it is served over TLS. seconds: a clock that never goes back, so that a wrong
    time of day makes nobody wait.
    """

    folder: Path
    base: str
    secure: bool = False
    seconds: Callable[[], float] = time.monotonic
    topic: Key = ""
    timer_ends: float = 0.0
    freeze_notes: tuple[str, ...] = ()
    whereabouts: dict[str, Whereabouts] = field(default_factory=dict)
    writing: threading.RLock = field(default_factory=threading.RLock)
    limits: Limits = field(init=False)
    _sessions: dict[str, float] = field(default_factory=dict)
    _once: dict[str, str] = field(default_factory=dict)
    _live: Live = field(default_factory=Live)
    _opened: tuple[object, Elicitation] | None = None
    _unread: tuple[object, tuple[Problem, ...]] | None = None
    _asked: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    _pages: dict[str, tuple[Page, ...]] = field(default_factory=dict)
    _reading: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.limits = limits(self.seconds)

    # ------------------------------------------------------------------------ what is in the folder

    @property
    def opened(self) -> Elicitation:
        """Return model and plan, read again when their files change; raises Unsound.

        What cannot be read is not tried again before it changes: every waiting page asks for it.
        """
        with self._reading:
            now = stamp(self.folder)
            if self._unread is not None and self._unread[0] == now:
                raise Unsound(self._unread[1])
            if self._opened is None or self._opened[0] != now:
                try:
                    opened, _ = open_elicitation(self.folder)
                except StudyError as refusal:
                    self._unread = now, refusal.problems
                    raise Unsound(refusal.problems) from refusal
                self._opened, self._asked, self._pages = (now, opened), {}, {}
            return self._opened[1]

    @property
    def live(self) -> Live:
        """Return what is recorded by now; raises Unsound where it is damaged."""
        with self._reading:
            try:
                self._live = catch_up(self.folder, self._live)
            except StudyError as refusal:
                raise Unsound(refusal.problems) from refusal
            return self._live

    @property
    def title(self) -> str:
        """Return the study's title, or what is known while its files are being mended."""
        try:
            return self.opened.study.diagram.title
        except StudyError:
            return self._opened[1].study.diagram.title if self._opened else "Workshop"

    @property
    def words(self) -> Words:
        """Return what names of the study are called; none while its files are being mended."""
        try:
            opened = self.opened
        except Unsound:
            return Words()
        people = {e: own.label for e, own in opened.plan.experts.items() if own.label != e}
        return words_of(opened.study, people)

    @property
    def round(self) -> int | None:
        """Return the round that is open, or None."""
        return open_round(self.live.entries)

    def asked(self, expert: str) -> tuple[Question, ...]:
        """Return the expert's questions in words, in order; none of an expert not in the plan."""
        with self._reading:
            opened = self.opened
            if expert not in opened.plan.experts:
                return ()
            if expert not in self._asked:
                self._asked[expert] = opened.asked(expert)
            return self._asked[expert]

    def pages(self, expert: str) -> tuple[Page, ...]:
        """Return the expert's questions as they are laid out on pages."""
        with self._reading:
            asked, together = self.asked(expert), self.opened.plan.questions.together
            if expert not in self._pages:
                self._pages[expert] = pages_of(asked, together)
            return self._pages[expert]

    def page(self, key: Key) -> Page | None:
        """Return the page of that key as it was shown to somebody last; None if it was not.

        Nothing is read for it: whoever sends forms without end must not keep the server busy.
        """
        with self._reading:
            shown = (page for own in self._pages.values() for page in own)
            return next((page for page in shown if page.key == key), None)

    def responses(self, expert: str) -> Sequence[Response]:
        """Return the expert's responses that count."""
        return [r for r in self.live.responses.values() if r.expert == expert]

    def standing(
        self, expert: str, *, rounds: Container[int] | None = None
    ) -> Mapping[Key, Judgement]:
        """Return the expert's answers as they stand, as probabilities; of those rounds alone."""
        own = [r for r in self.responses(expert) if rounds is None or r.round in rounds]
        return self.opened.answering(standing_judgements(own).get(expert, {}))

    def once(self, form: str, act: Callable[[], str]) -> str:
        """Return what a form's sending did; the same form again, or pressed twice, does no more.

        form: the token of one rendering of it; empty for one that may be sent again.
        """
        with self.writing:
            if form not in self._once:
                done = act()
                if not form:
                    return done
                self._once[form] = done
                while len(self._once) > FORMS:
                    del self._once[next(iter(self._once))]
            return self._once[form]

    def did(self, form: str) -> bool:
        """Return whether that rendering of a form was sent and done."""
        with self.writing:
            return form in self._once

    def forget(self, done: str) -> None:
        """Let no form that is sent again come to this: it was left behind on that device."""
        with self.writing:
            self._once = {form: kept for form, kept in self._once.items() if kept != done}

    def submit(self, response: Response) -> Receipt:
        """Record a response; it is on the disk when this returns."""
        with self.writing:
            return submit(self.folder, response, now=clock)

    def record(self, make: Callable[[tuple[Entry, ...], str], Sequence[Event]]) -> Receipt:
        """Record events; they are on the disk when this returns."""
        with self.writing:
            return record(self.folder, make, now=clock)

    # ------------------------------------------------------------------------------ who may come in

    @property
    def access(self) -> Access:
        """Return what is kept of secrets; raises Unsound if the file is damaged or missing."""
        try:
            return read_access(private_file(self.folder, FILE) or b"")
        except StudyError as refusal:
            raise Unsound(refusal.problems) from refusal

    def change_access(self, change: Callable[[Access], Access]) -> None:
        """Keep access as it was changed, while nobody else can write."""
        with self.writing:
            change_private(
                self.folder, FILE, lambda content: write_access(change(read_access(content or b"")))
            )

    def who(self, role: str, secret: str) -> str:
        """Return the expert, or ``facilitator``, that a session is of; empty for nobody."""
        if not secret:
            return ""
        if role == "expert":
            expert, waits = self.bearer(secret)
            return "" if waits else expert
        return "facilitator" if self._sessions.get(hash_of(secret), 0.0) > self.seconds() else ""

    def bearer(self, secret: str) -> tuple[str, bool]:
        """Return whose link the secret is of, empty for nobody's, and whether that seat waits."""
        access = self.access
        expert = expert_of(access, secret) if secret else ""
        if expert not in self.opened.plan.experts:
            return "", False
        return expert, expert in access.seats and access.seats[expert].waits

    def begin_session(self, secret: str) -> None:
        """Let the bearer of the secret work as facilitator for half a day."""
        now = self.seconds()
        self._sessions = {s: ends for s, ends in self._sessions.items() if ends > now}
        self._sessions[hash_of(secret)] = now + HOURS

    def end_session(self, secret: str) -> None:
        """End a facilitator's session."""
        self._sessions.pop(hash_of(secret), None)

    def new_link(self, expert: str) -> str:
        """Return a fresh secret for the expert's private link; an older link ends."""
        made = ""

        def change(access: Access) -> Access:
            nonlocal made
            changed, made = with_link(access, expert)
            return changed

        self.change_access(change)
        return made

    def seated(self, expert: str, device: str, *, waits: bool = False) -> None:
        """Note on what device the expert came in, and whether that is to be approved."""
        seat = Seat(device=device, at=timestamp(clock), waits=waits)
        self.change_access(lambda access: with_seat(access, expert, seat))

    def claim(self, choose: Callable[[Sequence[str]], str], device: str) -> tuple[str, str]:
        """Return a pseudonym that was free and its secret; two empty texts if none is.

        Free are experts of the plan without a link, an answer or a person in the roster. Who gets
        it may have to wait until the facilitator approves.
        """
        with self.writing:
            known = {person.expert for person in roster(self.folder)}
            known |= {response.expert for response in self.live.responses.values()}
            known |= self.access.links.keys()
            free = [
                e
                for e, expert in self.opened.plan.experts.items()
                if e not in known and not expert.illustrative
            ]
            if not free:
                return "", ""
            expert, waits = choose(free), self.access.approve
            secret = self.new_link(expert)
            self.seated(expert, device, waits=waits)
            return expert, secret

    # -------------------------------------------------------------------------------- who is where

    def left(self) -> tuple[int, str]:
        """Return the seconds that the timer has left, 0 where none runs, and as ``4:59``."""
        left = max(0, round(self.timer_ends - self.seconds())) if self.timer_ends else 0
        return left, f"{left // 60}:{left % 60:02d}"

    def came(self, expert: str, question: Key) -> None:
        """Note that the expert was seen, on that question or on none."""
        now = self.seconds()
        before = self.whereabouts.get(expert)
        since = before.since if before and before.question == question else now
        self.whereabouts[expert] = Whereabouts(question=question, since=since, seen=now)
