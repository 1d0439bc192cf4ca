"""What the page of a question shows to one expert, as frozen values; nothing knows of the web."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from bayesnet.study.lexicon import percent
from diagrams.network.wording import plain as in_words
from elicitation.checks.checks import Doubt
from elicitation.intake.line_checks import Reading
from elicitation.intake.reading import judgements_of
from elicitation.intake.sums import can_be_scaled, top
from elicitation.questionnaire.question_types import TYPES
from elicitation.record.responses import Judgement, Key, Unit
from elicitation.rounds.attendance import abstentions
from elicitation.rounds.rounds import was_reopened
from elicitation.workshop.answers import Outcome, Sent, lines_of, token
from elicitation.workshop.consent import Offer, levelling
from elicitation.workshop.feedback_view import slides
from elicitation.workshop.fields import Control, Filling, Row, Word, control_of, rows_of
from elicitation.workshop.home_view import states
from elicitation.workshop.page_words import page as in_words_of_pages
from elicitation.workshop.pages import Page
from elicitation.workshop.recorded import in_field, is_shown, recorded_cells, rounded, told
from elicitation.workshop.row_order import row_order
from elicitation.workshop.session import WorkshopSession

BEST_FIRST = "Your best for each, then the lowest and the highest plausible."
"""What to do with a table of ranges, whose best values come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBack:
    """A doubt in words; of two rows in the wrong order also the pair and what levels them."""

    text: str
    pair: str = ""
    level: Offer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong: of which row and field, empty for the page as a whole."""

    text: str
    field: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One page as it is put to one expert.

    number to last: places of its questions, from 1, of total; done: how many of all are answered or
    abstained from. before, behind: numbers of the pages around it, 0 for none.
    section: (done, of how many) of the node's questions.
    when, ask, hint: see ``PageWording``. whole: what the best values sum to, in the unit; empty for
    plain numbers. rest: the state that takes what is left.
    earlier: the answer that stands, in lines, where fields do not show it or another round has it.
    group: what the others answered in the round before, in lines, where the plan shows it.
    base, model: see ``Sent``. stale: what was recorded meanwhile from another device, in lines.
    reason_needed: for a correction in a reopened round; change_needs_reason: where another round
    has an answer. order: of a table, see ``row_order``.
    """

    number: int
    last: int
    total: int
    done: int
    before: int
    behind: int
    section: tuple[int, int]
    round: int | None
    key: Key
    node: str
    when: str
    ask: str
    hint: str
    definitions: tuple[str, ...]
    control: Control
    rows: tuple[Row, ...]
    whole: str
    unit: str
    rest: str
    reason: str
    recorded_reason: str
    reason_needed: bool
    change_needs_reason: bool
    answered: bool
    earlier: tuple[str, ...]
    earlier_reason: str
    group: tuple[str, ...]
    kept_in_round: bool
    abstains: str
    base: str
    model: str
    status: str = ""
    faults: tuple[Fault, ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()
    asked_back: tuple[AskedBack, ...] = ()
    stale: tuple[str, ...] = ()
    order: tuple[tuple[int, ...], ...] = ()

    @property
    def situations(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """Return the rows of a table by what they are asked for under."""
        groups = groupby(self.rows, key=lambda row: row.heading)
        return tuple((heading, tuple(rows)) for heading, rows in groups)

    @property
    def states(self) -> tuple[str, ...]:
        """Return the columns of a table."""
        return tuple(row.label for row in self.situations[0][1])

    @property
    def first_wrong(self) -> str:
        """Return the name of the first field in which something is wrong, or nothing."""
        return next((fault.field for fault in self.faults if fault.field), "")


def question_page(
    desk: WorkshopSession,
    expert: str,
    page: Page,
    sent: Sent | None = None,
    outcome: Outcome | None = None,
) -> QuestionPage:
    """Return a page, with what was sent and what became of it.

    After a stale form the page's base is the newer answer: to send it again is to choose it.
    """
    opened, own, found = desk.opened, desk.standing(expert), states(desk, expert)
    unit, open_ = opened.plan.unit, desk.round
    outcome = outcome or Outcome(state="saved")
    if sent and sent.repair and outcome.state == "saved":
        sent = replace(sent, cells=_repaired(page, own, unit))
    labels = opened.study.labels
    wrong = {p.place.path: in_words_of_pages(desk.words).sentence(p) for p in outcome.problems}
    filling = Filling(
        sent=sent,
        recorded=recorded_cells(page, own, unit),
        wrong=wrong,
        words=tuple(
            Word(word=t.word, low=t.low, high=t.high, range=percent(t.low, t.high))
            for t in opened.lexicon.terms
        ),
    )
    rows = rows_of(page, filling, labels)
    standing = next((own[q.key] for q in page.questions if q.key in own), None)
    here = desk.standing(expert, rounds=(open_,)) if open_ else {}
    shares = page.first.parameter.kind == "distribution" and not page.first.pairs
    lines = told(own, page.first, unit, labels) if page.layout == "single" else ()
    kept_in_round = page.key in here
    in_fields = is_shown(page, own, unit) and not page.first.pairs  # weights come of comparisons
    reopened = bool(open_ and standing and was_reopened(desk.live.entries, open_))
    recorded_reason = standing.reason if standing and kept_in_round and not reopened else ""
    pages = desk.pages(expert)
    at = pages.index(page)
    node = page.first.parameter.node
    asked_now = zip(desk.asked(expert), found, strict=True)
    section = [state for question, state in asked_now if question.parameter.node == node]
    components = page.first.parameter.components
    asked = sum(line.asked for line in page.lines) // len(page.questions)
    return QuestionPage(
        number=page.number,
        last=page.last,
        total=len(found),
        done=sum(state != "open" for state in found),
        before=pages[at - 1].number if at else 0,
        behind=pages[at + 1].number if at + 1 < len(pages) else 0,
        section=(sum(state != "open" for state in section), len(section)),
        round=open_,
        key=page.key,
        node=labels.get(node, node),
        when=page.first.page.when if page.layout != "table" else "",
        ask=_asked_together(page, labels.get(node, node)) or page.first.page.ask,
        hint=BEST_FIRST if _is_of_ranges(page) else page.first.page.hint,
        definitions=tuple(dict.fromkeys(d for q in page.questions for d in q.wording.definitions)),
        control=control_of(page),
        rows=rows,
        whole=str(top(unit)) if shares and asked > 1 else "",
        unit=unit if shares else "",
        rest=in_words(components[0]) if shares and asked == 1 else "",
        reason=sent.reason if sent else recorded_reason,
        recorded_reason=recorded_reason,
        reason_needed=reopened,
        change_needs_reason=page.key in desk.standing(expert, rounds=range(1, open_ or 1)),
        answered=standing is not None,
        earlier=() if kept_in_round and in_fields else lines,
        earlier_reason=standing.reason if standing else "",
        group=tuple(_of_the_group(desk, page)),
        kept_in_round=kept_in_round,
        abstains=abstentions(desk.live.entries).get(expert, {}).get(page.key, ""),
        base=token(own, page),
        model=opened.study.model_sha256[:16],
        status=outcome.state if sent else "",
        faults=tuple(_faults(wrong, rows)),
        repairs=tuple(_repairs(page, sent, outcome, Reading(unit=unit, lexicon=opened.lexicon))),
        asked_back=tuple(_asked_back(desk, expert, doubt) for doubt in outcome.doubts),
        stale=told(own, page.first, unit, labels) if outcome.state == "stale" else (),
        order=row_order(page, own.values(), opened.model),
    )


def _is_of_ranges(page: Page) -> bool:
    return page.layout == "table" and page.type == "three_point"


def _of_the_group(desk: WorkshopSession, page: Page) -> Iterator[str]:
    """Yield the ranges that were handed out, where the plan shows them beside the own answer."""
    if not desk.round or not desk.opened.plan.questions.group_range:
        return
    keys = {question.key: question for question in page.questions}
    for slide in slides(desk).slides:
        if slide.key in keys and slide.middle:
            said = "; ".join(": ".join(filter(None, pair)) for pair in slide.middle)
            about = keys[slide.key].page.cause or (page.layout == "table" and slide.when)
            yield f"{about}: {said}" if about else said


def _asked_together(page: Page, label: str) -> str:
    """Return what is asked on a page of several questions; nothing for one with its own words."""
    if page.layout == "directions":
        return f"Which way does each of these move {label}?"
    if page.layout == "ranking":
        return f"Which of these matters most for {label}, and which least?"
    return ""


def _faults(wrong: Mapping[str, str], rows: tuple[Row, ...]) -> Iterator[Fault]:
    """Yield what is wrong, with the field to go to; what is wrong with a row leads to its first."""
    fields = {cell.name: row for row in rows for cell in row.cells}
    for path, text in wrong.items():
        if path in fields:
            yield Fault(text=text, field=path, row=fields[path].label if len(rows) > 1 else "")
            continue
        row = next((r for r in rows if r.cells[0].name.partition("-")[0] == path), None)
        yield Fault(text=text, field=row.cells[0].name if row and len(rows) > 1 else "")


def _asked_back(desk: WorkshopSession, expert: str, doubt: Doubt) -> AskedBack:
    text = in_words_of_pages(desk.words).sentence(doubt)
    if doubt.kind != "order":
        return AskedBack(text=text)
    pair, level = "|".join(doubt.questions), levelling(desk, expert, doubt)
    return AskedBack(text=text, pair=pair, level=level)


def _repairs(
    page: Page, sent: Sent | None, outcome: Outcome, reading: Reading
) -> Iterator[tuple[str, str]]:
    """Yield the repairs to be consented to where the sum alone is wrong, with their numbers.

    The second only where it would record other numbers than the first.
    """
    offered = can_be_scaled(outcome.problems)
    if sent is None or outcome.state != "mend" or not offered or page.layout != "single":
        return
    whole = top(reading.unit)
    seen: set[str] = set()
    for name, words in (("scale", f"Scale to {whole}"), ("project", "Take the nearest")):
        lines = lines_of(page, sent, {})
        made = judgements_of(lines, page.parameters, replace(reading, repair=name), [])
        for judgement in made:
            numbers = ", ".join(
                f"{in_words(s)} {rounded(e.best)}" for s, e in judgement.answers.items()
            )
            if numbers not in seen:
                seen.add(numbers)
                yield name, f"{words}: {numbers}"


def _repaired(page: Page, own: Mapping[Key, Judgement], unit: Unit) -> Mapping[str, str]:
    """Return what a repaired answer was made into, by field."""
    return {
        line.field(column): in_field(own[line.key], line.component, column, unit)
        for line in page.lines
        for column in TYPES[page.type].columns
    }


def clock_of(entered_at: str) -> str:
    """Return the time of day at which something was recorded, as clocks at the server show it."""
    moment = dt.datetime.fromisoformat(entered_at).astimezone()
    return f"{moment:%H:%M}"
