"""Say what is wrong with a user's file as a value, so that all of it can be shown at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bayesnet.mentions import bare, sentence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing a person must mend, and how.

    file: name of the file inside the study, e.g. ``model.toml``.
    path: key path inside it, e.g. ``chance.miscalculation.parents[1]``; empty for the whole file.
    message: what is wrong, one sentence.
    remedy: what to do about it; empty only when the message already says so.
    severity: an ``error`` stops the command (exit code 2); a ``warning`` is shown and lived with.
    sentence: message and remedy with their mentions of ids marked, see ``mentions``.
    """

    file: str
    path: str
    message: str
    remedy: str = ""
    severity: Literal["error", "warning"] = "error"
    sentence: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        whole = sentence_of((self.message, self.remedy), self.sentence)
        object.__setattr__(self, "sentence", whole)
        object.__setattr__(self, "message", bare(self.message))
        object.__setattr__(self, "remedy", bare(self.remedy))

    def __str__(self) -> str:
        """Return ``file: path: message remedy``, leaving out what is empty."""
        place = ": ".join(part for part in (self.file, self.path) if part)
        text = " ".join(part for part in (self.message, self.remedy) if part)
        return f"{place}: {text}" if place else text


def unplaced(message: str, remedy: str = "") -> Problem:
    """Return a problem that lies in no file, but in what was asked for."""
    return Problem(file="", path="", message=message, remedy=remedy)


class StudyError(Exception):
    """Raised where a command cannot go on; carries every problem found, never just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return only the problems that stop a command."""
    return tuple(problem for problem in problems if problem.severity == "error")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest known word, or the known words themselves."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(words)}." if words else "none is defined."
