"""Keep rounds: which is open, who may submit to it, and what opening the next one needs.

A study whose ledger has no round in it keeps none: answers to any round of its plan are taken at
any time. From the first round that is opened on, only answers to the open round are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias

from bayesnet.errors import Problem, StudyError, problem_at, unplaced
from bayesnet.messages.facts import Expert, Fact, experts, items
from bayesnet.messages.remedies import (
    CloseRound,
    GiveReason,
    GoOnWithout,
    OpenAgain,
    OpenRound,
    OpenRoundBefore,
    ReopenRound,
    SeeRounds,
    SubmitToOpenRound,
    SubmitToOpenRoundOrReopen,
)
from elicitation.classical.seeds import SeedSet
from elicitation.plan.protocol import FILE as PLAN
from elicitation.plan.protocol import ElicitationPlan
from elicitation.record.ledger import Entry, Event, counted
from elicitation.rounds.rule_of_record import fixing, rule_of

State: TypeAlias = Literal["open", "closed"]
_AFTER: Mapping[str, State] = {"open": "open", "close": "closed", "reopen": "open"}


def round_states(entries: Sequence[Entry]) -> Mapping[int, State]:
    """Return the state of every round that was ever opened; empty where none is kept."""
    return {
        int(entry.details["round"]): _AFTER[entry.details["action"]]
        for entry in entries
        if entry.type == "round"
    }


def open_round(entries: Sequence[Entry]) -> int | None:
    """Return the number of the round that is open, or None."""
    return next((n for n, state in round_states(entries).items() if state == "open"), None)


def was_reopened(entries: Sequence[Entry], number: int) -> bool:
    """Return whether the round was opened again after it had been closed."""
    return any(_is(entry, number, "reopen") for entry in entries)


def _is(entry: Entry, number: int, action: str) -> bool:
    wanted = {"round": str(number), "action": action}
    return entry.type == "round" and entry.details == wanted


def submission_refusal(entries: Sequence[Entry], number: int, reason: str) -> Problem | None:
    """Return why answers in a round may not be recorded now, or None; reason: of a correction."""
    states = round_states(entries)
    if not states:
        return None
    if states.get(number) == "open":
        if was_reopened(entries, number) and not reason.strip():
            return unplaced("round.correction-needs-reason", GiveReason(), round=number)
        return None
    now = open_round(entries)
    if number in states:
        reopen = SubmitToOpenRoundOrReopen(now, number) if now else ReopenRound(number)
        return unplaced("round.closed", reopen, round=number)
    opening_it = SubmitToOpenRound(now, number) if now else OpenRound(number)
    return unplaced("round.not-open-now", opening_it, round=number)


def opening(
    entries: Sequence[Entry],
    plan: ElicitationPlan,
    number: int,
    without: Collection[str] = (),
    *,
    seeds: SeedSet | None = None,
) -> list[Event]:
    """Return the events that open a round; those without an entry before are marked absent.

    The first fixes the rule of record. without: experts who have no entry in the round before and
    whom it goes on without. Raises StudyError with every reason why the round cannot be opened.
    """
    states = round_states(entries)
    if number not in plan.rounds:
        raise StudyError([_unknown(plan, number)])
    if number in states:
        if states[number] == "open":
            raise StudyError([unplaced("round.not-opened-open-already", round=number)])
        again = OpenAgain(number)
        raise StudyError([unplaced("round.not-opened-closed", again, round=number)])
    still = open_round(entries)
    if still:
        facts = {"round": number, "other": still}
        raise StudyError([unplaced("round.not-opened-other-open", CloseRound(still), **facts)])
    if states and number > 1 and number - 1 not in states:
        facts = {"round": number, "other": number - 1}
        before = OpenRoundBefore(number - 1)
        raise StudyError([unplaced("round.not-opened-before-never-opened", before, **facts)])
    missing = missing_in(entries, plan, number - 1) if number > 1 else ()
    problems = [*_strangers(without, missing, plan, number), *_left(without, missing, number)]
    if problems:
        raise StudyError(problems)
    absent = [
        Event(
            kind="absence",
            note=f"no entry when round {number} was opened",
            details={"round": str(number - 1), "expert": expert},
        )
        for expert in missing
    ]
    details = {"round": str(number), "action": "open"}
    fixed = fixing(entries, rule_of(plan, seeds))
    return [*absent, *fixed, Event(kind="round", note=plan.rounds[number], details=details)]


def _strangers(
    without: Collection[str], missing: Collection[str], plan: ElicitationPlan, number: int
) -> list[Problem]:
    found = []
    for expert in without:
        if expert not in plan.experts:
            found.append(unplaced("round.without-no-expert", word=expert))
        elif expert not in missing:
            facts: dict[str, Fact] = {"expert": Expert(expert), "before": number - 1}
            found.append(unplaced("round.without-somebody-there", **facts))
    return found


def _left(without: Collection[str], missing: Collection[str], number: int) -> list[Problem]:
    left = [expert for expert in missing if expert not in without]
    if not left:
        return []
    facts: dict[str, Fact] = {"round": number, "before": number - 1, "experts": experts(left)}
    return [unplaced("round.not-opened-entries-missing", GoOnWithout(",".join(left)), **facts)]


def closing(entries: Sequence[Entry], plan: ElicitationPlan, number: int) -> list[Event]:
    """Return the event that closes the open round; raises StudyError if it is not open."""
    if number not in plan.rounds:
        raise StudyError([_unknown(plan, number)])
    if round_states(entries).get(number) != "open":
        raise StudyError([unplaced("round.not-open", SeeRounds(), round=number)])
    return [Event(kind="round", details={"round": str(number), "action": "close"})]


def reopening(
    entries: Sequence[Entry],
    plan: ElicitationPlan,
    number: int,
    reason: str,
    *,
    seeds: SeedSet | None = None,
) -> list[Event]:
    """Return the events that open a closed round again; raises StudyError if that cannot be."""
    if number not in plan.rounds:
        raise StudyError([_unknown(plan, number)])
    still = open_round(entries)
    if still:
        if still == number:
            raise StudyError([unplaced("round.open-already", round=number)])
        facts = {"round": number, "other": still}
        raise StudyError([unplaced("round.not-reopened-other-open", CloseRound(still), **facts)])
    if number not in round_states(entries):
        raise StudyError([unplaced("round.never-opened", OpenRound(number), round=number)])
    if not reason.strip():
        raise StudyError([unplaced("round.reopened-without-reason", GiveReason())])
    details = {"round": str(number), "action": "reopen"}
    fixed = fixing(entries, rule_of(plan, seeds))
    return [*fixed, Event(kind="round", note=reason.strip(), details=details)]


def missing_in(entries: Sequence[Entry], plan: ElicitationPlan, number: int) -> tuple[str, ...]:
    """Return the experts who have no entry in the round and were not marked absent from it."""
    there = {e.path.split("/")[1] for e in counted(entries) if _in_round(e, number)}
    absent = {
        e.details["expert"]
        for e in entries
        if e.type == "absence" and e.details["round"] == str(number)
    }
    return tuple(expert for expert in plan.experts if expert not in there | absent)


def _in_round(entry: Entry, number: int) -> bool:
    return entry.path.rsplit("/", 1)[-1].startswith(f"r{number}-")


def _unknown(plan: ElicitationPlan, number: int) -> Problem:
    known = items(plan.rounds)
    return problem_at(PLAN, "round", "plan.no-round", number=number, known=known)
