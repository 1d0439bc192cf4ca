"""Hold what the annex says of the people: rounds, judgements with reasons, versions.

Elicitation owns these records and hands them over as values; nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """One expert under a pseudonym. panels: labels of those they sit on; empty for all questions.

    illustrative: the numbers are placeholders that stand for a view, nobody gave them.
    """

    id: str
    label: str
    position: str
    panels: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round. answered: how many answers each expert gave in it; absent: who gave none.

    first, last: days of the first and the last submission, empty where there is none.
    """

    number: int
    label: str
    answered: Mapping[str, int]
    absent: tuple[str, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number as it was typed, as a probability or a plain number, with its plausible range."""

    best: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One expert's standing answer to one question, in the order of its components."""

    expert: str
    round: int
    answers: tuple[Estimate, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as it was put, and what everyone said. kind: distribution or number.

    situation: when it applies; empty for always.
    """

    key: str
    node: str
    wording: str
    situation: str
    kind: str
    components: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An expert's answer that lies furthest from the mean of all others' answers."""

    expert: str
    question: Question
    component: str
    own: float
    others: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An answer that differs from the version before, by the number in it that moved most.

    before, after: as numbers, empty where there was or is no answer; a range where only that moved.
    reason: what the expert said with the newer answer.
    """

    expert: str
    quantity: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A frozen version of the priors.

    notes: who came and went, and weights, against the version before; moves: largest first.
    """

    number: int
    created_at: str
    reason: str
    sha256: str
    notes: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationRecord:
    """All that was recorded while judgements were collected.

    pooling, weights: the rules fixed before the first answer. head: the ledger's newest hash.
    departures: of each expert, the largest first.
    """

    experts: tuple[Viewpoint, ...]
    rounds: tuple[Round, ...]
    questions: tuple[Question, ...]
    versions: tuple[Version, ...]
    departures: tuple[Departure, ...]
    pooling: str
    weights: str
    head: str
