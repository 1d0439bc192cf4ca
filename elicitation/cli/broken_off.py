"""Keep the answers of an asking that is broken off, as a form that can be handed in."""

from __future__ import annotations

import os
import shlex
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import click

from bayesnet.errors import StudyError
from bayesnet.plurals import many
from elicitation.intake.sheet import csv_form
from elicitation.questionnaire.questions import Question
from elicitation.record.responses import Judgement, Key, Unit, in_probability
from elicitation.store.modes import new_private_file

_ENDINGS = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
"""How a process learns that its terminal is gone, or that it is to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is to be kept: the answers given so far, whose they are and for which round.

    given: fills up while the questions are asked; unit: of the answers.
    """

    asked: Sequence[Question]
    given: Mapping[Key, Judgement]
    unit: Unit
    expert: str
    number: int

    @contextmanager
    def when_broken_off(self, folder: Path) -> Iterator[None]:
        """Keep what is given if the body is broken off: by a key, the terminal or a refusal."""
        before = {ending: signal.signal(ending, _abort) for ending in _ENDINGS}
        try:
            yield
        except (click.Abort, KeyboardInterrupt, EOFError, OSError, StudyError):
            if self.given:
                self._keep(folder)
            raise
        finally:
            for ending, handler in before.items():
                signal.signal(ending, handler)

    def _keep(self, folder: Path) -> None:
        """Write a filled-in form into a new file of the study's folder; say how to hand it in."""
        own = {key: in_probability(said, self.unit) for key, said in self.given.items()}
        answered = [q for q in self.asked if any(p.key in own for p in q.parameters)]
        text = csv_form(answered, self.unit, own)
        path = _new_file(folder, f"ask-{self.expert}-r{self.number}", text.encode("utf-8-sig"))
        words = ["resolve", "submit", str(path)]
        words += ["--expert", self.expert, "--round", str(self.number)]
        words += [] if folder == Path() else ["--study", str(folder)]
        with suppress(OSError):  # of a terminal that is gone
            told = f"{many(len(own), 'answer')} kept in {path}"
            click.echo(f"\nBroken off: {told}, not handed in yet.", err=True)
            click.echo(f"To hand in: {shlex.join(words)}", err=True)


def _abort(*_: Any) -> NoReturn:
    raise click.Abort


def _new_file(folder: Path, stem: str, content: bytes) -> Path:
    """Write a file that was not there before, numbered where its name is taken."""
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.csv"
        with suppress(FileExistsError), os.fdopen(new_private_file(path), "wb") as file:
            file.write(content)
            return path
    raise AssertionError  # there is always another number
