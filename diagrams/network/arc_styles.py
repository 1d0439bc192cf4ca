"""Decide what the arcs say: how strong, which way, on which evidence, in which structure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.inference.query import Network, Table, posteriors, strengths
from bayesnet.study.model import Arc, InfluenceDiagram, Sign
from bayesnet.study.structures import Adjustment, Attenuate, Replace, Shift
from bayesnet.study.view import StudyView
from diagrams.network.picture import ArcKind, ArcName, Mark, Note

ArcStyleName: TypeAlias = Literal["strength", "sign", "evidence", "structure"]
SIGNS: Mapping[Sign, Mark] = {
    "+": Mark(text="+", look="plus"),
    "-": Mark(text="\N{MINUS SIGN}", look="minus"),
    "mixed": Mark(text="±", look="mixed"),
}
CONTESTED = Mark(text="?", look="contested")
MANY_SOURCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcStyle:
    """What is drawn of the arcs; fields as in :class:`~diagrams.network.picture.Picture`.

    words: what the picture then shows, for its subtitle.
    """

    words: str
    diagram: InfluenceDiagram
    strengths: Mapping[ArcName, float] = field(default_factory=dict)
    kinds: Mapping[ArcName, ArcKind] = field(default_factory=dict)
    marks: Mapping[ArcName, tuple[Mark, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def arc_style(view: StudyView, name: ArcStyleName, base: str = "") -> ArcStyle:
    """Return a lens by name; ``base`` is the structure to compare with, else the model's own."""
    if name == "sign":
        return by_sign(view)
    if name == "evidence":
        return by_evidence(view.diagram)
    if name == "structure":
        return against(view, base or view.study.diagram.structure)
    return by_strength(view)


def by_strength(view: StudyView) -> ArcStyle:
    """Return arcs as thick as they are strong."""
    return ArcStyle(
        words="what influences what, and what is known when",
        diagram=view.diagram,
        strengths=arc_strengths(view),
    )


def by_sign(view: StudyView) -> ArcStyle:
    """Return arcs as thick as they are strong, with the sign that the model declares."""
    diagram = view.diagram
    signs = {(arc.parent, arc.child): (SIGNS[arc.sign],) for arc in diagram.arcs}
    marks = {
        arc: mark
        for arc, mark in signs.items()
        if arc[1] not in diagram.decisions  # what is known moves nothing up or down
    }
    return ArcStyle(
        words="which way each influence goes",
        diagram=diagram,
        strengths=arc_strengths(view),
        marks=marks,
    )


def by_evidence(diagram: InfluenceDiagram) -> ArcStyle:
    """Return arcs by their sources, contested ones marked, assumptions attached."""
    kinds: dict[ArcName, ArcKind] = {}
    strong: dict[ArcName, float] = {}
    marks: dict[ArcName, tuple[Mark, ...]] = {}
    explained = {(arc.parent, arc.child): arc for arc in diagram.arcs}
    for child, parents in diagram.parents.items():
        for parent in parents:
            name = (parent, child)
            arc = explained.get(name) or Arc(parent=parent, child=child, claim="")
            if not arc.article:
                kinds[name] = "unsourced"
            elif child in diagram.chance:
                kinds[name] = "sourced"
                strong[name] = min((len(arc.article) - 1) / (MANY_SOURCES - 1), 1.0)
            attached = [a for a in diagram.assumptions if name in a.arcs]
            marks[name] = (
                *((CONTESTED,) if arc.contrary else ()),
                *(Mark(text=a.id, look=a.status) for a in attached),
            )
    notes = []
    for assumption in diagram.assumptions:
        shown = f" Structure {assumption.structure} shows it." if assumption.structure else ""
        said = f"{assumption.id} ({assumption.status}): {assumption.text}{shown}"
        notes.append(Note(text=said, arcs=assumption.arcs))
    return ArcStyle(
        words="what each arc rests on, and what speaks against it",
        diagram=diagram,
        strengths=strong,
        kinds=kinds,
        marks=marks,
        notes=tuple(notes),
    )


def against(view: StudyView, base: str) -> ArcStyle:
    """Return the arcs of both structures: added, dropped, changed and unchanged."""
    now, before = view.drawing, view.study.structures[base]
    drawn, earlier = _arcs(now.diagram), _arcs(before.diagram)
    kinds: dict[ArcName, ArcKind] = {}
    for arc in [*drawn, *earlier]:
        same: ArcKind = "unchanged"
        kinds[arc] = (
            same if arc in drawn and arc in earlier else "added" if arc in drawn else "dropped"
        )
    marks: dict[ArcName, tuple[Mark, ...]] = {}
    notes = []
    for adjustment in now.adjustments:
        if adjustment in before.adjustments:
            continue
        words, arcs = _told(adjustment, now.diagram)
        for arc in arcs:
            if kinds[arc] == "unchanged":
                kinds[arc] = "changed"
        if words:
            marks |= {arc: (Mark(text=words),) for arc in arcs}
        if adjustment.claim:
            causes = " and ".join(now.diagram.labels[parent] for parent, _ in arcs)
            effect = now.diagram.labels[adjustment.node]
            said = f"{causes} \N{RIGHTWARDS ARROW} {effect}: {adjustment.claim}"
            notes.append(Note(text=said, arcs=tuple(arcs)))
    for adjustment in before.adjustments:
        if adjustment not in now.adjustments:
            for arc in _told(adjustment, before.diagram)[1]:
                if kinds[arc] == "unchanged":
                    kinds[arc] = "changed"
    return ArcStyle(
        words=f"what differs from structure {base}, {before.label}. {now.text}",
        diagram=_united(now.diagram, drawn, earlier),
        kinds=kinds,
        marks=marks,
        notes=tuple(notes),
    )


def _arcs(diagram: InfluenceDiagram) -> list[ArcName]:
    return [(parent, child) for child, parents in diagram.parents.items() for parent in parents]


def _told(adjustment: Adjustment, diagram: InfluenceDiagram) -> tuple[str, list[ArcName]]:
    """Return what to write on the arcs that an adjustment is about, and which they are."""
    node = adjustment.node
    match adjustment:
        case Shift(parent=parent):
            return "", [(parent, node)]
        case Attenuate(parents=parents, keep=keep):
            return f"{keep:.0%}".replace("%", " % kept"), [(parent, node) for parent in parents]
        case Replace():
            return "new table", [(parent, node) for parent in diagram.chance[node].parents]


def _united(
    diagram: InfluenceDiagram, drawn: list[ArcName], earlier: list[ArcName]
) -> InfluenceDiagram:
    """Return the diagram with the arcs that only the other one has."""
    chance = dict(diagram.chance)
    for parent, child in earlier:
        if (parent, child) not in drawn:
            node = chance[child]
            chance[child] = dataclasses.replace(node, parents=(*node.parents, parent))
    return dataclasses.replace(diagram, chance=chance)


def arc_strengths(view: StudyView) -> dict[ArcName, float]:
    """Return the pool's arc strengths while every option of every decision is equally probable.

    None while numbers are still to be asked.
    """
    if view.study.unanswered:
        return {}
    network = view.network
    decisions = view.diagram.decisions
    rules = {
        name: Table(scope=(name,), values=np.full((size, 1), 1 / size))
        for name, size in network.sizes.items()
        if name in decisions
    }
    return strengths(
        posteriors(Network(sizes=network.sizes, tables={**network.tables, **rules})), network
    )
