"""What the facilitator's pages show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.errors import Refused
from bayesnet.screening import screen
from elicitation.checks.coherence import coherence
from elicitation.conduct.attendance import attendance, summary
from elicitation.conduct.rounds import round_states
from elicitation.plan.load import load_plan
from elicitation.questionnaire.question_words import quantity
from elicitation.record.ledger import spoken
from elicitation.record.responses import standing_judgements
from elicitation.versions.history import what
from elicitation.workshop.desk import STUCK_SECONDS, Desk
from elicitation.workshop.live_priors import agenda_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One expert in the round at hand: how far, and where.

    where: the question that is open, or what else is known; stuck: more than three minutes on it.
    """

    expert: str
    state: str
    where: str
    stuck: bool
    joined: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round: its state is ``open``, ``closed`` or ``not opened``."""

    number: int
    label: str
    state: str
    summary: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Rounds and places. head: the ledger's newest hash as it is read aloud."""

    rounds: tuple[RoundLine, ...]
    places: tuple[Place, ...]
    current: int
    head: str
    entries: int


def rounds(desk: Desk) -> Rounds:
    """Return how all rounds stand and where everybody is."""
    live, plan = desk.live, desk.opened.plan
    opened = desk.opened
    asked = (*opened.parameters, *opened.checks)
    rows = attendance(live.entries, live.responses, plan, asked)
    states, links = round_states(live.entries), desk.access.links
    said = summary(live.entries, rows, plan)
    lines = tuple(
        RoundLine(
            number=number,
            label=label,
            state=states.get(number, "not opened"),
            summary=sentence.partition("; ")[2],
            missing=tuple(
                r.expert for r in rows if r.number == number and not r.entries and not r.absent
            ),
        )
        for (number, label), sentence in zip(plan.rounds.items(), said, strict=True)
    )
    current = desk.round or max(states, default=1)
    places = tuple(
        _place(desk, row.expert, row.state, joined=row.expert in links, number=current)
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


def _place(desk: Desk, expert: str, state: str, *, joined: bool, number: int) -> Place:
    seen = desk.whereabouts.get(expert)
    where, stuck = "not seen yet", False
    if seen is not None:
        now = desk.seconds()
        away = now - seen.seen
        where = seen.question or "on the first page"
        stuck = bool(seen.question) and now - seen.since > STUCK_SECONDS
        if away > STUCK_SECONDS:
            where += f", seen {away / 60:.0f} min ago"
    return Place(expert=expert, state=state, where=where, stuck=stuck, joined=joined, number=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Whether the study is sound, and what it costs the experts."""

    problems: tuple[str, ...]
    sound: str
    loads: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]
    panels: tuple[tuple[str, str], ...]


def prepared(desk: Desk) -> Prepared:
    """Return the check of the study's files as they are now."""
    try:
        opened = desk.opened
    except Refused as refusal:
        problems = tuple(map(str, refusal.problems))
        return Prepared(problems=problems, sound="", loads=(), advice=(), panels=())
    diagram = opened.study.diagram
    effects = {e.node: e.largest for e in screen(opened.study, diagram.structure).of("table")}
    found = load_plan(opened.plan, opened.asked(), opened.study.cpds, effects)
    return Prepared(
        problems=(),
        sound=f"{diagram.title} is sound: {len(diagram.chance)} uncertain nodes, "
        f"{len(opened.asked())} questions, {len(opened.plan.experts)} experts.",
        loads=tuple((load.who, load.sentence()) for load in (*found.panels, *found.experts)),
        advice=found.advice,
        panels=tuple((p.label, ", ".join(p.nodes)) for p in opened.plan.panels.values()),
    )


def queue(desk: Desk) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return by expert what to ask back."""
    standing = standing_judgements(desk.live.responses.values())
    standing = {e: own for e, own in standing.items() if e in desk.opened.plan.experts}
    found = coherence(desk.opened.study, desk.opened.falling, standing, desk.opened.reference)
    return tuple((e, tuple(map(str, own))) for e, own in found.by_expert.items() if own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A line of the agenda."""

    key: str
    question: str
    disagreement: str
    worth: str
    moves: str
    shift: str


def topics(desk: Desk, most: int = 15) -> tuple[Topic, ...]:
    """Return what to discuss next, the most worth first; raises Refused where nothing is there."""
    return tuple(
        Topic(
            key=t.question.key,
            question=quantity(t.question.key, t.question.components[-1]),
            disagreement=f"{t.disagreement:.2f}",
            worth=f"{t.worth:.2f}",
            moves=f"{t.decision}: {t.moves:.1f} of a lead of {t.lead:.1f}" if t.decision else "",
            shift=f"{t.outcome}: {100 * t.shift:.1f} points" if t.outcome else "",
        )
        for t in agenda_now(desk).topics[:most]
    )


def minutes(desk: Desk) -> tuple[tuple[int, str, str], ...]:
    """Return the ledger in words: number, time, what; a page of it names nobody."""
    return tuple((e.seq, e.at.replace("T", " ").rstrip("Z"), what(e)) for e in desk.live.entries)
