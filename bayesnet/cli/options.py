"""Options that several commands share, and how a command ends when something is wrong."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeAlias, TypeVar

import click
from click.core import ParameterSource

from bayesnet.errors import Problem, Severity, StudyError, problem_at
from bayesnet.inference.contraction import TooLarge
from bayesnet.messages.language import translated
from bayesnet.messages.surface import Surface
from bayesnet.messages.terminal import terminal

P = ParamSpec("P")
R = TypeVar("R")
BAD_INPUT = 2
NAMING = frozenset({"--head", "--priors", "--structure", "--weights", "--against", "--on"})
"""Options that name something; empty ones name nothing."""
FORMATS = ("table", "csv", "json", "markdown")
Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def bundled(name: str, made: Callable[..., Any], *options: Decorator) -> Decorator:
    """Return a decorator that adds options and hands them on as one value, ``name=made(...)``.

    The options are those that ``made`` takes, by their names; its last may come from an argument
    of the command's own.
    """
    fields = tuple(inspect.signature(made).parameters)

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def wrapped(*args: Any, **given: Any) -> Any:
            value = made(**{field: given.pop(field) for field in fields})
            return command(*args, **{name: value}, **given)

        decorated: Callable[..., Any] = wrapped
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return add


def study_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--study DIR``."""
    return click.option(
        "--study",
        "folder",
        type=click.Path(path_type=Path),
        default=".",
        metavar="DIR",
        help="The study's folder; this folder if not given.",
    )(command)


def priors_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--priors VERSION``."""
    return click.option(
        "--priors",
        default="",
        metavar="VERSION",
        help="Number of a frozen version, or 'placeholder' for the numbers of model.toml; "
        "the newest version if not given.",
    )(command)


def structure_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--structure ID``."""
    return click.option(
        "--structure",
        default="",
        metavar="ID",
        help="The structure to answer under; that of model.toml if not given.",
    )(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose numbers answer: the study's folder, the version of the priors, and the structure.

    priors, structure: as they were typed; empty for the newest version and the model's own.
    """

    structure: str
    priors: str
    folder: Path


source_options = bundled("source", Source, structure_option, priors_option, study_option)
"""Adds ``--structure``, ``--priors`` and ``--study``, handed on as ``source``."""


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How the answer is printed.",
    )(command)


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command that is refused say all problems and end with code 2, never a traceback."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            _refuse_empty()
            return command(*args, **kwargs)
        except StudyError as refusal:
            stop(refusal.problems)
        except TooLarge as error:
            stop([problem_at("model.toml", "", "ask.diagram-too-dense-answer", error=str(error))])

    return wrapped


def _refuse_empty() -> None:
    """Raise StudyError for an option typed without a value, as by a variable that nobody set.

    It would be taken for not given: the newest version would answer, and no head be checked.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return
    problems = [
        problem_at("", name, "ask.nothing-named")
        for option in context.command.params
        for name in NAMING.intersection(option.opts)
        if not str(context.params[str(option.name)]).strip()
        and context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    ]
    if problems:
        raise StudyError(problems)


def stop(problems: Iterable[Problem]) -> NoReturn:
    """Print all problems and end the command with exit code 2."""
    tell(problems)
    raise SystemExit(BAD_INPUT)


MARKS: Mapping[Severity, str] = {"error": "error", "warning": "note"}
"""What stands before a problem at the terminal."""


def tell(problems: Iterable[Problem], surface: Surface | None = None) -> None:
    """Print problems to the error stream, a line each, errors first.

    surface: what names are called; as they are typed if not given.
    """
    spoken = surface or terminal()
    for problem in sorted(problems, key=lambda p: p.severity):
        mark = translated(MARKS[problem.severity])
        click.echo(f"{mark}: {spoken.placed(problem)}", err=True)
