"""A question to a study: its options, declared once, how it is asked and how its answer is printed.

``resolve NAME`` asks and prints, ``resolve plot NAME`` asks and draws, and ``resolve NAME --plot
FILE`` does both: who draws takes the question from here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import click

from bayesnet.cli.options import Decorator, format_option, refusing
from bayesnet.study.view import StudyView


class Asked(NamedTuple):
    """An answer, and the view of the study that it was asked of."""

    view: StudyView
    answer: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What can be asked of a study.

    ask: returns the answer; its docstring is the command's help. show: prints it in a form. Both
    take the options that they name, show after what was asked. options: as decorators, in order.
    """

    ask: Callable[..., Asked]
    show: Callable[..., None]
    options: Sequence[Decorator]

    def command(
        self, *more: Decorator, after: Callable[..., object] | None = None
    ) -> click.Command:
        """Return the command that asks and prints. more: options of what is done after that."""

        def run(**given: Any) -> None:
            asked = call(self.ask, given)
            call(self.show, given, asked)
            if after is not None:
                call(after, given, asked)

        *own, source = self.options
        return command(run, self.ask.__doc__, [*own, *more, format_option, source])


def command(
    run: Callable[..., None], doc: str | None, options: Sequence[Decorator]
) -> click.Command:
    """Return a command with options, which end it with code 2 where what is typed is refused."""
    decorated: Callable[..., Any] = refusing(run)
    for option in reversed(options):
        decorated = option(decorated)
    return click.command(help=inspect.cleandoc(doc or ""))(decorated)


def call(function: Callable[..., Any], given: Mapping[str, Any], *first: object) -> Any:
    """Return what a function gives, called with the options it names, or all it takes."""
    taken = inspect.signature(function).parameters
    if any(option.kind is inspect.Parameter.VAR_KEYWORD for option in taken.values()):
        return function(*first, **given)
    return function(*first, **{name: value for name, value in given.items() if name in taken})
