"""The plot of ``compare``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bayesnet.cli.question import Asked
from diagrams.cli.plot import Plot
from elicitation.cli import compare as question

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing


def _compare(asked: Asked, scenarios: tuple[str, ...]) -> tuple[Drawing, Sequence[str]]:
    """Plot scenarios' changes, with their ranges over draws."""
    from diagrams.plots.comparison import compared_bars  # noqa: PLC0415

    return compared_bars(asked.view.study, asked.answer), ("compare", *scenarios)


compare = Plot(question=question.compare, draw=_compare)
