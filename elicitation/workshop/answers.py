"""From the fields of a page to a recorded answer, or to what has to be mended first.

A page says which answer it was made over. Where another one is recorded since, from a second tab or
device, nothing is overwritten: both are shown. The same form sent twice is recorded once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bayesnet.errors import Problem, errors_in, problem_at
from elicitation.checks.checks import Doubt, doubts
from elicitation.intake.levelling import SWAPPED
from elicitation.intake.line_checks import Line, Reading
from elicitation.intake.lines import line_of
from elicitation.intake.reading import judgements_of
from elicitation.questionnaire.question_types import TYPES
from elicitation.questionnaire.questions import Question
from elicitation.record.decoding import unwritable
from elicitation.record.responses import Judgement, Key, Response, Unit, in_probability
from elicitation.rounds.attendance import abstentions
from elicitation.rounds.declarations import abstention
from elicitation.rounds.rounds import was_reopened
from elicitation.workshop.access import hash_of
from elicitation.workshop.session import WorkshopSession

State: TypeAlias = Literal["saved", "mend", "stale", "closed", "changed"]
FILE = "page"
FIRST = "a first answer"
"""The reason of a response in a reopened round that corrects nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a page sends.

    cells: by field, see ``field``. base: ``token`` of the answer that the page was made over.
    model: hash of the model it was made from. repair: consented to, or empty.
    """

    cells: Mapping[str, str]
    reason: str
    base: str
    model: str
    repair: str = ""
    on_behalf: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of it. problems: with their fields as paths; doubts: asked back after saving."""

    state: State
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def field(place: int, column: str) -> str:
    """Return the name of the field of one cell: ``c0-best``."""
    return f"c{place}-{column}"


def spoken(question: Question) -> tuple[int, ...]:
    """Return the places of the lines that are asked: of two states the last, the other follows."""
    places = range(len(question.lines))
    halved = not question.pairs and len(question.lines) == 2  # noqa: PLR2004 - the other one
    return tuple(places[-1:] if halved else places)


def token(own: Mapping[Key, Judgement], question: Question) -> str:
    """Return a short name of what is recorded on a question, to know it again."""
    said = [own[p.key] for p in question.parameters if p.key in own]
    return digest(said)[:16] if said else "none"


def digest(said: Sequence[Judgement]) -> str:
    """Return a hash of answers: of their numbers, however many zeros they have, and reasons."""
    plain = [(j.question, sorted((n, *_numbers(j, n)) for n in j.answers), j.reason) for j in said]
    return hash_of(repr(plain))


def _numbers(judgement: Judgement, name: str) -> list[str]:
    said = judgement.answers[name]
    numbers = (said.best, said.low, said.high)
    return ["" if number is None else f"{number.normalize():f}" for number in numbers]


def lines_of(question: Question, sent: Sent) -> list[Line]:
    """Return what was typed as the lines of a form."""
    asked = spoken(question)
    found = []
    for place, (key, component) in enumerate(question.lines):
        columns = TYPES[question.type].columns if place in asked else ()
        cells = {column: sent.cells.get(field(place, column), "") for column in columns}
        said = {"question": key, "component": component, "reason": sent.reason}
        found.append(line_of({**cells, **said}, file=FILE, place=f"c{place}", joint="-"))
    return found


def save(desk: WorkshopSession, expert: str, question: Question, sent: Sent) -> Outcome:
    """Record an answer if it is sound and nothing newer is there; say what became of it."""
    with desk.writing:
        opened, number = desk.opened, desk.round
        if _is_of_another_model(desk, sent):
            return Outcome(state="changed")
        if number is None:
            return Outcome(state="closed")
        own = desk.standing(expert)
        answered = any(parameter.key in own for parameter in question.parameters)
        if answered and sent.reason.strip() and not any(map(str.strip, sent.cells.values())):
            return keep(desk, expert, question, sent)  # a reason said afterwards
        unit = opened.plan.unit
        reading = Reading(unit=unit, lexicon=opened.lexicon, repair=sent.repair)
        problems: list[Problem] = []
        judgements = judgements_of(lines_of(question, sent), question.parameters, reading, problems)
        if not judgements and not errors_in(problems):
            chosen = question.wording.choices
            code = "page.nothing-chosen" if chosen else "page.no-number-typed"
            problems.append(problem_at(FILE, "", code))
        problems += _unexplained(desk, expert, number, judgements, sent)
        if errors_in(problems):
            return Outcome(state="mend", problems=tuple(problems))
        current = [in_probability(j, unit) for j in judgements]
        in_this = desk.standing(expert, rounds=(number,))
        if sent.base != token(own, question):
            if any(in_this.get(j.question) != j for j in current):
                return Outcome(state="stale")
        else:
            desk.submit(_response(desk, expert, number, judgements, sent, unit))
        return Outcome(
            state="saved",
            problems=tuple(p for p in problems if not sent.reason.strip()),
            doubts=doubts_on(desk, expert, [question.key]),
        )


