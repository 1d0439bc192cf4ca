"""Say who has answered what in a round, who is absent and who abstains, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.kinds import TEXT
from bayesnet.table import Column, ResultTable, attributes
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.questions import Question
from elicitation.record.ledger import Entry
from elicitation.record.responses import Key, Response, standing_judgements
from elicitation.rounds.progress import progress
from elicitation.rounds.rounds import round_states


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused:
    """Why answers are missing.

    missing: the reason by expert who was absent or withdrew; abstentions: by expert and question.
    """

    missing: Mapping[str, str]
    abstentions: Mapping[str, Mapping[Key, str]]


def excused(entries: Sequence[Entry]) -> Excused:
    """Return why answers are missing, as the ledger has it."""
    missing = {expert: f"absent: {why}" for (expert, _), why in absences(entries).items()}
    for entry in entries:
        if entry.type == "withdrawal":
            missing[entry.path.split("/")[1]] = f"withdrew: {entry.note}"
    return Excused(missing=missing, abstentions=abstentions(entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One expert in one round.

    asked: questions put to the expert, counted as ``progress`` does; answered: how many of them in
    this round; abstains: on how many; lacking: how many are open, counting the rounds before too;
    absent: why, or empty;
    entries: submissions that count.
    """

    expert: str
    number: int
    asked: int
    answered: int
    abstains: int
    lacking: int
    entries: int
    absent: str

    @property
    def state(self) -> str:
        """Return how it stands: how many need nothing more, as the expert is told."""
        done = self.answered + self.abstains
        stands = f"{done} of {self.asked}" if self.entries or self.abstains else ""
        if not self.entries and self.absent:
            stands = f"absent: {self.absent}"
        abstains = f"abstains on {self.abstains} of them" if self.abstains else ""
        return "; ".join(filter(None, (stands, abstains))) or "no entry"


def absences(entries: Sequence[Entry]) -> Mapping[tuple[str, int], str]:
    """Return why each expert was absent, by expert and round."""
    return {
        (entry.details["expert"], int(entry.details["round"])): entry.note
        for entry in entries
        if entry.type == "absence"
    }


def abstentions(entries: Sequence[Entry]) -> Mapping[str, Mapping[Key, str]]:
    """Return why each expert abstains, by expert and question."""
    found: dict[str, dict[Key, str]] = {}
    for entry in entries:
        if entry.type == "abstention":
            own = found.setdefault(entry.details["expert"], {})
            own[entry.details["question"]] = entry.note
    return found


def attendance(
    entries: Sequence[Entry],
    responses: Mapping[Entry, Response],
    plan: ElicitationPlan,
    asked: Mapping[str, Sequence[Question]],
) -> tuple[Attendance, ...]:
    """Return a row for each round and expert of the plan; ``responses`` are those that count.

    asked: the questions as they are put to each expert, see ``progress``.
    """
    absent, abstained = absences(entries), abstentions(entries)
    found = []
    for number in plan.rounds:
        for expert in plan.experts:
            by_now = [r for r in responses.values() if r.expert == expert and r.round <= number]
            own = [r for r in by_now if r.round == number]
            here, standing = (
                progress(
                    asked[expert],
                    standing_judgements(some).get(expert, {}),
                    abstained.get(expert, {}),
                )
                for some in (own, by_now)
            )
            found.append(
                Attendance(
                    expert=expert,
                    number=number,
                    asked=len(here),
                    answered=here.count("answered"),
                    abstains=here.count("abstained"),
                    lacking=standing.count("open"),
                    entries=len(own),
                    absent=absent.get((expert, number), ""),
                )
            )
    return tuple(found)


def summary(
    entries: Sequence[Entry],
    rows: Sequence[Attendance],
    plan: ElicitationPlan,
    called: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Return a line for each round: how it stands and who is missing, by what they are called."""
    states = round_states(entries)
    said = []
    for number, label in plan.rounds.items():
        own = [row for row in rows if row.number == number]
        missing = [called(row.expert) for row in own if not row.entries and not row.absent]
        state = states.get(number, "not opened" if states else "no rounds are kept")
        line = f"Round {number} ({label}): {state}; {len(own) - len(missing)} of {len(own)} "
        line += "accounted for."
        line += f" Missing: {', '.join(missing)}." if missing else ""
        begun = [called(row.expert) for row in own if row.entries and row.lacking]
        said.append(line + (f" Not all answered: {', '.join(begun)}." if begun else ""))
    return tuple(said)


def attendance_table(rows: Sequence[Attendance]) -> ResultTable:
    """Return a row for each round and expert."""
    numbers = Column("round", "Round", TEXT, [row.number for row in rows])
    names = ("expert", "asked", "answered", "abstains", "entries", "absent", "state")
    return ResultTable(index=2, columns=[numbers, *attributes(rows, *names)])
