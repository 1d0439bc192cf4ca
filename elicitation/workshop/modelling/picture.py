"""Draw what the files say so far: bars where all numbers above a node are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bayesnet.cpds.table import is_blank
from bayesnet.edits.checked import Draft
from bayesnet.inference.query import ImpossibleEvidence, Network, Table, posteriors
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.priors import expert_tables, placeholder_priors
from bayesnet.study.scenario import Scenario
from diagrams.network.picture import Picture
from diagrams.network.scenes import findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What the model's own numbers make of every node that has all it needs.

    scenario: whose decisions and findings are taken; None for every option alike.
    """

    beliefs: Mapping[Name, tuple[float, ...]] = field(default_factory=dict)
    scenario: Scenario | None = None


def believed(draft: Draft) -> Believed:
    """Return the beliefs under the reference scenario, or with every option of a decision alike."""
    diagram = draft.diagram
    if diagram is None or draft.broken:
        return Believed()
    ready = _ready(draft, diagram)
    tables = expert_tables(
        {name: draft.cpds[name] for name in ready},
        placeholder_priors({name: draft.cpds[name] for name in ready}),
    )
    network = {
        name: Table(scope=(*diagram.chance[name].parents, name), values=values)
        for name, values in tables.items()
    }
    wanted = [*diagram.decisions, *ready]
    scenario = _reference(draft, diagram, wanted)
    for name, node in diagram.decisions.items():
        if scenario is None or name not in scenario.set:
            alike = np.full((len(node.states), 1), 1 / len(node.states))
            network[name] = Table(scope=(name,), values=alike)
    try:
        found = _asked(diagram, network, scenario, wanted)
    except ImpossibleEvidence:
        scenario, found = None, {}
    return Believed(beliefs=found, scenario=scenario)


def picture_of(draft: Draft, known: Believed) -> Picture:
    """Return the picture of a draft; it holds no caption, as the page says where it comes from."""
    diagram = draft.diagram
    if diagram is None:
        raise ValueError("there is no diagram to draw")
    return Picture(
        diagram=diagram,
        title=diagram.title,
        subtitle="",
        caption="",
        notice=diagram.notice if diagram.illustrative else "",
        provenance={},
        beliefs=known.beliefs,
        findings=findings(known.scenario) if known.scenario else {},
    )


def _ready(draft: Draft, diagram: InfluenceDiagram) -> list[Name]:
    """Return the uncertain nodes that have numbers, as have all above them."""
    known: set[Name] = set(diagram.decisions)
    ready: list[Name] = []
    waiting = [
        name for name, cpd in draft.cpds.items() if cpd.method != "decided" and not is_blank(cpd)
    ]
    while True:
        fresh = [name for name in waiting if {*diagram.chance[name].parents} <= known]
        if not fresh:
            return ready
        ready += fresh
        known |= {*fresh}
        waiting = [name for name in waiting if name not in known]


def _reference(draft: Draft, diagram: InfluenceDiagram, wanted: list[Name]) -> Scenario | None:
    """Return the reference scenario, if it sets every decision and all it names is ready."""
    book = draft.beside.book if draft.beside else None
    if book is None or book.reference not in book.scenarios:
        return None
    scenario = book.full(book.reference)
    named = {*scenario.set, *scenario.seen}
    if scenario.likely or not named <= {*wanted} or not {*diagram.decisions} <= {*scenario.set}:
        return None
    return scenario


def _asked(
    diagram: InfluenceDiagram,
    network: Mapping[Name, Table],
    scenario: Scenario | None,
    wanted: list[Name],
) -> dict[Name, tuple[float, ...]]:
    place = {name: states.index for name, states in diagram.states.items()}
    set_, seen = (
        {name: place[name](state) for name, state in said.items()}
        for said in ((scenario.set, scenario.seen) if scenario else ({}, {}))
    )
    sizes = {name: diagram.sizes[name] for name in wanted}
    answer = posteriors(Network(sizes=sizes, tables=network), set=set_, seen=seen, targets=wanted)
    return {name: tuple(values[:, 0].tolist()) for name, values in answer.marginals.items()}
