"""The picture of an answer: ``resolve plot NAME``, and ``--plot FILE`` of ``resolve NAME``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bayesnet.cli.options import Source
from bayesnet.cli.question import Asked, Question, call, command
from diagrams.cli.picture_options import Printing, picture_options, put_plot

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing

plot_option = click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw the answer, too: .svg, .png or .pdf.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """How the answer to a question is drawn.

    draw: takes what was asked, and the options that it names; returns the picture and the parts of
    its file's name. Its docstring is the help of ``resolve plot``.
    """

    question: Question
    draw: Callable[..., tuple[Drawing, Sequence[str]]]

    def command(self) -> click.Command:
        """Return the command that asks and draws, without the options of printing."""

        def run(printing: Printing, source: Source, **given: Any) -> None:
            given["source"] = source
            asked = call(self.question.ask, given)
            drawing, parts = call(self.draw, given, asked)
            put_plot(drawing, printing, source.folder, *parts, _tail(asked))

        *own, source = self.question.options
        made = command(run, self.draw.__doc__, [*own, picture_options, source])
        shown = _names(self.question.show) - _names(self.question.ask) - _names(self.draw)
        made.params = [option for option in made.params if option.name not in shown]
        return made

    def beside(self) -> click.Command:
        """Return the command that prints the answer, and draws it where ``--plot`` says so."""

        def after(asked: Asked, plot: Path | None, source: Source, **given: Any) -> None:
            if plot is not None:
                drawing, _ = call(self.draw, given, asked)
                wanted = Printing(page=None, out=plot, dpi=200, caption=False)
                put_plot(drawing, wanted, source.folder, aside=True)

        return self.question.command(plot_option, after=after)


def _names(function: Callable[..., object]) -> set[str]:
    return {*inspect.signature(function).parameters}


def _tail(asked: Asked) -> str:
    """Return the structure's part of a file's name, empty for the model's own."""
    own = asked.view.structure == asked.view.study.diagram.structure
    return "" if own else asked.view.structure