def _unexplained(
    desk: WorkshopSession, expert: str, number: int, judgements: Sequence[Judgement], sent: Sent
) -> list[Problem]:
    """Return what needs a reason and has none: a change between rounds, a correction.

    A first answer changes nothing, in a reopened round neither.
    """
    if sent.reason.strip():
        return []
    unit = desk.opened.plan.unit
    now = [in_probability(j, unit) for j in judgements]
    own = desk.standing(expert)
    if was_reopened(desk.live.entries, number) and any(j.question in own for j in now):
        return [problem_at(FILE, "", "page.correction-needs-reason", number=number)]
    before = desk.standing(expert, rounds=range(1, number))
    if any(j.question in before and before[j.question].answers != j.answers for j in now):
        return [problem_at(FILE, "", "page.you-change-your-earlier-answer")]
    return []


def _response(
    desk: WorkshopSession,
    expert: str,
    number: int,
    judgements: Sequence[Judgement],
    sent: Sent,
    unit: Unit,
) -> Response:
    return desk.opened.response(
        expert,
        number,
        judgements,
        unit=unit,
        mode="browser",
        entered_by="facilitator" if sent.on_behalf else "expert",
        reason=(sent.reason.strip() or FIRST) if was_reopened(desk.live.entries, number) else "",
    )


def doubts_on(desk: WorkshopSession, expert: str, keys: Sequence[Key]) -> tuple[Doubt, ...]:
    """Return the doubts about the expert's answers that touch those questions."""
    own = desk.standing(expert)
    found = doubts(tuple(own.values()), desk.opened.model)
    return tuple(d for d in found if {*d.questions} & {*keys})


def swap(desk: WorkshopSession, expert: str, one: Key, other: Key, sent: Sent) -> Outcome:
    """Record two answers with their places changed, as the expert asks after a doubt."""
    with desk.writing:
        number, own = desk.round, desk.standing(expert)
        asked = {q.key: q for q in desk.asked(expert)}
        if number is None:
            return Outcome(state="closed")
        offered = [d for d in doubts_on(desk, expert, [one]) if d.kind == "order"]
        if _is_of_another_model(desk, sent) or not any(
            {one, other} == {*d.questions} for d in offered
        ):
            return Outcome(state="changed")
        if sent.base != token(own, asked[one]):
            return Outcome(state="stale")
        reason = sent.reason.strip() or SWAPPED
        swapped = [
            dataclasses.replace(own[a], question=b, reason=reason, typed=None)
            for a, b in ((one, other), (other, one))
        ]
        resubmit(desk, expert, number, swapped, dataclasses.replace(sent, reason=reason))
        return Outcome(state="saved", doubts=doubts_on(desk, expert, [one]))


def keep(desk: WorkshopSession, expert: str, question: Question, sent: Sent) -> Outcome:
    """Record the expert's earlier answer once more, in the round that is open or with a reason."""
    with desk.writing:
        number, own = desk.round, desk.standing(expert)
        if _is_of_another_model(desk, sent):
            return Outcome(state="changed")
        if number is None:
            return Outcome(state="closed")
        if sent.base != token(own, question):
            return Outcome(state="stale")
        keys = [p.key for p in question.parameters if p.key in own]
        if not keys:
            return Outcome(state="mend", problems=(problem_at(FILE, "", "page.no-earlier-answer"),))
        here = desk.standing(expert, rounds=(number,))
        reason = sent.reason.strip()
        if not all(key in here and reason in ("", here[key].reason) for key in keys):
            kept = [
                dataclasses.replace(own[key], typed=None, reason=reason or own[key].reason)
                for key in keys
            ]
            reasoned = dataclasses.replace(sent, reason=reason or "kept")
            resubmit(desk, expert, number, kept, reasoned)
        return Outcome(state="saved")


def abstain(desk: WorkshopSession, expert: str, question: Question, sent: Sent) -> Outcome:
    """Record that the expert abstains from a question, for a reason; the same form twice once."""
    with desk.writing:
        if _is_of_another_model(desk, sent):
            return Outcome(state="changed")
        if desk.round is None:
            return Outcome(state="closed")
        own, keys = desk.standing(expert), [p.key for p in question.parameters]
        if any(key in own for key in keys):
            return Outcome(
                state="mend", problems=(problem_at(FILE, "", "page.you-answered-already"),)
            )
        reason = sent.reason.strip()
        if not reason:
            wordless = problem_at(FILE, "", "page.abstention-without-reason")
            return Outcome(state="mend", problems=(wordless,))
        if why := unwritable(reason):
            unsound = problem_at(FILE, "", "page.reason-unwritable", why=why)
            return Outcome(state="mend", problems=(unsound,))
        before = abstentions(desk.live.entries).get(expert, {})
        if any(before.get(key) != reason for key in keys):
            plan, asked = desk.opened.plan, desk.opened.questions_to(expert)
            events = abstention(plan, asked, expert, keys, reason, answered=own)
            desk.record(lambda entries, at: events)
        return Outcome(state="saved")


def _is_of_another_model(desk: WorkshopSession, sent: Sent) -> bool:
    return sent.model != desk.opened.study.model_sha256[:16]


def resubmit(
    desk: WorkshopSession, expert: str, number: int, judgements: Sequence[Judgement], sent: Sent
) -> None:
    """Record answers, as probabilities, that are made from recorded ones; sent: with the reason."""
    desk.submit(_response(desk, expert, number, judgements, sent, "probability"))
