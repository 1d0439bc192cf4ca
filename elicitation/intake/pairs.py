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
from bayesnet.messages.facts import Fact, Node, Question, items, nodes, phrase
from elicitation.intake.line_checks import Line, reason_of
from elicitation.intake.reductions import DIGITS
from elicitation.questionnaire.pairwise import MOST_INCONSISTENT, RANDOM_INDEX, weigh
from elicitation.questionnaire.question_types import AGAINST
from elicitation.questionnaire.question_words import parts_of
from elicitation.record.decoding import cut, decimal_of
from elicitation.record.responses import Estimate, Judgement, Typed, Unit

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

FEWEST, MOST = Decimal("0.1"), Decimal(10)
"""Nothing is compared that is more than ten times as strong (Saaty's scale ends at nine)."""


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
        problems.append(
            lines[0].problem(
                "", "form.answered-both-number-comparisons", question=Question(twice[0])
            )
        )
    if any(p.lower > 0 for p in weights.values()):
        problems.append(
            lines[0].problem("", "form.weights-not-proportions-means-no", node=Node(node))
        )
    if len(weights) >= len(RANDOM_INDEX):
        problems.append(
            lines[0].problem(
                "", "form.causes-too-many-compare-pairs", node=Node(node), count=len(weights)
            )
        )
    times: dict[tuple[str, str], Decimal] = {}
    cells: dict[str, dict[str, dict[str, str]]] = {name: {} for name in weights}
    for line in lines:
        pair = _pair(line, weights, times, problems)
        if pair is not None:
            times[pair] = decimal_of(line.best) or Decimal(1)
            cells[pair[0]][AGAINST + pair[1]] = line.cells
    missing = [
        phrase("form.pair", first=Node(a), second=Node(b))
        for a, b in combinations(weights, 2)
        if (a, b) not in times and (b, a) not in times
    ]
    if missing and len(problems) == before:
        problems.append(
            lines[0].problem("", "form.comparison-missing", missing=items(missing, "and"))
        )
    reason = reason_of(lines, problems)
    if len(problems) > before:
        return
    weighing = weigh(tuple(weights), {pair: float(number) for pair, number in times.items()})
    if not weighing.consistent and not reason:
        problems.append(
            lines[0].warning(
                "",
                "form.your-comparisons-disagree-each-other",
                node=Node(node),
                ratio=weighing.ratio,
                most=MOST_INCONSISTENT,
            )
        )
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
    wrong: Problem | None = None
    if second not in weights or second == first:
        known = nodes(name for name in weights if name != first)
        facts: dict[str, Fact] = {"typed": cut(second), "first": Node(first), "known": known}
        wrong = line.problem("component", "form.not-compared", **facts)
    elif (first, second) in times or (second, first) in times:
        facts = {"first": Node(first), "second": Node(second)}
        wrong = line.problem("component", "form.compared-already", **facts)
    elif set(line.cells) != {"best"}:
        wrong = line.problem("best", "form.comparison-is-one-number")
    elif number is None or not FEWEST <= number <= MOST:
        facts = {"typed": cut(line.best), "fewest": FEWEST, "most": MOST}
        wrong = line.problem("best", "form.no-number-of-times", **facts)
    if wrong:
        problems.append(wrong)
        return None
    return first, second
