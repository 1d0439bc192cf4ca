"""Make the drawing that was asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from bayesnet.answers.whatif import what_if
from bayesnet.errors import StudyError, problem_at
from bayesnet.folder.reading import still_to_ask
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.named import compared
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.pages import PAGES, PageName
from diagrams.canvas.provenance import Stamp
from diagrams.decisions.plans import (
    best_plan,
    information_picture,
    policy_picture,
    strategy_picture,
    tree_picture,
)
from diagrams.fitting import fitted, on_page
from diagrams.network.arc_styles import ArcStyleName, arc_style
from diagrams.network.dot_file import dot_file
from diagrams.network.kept_layout import Kept
from diagrams.network.layout import Layout
from diagrams.network.parts import Part, module, neighbourhood, paths
from diagrams.network.picture import Picture, View
from diagrams.network.scenes import part_of, plain_picture, scenario_picture
from diagrams.render import render

PLAN_VIEWS = ("information", "policy", "strategy", "tree")
"""Views of the decisions; the others are views of the diagram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingRequest:
    """What to draw; what is empty is not asked for.

    view: of the diagram names, bars, or bars of change; empty for names without a scenario or part,
    else bars. Of the decisions what is known when, one decision's policy, the strategy or the tree.
    node, steps: the neighbourhood. source, target: all paths. module: a named part.
    base: the structure to compare with, for the lens ``structure``.
    decision: for the policy; weights, findings: whose values count and what is known already.
    """

    structure: str
    scenario: str = ""
    against: str = ""
    view: str = ""
    node: str = ""
    steps: int = 1
    source: str = ""
    target: str = ""
    module: str = ""
    arcs: ArcStyleName = "strength"
    base: str = ""
    page: PageName | None = None
    decision: str = ""
    weights: str = ""
    findings: Mapping[Name, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedDrawing:
    """A drawing, the name of its file, and where its nodes stand in which kind of view.

    layout: None for pictures of decisions, which have no nodes to keep in place.
    """

    drawing: Drawing
    name: str
    view: View = "overview"
    layout: Layout | None = None


def made(
    study: Study, order: DrawingRequest, *, inputs: Stamp | None = None, kept: Kept | None = None
) -> RequestedDrawing:
    """Return the drawing asked for; raises StudyError with what is wrong in the order.

    inputs: hashes of the study's other files, for the stamp. kept: where nodes stood before.
    """
    if order.view in PLAN_VIEWS:
        _refuse_unanswered(study)
        return _made_of_plan(study, order, inputs or {})
    part, view, picture = _shown(study, order, inputs or {})
    places = (kept or {}).get(view) if part is None else None
    if order.page:
        drawing, layout = on_page(picture, view, PAGES[order.page], places)
    else:
        drawing, layout = render(picture, view, kept=places)
    name = _name(study, order, view, part)
    return RequestedDrawing(drawing=drawing, name=name, view=view, layout=layout)


def dot_of(study: Study, order: DrawingRequest, inputs: Stamp) -> str:
    """Return the diagram or part that was asked for as DOT; raises StudyError for other views."""
    if order.view in PLAN_VIEWS:
        raise StudyError([problem_at("", "--out", "draw.view-is-no-graph", view=order.view)])
    return dot_file(_shown(study, order, inputs)[2])


def _shown(study: Study, order: DrawingRequest, inputs: Stamp) -> tuple[Part | None, View, Picture]:
    """Return which part is asked for, the kind of view and the picture of that part."""
    part = _part(StudyView(study, order.structure).diagram, order)
    view, picture = _picture(study, order, part)
    if part is not None:
        picture = part_of(picture, part)
    stamp = {**picture.provenance, **inputs}
    return part, view, dataclasses.replace(picture, provenance=stamp)


def _made_of_plan(study: Study, order: DrawingRequest, inputs: Stamp) -> RequestedDrawing:
    plan = best_plan(StudyView(study, order.structure, order.weights, order.findings))
    if order.view == "information":
        drawing = information_picture(plan)
    elif order.view == "policy":
        drawing = policy_picture(plan, order.decision or plan.problem.open[-1])
    elif order.view == "strategy":
        drawing = strategy_picture(plan)
    else:
        drawing = tree_picture(plan)
    drawing = dataclasses.replace(drawing, stamp={**drawing.stamp, **inputs})
    if order.page:
        drawing = fitted(drawing, PAGES[order.page])
    parts = (
        order.view,
        order.decision,
        order.weights if order.weights != study.diagram.default_weights else "",
        order.structure if order.structure != study.diagram.structure else "",
        order.page or "",
    )
    return RequestedDrawing(drawing=drawing, name="-".join(filter(None, parts)))


def _part(diagram: InfluenceDiagram, order: DrawingRequest) -> Part | None:
    asked = [bool(order.node), bool(order.source or order.target), bool(order.module)]
    if sum(asked) > 1 or bool(order.source) != bool(order.target):
        raise StudyError([problem_at("", "--node", "draw.part-can-drawn-round-node")])
    if order.node:
        return neighbourhood(diagram, order.node, order.steps)
    if order.source:
        return paths(diagram, order.source, order.target)
    return module(diagram, order.module) if order.module else None


def _picture(study: Study, order: DrawingRequest, part: Part | None) -> tuple[View, Picture]:
    """Return which kind of view it is, and the picture of the whole diagram."""
    book, asking = study.book, StudyView(study, order.structure)
    other_lens = order.arcs != "strength"
    known = not study.unanswered
    unasked = bool(order.scenario or (part and book.reference and not other_lens and known))
    bars = order.view in ("full", "difference") or (not order.view and unasked)
    if not bars:
        return "overview", plain_picture(asking, arc_style(asking, order.arcs, order.base))
    _refuse_unanswered(study)
    asked, comparison = compared(book, order.scenario, order.against, "SCENARIO")
    if order.view == "difference" and comparison is None:
        raise StudyError([problem_at("", "--against", "draw.no-comparison", scenario=asked.id)])
    answer = what_if(asking, asked, comparison)
    picture = scenario_picture(asking, answer, difference=order.view == "difference")
    if other_lens:
        shown = arc_style(asking, order.arcs, order.base)
        picture = dataclasses.replace(
            picture,
            diagram=shown.diagram,
            strengths=shown.strengths,
            kinds=shown.kinds,
            marks=shown.marks,
            notes=shown.notes,
        )
    return "full", picture


def _refuse_unanswered(study: Study) -> None:
    """Raise StudyError while the picture would need numbers that are still to be asked."""
    if study.unanswered:
        raise StudyError([still_to_ask(study)])


def _name(study: Study, order: DrawingRequest, view: View, part: Part | None) -> str:
    """Return the name of the file without suffix: what tells the picture from others."""
    kind = "difference" if order.view == "difference" else view
    parts = (
        f"focus-{part.slug}" if part else kind,
        kind if part and order.view else "",
        order.scenario,
        f"against-{order.against}" if order.against else "",
        f"arcs-{order.arcs}" if order.arcs != "strength" else "",
        order.structure if order.structure != study.diagram.structure else "",
        order.page or "",
    )
    return "-".join(filter(None, parts))
