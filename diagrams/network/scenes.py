"""Turn answers into pictures: what is believed, what was set, which part, what the arcs say."""

from __future__ import annotations

import dataclasses

from bayesnet.answers.expected_scores import expected_scores
from bayesnet.answers.provenance import provenance
from bayesnet.answers.whatif import WhatIf
from bayesnet.study.model import Name
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from diagrams.network.arc_styles import ArcStyle, by_strength
from diagrams.network.caption import standing
from diagrams.network.parts import Part
from diagrams.network.picture import Finding, Picture


def plain_picture(view: StudyView, shown: ArcStyle | None = None) -> Picture:
    """Return the picture of the diagram itself, without beliefs."""
    diagram = view.diagram
    told = provenance(view)
    label = view.drawing.label
    arcs = shown or by_strength(view)
    return Picture(
        diagram=arcs.diagram,
        title=diagram.title,
        subtitle=f"Structure {view.structure}, {label}: {arcs.words.rstrip('.')}.",
        caption=f"From {told.line()}.",
        notice=diagram.notice if view.illustrative else "",
        standing=standing(view.study),
        provenance=told.document(),
        strengths=arcs.strengths,
        kinds=arcs.kinds,
        marks=arcs.marks,
        notes=arcs.notes,
    )


def scenario_picture(view: StudyView, answer: WhatIf, *, difference: bool = False) -> Picture:
    """Return the picture of one what-if: the pool's beliefs, with ticks for the comparison.

    difference: the bars show the change against the comparison, which then has to be there.
    """
    diagram = view.diagram
    who = view.study.priors.whose
    against = answer.comparison.label if answer.comparison else ""
    said = f"Bars: what {who} believes." if view.study.priors.number else f"Bars: {who}."
    if difference:
        said = f"Bars: by how much the beliefs of {who} differ from: {against}."
    elif against:
        said += f" Ticks: {against}."
    return Picture(
        diagram=diagram,
        title=f"What if? {answer.scenario.label}",
        subtitle=said,
        caption=f"From {answer.provenance.line()}.",
        notice=diagram.notice if view.illustrative else "",
        standing=standing(view.study),
        provenance=answer.provenance.document(),
        beliefs=answer.beliefs,
        before=answer.before or {},
        difference=difference,
        findings=findings(answer.scenario),
        scores=expected_scores(view, answer.scenario, answer.beliefs),
        scores_before=expected_scores(view, answer.comparison, answer.before)
        if answer.comparison and answer.before
        else {},
        strengths=by_strength(view).strengths,
    )


def part_of(picture: Picture, part: Part) -> Picture:
    """Return the picture of a part, which says that it is one."""
    whole, drawn = len(picture.diagram.nodes), len(part.names)
    told = f"{drawn} of {whole} nodes; arcs to the others are left out."
    scenario = picture.title if picture.beliefs else ""
    return dataclasses.replace(
        picture,
        title=part.words,
        subtitle=" ".join(filter(None, (_sentence(scenario), picture.subtitle, told))),
        shown=part.names,
        outside=part.outside,
    )


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?")) else f"{words}."


def findings(scenario: Scenario) -> dict[Name, Finding]:
    """Return what the scenario does to each node it touches."""
    found: dict[Name, Finding] = dict.fromkeys(scenario.set, "set")
    found |= dict.fromkeys(scenario.seen, "seen")
    found |= dict.fromkeys(scenario.likely, "likely")
    return found
