"""What the facilitator's pages show, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bayesnet.answers.recommend import solving
from bayesnet.answers.screening import screen
from bayesnet.errors import StudyError
from bayesnet.plurals import listed, many
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.named import deciding
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.agenda import Topic as Discussed
from bayesnet.uncertainty.agenda import agenda
from elicitation.interim import interim_study
from elicitation.plan.load import load_plan
from elicitation.questionnaire.parameter_words import short, situation
from elicitation.record.ledger import spoken
from elicitation.record.responses import Key, standing_judgements
from elicitation.record.roster import name_warnings
from elicitation.rounds.attendance import Attendance, attendance, summary
from elicitation.rounds.rounds import round_states
from elicitation.store.private import roster
from elicitation.store.recording import snapshot
from elicitation.workshop.access import Access, waits_as
from elicitation.workshop.asking_back import waiting
from elicitation.workshop.page_words import page, to_mend
from elicitation.workshop.question_view import clock_of
from elicitation.workshop.session import STUCK_SECONDS, WorkshopSession

MOST_TOPICS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One expert in the round at hand, by id and as the plan calls them: how far, and where.

    where: the question that is open, by number, or what else is known; stuck: more than three
    minutes on it. seat: on what device they came in, and when; waits: what that is known
    by while it is still to be approved, else empty. asked_back: how many doubts were sent back
    and wait.
    """

    expert: str
    called: str
    state: str
    where: str
    stuck: bool
    joined: bool
    number: int
    asked_back: int
    seat: str
    waits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round: its state is ``open``, ``closed`` or ``not opened``.

    missing: ids of those without an entry, and as the plan calls them.
    """

    number: int
    label: str
    state: str
    summary: str
    missing: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Rounds and places. head: the ledger's newest hash as it is read aloud."""

    rounds: tuple[RoundLine, ...]
    places: tuple[Place, ...]
    current: int
    head: str
    entries: int


def rounds(desk: WorkshopSession) -> Rounds:
    """Return how all rounds stand and where everybody is."""
    live, plan = desk.live, desk.opened.plan
    words = desk.words
    asked = {expert: desk.asked(expert) for expert in plan.experts}
    rows = attendance(live.entries, live.responses, plan, asked)
    states, access = round_states(live.entries), desk.access
    said = summary(live.entries, rows, plan, words.person)
    lines = tuple(
        RoundLine(
            number=number,
            label=label,
            state=states.get(number, "not opened"),
            summary=sentence.partition("; ")[2],
            missing={
                r.expert: words.person(r.expert)
                for r in rows
                if r.number == number and not r.entries and not r.absent
            },
        )
        for (number, label), sentence in zip(plan.rounds.items(), said, strict=True)
    )
    current, back = desk.round or max(states, default=1), waiting(desk)
    places = tuple(
        _place(desk, row, access, asked_back=back.get(row.expert, 0))
        for row in rows
        if row.number == current
    )
    return Rounds(
        rounds=lines,
        places=places,
        current=current,
        head=spoken(live.head),
        entries=len(live.entries),
    )


def _place(desk: WorkshopSession, row: Attendance, access: Access, *, asked_back: int) -> Place:
    expert, seat = row.expert, access.seats.get(row.expert)
    seen = desk.whereabouts.get(expert)
    where, stuck = "not seen yet", False
    if seen is not None:
        now = desk.seconds()
        away = now - seen.seen
        where = _where(desk, expert, seen.question)
        stuck = bool(seen.question) and now - seen.since > STUCK_SECONDS
        if away > STUCK_SECONDS:
            where += f", seen {away / 60:.0f} min ago"
    return Place(
        expert=expert,
        called=desk.words.person(expert),
        state=row.state,
        where=where,
        stuck=stuck,
        joined=expert in access.links,
        number=row.number,
        asked_back=asked_back,
        seat=f"{seat.device}, {clock_of(seat.at)}" if seat else "",
        waits=waits_as(access, expert),
    )


