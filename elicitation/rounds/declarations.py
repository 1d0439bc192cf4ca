"""Record what is said about answers: that somebody is absent, abstains, takes back or dissents.

Each function returns the events for the ledger and raises StudyError with everything that is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bayesnet.errors import Problem, StudyError, unplaced
from bayesnet.messages.facts import Expert, Fact, Question
from bayesnet.messages.remedies import GiveReason, TakeBack, TakeBackAll, did_you_mean
from elicitation.plan.protocol import ElicitationPlan
from elicitation.record.ledger import Entry, Event, counted
from elicitation.record.responses import Key
from elicitation.rounds.attendance import absences

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter


def absence(
    entries: Sequence[Entry], plan: ElicitationPlan, expert: str, number: int, reason: str
) -> list[Event]:
    """Return the event that marks an expert absent from a round."""
    problems = [*plan.entry_problems(expert, number), *_reason(reason)]
    if (expert, number) in absences(entries):
        problems.append(unplaced("declare.absent-already", expert=Expert(expert), round=number))
    if any(e.path.startswith(f"responses/{expert}/r{number}-") for e in counted(entries)):
        facts: dict[str, Fact] = {"expert": Expert(expert), "round": number}
        problems.append(unplaced("declare.answered-in-round", TakeBack(expert, number), **facts))
    if problems:
        raise StudyError(problems)
    details = {"round": str(number), "expert": expert}
    return [Event(kind="absence", note=reason.strip(), details=details)]


def abstention(
    plan: ElicitationPlan,
    parameters: Sequence[Parameter],
    expert: str,
    questions: Sequence[Key],
    reason: str,
    *,
    answered: Collection[Key] = (),
) -> list[Event]:
    """Return the events that say an expert abstains on questions, a node's name meaning all of it.

    answered: what the expert has answered, which has to be withdrawn first. An answer given later
    is an answer.
    """
    problems = [*_expert(plan, expert), *_reason(reason)]
    asked = plan.asked_of(expert, parameters) if expert in plan.experts else ()
    keys: dict[Key, None] = {}
    for question in questions if asked else ():
        squeezed = "".join(question.split())
        meant = [p.key for p in asked if squeezed in (p.node, "".join(p.key.split()))]
        keys.update(dict.fromkeys(meant))
        if not meant:
            known = did_you_mean(question, [*dict.fromkeys(p.node for p in asked)])
            facts: dict[str, Fact] = {"word": question, "expert": Expert(expert)}
            problems.append(unplaced("declare.not-asked", known, **facts))
    for key in keys:
        if key in answered:
            told: dict[str, Fact] = {"expert": Expert(expert), "question": Question(key)}
            problems.append(unplaced("declare.answered", TakeBackAll(expert), **told))
    if problems:
        raise StudyError(problems)
    return [
        Event(kind="abstention", note=reason.strip(), details={"expert": expert, "question": key})
        for key in keys
    ]


def withdrawal(
    entries: Sequence[Entry], expert: str, number: int | None, seq: int | None, reason: str
) -> list[Event]:
    """Return the events that take an expert's responses back: one, those of a round, or all.

    The files stay; no version frozen from then on counts them.
    """
    start = f"responses/{expert}/" + ("" if number is None else f"r{number}-")
    start += "" if seq is None else f"{seq:04d}-"
    found = [entry for entry in counted(entries) if entry.path.startswith(start)]
    problems = _reason(reason)
    if seq is not None and number is None:
        problems.append(unplaced("declare.submission-without-round"))
    elif not found:
        code = "declare.nothing-to-withdraw"
        if number is not None:
            code += "-in-round" if seq is None else "-of-submission"
        where = {"round": number or 0, "submission": seq or 0}
        problems.append(unplaced(code, expert=Expert(expert), **where))
    if problems:
        raise StudyError(problems)
    return [
        Event(kind="withdrawal", path=e.path, sha256=e.sha256, note=reason.strip()) for e in found
    ]


def dissent(entries: Sequence[Entry], plan: ElicitationPlan, expert: str, text: str) -> list[Event]:
    """Return the event that records an expert's dissent from the newest frozen version."""
    problems = _expert(plan, expert)
    if not text.strip():
        problems.append(unplaced("declare.dissent-without-words"))
    if problems:
        raise StudyError(problems)
    versions = [entry.path for entry in entries if entry.type == "priors"]
    details = {"expert": expert, "priors": versions[-1] if versions else ""}
    return [Event(kind="dissent", note=text.strip(), details=details)]


def _expert(plan: ElicitationPlan, expert: str) -> list[Problem]:
    if expert in plan.experts:
        return []
    known = did_you_mean(expert, plan.experts)
    return [unplaced("declare.no-expert", known, word=expert)]


def _reason(reason: str) -> list[Problem]:
    return [] if reason.strip() else [unplaced("declare.without-reason", GiveReason())]
