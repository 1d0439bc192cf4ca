"""Show what other rules make of the answers behind a version: those of ``aggregation/``.

A claim is a state of a question that asks for a distribution; of two states the last one alone, for
the other follows. The rules judge an expert by all claims, not by the ones that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.errors import StudyError, unplaced
from bayesnet.study.priors import Priors
from elicitation.aggregation.estimates import Estimates, Rounds
from elicitation.aggregation.methods import METHODS
from elicitation.record.frozen import read_frozen
from elicitation.record.records import read_response
from elicitation.record.responses import (
    Component,
    Estimate,
    Judgement,
    Key,
    Response,
    is_distribution,
    standing_judgements,
)
from elicitation.store.recording import Snapshot
from elicitation.versions.pooling import PoolRow

BOTH = 2
APART = "By aggreCAT's rules each state is a claim of its own: those of a row need not sum to 1."
Standing = Mapping[str, Mapping[Key, Judgement]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The answers behind a version as arrays. names: of the claims, a question and a state."""

    names: tuple[tuple[Key, Component], ...]
    rounds: Rounds
    moved: bool


def claims_behind(taken: Snapshot, priors: Priors) -> Claims:
    """Return the claims that the responses of that version answer; raises StudyError for none."""
    file = f"priors/{priors.number:04d}.json"
    content = taken.files.get(file) if priors.number else None
    if content is None:
        raise StudyError([unplaced("version.no-answers-to-aggregate")])
    frozen, wrong = read_frozen(content, file=file)
    if frozen is None:
        raise StudyError(wrong)
    responses = [
        response
        for path, _ in frozen.responses
        if path in taken.files
        and (response := read_response(taken.files[path], file=path)[0]) is not None
    ]
    newest = max(response.round for response in responses)
    now = standing_judgements(responses)
    before = standing_judgements(r for r in responses if r.round < newest)
    names = _names(responses)
    experts = [expert for expert in frozen.experts if _some(now.get(expert, {}))]
    given = np.array([float(frozen.weights[expert]) for expert in experts])
    rounds = Rounds(
        now=_estimates(now, names, experts), before=_estimates(before, names, experts), given=given
    )
    return Claims(names=names, rounds=rounds, moved=any(before.values()))


def _names(responses: Sequence[Response]) -> tuple[tuple[Key, Component], ...]:
    found: dict[tuple[Key, Component], None] = {}
    for response in responses:
        for judgement in response.judgements:
            states = [*judgement.answers] if is_distribution(judgement.answers) else []
            shown = states[-1:] if len(states) == BOTH else states
            found |= dict.fromkeys((judgement.question, state) for state in shown)
    return tuple(found)


def _some(own: Mapping[Key, Judgement]) -> bool:
    return any(is_distribution(judgement.answers) for judgement in own.values())


def _estimates(
    standing: Standing, names: Sequence[tuple[Key, Component]], experts: Sequence[str]
) -> Estimates:
    best, low, high = np.full((3, len(names), len(experts)), np.nan)
    for column, expert in enumerate(experts):
        own = standing.get(expert, {})
        for row, (key, state) in enumerate(names):
            answer: Estimate | None = own[key].answers.get(state) if key in own else None
            if answer is not None:
                best[row, column] = answer.best
                low[row, column] = answer.best if answer.low is None else answer.low
                high[row, column] = answer.best if answer.high is None else answer.high
    return Estimates(best=best, low=low, high=high)


def aggregated(claims: Claims, keys: Sequence[Key]) -> tuple[PoolRow, ...]:
    """Return a row for each rule and claim of those questions.

    Raises StudyError where none is asked.
    Rules that look at moves are left out where there is one round alone.
    """
    chosen = [place for place, (key, _) in enumerate(claims.names) if key in keys]
    if not chosen:
        named = "version.nothing-answered-is-named" if claims.names else "version.nothing-answered"
        raise StudyError([unplaced(named, example=claims.names[0][0] if claims.names else "")])
    values = {
        method: method.rule(claims.rounds)
        for method in METHODS.values()
        if claims.moved or not method.moves
    }
    return tuple(
        PoolRow(
            quantity=" ".join(claims.names[place]),
            label=": ".join(claims.names[place]),
            pool=f"{method.name}, {method.label}",
            record=False,
            rows_first=float(found[place]),
            answers_first=float(found[place]),
        )
        for place in chosen
        for method, found in values.items()
    )
