"""The plots of ``plans`` and ``learn``: what is so over draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bayesnet.cli import learn as learn_question
from bayesnet.cli import plans as plans_question
from bayesnet.cli.question import Asked
from bayesnet.errors import StudyError, problem_at
from diagrams.cli.plot import Plot

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing


def _plans(asked: Asked) -> tuple[Drawing, Sequence[str]]:
    """Plot how often each plan is best, at what regret."""
    from diagrams.plots.prospects import best_and_regret  # noqa: PLC0415

    _need_draws(asked.answer.best.regret is not None)
    return best_and_regret(asked.view.study, asked.answer), ("plans",)


def _learn(
    asked: Asked, nodes: tuple[str, ...], decisions: tuple[str, ...], about: str, control: bool
) -> tuple[Drawing, Sequence[str]]:
    """Plot what learning the numbers themselves is worth.

    What observing a quantity is worth: 'resolve plot information'.
    """
    from diagrams.plots.learning import learning_bars  # noqa: PLC0415

    other = {"--node": nodes, "--before": decisions, "--about": about, "--control": control}
    for option, given in other.items():
        if given:
            raise StudyError([problem_at("", option, "draw.only-learning-numbers-is-drawn")])
    _need_draws(asked.answer is not None)
    return learning_bars(asked.view.study, asked.answer), ("learn",)


def _need_draws(drawn: bool) -> None:
    """Raise StudyError for no draws, of which there is no plot."""
    if not drawn:
        raise StudyError([problem_at("", "--draws", "draw.plot-over-draws")])


plans = Plot(question=plans_question.plans, draw=_plans)
learn = Plot(question=learn_question.learn, draw=_learn)
