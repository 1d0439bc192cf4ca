"""Read and write ``layout.json``: where people, or another tool, want the nodes to stand.

It holds the centres of the nodes, by view, in pixels from the upper left corner.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from bayesnet.errors import Problem, problem_at
from bayesnet.messages.facts import Fact
from bayesnet.study.model import Name

FILE = "layout.json"
FORMAT = "collective-resolve/layout"
VERSION = 1
VIEWS = ("full", "overview")
"""Views of a whole diagram, the one that people draw in first."""
FARTHEST = 1e5
"""Pixels; 26 m."""
Point: TypeAlias = tuple[float, float]
Kept: TypeAlias = Mapping[str, Mapping[Name, Point]]
"""Centres by view and node."""


def write_centres(views: Kept) -> str:
    """Return the text of ``layout.json``."""
    told = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {{\n{_centre_lines(centres)}\n  }}"
        for name, centres in sorted(views.items())
    )
    head = f'{{\n "format": "{FORMAT}",\n "version": {VERSION},\n "views": {{\n'
    return f"{head}{told}\n }}\n}}\n"


def _centre_lines(centres: Mapping[Name, Point]) -> str:
    """Return a line for each node, sorted, so that a change of one is a change of one line."""
    return ",\n".join(
        f"   {json.dumps(name, ensure_ascii=False)}: [{x:.1f}, {y:.1f}]"
        for name, (x, y) in sorted(centres.items())
    )


def read_kept(text: str) -> tuple[Kept, tuple[Problem, ...]]:
    """Return the centres in ``layout.json`` and what is wrong in it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, (_problem("", "layout.not-json", error=str(error)),)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return {}, (_problem("format", "layout.format", format=FORMAT),)
    if document.get("version") != VERSION:
        return {}, (_problem("version", "layout.only-version-can-read", version=VERSION),)
    views = document.get("views")
    if not isinstance(views, dict) or not all(isinstance(v, dict) for v in views.values()):
        return {}, (_problem("views", "layout.holds-nodes-centres-view"),)
    problems = tuple(
        _problem(f"views.{view}.{name}", "layout.centre-two-numbers-from")
        for view, centres in views.items()
        for name, centre in centres.items()
        if not _is_centre(centre)
    )
    if problems:
        return {}, problems
    return {
        view: {name: (float(x), float(y)) for name, (x, y) in centres.items()}
        for view, centres in views.items()
    }, ()


def _problem(path: str, code: str, /, **facts: Fact) -> Problem:
    return problem_at(FILE, path, code, **facts)


def _is_centre(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2  # noqa: PLR2004 - x and y
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
        and all(0 <= v <= FARTHEST for v in value)
    )
