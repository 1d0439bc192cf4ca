"""Check the lines of one question against each other and make a judgement of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from bayesnet.errors import Problem, did_you_mean, errors_in
from elicitation.decoding import cut, decimal_of, is_writable, plain
from elicitation.responses import Estimate, Judgement, Unit

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

TOLERANCE = Decimal("1e-6")  # of the sum of the typed decimals, on the scale 0 to 1
MAX_REASON = 10_000
COLUMNS = ("low", "best", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a form says about one component of one question, as typed.

    file, place, joint: where it stands; a cell of it is ``place + joint + column``.
    """

    question: str
    component: str
    low: str
    best: str
    high: str
    reason: str
    file: str
    place: str
    joint: str

    @property
    def is_blank(self) -> bool:
        """Return whether no number was typed."""
        return not any(getattr(self, column).strip() for column in COLUMNS)

    def problem(
        self,
        column: str,
        message: str,
        remedy: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> Problem:
        """Return a problem at a cell of this line, or at the line itself for an empty column."""
        path = f"{self.place}{self.joint}{column}" if column else self.place
        return Problem(file=self.file, path=path, message=message, remedy=remedy, severity=severity)


def judge(
    lines: Sequence[Line], parameter: Parameter, unit: Unit
) -> tuple[Judgement | None, tuple[Problem, ...]]:
    """Return the judgement that the lines of one question make, and everything wrong with them.

    None when any of it is an error, or when no number was typed at all: a form may be partial.
    """
    if all(line.is_blank for line in lines):
        dropped = [line for line in lines if line.reason.strip()]
        message = "a reason without a number is not recorded."
        return None, tuple(
            line.problem("reason", message, "Add the numbers.", "warning") for line in dropped[:1]
        )
    problems: list[Problem] = []
    answers = _estimates(lines, parameter, problems)
    reason = _reason(lines, problems)
    if errors_in(problems):
        return None, tuple(problems)
    first = lines[0]
    problems += _order(lines, answers)
    if parameter.kind == "number":
        problems += _bounds(first, parameter, answers)
    else:
        problems += _distribution(lines, parameter.key, answers, unit)
        if not errors_in(problems) and not reason:
            problems += _certainty(first, parameter.key, answers, unit)
    if errors_in(problems):
        return None, tuple(problems)
    ordered = {name: answers[name] for name in parameter.components}
    return Judgement(question=parameter.key, answers=ordered, reason=reason), tuple(problems)


def _estimates(
    lines: Sequence[Line], parameter: Parameter, problems: list[Problem]
) -> dict[str, Estimate]:
    answers: dict[str, Estimate] = {}
    places: dict[str, str] = {}
    for line in lines:
        component = line.component.strip()
        if component not in parameter.components:
            message = f"'{cut(component)}' is not a component of {parameter.key};"
            known = did_you_mean(component, parameter.components)
            problems.append(line.problem("component", message, known))
        elif component in places:
            message = f"'{component}' is answered already at {places[component]}."
            problems.append(line.problem("component", message, "Keep one of the two."))
        else:
            places[component] = line.place
            estimate = _estimate(line, problems)
            if estimate is not None:
                answers[component] = estimate
    missing = [name for name in parameter.components if name not in places]
    if missing and not problems:
        names = ", ".join(f"'{name}'" for name in missing)
        message = f"{parameter.key} has no line for {names}."
        problems.append(lines[0].problem("", message, "Answer every component, 0 included."))
    return answers


def _estimate(line: Line, problems: list[Problem]) -> Estimate | None:
    numbers: dict[str, Decimal | None] = {}
    before = len(problems)
    for column in COLUMNS:
        typed = getattr(line, column).strip()
        number = decimal_of(typed)
        numbers[column] = number
        if typed and number is None:
            remedy = "Write 0.25, or 25 under the unit percent."
            problems.append(line.problem(column, f"'{cut(typed)}' is not a number.", remedy))
        elif not typed and column == "best":
            message = f"'{line.component.strip()}' has no best value."
            remedy = "Fill it in, or leave the whole question blank."
            problems.append(line.problem(column, message, remedy))
    given = [column for column in ("low", "high") if numbers[column] is not None]
    if len(problems) == before and len(given) == 1:
        message = f"there is a {given[0]} value but not the other end of the range."
        problems.append(line.problem(given[0], message, "Give low and high, or neither."))
    if len(problems) > before or numbers["best"] is None:
        return None
    return Estimate(best=numbers["best"], low=numbers["low"], high=numbers["high"])


def _reason(lines: Sequence[Line], problems: list[Problem]) -> str:
    reason = " / ".join(dict.fromkeys(filter(None, (line.reason.strip() for line in lines))))
    if len(reason) > MAX_REASON:
        message = f"the reason is longer than {MAX_REASON} characters."
        problems.append(lines[0].problem("reason", message, "Shorten it."))
    elif not is_writable(reason):
        message = "the reason holds half a character, which cannot be saved."
        problems.append(lines[0].problem("reason", message, "Type it again."))
    return reason


def _order(lines: Sequence[Line], answers: dict[str, Estimate]) -> list[Problem]:
    found = []
    for line in lines:
        answer = answers[line.component.strip()]
        if answer.low is not None and answer.low > answer.best:
            message = f"low {plain(answer.low)} is above best {plain(answer.best)}."
            found.append(line.problem("low", message, "low, best and high go upwards."))
        if answer.high is not None and answer.high < answer.best:
            message = f"high {plain(answer.high)} is below best {plain(answer.best)}."
            found.append(line.problem("high", message, "low, best and high go upwards."))
    return found


def _bounds(line: Line, parameter: Parameter, answers: dict[str, Estimate]) -> list[Problem]:
    found = []
    for column in COLUMNS:
        number: Decimal | None = getattr(answers["value"], column)
        if number is None:
            continue
        if number <= 0 <= parameter.lower:
            found.append(line.problem(column, f"{plain(number)} is not above 0."))
        elif not parameter.lower <= number <= parameter.upper:
            between = f"{parameter.lower:g} to {parameter.upper:g}"
            found.append(line.problem(column, f"{plain(number)} is outside {between}."))
    return found


def _distribution(
    lines: Sequence[Line], key: str, answers: dict[str, Estimate], unit: Unit
) -> list[Problem]:
    """Return what keeps the best values from being a distribution over the states."""
    whole = Decimal(100 if unit == "percent" else 1)
    total = sum((answer.best for answer in answers.values()), Decimal(0))
    first = lines[0]
    place = f", {key}" if first.joint == ", " else ""
    path = first.place + place

    def refuse(message: str, remedy: str) -> list[Problem]:
        return [Problem(file=first.file, path=path, message=message, remedy=remedy)]

    largest = max(answer.best for answer in answers.values())
    if unit == "probability" and largest > 1 and 50 <= total <= 150:  # noqa: PLR2004
        return refuse(
            f"The best values sum to {_short(total)}; did you mean percent?",
            _mend("percent", Decimal(100) - total),
        )
    if unit == "percent" and largest <= 1 and Decimal("0.5") <= total <= Decimal("1.5"):
        return refuse(
            f"The best values sum to {_short(total)}; did you mean probability?",
            _mend("probability", 1 - total),
        )
    found = []
    for line in lines:
        for column in COLUMNS:
            number: Decimal | None = getattr(answers[line.component.strip()], column)
            if number is not None and not 0 <= number <= whole:
                message = f"{plain(number)} is outside 0 to {whole}."
                found.append(line.problem(column, message, _outside(unit)))
    if not found and abs(total - whole) > TOLERANCE * whole:
        verb = "Add" if total < whole else "Take off"
        remedy = f"{verb} {_short(abs(whole - total))}, or scale."
        return refuse(f"The best values sum to {_short(total)}, not {whole}.", remedy)
    return found


def _outside(unit: Unit) -> str:
    return (
        "The unit is percent." if unit == "percent" else "If you meant percent, say unit percent."
    )


def _mend(unit: Unit, short: Decimal) -> str:
    if not short:
        return f"Then say unit {unit}."
    verb = "add" if short > 0 else "take off"
    return f"Then say unit {unit} and {verb} {_short(abs(short))}, or scale."


def _short(number: Decimal) -> str:
    return plain(number.normalize()) if number else "0"


def _certainty(line: Line, key: str, answers: dict[str, Estimate], unit: Unit) -> list[Problem]:
    """Return a warning when something is called impossible or certain and no reason is given."""
    zero = [name for name, answer in answers.items() if answer.best == 0]
    if not zero:
        return []
    names = ", ".join(f"'{name}'" for name in zero)
    message = f"{key}: {names} is called impossible without a reason; nothing could change that."
    small = "1" if unit == "percent" else "0.01"
    return [
        line.problem("best", message, f"Say why, or use a small number such as {small}.", "warning")
    ]
