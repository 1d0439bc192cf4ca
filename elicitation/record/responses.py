"""Hold what one expert answered in one submission, and what an expert's answers are by now."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

Unit: TypeAlias = Literal["probability", "percent"]
Key: TypeAlias = str
Component: TypeAlias = str

UNITS: tuple[Unit, ...] = ("probability", "percent")
_EXACT = Context(prec=80)  # more digits than any record may hold
EXPERT_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
MAX_ROUND = 99
# An id names a folder and a column: Windows keeps the first ones for devices, we keep the last two.
RESERVED_IDS = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)]
    + ["analyst", "pool"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number of an answer with its plausible range, as the decimals that were typed.

    low and high are None where the expert gave no range; else low <= best <= high.
    """

    best: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What an expert typed where the answers are worked out from it.

    kind: the question type, a name in ``question_types.TYPES``. unit: of the numbers in the cells.
    cells: by component and column, as typed; blank ones are left out.
    repair: the repair that was consented to, a name in ``repairs.REPAIRS``; empty for none.
    """

    kind: str
    unit: Unit
    cells: Mapping[Component, Mapping[str, str]]
    repair: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One expert's answer to one question, in the unit of the response it belongs to.

    question: the parameter's key, e.g. ``miscalculation[posture_credibility=weak]``.
    answers: an estimate for each component of the question.
    typed: None where low, best and high are themselves what was typed.
    """

    question: Key
    answers: Mapping[Component, Estimate]
    reason: str = ""
    typed: Typed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One submission, never changed once recorded; a correction is a later one.

    study: id of the model; model_sha256: of the bytes of the ``model.toml`` that was answered.
    unit: of the distributions; weights and spreads are plain numbers under either unit.
    seq: the expert's how-many-eth submission in this round, from 1; 0 before it is recorded.
    supersedes: path of the expert's submission before it in this round, or empty.
    entered_at: UTC, to the second; empty before it is recorded.
    reason: why it corrects what was recorded before, or empty.
    seen_feedback: sha256 of the newest feedback pack handed out before it, or empty.
    """

    study: str
    model_sha256: str
    expert: str
    round: int
    unit: Unit
    illustrative: bool
    judgements: tuple[Judgement, ...]
    entered_by: Literal["expert", "facilitator"] = "expert"
    mode: str = "file"
    seq: int = 0
    supersedes: str = ""
    entered_at: str = ""
    reason: str = ""
    seen_feedback: str = ""


def is_expert_id(text: str) -> bool:
    """Return whether the text may stand for an expert, and so for a folder of that name."""
    return bool(EXPERT_ID.fullmatch(text)) and text.lower() not in RESERVED_IDS


def as_probability(estimate: Estimate) -> Estimate:
    """Return an estimate in percent as one in probability, exactly (70 becomes 0.70)."""
    low, high = estimate.low, estimate.high
    return Estimate(
        best=_hundredth(estimate.best),
        low=None if low is None else _hundredth(low),
        high=None if high is None else _hundredth(high),
    )


def _hundredth(number: Decimal) -> Decimal:
    return number.scaleb(-2, context=_EXACT)


def is_distribution(answers: Mapping[Component, Estimate]) -> bool:
    """Return whether the answer is a distribution over states, not a single plain number."""
    return set(answers) != {"value"}


def standing_judgements(
    responses: Iterable[Response],
) -> Mapping[str, Mapping[Key, Judgement]]:
    """Return what every expert says by now: for each question the latest answer, as probabilities.

    Answers come in the order in which they were given.

    A later submission replaces an earlier one question by question, and a later round an earlier
    round; a question left out of the later one keeps its answer.
    """
    standing: dict[str, dict[Key, Judgement]] = {}
    for response in sorted(responses, key=lambda r: (r.expert, r.round, r.seq)):
        own = standing.setdefault(response.expert, {})
        for judgement in response.judgements:
            own.pop(judgement.question, None)  # so that the latest answers come last
            own[judgement.question] = in_probability(judgement, response.unit)
    return standing


def answering(own: Mapping[Key, Judgement], asked: Iterable[Parameter]) -> dict[Key, Judgement]:
    """Return those answers that are to questions as they are asked now, in their order.

    A model may be edited after it was answered: an answer to a question that is gone, or on states
    that are called otherwise now, stays in the record and says nothing about today's.
    """
    components = {parameter.key: set(parameter.components) for parameter in asked}
    return {
        key: judgement
        for key, judgement in own.items()
        if judgement.answers.keys() == components.get(key, set())
    }


def in_probability(judgement: Judgement, unit: Unit) -> Judgement:
    """Return a judgement in that unit as one in probability; plain numbers stay as they are."""
    if unit == "probability" or not is_distribution(judgement.answers):
        return judgement
    return dataclasses.replace(
        judgement, answers={name: as_probability(e) for name, e in judgement.answers.items()}
    )
