"""Draw the pictures of a report."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from diagrams.drawing import Drawing
from diagrams.picture import Picture, View
from diagrams.provenance import Stamp
from diagrams.render import render
from diagrams.report.blocks import Figure
from diagrams.report.gather import Answers
from diagrams.scenes import plain_picture, scenario_picture


def figures(answers: Answers, shown: str, inputs: Stamp) -> Mapping[str, Figure]:
    """Return the pictures by name.

    shown: the scenario whose beliefs are drawn in full. inputs: hashes of the study's other files.
    """

    def drawing(picture: Picture, view: View) -> Drawing:
        told = dataclasses.replace(picture, provenance={**picture.provenance, **inputs})
        return render(told, view, prefix=view)[0]

    study = answers.study
    structure = study.diagram.structure
    plain = plain_picture(study, structure)
    drawn = answers.what_ifs[shown]
    scene = scenario_picture(study, structure, drawn)
    against = f" Ticks show {drawn.comparison.label}." if drawn.comparison else ""
    return {
        "overview": Figure(
            drawing=drawing(plain, "overview"),
            caption="The influence diagram; thicker arrows are stronger influences in the pool.",
        ),
        "full": Figure(
            drawing=drawing(scene, "full"),
            caption=f"{drawn.scenario.label}: the pool's beliefs about every quantity.{against} On "
            "paper a page of A3.",
            wide=True,
        ),
    }
