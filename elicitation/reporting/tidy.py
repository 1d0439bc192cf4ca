"""Lay the whole record out as tables without names: every judgement, and the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from elicitation.questionnaire.question_types import COLUMNS
from elicitation.questionnaire.question_words import node_of
from elicitation.record.decoding import plain
from elicitation.record.ledger import Entry, withdrawn
from elicitation.record.responses import Judgement, Key, Response, as_probability, is_distribution
from elicitation.record.roster import Person, without_names
from elicitation.reporting.feedback import FEWEST
from elicitation.spreadsheet import Column, Table
from elicitation.versions.history import what

_JUDGEMENTS = (
    Column(
        name="expert",
        kind="string",
        description="The expert's pseudonym; empty, with all that leads to it, where fewer than "
        "three experts answered the question.",
    ),
    Column(name="round", kind="integer", description="The round that was answered."),
    Column(name="submission", kind="integer", description="The expert's how-many-eth in it."),
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
    Column(name="typed_in", kind="string", description="Unit it was typed in."),
    Column(name="reason", kind="string", description="The expert's reason, names taken out."),
    Column(name="correction", kind="string", description="Why it corrects an earlier answer."),
    Column(name="entered_at", kind="datetime", description="UTC."),
    Column(name="entered_by", kind="string", description="expert or facilitator."),
    Column(name="mode", kind="string", description="How it came in."),
    Column(name="illustrative", kind="boolean", description="A placeholder that nobody gave."),
    Column(name="seen_feedback", kind="string", description="Hash of the feedback seen before."),
    Column(name="response", kind="string", description="The response's file in the study."),
    Column(
        name="kind",
        kind="string",
        description="Type of answer that low, best and high are worked out from; empty for none.",
    ),
    Column(name="typed", kind="string", description="Its cells as typed, in the unit typed in."),
    Column(name="repair", kind="string", description="The repair that was consented to."),
)
_TIES = frozenset(
    [
        "expert",
        "submission",
        "correction",
        "entered_at",
        "entered_by",
        "mode",
        "illustrative",
        "typed_in",
        "seen_feedback",
        "response",
        "kind",
        "typed",
        "repair",
    ]
)
"""Columns that say whose a row is, or which other rows came with it."""
_LEDGER = (
    Column(name="entry", kind="integer", description="The ledger's line."),
    Column(name="at", kind="datetime", description="UTC."),
    Column(name="type", kind="string", description="Kind of entry."),
    Column(name="what", kind="string", description="In words, names taken out."),
    Column(name="path", kind="string", description="The file it is about."),
    Column(name="sha256", kind="string", description="Hash of that file."),
    Column(name="hash", kind="string", description="Hash of the entry."),
)


def judgements(
    entries: Sequence[Entry], responses: Mapping[Entry, Response], people: Collection[Person]
) -> Table:
    """Return every judgement that was ever submitted, a row a component, in the ledger's order.

    responses: of all submissions, withdrawn ones included. Answers to a question that fewer than
    three experts ever answered come last, in the order of their numbers, without anything that ties
    them to a pseudonym: whoever is known to be of so small a group would give theirs away.
    """
    status = _statuses(withdrawn(entries), responses)
    rows = [row for entry in responses for row in _rows(entry, responses[entry], people, status)]
    thin = thin_questions(responses.values())
    place = [column.name for column in _JUDGEMENTS].index("question")
    shown = [row for row in rows if row[place] not in thin]
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
) -> Iterator[tuple[str, ...]]:
    for judgement in response.judgements:
        share = is_distribution(judgement.answers)
        percent = share and response.unit == "percent"
        for component, answer in judgement.answers.items():
            estimate = as_probability(answer) if percent else answer
            numbers = (estimate.low, estimate.best, estimate.high)
            yield (
                response.expert,
                str(response.round),
                str(response.seq),
                status[entry.path, judgement.question],
                judgement.question,
                node_of(judgement.question),
                component,
                *("" if number is None else plain(number) for number in numbers),
                response.unit if share else "number",
                without_names(judgement.reason, people),
                without_names(response.reason, people),
                response.entered_at,
                response.entered_by,
                response.mode,
                str(response.illustrative).lower(),
                response.seen_feedback,
                entry.path,
                *_typed(judgement, component),
            )


def _typed(judgement: Judgement, component: str) -> tuple[str, str, str]:
    """Return kind, cells and repair of what was typed; cells of a comparison by the other cause."""
    typed = judgement.typed
    if typed is None:
        return "", "", ""
    own = {component: typed.cells.get(component, {})}
    rows = typed.cells if typed.kind == "pairwise" else own
    cells = [
        f"{name + ': ' if name != component else ''}{column}={row[column]}"
        for name, row in rows.items()
        for column in COLUMNS
        if column in row
    ]
    return typed.kind, "; ".join(cells), typed.repair


def ledger(entries: Sequence[Entry], people: Collection[Person]) -> Table:
    """Return the ledger, a row an entry."""
    rows = [
        (str(e.seq), e.at, e.type, without_names(what(e), people), e.path, e.sha256, e.hash)
        for e in entries
    ]
    title = "Everything recorded, in order"
    return Table(name="ledger", title=title, columns=_LEDGER, rows=tuple(rows))
