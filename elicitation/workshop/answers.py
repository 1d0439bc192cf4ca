"""From the fields of a page to a recorded answer, or to what has to be mended first.

A page says which answer it was made over. Where another one is recorded since, from a second tab or
device, nothing is overwritten: both are shown. The same form sent twice is recorded once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal, TypeAlias

from bayesnet.errors import Problem, errors_in, problem_at
from elicitation.checks.checks import Doubt, doubts
from elicitation.intake.levelling import SWAPPED
from elicitation.intake.line_checks import Line, Reading
from elicitation.intake.lines import line_of
from elicitation.intake.reading import judgements_of
from elicitation.questionnaire.question_types import TYPES
from elicitation.record.decoding import unwritable
from elicitation.record.responses import Judgement, Key, Response, Unit, in_probability
from elicitation.rounds.attendance import abstentions
from elicitation.rounds.declarations import abstention
from elicitation.rounds.rounds import was_reopened
from elicitation.workshop.access import hash_of
from elicitation.workshop.pages import Page
from elicitation.workshop.recorded import recorded_cells
from elicitation.workshop.session import WorkshopSession

State: TypeAlias = Literal["saved", "mend", "stale", "closed", "changed"]
FILE = "page"
FIRST = "a first answer"
"""The reason of a response in a reopened round that corrects nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a page sends.

    cells: by field, see ``PageLine.field``. base: ``token`` of the answer that the page was made
    over. model: hash of the model it was made from. repair: consented to, or empty.
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


def token(own: Mapping[Key, Judgement], page: Page) -> str:
    """Return a short name of what is recorded on a page, to know it again."""
    recorded = [own[p.key] for p in page.parameters if p.key in own]
    return digest(recorded)[:16] if recorded else "none"


def digest(said: Sequence[Judgement]) -> str:
    """Return a hash of answers: of their numbers, however many zeros they have, and reasons."""
    plain = [(j.question, sorted((n, *_numbers(j, n)) for n in j.answers), j.reason) for j in said]
    return hash_of(repr(plain))


def _numbers(judgement: Judgement, name: str) -> list[str]:
    said = judgement.answers[name]
    numbers = (said.best, said.low, said.high)
    return ["" if number is None else f"{number.normalize():f}" for number in numbers]


def lines_of(page: Page, sent: Sent, reasons: Mapping[Key, str]) -> list[Line]:
    """Return what was typed as the lines of a form; reasons: by question, where one is given."""
    columns = TYPES[page.type].columns
    found = []
    for line in page.lines:
        asked = columns if line.asked else ()
        cells = {column: sent.cells.get(line.field(column), "") for column in asked}
        given = {"question": line.key, "component": line.component}
        given["reason"] = reasons.get(line.key, sent.reason)
        found.append(line_of({**cells, **given}, file=FILE, place=f"c{line.place}", joint="-"))
    return found


def save(desk: WorkshopSession, expert: str, page: Page, sent: Sent) -> Outcome:
    """Record the answers of a page if they are sound and nothing newer is there.

    What stands as it was recorded keeps its reason, and in its own round is not recorded again.
    """
    with desk.writing:
        opened, number = desk.opened, desk.round
        if _is_of_another_model(desk, sent):
            return Outcome(state="changed")
        if number is None:
            return Outcome(state="closed")
        unit, own = opened.plan.unit, desk.standing(expert)
        kept = _kept_reasons(page, own, sent, unit)
        reading = Reading(unit=unit, lexicon=opened.lexicon, repair=sent.repair)
        problems: list[Problem] = []
        lines = lines_of(page, sent, kept)
        judgements = judgements_of(lines, page.parameters, reading, problems)
        if not judgements and not errors_in(problems):
            chosen = page.first.wording.choices
            code = "page.nothing-chosen" if chosen else "page.no-number-typed"
            problems.append(problem_at(FILE, "", code))
        problems += _left_out(page, judgements, lines)
        here = desk.standing(expert, rounds=(number,))
        fresh = [j for j in judgements if not _is_recorded(j, here, unit)]
        problems += _unexplained(desk, expert, number, fresh, sent)
        if errors_in(problems):
            return Outcome(state="mend", problems=tuple(problems))
        if sent.base != token(own, page):
            current = [in_probability(j, unit) for j in judgements]
            if any(here.get(j.question) != j for j in current):
                return Outcome(state="stale")
        elif fresh:
            desk.submit(_response(desk, expert, number, fresh, sent, unit))
        return Outcome(
            state="saved",
            problems=tuple(p for p in problems if not sent.reason.strip()),
            doubts=doubts_on(desk, expert, [question.key for question in page.questions]),
        )


def _kept_reasons(
    page: Page, own: Mapping[Key, Judgement], sent: Sent, unit: Unit
) -> Mapping[Key, str]:
    """Return the reasons of the answers that were sent as they are recorded, where none is new."""
    if sent.reason.strip() or sent.repair:
        return {}
    before = recorded_cells(page, own, unit)
    changed = {
        line.key
        for line in page.lines
        if line.asked
        for column in TYPES[page.type].columns
        if sent.cells.get(line.field(column), "").strip() != before[line.field(column)]
    }
    return {p.key: own[p.key].reason for p in page.parameters if p.key in own.keys() - changed}


def _is_recorded(judgement: Judgement, here: Mapping[Key, Judgement], unit: Unit) -> bool:
    """Return whether the very answer stands in this round already."""
    standing = here.get(judgement.question)
    made = in_probability(judgement, unit)
    return standing is not None and digest([standing]) == digest([made])


def _left_out(
    page: Page, judgements: Sequence[Judgement], lines: Sequence[Line]
) -> Iterator[Problem]:
    """Yield the causes that have no direction or no place while others have: one is forgotten."""
    if page.layout not in ("directions", "ranking") or not judgements:
        return
    answered = {judgement.question for judgement in judgements}
    for line in lines:
        if line.question not in answered and line.is_blank:
            missing = "direction" if page.layout == "directions" else "place"
            yield line.problem("best", f"page.cause-without-{missing}")


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


def swap(
    desk: WorkshopSession, expert: str, page: Page, pair: Collection[Key], sent: Sent
) -> Outcome:
    """Record two answers with their places changed, as the expert asks after a doubt."""
    with desk.writing:
        number, own = desk.round, desk.standing(expert)
        keys = [question.key for question in page.questions]
        if number is None:
            return Outcome(state="closed")
        offered = [d for d in doubts_on(desk, expert, keys) if d.kind == "order"]
        if _is_of_another_model(desk, sent) or not any({*pair} == {*d.questions} for d in offered):
            return Outcome(state="changed")
        if sent.base != token(own, page):
            return Outcome(state="stale")
        reason = sent.reason.strip() or SWAPPED
        swapped = [
            dataclasses.replace(own[a], question=b, reason=reason, typed=None)
            for a, b in permutations(pair)
        ]
        resubmit(desk, expert, number, swapped, dataclasses.replace(sent, reason=reason))
        return Outcome(state="saved", doubts=doubts_on(desk, expert, keys))


def abstain(desk: WorkshopSession, expert: str, page: Page, sent: Sent) -> Outcome:
    """Record that the expert abstains from a question, for a reason; the same form twice once."""
    with desk.writing:
        if _is_of_another_model(desk, sent):
            return Outcome(state="changed")
        if desk.round is None:
            return Outcome(state="closed")
        own, keys = desk.standing(expert), [p.key for p in page.parameters]
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
