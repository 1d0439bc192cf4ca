"""Check one cell of an answer by itself, as soon as it is typed."""

from __future__ import annotations

from elicitation.fitting.idea import LEAST_CONFIDENCE
from elicitation.intake.line_checks import without_sign
from elicitation.intake.numerals import Unread, read_number
from elicitation.intake.pairs import FEWEST, MOST, TIMES
from elicitation.intake.sums import number_faults, outside_faults
from elicitation.questionnaire.questions import Question
from elicitation.record.decoding import cut
from elicitation.record.responses import Estimate, Unit


def cell_fault(typed: str, column: str, question: Question, unit: Unit) -> str:
    """Return what is wrong with what was typed for a number; empty where nothing is.

    A number that is sound by itself may still not go with the others: that is checked with them.
    """
    in_percent = unit == "percent" and question.parameter.kind == "distribution"
    plain_number = question.parameter.kind == "number" and not question.pairs
    text = without_sign(typed, column, in_percent=in_percent)
    number = read_number(text, thousands=plain_number)
    if question.pairs:
        if isinstance(number, Unread) or not FEWEST <= number <= MOST:
            return f"'{cut(typed)}' is not a number from {FEWEST} to {MOST}. {TIMES}"
        return ""
    if isinstance(number, Unread):
        return str(number)
    if column == "confidence":
        if not LEAST_CONFIDENCE <= number <= 100:  # noqa: PLR2004 - percent
            return f"'{cut(typed)}' is outside {LEAST_CONFIDENCE:g} to 100 %."
        return ""
    said = Estimate(best=number)
    if question.parameter.kind == "number":
        faults = list(number_faults(question.parameter, said))
    else:
        faults = list(outside_faults({column: said}, unit))
    return " ".join(f"{fault.message} {fault.remedy}".strip() for fault in faults)
