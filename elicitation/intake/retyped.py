"""Work answers out again from what was typed, and say which do not come out as recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from bayesnet.errors import Problem
from bayesnet.study.lexicon import Lexicon
from elicitation.intake.line_checks import Line, Reading
from elicitation.intake.reading import judgements_of
from elicitation.record.responses import (
    Component,
    Estimate,
    Judgement,
    Key,
    Response,
    Typed,
    in_probability,
)

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

NEAR = Decimal("1e-6")
"""What is worked out is rounded to so much; the eigenvector of comparisons may differ in it."""


def unlike_typed(
    response: Response, parameters: Sequence[Parameter], lexicons: Sequence[Lexicon]
) -> tuple[Key, ...]:
    """Return the questions whose recorded answers are not what their typed cells make.

    parameters: the questions as they were asked; answers to others are passed over. lexicons: a
    word may be of any of them, for a response does not say of which.
    """
    asked = {parameter.key: parameter for parameter in parameters}
    typed = {j.question: j for j in response.judgements if j.typed and j.question in asked}
    unlike = dict(typed)
    for lexicon in lexicons:
        if not unlike:
            break
        made = _made(typed, parameters, lexicon)
        unlike = {key: j for key, j in unlike.items() if not _same(j, made.get(key), response)}
    return tuple(unlike)


def _made(
    typed: Mapping[Key, Judgement], parameters: Sequence[Parameter], lexicon: Lexicon
) -> Mapping[Key, Judgement]:
    """Return what the typed cells make today, as probabilities."""
    components = {parameter.key: parameter.components for parameter in parameters}
    groups: dict[tuple[str, str], list[Line]] = {}
    for key, judgement in typed.items():
        if (own := judgement.typed) is not None:
            lines = groups.setdefault((own.unit, own.repair), [])
            lines += _lines(key, own, components[key])
    found: dict[Key, Judgement] = {}
    for (unit, repair), lines in groups.items():
        percent = unit == "percent"
        reading = Reading(
            unit="percent" if percent else "probability",
            lexicon=lexicon,
            repair=repair,
            recorded=True,
        )
        problems: list[Problem] = []
        for judgement in judgements_of(lines, parameters, reading, problems):
            found[judgement.question] = in_probability(judgement, reading.unit)
    return found


def _lines(key: Key, typed: Typed, components: Sequence[Component]) -> Iterator[Line]:
    """Yield the lines of a form that hold the cells; a state left blank has a line too."""
    for component in typed.cells if typed.kind == "pairwise" else components:
        cells = typed.cells.get(component, {})
        yield Line(
            question=key,
            component=component,
            low=cells.get("low", ""),
            best=cells.get("best", ""),
            high=cells.get("high", ""),
            reason="",
            file="",
            place="",
            joint="",
            more=cells,
        )


def _same(recorded: Judgement, made: Judgement | None, response: Response) -> bool:
    """Return whether both hold the same numbers."""
    own = in_probability(recorded, response.unit).answers
    if made is None or own.keys() != made.answers.keys():
        return False
    return all(_near(a, b) for name in own for a, b in _ends(own[name], made.answers[name]))


def _ends(one: Estimate, other: Estimate) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    yield from ((one.low, other.low), (one.best, other.best), (one.high, other.high))


def _near(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= NEAR
