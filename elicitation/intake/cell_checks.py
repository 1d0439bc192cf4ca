"""Check one cell of an answer by itself, as soon as it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from bayesnet.messages.facts import Fact
from elicitation.fitting.idea import LEAST_CONFIDENCE
from elicitation.intake.line_checks import without_sign
from elicitation.intake.numerals import Unread, read_number
from elicitation.intake.pairs import FEWEST, MOST
from elicitation.intake.sums import Fault, number_faults, outside_faults
from elicitation.questionnaire.questions import Question
from elicitation.record.decoding import cut
from elicitation.record.responses import Estimate, Unit


def cell_faults(
    typed: str, column: str, question: Question, unit: Unit
) -> Sequence[Fault | Unread]:
    """Return what is wrong with what was typed for a number.

    A number that is sound by itself may still not go with the others: that is checked with them.
    """
    in_percent = unit == "percent" and question.parameter.kind == "distribution"
    plain_number = question.parameter.kind == "number" and not question.pairs
    text = without_sign(typed, column, in_percent=in_percent)
    number = read_number(text, thousands=plain_number)
    if question.pairs:
        if isinstance(number, Unread) or not FEWEST <= number <= MOST:
            facts: dict[str, Fact] = {"typed": cut(typed), "fewest": FEWEST, "most": MOST}
            return [Fault(code="form.no-number-of-times", facts=facts)]
        return []
    if isinstance(number, Unread):
        return [number]
    if column == "confidence":
        if not LEAST_CONFIDENCE <= number <= 100:  # noqa: PLR2004 - percent
            facts = {"typed": cut(typed), "least": LEAST_CONFIDENCE}
            return [Fault(code="form.no-confidence", facts=facts)]
        return []
    said = Estimate(best=number)
    if question.parameter.kind == "number":
        return list(number_faults(question.parameter, said))
    return list(outside_faults({column: said}, unit))
