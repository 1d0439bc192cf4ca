"""Turn answers into pictures: what is believed, what was set, how strong each arc is."""

from __future__ import annotations

import numpy as np

from bayesnet.answer import provenance
from bayesnet.inference.query import Network, Table, posteriors, strengths
from bayesnet.model import Name
from bayesnet.scenario import Scenario
from bayesnet.study import Study
from bayesnet.whatif import WhatIf
from diagrams.picture import Finding, Picture


def plain_picture(study: Study, structure: str) -> Picture:
    """Return the picture of the diagram itself, without beliefs."""
    diagram = study.structures[structure].diagram
    told = provenance(study, structure)
    label = study.structures[structure].label
    return Picture(
        diagram=diagram,
        title=diagram.title,
        subtitle=f"Structure {structure}, {label}: what influences what, and what is known when.",
        caption=f"From {told.line()}.",
        notice=diagram.notice if study.illustrative else "",
        provenance=told.document(),
        strengths=arc_strengths(study, structure),
    )


def scenario_picture(study: Study, structure: str, answer: WhatIf) -> Picture:
    """Return the picture of one what-if: the pool's beliefs, with ticks for the comparison."""
    diagram = study.structures[structure].diagram
    against = f" Ticks: {answer.comparison.label}." if answer.comparison else ""
    return Picture(
        diagram=diagram,
        title=f"What if? {answer.scenario.label}",
        subtitle=f"Bars: what the pool of {len(answer.experts)} experts believes.{against}",
        caption=f"From {answer.provenance.line()}.",
        notice=diagram.notice if study.illustrative else "",
        provenance=answer.provenance.document(),
        beliefs=answer.beliefs,
        before=answer.before or {},
        findings=findings(answer.scenario),
        strengths=arc_strengths(study, structure),
    )


def findings(scenario: Scenario) -> dict[Name, Finding]:
    """Return what the scenario does to each node it touches."""
    found: dict[Name, Finding] = dict.fromkeys(scenario.set, "set")
    found |= dict.fromkeys(scenario.seen, "seen")
    found |= dict.fromkeys(scenario.likely, "likely")
    return found


def arc_strengths(study: Study, structure: str) -> dict[tuple[Name, Name], float]:
    """Return the pool's arc strengths while every option of every decision is equally probable."""
    network = study.network(structure)
    decisions = study.structures[structure].diagram.decisions
    rules = {
        name: Table(scope=(name,), values=np.full((size, 1), 1 / size))
        for name, size in network.sizes.items()
        if name in decisions
    }
    return strengths(
        posteriors(Network(sizes=network.sizes, tables={**network.tables, **rules})), network
    )
