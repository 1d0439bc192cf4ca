"""Draw the pictures of a report."""

from __future__ import annotations

from collections.abc import Mapping

from diagrams.caption import alternative_text
from diagrams.render import render_svg
from diagrams.report.blocks import Figure
from diagrams.report.gather import Answers
from diagrams.scenes import plain_picture, scenario_picture


def figures(answers: Answers, shown: str) -> Mapping[str, Figure]:
    """Return the pictures by name; ``shown`` is the scenario whose beliefs are drawn in full."""
    study = answers.study
    structure = study.diagram.structure
    plain = plain_picture(study, structure)
    drawn = answers.what_ifs[shown]
    scene = scenario_picture(study, structure, drawn)
    against = f" Ticks show {drawn.comparison.label}." if drawn.comparison else ""
    return {
        "overview": Figure(
            svg=render_svg(plain, "overview", prefix="overview"),
            caption="The influence diagram; thicker arrows are stronger influences in the pool.",
            alt=alternative_text(plain),
        ),
        "full": Figure(
            svg=render_svg(scene, "full", prefix="full"),
            caption=f"{drawn.scenario.label}: the pool's beliefs about every quantity.{against} On "
            "paper a page of A3.",
            alt=alternative_text(scene),
            wide=True,
        ),
    }
