"""Put together what changed between versions of the priors, for a report's annex."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from diagrams.report import people
from elicitation.record.frozen import Frozen
from elicitation.record.ledger import Entry
from elicitation.record.responses import Estimate
from elicitation.versions.history import Change, Difference, difference, sentences

Words: TypeAlias = Callable[[Change], tuple[str, str, str]]
"""Of a change: who made it, which number it is about, and the reason given with it."""
Effects: TypeAlias = Mapping[tuple[str, str], Mapping[str, float]]
"""By expert and question, what a move does to the pool's probability of each outcome."""


def told_versions(
    versions: Sequence[Frozen],
    shown: int,
    entries: Sequence[Entry],
    words: Words,
    effects: Effects,
) -> Iterable[people.Version]:
    """Yield every version up to the one shown (0 for all), and what moved since the one before.

    effects: of the moves of the last one shown.
    """
    hashes = {entry.path: entry.sha256 for entry in entries}
    before: Frozen | None = None
    for one in versions:
        if shown and one.number > shown:
            break
        yield people.Version(
            number=one.number,
            created_at=one.created_at,
            reason=one.reason,
            sha256=hashes[f"priors/{one.number:04d}.json"],
            notes=_notes(difference(before, one)) if before else (),
            moves=tuple(_moves(difference(before, one), words, effects)) if before else (),
        )
        before = one


def _notes(found: Difference) -> tuple[str, ...]:
    """Return who came and went, and how the pool and the weights changed."""
    same_pool = found.pools[0] == found.pools[1]
    if same_pool and not (found.added or found.removed or found.weights):
        return ()
    return sentences(dataclasses.replace(found, changes=()))


def _moves(found: Difference, words: Words, effects: Effects) -> Iterable[people.ExpertMove]:
    """Return one move for each expert and question, about the component that moved most."""
    told = set()
    for change in found.changes:
        if (change.expert, change.question) in told:
            continue
        told.add((change.expert, change.question))
        who, quantity, reason = words(change)
        yield people.ExpertMove(
            expert=who,
            question=change.question,
            quantity=quantity,
            before=_as_text(change.before, alone=bool(change.size)),
            after=_as_text(change.after, alone=bool(change.size)),
            reason=reason,
            changes=effects.get((change.expert, change.question), {}),
        )


def _as_text(estimate: Estimate | None, *, alone: bool) -> str:
    """Return the best value, with its range unless the value alone says what moved."""
    if estimate is None:
        return ""
    if alone or estimate.low is None or estimate.high is None:
        return _digits(estimate.best)
    reach = f"{_digits(estimate.low)}\N{EN DASH}{_digits(estimate.high)}"
    return f"{_digits(estimate.best)}\N{NO-BREAK SPACE}({reach})"


def _digits(number: Decimal) -> str:
    """Return the number with two digits after the point, or all of them where there are more."""
    short = number.quantize(Decimal("0.01"))
    return f"{short if short == number else number:f}"


def words_of(questions: Sequence[people.Question], withheld: frozenset[str]) -> Words:
    """Return what says of a change who, which number, and why; ``withheld``: keys without who."""
    known = {question.key: question for question in questions}

    def words(change: Change) -> tuple[str, str, str]:
        question = known.get(change.question)
        if question is None:  # of a model before this one
            return change.expert, change.question, ""
        who = "" if change.question in withheld else change.expert
        reasons = [said.reason for said in question.said if said.expert == who]
        if not who and len(question.said) > 1:  # whose reason it is would be a guess
            reasons = []
        when = f", when {question.situation}" if question.situation else ""
        what = f"{question.short}: {change.component.replace('_', ' ')}{when}"
        return who, (question.short if question.kind == "number" else what), "".join(reasons)

    return words
