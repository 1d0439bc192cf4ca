"""Draw an answer through whatever package registers for it: numbers themselves draw nothing.

A package registers a function under the entry point group ``collective_resolve.pictures``. It takes
the view that was asked and the answer, None for the diagram itself, and returns a ``Picture``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, TypeAlias, cast

from bayesnet.errors import StudyError, unplaced
from bayesnet.study.view import StudyView

GROUP = "collective_resolve.pictures"


class Picture(Protocol):
    """A drawing that a notebook shows and that can be written to a file."""

    def save(self, path: str | Path) -> None:
        """Write it as .svg, .png or .pdf, by the name's ending; raises StudyError."""

    def _repr_svg_(self) -> str: ...


Drawer: TypeAlias = Callable[[StudyView, object], Picture]
"""What makes the picture of an answer; raises StudyError for one that has none."""


def picture(view: StudyView, answer: object) -> Picture:
    """Return the picture of an answer; raises StudyError where nothing is installed that draws."""
    return _drawer()(view, answer)


@cache
def _drawer() -> Drawer:
    for entry in entry_points(group=GROUP):
        return cast(Drawer, entry.load())
    raise StudyError([unplaced("api.nothing-draws")])
