"""Hold the rule of record to what it was before the first answer: its files' hashes in the ledger.

The rule is what ``elicitation.toml`` and ``seeds.toml`` say: pool, weights, seed questions and what
is known of them. The first round that is opened records both hashes. A file that changed since is
no longer the rule, until the change is recorded with its reason; nothing is frozen before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.errors import Problem, StudyError, problem_at, unplaced
from elicitation.classical.seeds import SEEDS, SeedSet
from elicitation.plan.protocol import FILE as PLAN
from elicitation.plan.protocol import ElicitationPlan
from elicitation.record.ledger import Entry, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOfRecord:
    """What decides how answers are combined: in words, and as the hashes of its files.

    label: the pool and where the weights come from. files: sha256 by name; empty for no file.
    """

    label: str
    files: Mapping[str, str]


def rule_of(plan: ElicitationPlan, seeds: SeedSet | None) -> RuleOfRecord:
    """Return the rule as the files say it now."""
    label = f"{plan.rule.label} pool, {plan.rule.weighting} weights"
    return RuleOfRecord(
        label=label, files={PLAN: plan.sha256, SEEDS: seeds.sha256 if seeds else ""}
    )


def rule_entries(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return where the rule was fixed and every change since; empty where it never was."""
    return tuple(entry for entry in entries if entry.type == "rule")


def rule_in_force(entries: Sequence[Entry]) -> RuleOfRecord | None:
    """Return the rule by the newest entry; None where no round was opened that fixed it."""
    known = rule_entries(entries)
    if not known:
        return None
    details = known[-1].details
    files = {PLAN: details["plan"], SEEDS: details["seeds"]}
    return RuleOfRecord(label=details["pool"], files=files)


def changed_files(entries: Sequence[Entry], rule: RuleOfRecord) -> tuple[str, ...]:
    """Return the files that are not as the ledger holds them; empty where it holds none."""
    fixed = rule_in_force(entries)
    return tuple(name for name in rule.files if fixed and fixed.files[name] != rule.files[name])


def rule_problems(entries: Sequence[Entry], rule: RuleOfRecord) -> Iterator[Problem]:
    """Yield which files of the rule were changed since it was recorded, and what they say now."""
    fixed = rule_in_force(entries)
    for name in changed_files(entries, rule):
        if fixed and fixed.label != rule.label and name == PLAN:
            yield problem_at(name, "", "rule.another", fixed=fixed.label, stated=rule.label)
        else:
            yield problem_at(name, "", "rule.changed" if rule.files[name] else "rule.taken-away")


def fixing(entries: Sequence[Entry], rule: RuleOfRecord) -> list[Event]:
    """Return the event that fixes the rule, none where it stands.

    Raises StudyError if it changed.
    """
    problems = [*rule_problems(entries, rule)]
    if problems:
        raise StudyError(problems)
    return [] if rule_entries(entries) else [_event(rule, "")]


def amending(entries: Sequence[Entry], rule: RuleOfRecord, reason: str) -> list[Event]:
    """Return the event that records a changed rule.

    Raises StudyError where none is to be recorded.
    """
    if not rule_entries(entries):
        raise StudyError([unplaced("rule.not-fixed-yet")])
    if not changed_files(entries, rule):
        raise StudyError([unplaced("rule.as-recorded")])
    if not reason.strip():
        raise StudyError([unplaced("rule.change-without-reason")])
    return [_event(rule, reason.strip())]


def _event(rule: RuleOfRecord, reason: str) -> Event:
    details = {"pool": rule.label, "plan": rule.files[PLAN], "seeds": rule.files[SEEDS]}
    return Event(kind="rule", note=reason, details=details)
