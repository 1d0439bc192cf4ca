"""Make the drawing of a diagram that was asked for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from bayesnet.errors import Problem, Refused
from bayesnet.model import InfluenceDiagram
from bayesnet.scenario import Scenario
from bayesnet.study import Study
from bayesnet.whatif import what_if
from diagrams.drawing import Drawing
from diagrams.fitting import on_page
from diagrams.kept_layout import Kept
from diagrams.layout import Layout
from diagrams.lenses import LensName, lens
from diagrams.pages import PAGES, PageName
from diagrams.parts import Part, module, neighbourhood, paths
from diagrams.picture import Picture, View
from diagrams.provenance import Stamp
from diagrams.render import render
from diagrams.scenes import part_of, plain_picture, scenario_picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to draw of a diagram; what is empty is not asked for.

    view: names, bars, or bars of change; empty for names without a scenario or part, else bars.
    node, steps: the neighbourhood. source, target: all paths. module: a named part.
    base: the structure to compare with, for the lens ``structure``.
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
    arcs: LensName = "strength"
    base: str = ""
    page: PageName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A drawing, the name of its file, and where its nodes stand in which kind of view."""

    drawing: Drawing
    name: str
    view: View
    layout: Layout


def made(
    study: Study, order: Order, *, inputs: Stamp | None = None, kept: Kept | None = None
) -> Made:
    """Return the drawing asked for; raises Refused with what is wrong in the order.

    inputs: hashes of the study's other files, for the stamp. kept: where nodes stood before.
    """
    part = _part(study.structures[order.structure].diagram, order)
    view, picture = _picture(study, order, part)
    if part is not None:
        picture = part_of(picture, part)
    if inputs:
        picture = dataclasses.replace(picture, provenance={**picture.provenance, **inputs})
    places = (kept or {}).get(view) if part is None else None
    if order.page:
        drawing, layout = on_page(picture, view, PAGES[order.page], places)
    else:
        drawing, layout = render(picture, view, kept=places)
    name = _name(study, order, view, part)
    return Made(drawing=drawing, name=name, view=view, layout=layout)


def _part(diagram: InfluenceDiagram, order: Order) -> Part | None:
    asked = [bool(order.node), bool(order.source or order.target), bool(order.module)]
    if sum(asked) > 1 or bool(order.source) != bool(order.target):
        message = "one part can be drawn: round a node, from a node to an outcome, or a module."
        remedy = "Give --node, or --from with --to, or --module."
        raise Refused([Problem(file="", path="--node", message=message, remedy=remedy)])
    if order.node:
        return neighbourhood(diagram, order.node, order.steps)
    if order.source:
        return paths(diagram, order.source, order.target)
    return module(diagram, order.module) if order.module else None


def _picture(study: Study, order: Order, part: Part | None) -> tuple[View, Picture]:
    """Return which kind of view it is, and the picture of the whole diagram."""
    book = study.book
    other_lens = order.arcs != "strength"
    bars = order.view in ("full", "difference") or (
        not order.view and not other_lens and bool(order.scenario or (part and book.reference))
    )
    if not bars:
        shown = lens(study, order.structure, order.arcs, order.base)
        return "overview", plain_picture(study, order.structure, shown)
    name = order.scenario or book.reference
    asked = _named(study, name)
    against = order.against or book.comparison(asked)
    comparison = _named(study, against) if against else None
    if order.view == "difference" and comparison is None:
        message = f"{name} has no comparison."
        remedy = "Name one with --against."
        raise Refused([Problem(file="", path="--against", message=message, remedy=remedy)])
    answer = what_if(study, order.structure, asked, comparison)
    picture = scenario_picture(
        study, order.structure, answer, difference=order.view == "difference"
    )
    if other_lens:
        shown = lens(study, order.structure, order.arcs, order.base)
        picture = dataclasses.replace(
            picture,
            diagram=shown.diagram,
            strengths=shown.strengths,
            kinds=shown.kinds,
            marks=shown.marks,
            notes=shown.notes,
        )
    return "full", picture


def _named(study: Study, name: str) -> Scenario:
    from bayesnet.cli.folder import named_scenario  # noqa: PLC0415

    return named_scenario(study.book, name)


def _name(study: Study, order: Order, view: View, part: Part | None) -> str:
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
