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

    A panel of fewer than three is not among them: it would say who they are.
    illustrative: the numbers are placeholders that stand for a view, nobody gave them.
    """

    id: str
    label: str
    position: str
    panels: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many experts sit on a panel, or on several small ones that are counted together."""

    label: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round. answered: how many answers each expert gave in it.

    absent: who gave none, and the reason recorded, empty for none.
    first, last: days of the first and the last submission, empty where there is none.
    feedback: whether what was said in it was shown to the experts.
    """

    number: int
    label: str
    answered: Mapping[str, int]
    absent: Mapping[str, str]
    first: str
    last: str
    feedback: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertEstimate:
    """A number as it was typed, as a probability or a plain number, with its plausible range."""

    best: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One expert's standing answer to one question, in the order of its components.

    expert: empty where the pseudonym is withheld.
    """

    expert: str
    round: int
    answers: tuple[ExpertEstimate, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question and what everyone said. kind: distribution or number.

    wording: as it was put. short: what it is about, for a line in a table; situation: when it
    applies, empty for always.
    """

    key: str
    node: str
    wording: str
    short: str
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
class ExpertMove:
    """An answer that differs from the version before, by the number in it that moved most.

    question: its key; quantity: what it is about, in words.
    before, after: as numbers, empty where there was or is no answer; a range where only that moved.
    reason: what the expert said with the newer answer. expert: empty where withheld.
    changes: of the pool's probability of each outcome, by its id, when this move alone is made;
    empty where that was not worked out.
    """

    expert: str
    question: str
    quantity: str
    before: str
    after: str
    reason: str
    changes: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """An expert's own words against a version of the priors; priors: its name, empty for none."""

    expert: str
    at: str
    priors: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Answers that are not there, by the expert's own word.

    what: abstains, with the nodes and how many questions; or what was withdrawn.
    """

    expert: str
    what: str
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
    moves: tuple[ExpertMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The rule of record as it was fixed, or changed.

    pool: in words. reason: why it was changed, empty where it was first fixed. answers: how many
    submissions there were before it.
    """

    at: str
    pool: str
    reason: str
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationRecord:
    """All that was recorded while judgements were collected.

    panels: labels of all that the plan defines. groups: how many experts sit on each;
    withheld: whether some are too small to be named.
    pooling, weights: the rules as they are now; rulings: when they were fixed and changed, empty
    where no round was opened that fixed them. head: the ledger's newest hash.
    departures: of each expert, the largest first.
    """

    experts: tuple[Viewpoint, ...]
    panels: tuple[str, ...]
    groups: tuple[Group, ...]
    withheld: bool
    rounds: tuple[Round, ...]
    questions: tuple[Question, ...]
    versions: tuple[Version, ...]
    departures: tuple[Departure, ...]
    dissents: tuple[Dissent, ...]
    missing: tuple[Missing, ...]
    pooling: str
    weights: str
    head: str
    rulings: tuple[Ruling, ...] = ()

    @property
    def fixed_first(self) -> bool:
        """Return whether the rule of record was fixed before the first answer and not changed."""
        return len(self.rulings) == 1 and not self.rulings[0].answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What a rule of pooling, or the rule of record without an expert, says of every outcome.

    label: of the rule; without: who was left out, empty for nobody. record: whether it is the rule
    of record. rows_first: the experts' rows pooled, then propagated; answers_first: each expert's
    own network propagated, then pooled. NaN where nobody is left. By the outcomes of the model.
    """

    label: str
    record: bool
    without: str
    rows_first: tuple[float, ...]
    answers_first: tuple[float, ...]
