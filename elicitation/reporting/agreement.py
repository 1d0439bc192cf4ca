"""Say where a discussion ended in near agreement: both rounds have to be reported then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from elicitation.questionnaire.question_words import quantity
from elicitation.record.decoding import plain
from elicitation.record.responses import Response, answering, standing_judgements
from elicitation.reporting.feedback import FEWEST

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

SPREAD_BEFORE = 10  # points from the lowest to the highest best value that count as a spread
SPREAD_AFTER = 2


def agreement(
    responses: Iterable[Response], parameters: Sequence[Parameter], number: int
) -> tuple[str, ...]:
    """Return a sentence for each question on which a round ended in near agreement after a spread.

    Agreement within 2 points after a spread of 10 or more may be conformity: both rounds are told.
    """
    own = list(responses)
    before, after = (
        {e: answering(said, parameters) for e, said in standing_judgements(some).items()}
        for some in (
            [r for r in own if r.round < number],
            [r for r in own if r.round <= number],
        )
    )
    said = []
    for parameter in parameters:
        if parameter.kind != "distribution":
            continue
        both = [
            e for e in after if parameter.key in before.get(e, {}) and parameter.key in after[e]
        ]
        if len(both) < FEWEST:
            continue
        spreads = {
            component: tuple(
                _spread([rounds[e][parameter.key].answers[component].best for e in both])
                for rounds in (before, after)
            )
            for component in parameter.components
        }
        widest = max(spreads, key=lambda component: spreads[component])
        was, now = spreads[widest][0], max(now for _, now in spreads.values())
        if was >= SPREAD_BEFORE and now <= SPREAD_AFTER:
            said.append(
                f"{quantity(parameter.key, widest)}: all {len(both)} within 2 points after round "
                f"{number} (spread was {plain(was.normalize())}). Keep round {number - 1} in the "
                "record; report both."
            )
    return tuple(said)


def _spread(numbers: Sequence[Decimal]) -> Decimal:
    return 100 * (max(numbers) - min(numbers))
