"""Lay the whole record out as tables without names: every judgement, and the ledger.

Whoever sat in the room knows who came first, who used a phone, who typed in percent. So nothing of
that is in the tables: times are days, rows stand by pseudonym and question, numbers are written in
one way, and what an expert handed in within a round is one thing, however it came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from elicitation.intake.numerals import Unread, read_number
from elicitation.intake.sums import short
from elicitation.questionnaire.question_types import BINS, COLUMNS
from elicitation.questionnaire.question_words import node_of
from elicitation.record.ledger import Entry, withdrawn
from elicitation.record.responses import Judgement, Key, Response, as_probability, is_distribution
from elicitation.record.roster import Person, without_names
from elicitation.reporting.feedback import FEWEST
from elicitation.spreadsheet import Column, Table

_JUDGEMENTS = (
    Column(
        name="expert",
        kind="string",
        description="The expert's pseudonym; empty, with all that leads to it, where fewer than "
        "three experts answered the question.",
    ),
    Column(name="round", kind="integer", description="The round that was answered."),
    Column(name="answer", kind="integer", description="The expert's how-many-eth to it there."),
    Column(
        name="status",
        kind="string",
        description="stands: the expert's answer by now; superseded: by a later one; withdrawn.",
    ),
    Column(name="question", kind="string", description="The judgement key."),
    Column(name="node", kind="string", description="The node that the question is about."),
    Column(name="component", kind="string", description="The state, or 'value'."),
    Column(name="low", kind="number", description="Low end of the plausible range."),
    Column(name="best", kind="number", description="Best value; probabilities from 0 to 1."),
    Column(name="high", kind="number", description="High end of the plausible range."),
    Column(name="reason", kind="string", description="The expert's reason, names taken out."),
    Column(name="correction", kind="string", description="Why it corrects an earlier answer."),
    Column(name="day", kind="date", description="UTC."),
    Column(name="illustrative", kind="boolean", description="A placeholder that nobody gave."),
    Column(name="seen_feedback", kind="string", description="Hash of the feedback seen before."),
    Column(
        name="kind",
        kind="string",
        description="Type of answer that low, best and high are worked out from; empty for none.",
    ),
    Column(name="typed", kind="string", description="Its numbers; probabilities from 0 to 1."),
    Column(name="repair", kind="string", description="The repair that was consented to."),
)
_TIES = frozenset(
    [
        "expert",
        "answer",
        "correction",
        "day",
        "illustrative",
        "seen_feedback",
        "kind",
        "typed",
        "repair",
    ]
)
"""Columns that say whose a row is, or which other rows came with it."""
_PLACE = ("expert", "round", "question", "answer")
"""Columns that rows stand in the order of."""


def judgements(
    entries: Sequence[Entry], responses: Mapping[Entry, Response], people: Collection[Person]
) -> Table:
    """Return every judgement ever submitted, a row a component, by expert, round and question.

    responses: of all submissions, withdrawn ones included. Answers to a question that fewer than
    three experts ever answered come last, in the order of their numbers, without anything that ties
    them to a pseudonym: whoever is known to be of so small a group would give theirs away.
    """
    status = _statuses(withdrawn(entries), responses)
    asked: dict[tuple[str, int, Key], int] = {}
    rows = [
        row
        for entry, response in sorted(responses.items(), key=lambda pair: pair[1].seq)
        for row in _rows(entry, response, people, status, asked)
    ]
    thin = thin_questions(responses.values())
    names = [column.name for column in _JUDGEMENTS]
    place = names.index("question")
    order = [names.index(name) for name in _PLACE]
    shown = sorted(
        (row for row in rows if row[place] not in thin),
        key=lambda row: [int(row[at]) if row[at].isdecimal() else row[at] for at in order],
    )
    unnamed = sorted(_untied(row) for row in rows if row[place] in thin)
    title = "Every judgement, by pseudonym"
    return Table(name="judgements", title=title, columns=_JUDGEMENTS, rows=(*shown, *unnamed))


def thin_questions(responses: Iterable[Response]) -> frozenset[Key]:
    """Return the questions that fewer than three experts ever answered."""
    who: dict[Key, set[str]] = {}
    for response in responses:
        for judgement in response.judgements:
            who.setdefault(judgement.question, set()).add(response.expert)
    return frozenset(key for key, experts in who.items() if len(experts) < FEWEST)


def _untied(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row without what says whose it is, or which other rows came with it."""
    names = [column.name for column in _JUDGEMENTS]
    return tuple("" if name in _TIES else cell for name, cell in zip(names, row, strict=True))


def _statuses(
    gone: Collection[str], responses: Mapping[Entry, Response]
) -> Mapping[tuple[str, Key], str]:
    """Return what became of each answer, by the response's path and the question."""
    found: dict[tuple[str, Key], str] = {}
    newest: dict[tuple[str, Key], str] = {}
    in_order = sorted(responses.items(), key=lambda pair: (pair[1].round, pair[1].seq))
    for entry, response in in_order:
        for judgement in response.judgements:
            key = judgement.question
            found[entry.path, key] = "withdrawn" if entry.path in gone else "stands"
            if entry.path in gone:
                continue
            before = newest.get((response.expert, key))
            if before:
                found[before, key] = "superseded"
            newest[response.expert, key] = entry.path
    return found


def _rows(
    entry: Entry,
    response: Response,
    people: Collection[Person],
    status: Mapping[tuple[str, Key], str],
    asked: dict[tuple[str, int, Key], int],
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a response. asked: how often each was answered before, counted on."""
    for judgement in response.judgements:
        again = (response.expert, response.round, judgement.question)
        asked[again] = asked.get(again, 0) + 1
        share = is_distribution(judgement.answers)
        percent = share and response.unit == "percent"
        for component, answer in judgement.answers.items():
            estimate = as_probability(answer) if percent else answer
            numbers = (estimate.low, estimate.best, estimate.high)
            yield (
                response.expert,
                str(response.round),
                str(asked[again]),
                status[entry.path, judgement.question],
                judgement.question,
                node_of(judgement.question),
                component,
                *("" if number is None else short(number) for number in numbers),
                without_names(judgement.reason, people),
                without_names(response.reason, people),
                response.entered_at[:10],
                str(response.illustrative).lower(),
                response.seen_feedback,
                *_typed(judgement, component),
            )


def _typed(judgement: Judgement, component: str) -> tuple[str, str, str]:
    """Return kind, cells and repair of what was typed; cells of a comparison by the other cause.

    Nothing where low, best and high say it all.
    """
    typed = judgement.typed
    if typed is None or (typed.kind in ("point", "three_point") and not typed.repair):
        return "", "", ""
    share = typed.unit == "percent" and typed.kind != "pairwise"
    own = {component: typed.cells.get(component, {})}
    rows = typed.cells if typed.kind == "pairwise" else own
    cells = [
        f"{name + ': ' if name != component else ''}{column}={_neutral(row[column], column, share)}"
        for name, row in rows.items()
        for column in COLUMNS
        if column in row
    ]
    return typed.kind, "; ".join(cells), typed.repair


def _neutral(typed: str, column: str, share: bool) -> str:
    """Return a cell without the manner in which it was typed: comma, sign, zeros, unit."""
    signed = typed.strip().endswith("%")
    number = read_number(typed.strip().removesuffix("%"), thousands=False)
    if isinstance(number, Unread):
        return " ".join(typed.split()).lower()
    kept = column == "confidence" or column in BINS
    return short(number.scaleb(-2) if (share or signed) and not kept else number)