def _where(desk: WorkshopSession, expert: str, key: Key) -> str:
    labels = desk.opened.study.labels
    for number, question in enumerate(desk.asked(expert), 1):
        if question.key == key:
            node = question.parameter.node
            return f"question {number}, {labels.get(node, node)}"
    return "on the first page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Whether the study is sound, and what it costs the experts."""

    problems: tuple[str, ...]
    sound: str
    loads: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]
    panels: tuple[tuple[str, str], ...]


def prepared(desk: WorkshopSession) -> Prepared:
    """Return the check of the study's files as they are now."""
    try:
        opened = desk.opened
    except StudyError as refusal:
        problems = tuple(map(to_mend, refusal.problems))
        return Prepared(problems=problems, sound="", loads=(), advice=(), panels=())
    diagram = opened.study.diagram
    labels, person = opened.study.labels, desk.words.person
    effects = {
        e.node: e.largest for e in screen(StudyView(opened.study, diagram.structure)).of("table")
    }

    def called(node: str) -> str:
        return labels.get(node, node)

    surface = page(desk.words)
    found = load_plan(opened.plan, opened.asked(), opened.study.cpds, effects, called, surface)
    return Prepared(
        problems=(),
        sound=f"{diagram.title} is sound: {many(len(diagram.chance), 'uncertain node')}, "
        f"{many(len(opened.asked()), 'question')}, {many(len(opened.plan.experts), 'expert')}.",
        loads=tuple(
            (listed([person(e) for e in who]), text) for text, who in found.alike(called).items()
        ),
        advice=found.advice,
        panels=tuple(
            (p.label, ", ".join(labels.get(node, node) for node in p.nodes))
            for p in opened.plan.panels.values()
        ),
    )


def named(desk: WorkshopSession) -> tuple[str, ...]:
    """Return where a reason names somebody of the roster: for the facilitator alone to see."""
    standing = standing_judgements(desk.live.responses.values())
    texts = [
        (desk.words.person(expert), _where(desk, expert, key), judgement.reason)
        for expert, own in standing.items()
        for key, judgement in own.items()
    ]
    return tuple(map(to_mend, name_warnings(texts, roster(desk.folder), "to-facilitator")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An item of the agenda: what it is about, when it is asked for, what agreeing on it would do.

    effects: (what, how much), those that there are.
    """

    key: str
    about: str
    when: str
    effects: tuple[tuple[str, str], ...]


def effects(topic: Discussed, diagram: InfluenceDiagram) -> Iterator[tuple[str, str]]:
    """Yield what agreeing would do, (what, how much); nothing of what would be printed as none."""
    lead, moves, worth = f"{topic.lead:.1f}", f"{topic.moves:.2f}", f"{topic.worth:.2f}"
    shift, apart = f"{100 * topic.shift:.1f}", f"{100 * topic.disagreement:.0f}"
    if topic.switchers:
        yield "Agreement could change the plan", "yes"
    if topic.decision and float(lead) and float(moves):
        name = diagram.labels[topic.decision]
        yield f"Lead at {name}", f"{lead} \N{PLUS-MINUS SIGN} {moves} {diagram.points}"
    if topic.outcome and float(shift):
        label = next(o.label for o in diagram.outcomes if o.id == topic.outcome)
        yield label, f"\N{PLUS-MINUS SIGN} {shift} percentage points"
    if float(worth):
        yield "Worth of settling it", f"{worth} {diagram.points}"
    if float(apart):
        yield "Answers apart", f"{apart} of 100"


def topics(desk: WorkshopSession) -> tuple[Topic, ...]:
    """Return what to discuss next, the most worth first.

    Raises StudyError where nothing is there.
    """
    diagram, labels = desk.opened.study.diagram, desk.opened.study.labels
    study = interim_study(desk.opened, snapshot(desk.folder))
    with solving(study.diagram):
        found = agenda(deciding(StudyView(study)))
    return tuple(
        Topic(
            key=topic.question.key,
            about=short(topic.question, labels),
            when=situation(topic.question, labels),
            effects=tuple(effects(topic, diagram)),
        )
        for topic in found.topics[:MOST_TOPICS]
    )
