"""Read pairwise comparisons of causes into their weights.

A line of a question on ``x.weight[a]`` whose component is ``vs b`` says how many times as strong
``a`` is as ``b``. All pairs of a node together make the weights of all its causes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from bayesnet.errors import Problem
from bayesnet.plurals import listed
from elicitation.intake.line_checks import Line, reason_of
from elicitation.questionnaire.pairwise import MOST_INCONSISTENT, RANDOM_INDEX, weigh
from elicitation.questionnaire.question_types import AGAINST
from elicitation.questionnaire.question_words import parts_of
from elicitation.record.decoding import cut, decimal_of
from elicitation.record.responses import Estimate, Judgement, Typed, Unit

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

DIGITS = Decimal("1e-6")
FEWEST, MOST = Decimal("0.1"), Decimal(10)
"""Nothing is compared that is more than ten times as strong (Saaty's scale ends at nine)."""
TIMES = "3 means three times as strong, 0.5 half as strong."


def is_comparison(line: Line) -> bool:
    """Return whether a line compares one cause with another."""
    return line.component.strip().lower().startswith(AGAINST)


def compared_weights(
    lines: Mapping[str, Sequence[Line]],
    known: Mapping[str, Parameter],
    answered: set[str],
    unit: Unit,
    problems: list[Problem],
) -> list[Judgement]:
    """Return the weights of every node whose causes were compared, and report what is wrong.

    lines: by squeezed key; known: the questions by the same. answered: keys with a plain number.
    """
    nodes: dict[str, list[Line]] = {}
    for key, group in lines.items():
        said = [line for line in group if not line.is_blank]
        if said:
            nodes.setdefault(known[key].node, []).extend(said)
    found: list[Judgement] = []
    for node, group in nodes.items():
        weights = {
            parts_of(p.key).inside: p
            for p in known.values()
            if p.node == node and parts_of(p.key).part == "weight"
        }
        found += _weights(node, group, weights, answered, unit, problems)
    return found


def _weights(
    node: str,
    lines: Sequence[Line],
    weights: Mapping[str, Parameter],
    answered: set[str],
    unit: Unit,
    problems: list[Problem],
) -> Iterator[Judgement]:
    before = len(problems)
    twice = [p.key for p in weights.values() if p.key in answered]
    if twice:
        message = f"{twice[0]} is answered both as a number and by comparisons."
        problems.append(lines[0].problem("", message, "Keep one of the two."))
    if any(p.lower > 0 for p in weights.values()):
        message = f"the weights of {node} are not proportions: 1 means no more than the others."
        problems.append(lines[0].problem("", message, "Give them as numbers."))
    if len(weights) >= len(RANDOM_INDEX):
        message = f"{node} has {len(weights)} causes, too many to compare in pairs."
        problems.append(lines[0].problem("", message, "Give the weights as numbers."))
    times: dict[tuple[str, str], Decimal] = {}
    cells: dict[str, dict[str, dict[str, str]]] = {name: {} for name in weights}
    for line in lines:
        pair = _pair(line, weights, times, problems)
        if pair is not None:
            times[pair] = decimal_of(line.best) or Decimal(1)
            cells[pair[0]][AGAINST + pair[1]] = line.cells
    missing = [
        f"{a} vs {b}"
        for a, b in combinations(weights, 2)
        if (a, b) not in times and (b, a) not in times
    ]
    if missing and len(problems) == before:
        message = f"the comparison of {listed(missing)} is missing."
        problems.append(lines[0].problem("", message, "Compare every pair of causes, or none."))
    reason = reason_of(lines, problems)
    if len(problems) > before:
        return
    weighing = weigh(tuple(weights), {pair: float(number) for pair, number in times.items()})
    if not weighing.consistent and not reason:
        message = (
            f"your comparisons for {node} disagree with each other (consistency ratio "
            f"{weighing.ratio:.2f}, above {MOST_INCONSISTENT:.2f})."
        )
        remedy = "Intended? Say why, or compare again."
        problems.append(lines[0].problem("", message, remedy, "warning"))
    for (name, parameter), weight in zip(weights.items(), weighing.weights, strict=True):
        yield Judgement(
            question=parameter.key,
            answers={"value": Estimate(best=Decimal(weight).quantize(DIGITS))},
            reason=reason,
            typed=Typed(kind="pairwise", unit=unit, cells=cells[name]),
        )


def _pair(
    line: Line,
    weights: Mapping[str, Parameter],
    times: Mapping[tuple[str, str], Decimal],
    problems: list[Problem],
) -> tuple[str, str] | None:
    """Return which causes a line compares, or None when it says nothing usable."""
    first = parts_of(line.question.strip()).inside.strip()
    second = line.component.strip()[len(AGAINST) :].strip()
    number = decimal_of(line.best)
    message, column, remedy = "", "component", ""
    if second not in weights or second == first:
        known = ", ".join(name for name in weights if name != first)
        message, remedy = f"'{cut(second)}' is not compared with {first}.", f"Known: {known}."
    elif (first, second) in times or (second, first) in times:
        message, remedy = f"{first} and {second} are compared already.", "Keep one of the two."
    elif set(line.cells) != {"best"}:
        message, column = "a comparison is one number.", "best"
        remedy = "Put it under 'best' and nothing else."
    elif number is None or not FEWEST <= number <= MOST:
        message, column = f"'{cut(line.best)}' is not a number from {FEWEST} to {MOST}.", "best"
        remedy = TIMES
    if message:
        problems.append(line.problem(column, message, remedy))
        return None
    return first, second
