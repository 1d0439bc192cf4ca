"""Slides of what was handed out after a round: ranges and reasons, nobody's name.

Nothing is shown before the facilitator hands it out, and nothing can be handed out of a round that
is open. A question that fewer than three answered stays withheld, as in the pack.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.cpds.parameter import Parameter
from bayesnet.number_words import percent
from bayesnet.rounding import figures
from diagrams.network.wording import plain
from elicitation.questionnaire.parameter_words import short, situation
from elicitation.record.ledger import Entry, sha256_of
from elicitation.record.responses import Key
from elicitation.reporting.feedback import Pack, Question, feedback_pack, read_pack
from elicitation.reporting.feedback_page import span
from elicitation.rounds.rounds import round_states
from elicitation.store.live import content_of
from elicitation.store.private import roster
from elicitation.workshop.interval_plot import interval_plot
from elicitation.workshop.session import WorkshopSession

DIGITS = 3
"""Of a plain number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One question. about: what it is on; when: the situation it is asked for, empty for always.

    picture: SVG of the anonymous intervals, empty where answers are withheld.

    middle: (state, median and range of the best answers) of each state, of two the last; empty for
    a plain number's name.
    rows: the same in words, (state, answers in order); reasons: those that were given.
    """

    key: Key
    about: str
    when: str
    count: int
    picture: str
    middle: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is handed out by now: the round, 0 for none, and its slides."""

    number: int
    slides: tuple[Slide, ...]


def handed_out(entries: tuple[Entry, ...]) -> Entry | None:
    """Return the newest feedback that is handed out and whose round is not open again."""
    states = round_states(entries)
    packs = [entry for entry in entries if entry.type == "feedback"]
    closed = (e for e in reversed(packs) if states.get(int(e.details["round"])) == "closed")
    return next(closed, None)


def to_hand_out(entries: Sequence[Entry]) -> int:
    """Return the newest closed round whose feedback was not handed out since its closing, or 0."""
    number = max((n for n, s in round_states(entries).items() if s == "closed"), default=0)
    of_it = [e.type for e in entries if e.details.get("round") == str(number)]
    newest = next((kind for kind in reversed(of_it) if kind in ("feedback", "round")), "")
    return 0 if newest == "feedback" else number


def pack_of(desk: WorkshopSession, number: int) -> Pack:
    """Return the pack of a round, as it is made for the record."""
    opened = desk.opened
    return feedback_pack(
        desk.live.responses.values(),
        opened.parameters,
        study=opened.study.diagram.id,
        number=number,
        people=roster(desk.folder),
    )


def slides(desk: WorkshopSession) -> Shown:
    """Return the slides of the newest round that was handed out: of the very pack that was.

    Made anew it would show, by what is gone, what somebody said who has withdrawn since.
    """
    entry = handed_out(desk.live.entries)
    content = content_of(desk.folder, entry.path) if entry else None
    if content is None or entry is None or sha256_of(content) != entry.sha256:
        return Shown(number=0, slides=())
    labels = desk.opened.study.labels
    asked = {p.key: p for p in desk.opened.parameters}
    pack = read_pack(content, {key: parameter.components for key, parameter in asked.items()})
    told = [q for q in pack.questions if q.count]
    return Shown(number=pack.number, slides=tuple(_slide(q, asked[q.key], labels) for q in told))


def _slide(question: Question, asked: Parameter, labels: Mapping[str, str]) -> Slide:
    rows = tuple(
        (
            "answers" if component == "value" else plain(component),
            "; ".join(span(answer.estimates[component], question) for answer in question.answers),
        )
        for component in (question.components if question.answers else ())
    )
    return Slide(
        key=question.key,
        about=short(asked, labels),
        when=situation(asked, labels),
        count=question.count,
        picture=interval_plot(question) if question.answers else "",
        middle=tuple(_middle(question)) if question.answers else (),
        rows=rows,
        reasons=tuple(dict.fromkeys(a.reason for a in question.answers if a.reason.strip())),
    )


def _middle(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the median of the best answers and how far they reach, of two states of the last."""
    components = question.components
    shares = components != ("value",)
    for component in components[-1:] if len(components) == 2 else components:  # noqa: PLR2004
        best = [float(answer.estimates[component].best) for answer in question.answers]
        low, mid, high = (
            percent(n) if shares else figures(n, DIGITS)
            for n in (min(best), statistics.median(best), max(best))
        )
        reach = f"from {low} to {high}" if low != high else "the same of all"
        yield plain(component) if shares else "", f"median {mid}, {reach}"
