"""Say a slip that was made throughout a form once, with a count and every place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from bayesnet.errors import Problem

FEW = 3
"""So many alike are still said one by one."""
_OWN = re.compile(r"'[^']*'|[-+]?\d+(?:[.,]\d+)?")
"""What differs between messages that are about the same slip: what was typed, and numbers."""


def gathered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in their order, those that are alike but for numbers and quotes as one.

    The first of them stands for all and names the places of the others.
    """
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        alike = (problem.file, problem.severity, _OWN.sub("", problem.message))
        groups.setdefault(alike, []).append(problem)
    found = []
    for first, *others in groups.values():
        if len(others) < FEW:
            found += [first, *others]
            continue
        places = ", ".join(dict.fromkeys(_place(other) for other in others))
        told = f"{first.message} {len(others)} more of this kind: {places}."
        found.append(dataclasses.replace(first, message=told))
    return tuple(found)


def _place(problem: Problem) -> str:
    """Return where a problem is, without the question that is at that line."""
    return problem.path.split(", ", 1)[0] or problem.file
