"""Record what is said about answers: that somebody is absent, abstains, takes back or dissents.

Each function returns the events for the ledger and raises StudyError with everything that is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bayesnet.errors import Problem, StudyError, did_you_mean, unplaced
from bayesnet.mentions import mention
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
        problems.append(
            unplaced(f"{mention(expert)} is marked absent from round {number} already.")
        )
    if any(e.path.startswith(f"responses/{expert}/r{number}-") for e in counted(entries)):
        message = f"{mention(expert)} has answers in round {number}: nobody is absent who answered."
        remedy = f"Take them back first: resolve withdraw {expert} --round {number} --reason TEXT."
        problems.append(unplaced(message, remedy))
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
            problems.append(
                unplaced(f"no question '{question}' is asked of {mention(expert)};", known)
            )
    for key in keys:
        if key in answered:
            remedy = f"Take that submission back first: resolve withdraw {expert}."
            problems.append(unplaced(f"{mention(expert)} has answered {mention(key)}.", remedy))
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
        problems.append(unplaced("submissions are counted by round.", "Add --round N."))
    elif not found:
        where = "" if number is None else f" in round {number}"
        where += "" if seq is None else f", submission {seq}"
        message = f"{mention(expert)} has no answers to withdraw{where}."
        problems.append(unplaced(message, "See: resolve log."))
    if problems:
        raise StudyError(problems)
    return [
        Event(kind="withdrawal", path=e.path, sha256=e.sha256, note=reason.strip()) for e in found
    ]


def dissent(entries: Sequence[Entry], plan: ElicitationPlan, expert: str, text: str) -> list[Event]:
    """Return the event that records an expert's dissent from the newest frozen version."""
    problems = _expert(plan, expert)
    if not text.strip():
        problems.append(unplaced("a dissent needs its words.", "Put them in double quotes."))
    if problems:
        raise StudyError(problems)
    versions = [entry.path for entry in entries if entry.type == "priors"]
    details = {"expert": expert, "priors": versions[-1] if versions else ""}
    return [Event(kind="dissent", note=text.strip(), details=details)]


def _expert(plan: ElicitationPlan, expert: str) -> list[Problem]:
    if expert in plan.experts:
        return []
    known = did_you_mean(expert, plan.experts)
    return [unplaced(f"no expert '{expert}' in elicitation.toml;", known)]


def _reason(reason: str) -> list[Problem]:
    return [] if reason.strip() else [unplaced("a reason is needed.", "Add --reason TEXT.")]
