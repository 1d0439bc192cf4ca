"""The command ``resolve new``: a study of one's own, from five answers, a template or a file."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, tell
from bayesnet.errors import Problem, StudyError, unplaced
from elicitation.beginning.shipped import TEMPLATES
from elicitation.cli.import_file import begin_from, file_options

if TYPE_CHECKING:
    from elicitation.beginning.five_answers import FiveAnswers
    from elicitation.store.init import File

_LISTED = "; ".join(f"{name}: {about}" for name, about in TEMPLATES.items())

BETWEEN = "(a comma between)"
WITH_GOOD = "(a comma between; + before what would be good)"


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--question", default="", metavar="TEXT", help="What is to be decided.")
@click.option("--who", default="", metavar="TEXT", help="Who decides.")
@click.option("--option", "options", multiple=True, metavar="TEXT", help="One of the options.")
@click.option("--wrong", multiple=True, metavar="TEXT", help="Something that could go wrong.")
@click.option("--right", multiple=True, metavar="TEXT", help="Something that could go right.")
@click.option("--counts", multiple=True, metavar="TEXT", help="Something that counts.")
@click.option("--template", type=click.Choice([*TEMPLATES]), help=f"{_LISTED}.")
@click.option(
    "--from", "file", type=click.Path(path_type=Path), metavar="FILE", help="Another tool's file."
)
@file_options
@refusing
def new(
    directory: Path,
    question: str,
    who: str,
    options: tuple[str, ...],
    wrong: tuple[str, ...],
    right: tuple[str, ...],
    counts: tuple[str, ...],
    template: str | None,
    file: Path | None,
    numbers: str,
    encoding: str,
    settable: tuple[str, ...],
) -> None:
    """Begin a study of your own in a new folder DIR.

    Five things are asked, as far as options do not say them: the question, who decides, the
    options, what could go wrong or right, and what counts. The study that is made of them is small
    and whole: it can be checked, asked, drawn and reported at once, and every number in it is a
    placeholder. --template begins with a longer one, --from with another tool's diagram.
    """
    from elicitation.beginning.five_answers import FiveAnswers, entered, one_line  # noqa: PLC0415

    answered = {"--option": options, "--wrong": wrong, "--right": right, "--counts": counts}
    asked = {"--question": question, "--who": who}
    taken = {"--settable": settable, "--encoding": encoding, "--numbers": numbers == "final"}
    _together({**answered, **({} if template else asked)}, taken, file, template)
    if file is not None:
        begin_from(file, directory, numbers, encoding, settable)
        return
    if template:
        _start(directory, _of_template(template, question, who))
        return
    answers = FiveAnswers(
        question=one_line(question),
        decision_maker=one_line(who),
        options=entered(options),
        wrong=entered(wrong),
        right=entered(right),
        counts=entered(counts),
    )
    _start(directory, _of_answers(_asked(answers)))


def _together(
    answered: Mapping[str, object],
    taken: Mapping[str, object],
    file: Path | None,
    template: str | None,
) -> None:
    """Refuse what does not go together: an option that would be read by nobody is no answer.

    answered, taken: options that a study of another origin has no place for, and those of files.
    """
    if file is not None and template:
        raise StudyError([unplaced("begin.template-and-file")])
    other = "--template" if template else "--from"
    wrong = [
        unplaced("begin.answers-not-asked", option=option, other=other)
        for option, entry in answered.items()
        if entry and (file is not None or template)
    ]
    wrong += [
        unplaced("begin.no-file-taken", option=option)
        for option, entry in taken.items()
        if entry and file is None
    ]
    if wrong:
        raise StudyError(wrong)


def _asked(known: FiveAnswers) -> FiveAnswers:
    """Return the answers, those that are not known yet asked for at the terminal."""
    from elicitation.beginning.five_answers import (  # noqa: PLC0415
        of_counts,
        of_events,
        of_options,
        of_signed,
        signed,
    )

    try:
        question = known.question or _line("What is to be decided?")
        who = known.decision_maker or _line("Who decides?")
        options = known.options or _entries(f"Between which options? {BETWEEN}", of_options)
        wrong, right = known.wrong, known.right
        if not known.events:
            typed = _entries(f"What could go wrong, or right? {WITH_GOOD}", of_signed)
            wrong, right = signed(typed)
        counts = known.counts or _entries(f"What counts? {BETWEEN}", of_counts)
    except click.Abort:
        raise StudyError([unplaced("begin.not-answered")]) from None
    problems = (*of_options(options), *of_events((*wrong, *right)), *of_counts(counts))
    if problems:
        raise StudyError(problems)
    return replace(
        known,
        question=question,
        decision_maker=who,
        options=options,
        wrong=wrong,
        right=right,
        counts=counts,
    )


def _entries(
    asked: str, wrong_with: Callable[[Sequence[str]], Sequence[Problem]]
) -> tuple[str, ...]:
    """Return a list that is typed on one line, asked for until nothing is wrong with it."""
    from elicitation.beginning.five_answers import listed  # noqa: PLC0415

    while problems := wrong_with(entries := listed(_line(asked))):
        tell(problems)
    return entries


def _line(asked: str) -> str:
    from elicitation.beginning.five_answers import one_line  # noqa: PLC0415

    while not (line := one_line(click.prompt(asked, prompt_suffix="\n> ", err=True))):
        pass  # only spaces
    return line


def _of_answers(answers: FiveAnswers) -> Iterator[File]:
    from elicitation.beginning.first_model import first_files  # noqa: PLC0415

    for name, text in first_files(answers, dt.datetime.now(dt.UTC).date()).items():
        yield (name,), text.encode("utf-8")


def _of_template(name: str, question: str, who: str) -> Iterator[File]:
    from elicitation.beginning.shipped import of_ones_own, template  # noqa: PLC0415
    from elicitation.store.init import packaged  # noqa: PLC0415

    today = dt.datetime.now(dt.UTC).date()
    for parts, content in packaged(template(name)):
        own = parts == ("model.toml",)
        yield parts, of_ones_own(content, question, who, today) if own else content


def _start(directory: Path, files: Iterator[File]) -> None:
    from elicitation.store.init import start_study  # noqa: PLC0415
    from elicitation.study import clock  # noqa: PLC0415

    made = start_study(files, directory, now=clock)
    click.echo(f"Made {made}. Its numbers are placeholders: change them, or have experts asked.")
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && resolve whatif S1")
