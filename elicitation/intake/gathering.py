"""Say a slip that was made throughout a form once, with a count and every place."""

from __future__ import annotations

from collections.abc import Iterable

from bayesnet.errors import Place, Problem
from bayesnet.messages.facts import items

FEW = 3
"""So many alike are still said one by one."""


def gathered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in order; of those of one kind the first, then where the others are."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.place.file, problem.severity, problem.code), []).append(problem)
    told: list[Problem] = []
    for first, *others in groups.values():
        if len(others) < FEW:
            told += [first, *others]
        else:
            told += [first, _rest(others)]
    return tuple(told)


def _rest(others: list[Problem]) -> Problem:
    """Return one problem that says how many more there are, and where."""
    return Problem(
        code="form.more-of-this-kind",
        place=Place(others[0].place.file),
        facts={"count": len(others), "places": items(dict.fromkeys(map(_place, others)))},
        severity=others[0].severity,
    )


def _place(problem: Problem) -> str:
    """Return where a problem is, without the question that is at that line."""
    return problem.place.path.split(", ", 1)[0] or problem.place.file
