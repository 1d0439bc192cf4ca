"""Read which recorded responses still count, and what each expert says by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.versions import LEDGER
from elicitation.record.frozen import Frozen
from elicitation.record.ledger import Entry, counted, read_ledger, sha256_of
from elicitation.record.records import read_response
from elicitation.record.responses import Judgement, Key, Response, standing_judgements
from elicitation.store.recording import Snapshot


def recorded_responses(
    taken: Snapshot, entries: Sequence[Entry], problems: list[Problem]
) -> Mapping[Entry, Response]:
    """Return every response that counts, in the ledger's order, and report those not intact."""
    return read_responses(taken, counted(entries), problems)


def read_responses(
    taken: Snapshot, submissions: Sequence[Entry], problems: list[Problem]
) -> Mapping[Entry, Response]:
    """Return the responses of those entries, and report those that are not as recorded."""
    found = {}
    for entry in submissions:
        content = taken.files.get(entry.path)
        if content is None or sha256_of(content) != entry.sha256:
            code = "store.response-missing" if content is None else "store.response-changed"
            problems.append(problem_at(entry.path, "", code))
            continue
        response, wrong = read_response(content, file=entry.path)
        problems += wrong
        if response is not None:
            found[entry] = response
    return found


def answers_behind(taken: Snapshot, frozen: Frozen) -> Mapping[str, Mapping[Key, Judgement]]:
    """Return what every expert says in the responses that a version lists, as probabilities."""
    read = [
        read_response(taken.files[path], file=path)[0]
        for path, _ in frozen.responses
        if path in taken.files
    ]
    return standing_judgements(response for response in read if response is not None)


def entries_of(taken: Snapshot) -> tuple[Entry, ...]:
    """Return the ledger's entries, none if nothing is recorded; raises StudyError if damaged."""
    if LEDGER not in taken.files:
        return ()
    entries, wrong = read_ledger(taken.files[LEDGER])
    if wrong:
        raise StudyError(wrong)
    return entries


def current_answers(
    taken: Snapshot, *, only_round: int = 0
) -> Mapping[str, Mapping[Key, Judgement]]:
    """Return every expert's latest answer on each question, as probabilities: what prefills a form.

    only_round: of that round alone; 0 for all. Withdrawn responses do not count. Raises StudyError
    where a record is damaged.
    """
    problems = list(taken.problems)
    responses = recorded_responses(taken, entries_of(taken), problems)
    if problems:
        raise StudyError(problems)
    return standing_judgements(r for r in responses.values() if only_round in (0, r.round))
