"""Say what is wrong with a user's file as a value, so that all of it can be shown at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bayesnet.messages.facts import Fact
from bayesnet.messages.remedies import Remedy
from bayesnet.messages.terminal import terminal

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem lies; both empty for one that lies in what was asked for.

    file: name of the file inside the study, e.g. ``model.toml``.
    path: key path inside it, e.g. ``chance.miscalculation.parents[1]``; empty for the whole file.
    Of what was asked for, the option.
    """

    file: str = ""
    path: str = ""

    def __str__(self) -> str:
        """Return ``file: path``, leaving out what is empty."""
        return ": ".join(filter(None, (self.file, self.path)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing a person must mend, and how; put into words where it is shown.

    code: a stable name for what is wrong, e.g. ``round.not-open``; the catalogues have its words.
    facts: what the words are about, by name. remedies: what to do about it, where surfaces differ.
    severity: an ``error`` stops the command (exit code 2); a ``warning`` is shown and lived with.
    """

    code: str
    place: Place = Place()
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    remedies: tuple[Remedy, ...] = ()
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return ``file: path: message remedy`` as at the terminal, leaving out what is empty."""
        return terminal().placed(self)


def problem_at(file: str, path: str, code: str, /, *remedies: Remedy, **facts: Fact) -> Problem:
    """Return an error at a place of a file."""
    return Problem(code=code, place=Place(file, path), facts=facts, remedies=remedies)


def warning_at(file: str, path: str, code: str, /, *remedies: Remedy, **facts: Fact) -> Problem:
    """Return a warning at a place of a file."""
    place = Place(file, path)
    return Problem(code=code, place=place, facts=facts, remedies=remedies, severity="warning")


def unplaced(code: str, /, *remedies: Remedy, **facts: Fact) -> Problem:
    """Return an error that lies in no file, but in what was asked for."""
    return Problem(code=code, facts=facts, remedies=remedies)


class StudyError(Exception):
    """Raised where a command cannot go on; carries every problem found, never just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the problems as at the terminal, a line each."""
        return "\n".join(map(str, self.problems))


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return only the problems that stop a command."""
    return tuple(problem for problem in problems if problem.severity == "error")
