"""Tell what was recorded, in order, and how two frozen versions differ, in words and as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bayesnet.kinds import COUNT, TEXT
from bayesnet.table import Column, ResultTable
from elicitation.questionnaire.question_words import quantity
from elicitation.record.decoding import plain
from elicitation.record.frozen import Frozen
from elicitation.record.ledger import BETWEEN, SHORT, Entry
from elicitation.record.responses import Component, Estimate, Key

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One number that differs between two versions; before or after is None where it is not there.

    size: by how much the best value moved; 0 where only the range did or the answer came or went.
    """

    expert: str
    question: Key
    component: Component
    before: Estimate | None
    after: Estimate | None

    @property
    def size(self) -> Decimal:
        """Return how far the best value moved."""
        if self.before is None or self.after is None:
            return Decimal(0)
        return abs(self.after.best - self.before.best)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two versions differ.

    changes: of experts who are in both, largest first; weights: before and after, by expert.
    pools: the rule of record before and after.
    """

    before: int
    after: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    weights: tuple[tuple[str, Decimal, Decimal], ...]
    changes: tuple[Change, ...]
    pools: tuple[str, str]


def log(entries: Sequence[Entry]) -> ResultTable:
    """Return the ledger as a table: seq, at, type, what and the first digits of each hash."""
    return ResultTable(
        index=0,
        columns=[
            Column("seq", "seq", COUNT, [entry.seq for entry in entries]),
            Column("at", "at", TEXT, [entry.at for entry in entries]),
            Column("type", "type", TEXT, [entry.type for entry in entries]),
            Column("what", "what", TEXT, [what(entry) for entry in entries]),
            Column("hash", "hash", TEXT, [entry.hash[:SHORT] for entry in entries]),
        ],
    )


_WORDS = {
    "study": "the study began",
    "absence": "{expert} is absent from round {round}",
    "abstention": "{expert} abstains on {question}",
    "dissent": "{expert} dissents",
    "doubt": "{expert} was asked back about {questions}",
    "confirmation": "{expert} lets it stand: {questions}",
    "feedback": "feedback on round {round} was handed out",
    "recovery": "the ledger was recovered",
}
_ROUND = {"open": "opened", "close": "closed", "reopen": "opened again"}


def what(
    entry: Entry, called: Callable[[str], str] = str, asked: Callable[[str], str] = str
) -> str:
    """Return an entry of the ledger in words. called, asked: what an expert and a question are."""
    note = f": {entry.note}" if entry.note else ""
    if entry.type in _WORDS:
        details = dict(entry.details)
        if "expert" in details:
            details["expert"] = called(details["expert"])
        if "question" in details:
            details["question"] = asked(details["question"])
        if "questions" in details:
            details["questions"] = ", ".join(map(asked, details["questions"].split(BETWEEN)))
        return _WORDS[entry.type].format_map(details) + note
    if entry.type == "rule":
        verb = "changed" if entry.note else "fixed"
        return f"the rule of record was {verb}: {entry.details['pool']}{note}"
    if entry.type == "round":
        return f"round {entry.details['round']} was {_ROUND[entry.details['action']]}{note}"
    name = entry.path.removesuffix(".json")
    if entry.type == "priors":
        return f"{name.replace('/', ' ')}{note}"
    _, expert, file = name.split("/")
    number, seq, _ = file.split("-")
    gone = " was withdrawn" if entry.type == "withdrawal" else ""
    return f"{called(expert)}, round {number.removeprefix('r')}, submission {int(seq)}{gone}{note}"


def difference(before: Frozen, after: Frozen) -> Difference:
    """Return how the second version differs from the first; answers nobody gave are left out."""
    both = [expert for expert in after.experts if expert in before.experts]
    changes = [change for expert in both for change in _changes(before, after, expert)]
    return Difference(
        before=before.number,
        after=after.number,
        added=tuple(expert for expert in after.experts if expert not in before.experts),
        removed=tuple(expert for expert in before.experts if expert not in after.experts),
        weights=tuple(
            (expert, before.weights[expert], after.weights[expert])
            for expert in both
            if before.weights[expert] != after.weights[expert]
        ),
        pools=(before.rule.label, after.rule.label),
        changes=tuple(sorted(changes, key=lambda c: (-c.size, c.expert, c.question, c.component))),
    )


def _changes(before: Frozen, after: Frozen, expert: str) -> Iterator[Change]:
    old, new = (
        {k: a for k, a in v.experts[expert].items() if k not in v.not_asked.get(expert, ())}
        for v in (before, after)
    )
    for key in sorted(old.keys() | new.keys()):
        first, second = old.get(key, {}), new.get(key, {})
        for component in sorted(first.keys() | second.keys()):
            pair = first.get(component), second.get(component)
            if pair[0] != pair[1]:
                yield Change(
                    expert=expert,
                    question=key,
                    component=component,
                    before=pair[0],
                    after=pair[1],
                )


def sentences(
    found: Difference, effects: Mapping[tuple[str, Key], str] | None = None
) -> tuple[str, ...]:
    """Return the difference in words: who came and went, weights, then answers, largest first.

    A question gets one sentence, about the state that moved most. effects: what each move does, by
    expert and question, to be told with it.
    """
    said = [f"{expert} was added." for expert in found.added]
    said += [f"{expert} is no longer in it." for expert in found.removed]
    if found.pools[0] != found.pools[1]:
        said.append("The pool went from {} to {}.".format(*found.pools))
    said += _weight_sentences(found)
    told = set()
    for change in found.changes:
        if (change.expert, change.question) not in told:
            told.add((change.expert, change.question))
            effect = (effects or {}).get((change.expert, change.question), "")
            said.append(_sentence(change).removesuffix(".") + (f": {effect}." if effect else "."))
    if not said:
        said = [f"Versions {found.before} and {found.after} hold the same answers."]
    return tuple(said)


def _weight_sentences(found: Difference) -> list[str]:
    pairs = {(old, new) for _, old, new in found.weights}
    if len(pairs) == 1 and len(found.weights) > 1:
        old, new = pairs.pop()
        return [f"Each expert's weight went from {_share(old)} to {_share(new)}."]
    return [
        f"The weight of {expert} went from {_share(old)} to {_share(new)}."
        for expert, old, new in found.weights
    ]


def _share(weight: Decimal) -> str:
    return f"{weight:.4f}"


def _sentence(change: Change) -> str:
    before, after, size = change.before, change.after, change.size
    what = quantity(change.question, change.component)
    if before is None or after is None:
        verb = "answered" if before is None else "no longer answers"
        return f"{change.expert} {verb} {change.question}."
    if not size:
        return (
            f"{change.expert} changed the range of {what} from {_range(before)} to {_range(after)}."
        )
    verb = "raised" if after.best > before.best else "lowered"
    return f"{change.expert} {verb} {what} from {_digits(before.best)} to {_digits(after.best)}."


def _range(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "none"
    return f"{_digits(estimate.low)}–{_digits(estimate.high)}"


def _digits(number: Decimal) -> str:
    """Return the number with two digits after the point, or all of them where there are more."""
    short = number.quantize(Decimal("0.01"))
    return plain(short if short == number else number.normalize())


def difference_frame(found: Difference) -> pd.DataFrame:
    """Return the changed answers as a table, a row a component, largest change first.

    Columns: expert, question, component, low, best and high before and after, and size; missing
    numbers are NaN.
    """
    import pandas as pd  # noqa: PLC0415 - as above

    names = ("low", "best", "high")
    rows = []
    for change in found.changes:
        row: dict[str, str | float] = {
            "expert": change.expert,
            "question": change.question,
            "component": change.component,
        }
        for side in ("before", "after"):
            estimate: Estimate | None = getattr(change, side)
            for name in names:
                number = getattr(estimate, name, None)
                row[f"{name}_{side}"] = float("nan") if number is None else float(number)
        rows.append({**row, "size": float(change.size)})
    columns = [f"{name}_{side}" for side in ("before", "after") for name in names]
    return pd.DataFrame(rows, columns=["expert", "question", "component", *columns, "size"])
