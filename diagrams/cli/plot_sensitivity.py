"""Plots of ``drivers``, ``sensitivity``, ``adversary``, ``pedigree``: what an answer hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bayesnet.cli import adversary as adversary_question
from bayesnet.cli import drivers as drivers_question
from bayesnet.cli import pedigree as pedigree_question
from bayesnet.cli import sensitivity as sensitivity_question
from bayesnet.cli.asking import About
from bayesnet.cli.question import Asked
from bayesnet.errors import StudyError, problem_at
from bayesnet.sensitivity.drivers import By
from bayesnet.sensitivity.functions import TwoWay
from diagrams.cli.plot import Plot

if TYPE_CHECKING:
    from diagrams.canvas.drawing import Drawing


def _drivers(asked: Asked, about: About, by: By, top: int) -> tuple[Drawing, Sequence[str]]:
    """Plot what drives an answer: a tornado.

    Without a scenario it is about the best plan's lead over the next best.
    """
    from diagrams.plots.tornado import tornado  # noqa: PLC0415

    if by == "expert":
        raise StudyError([problem_at("", "--by", "draw.plot-names-no-expert")])
    drawing = tornado(asked.view.study, asked.answer, top)
    return drawing, ("drivers", about.scenario, about.on, f"by-{by}")


def _sensitivity(asked: Asked, about: About) -> tuple[Drawing, Sequence[str]]:
    """Plot an answer as a function of one number, or two.

    \b
      resolve plot sensitivity "internal_strain=severe"
      resolve plot sensitivity "rift_line[perceived_commitment=firm]=present" --on miscalculation
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from diagrams.plots.response import one_way, two_ways  # noqa: PLC0415

    study, answer = asked.view.study, asked.answer
    origin, quantity, function, names = (
        answer.provenance,
        answer.about,
        answer.function,
        answer.names,
    )
    if isinstance(function, TwoWay):
        drawing = two_ways(study, origin, quantity, function, names)
    else:
        own, overtaken = answer.own, answer.overtaken
        drawing = one_way(study, origin, quantity, function, names[0], own, overtaken)
    return drawing, ("sensitivity", *names, about.on)


def _pedigree(asked: Asked, about: About) -> tuple[Drawing, Sequence[str]]:
    """Plot which tables are weak and influential (NUSAP)."""
    from diagrams.plots.pedigree import pedigree_map  # noqa: PLC0415

    drawing = pedigree_map(asked.view.study, asked.answer)
    return drawing, ("pedigree", about.scenario, about.on)


def _adversary(asked: Asked, value: str, belief: str, by: str) -> tuple[Drawing, Sequence[str]]:
    """Plot how often who else decides acts, by what it weighs, or what it believes."""
    from bayesnet.adversary.belief_curve import belief_curve  # noqa: PLC0415
    from bayesnet.adversary.curve import deterrence_curve  # noqa: PLC0415
    from diagrams.plots.belief import belief_plot  # noqa: PLC0415
    from diagrams.plots.deterrence import deterrence_plot  # noqa: PLC0415

    view, answer = asked
    if belief or by:
        over = belief_curve(view, answer, belief, by)
        drawing = belief_plot(view, answer, over)
        return drawing, ("adversary", answer.scenario.id, over.belief, over.decision)
    curve = deterrence_curve(answer, value)
    drawing = deterrence_plot(view, answer, curve)
    return drawing, ("adversary", answer.scenario.id, curve.value)


adversary = Plot(question=adversary_question.adversary, draw=_adversary)
drivers = Plot(question=drivers_question.drivers, draw=_drivers)
sensitivity = Plot(question=sensitivity_question.sensitivity, draw=_sensitivity)
pedigree = Plot(question=pedigree_question.pedigree, draw=_pedigree)
