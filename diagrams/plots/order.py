"""Make the plot that was asked for."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.model import Name, State
from bayesnet.study import Study
from bayesnet.whatif import WhatIf, what_if
from diagrams.drawing import Drawing
from diagrams.fitting import fitted
from diagrams.order import compared
from diagrams.pages import PAGES, PageName
from diagrams.plans import best_plan
from diagrams.plots.decisions import information_bars, risk_curves
from diagrams.plots.judgements import movement, ranges
from diagrams.plots.outcomes import experts_strip, what_if_bars
from diagrams.provenance import Stamp

PLAN_PLOTS = ("risk", "information")
"""Plots of the best plan, which need weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotOrder:
    """What to plot; what is empty is not asked for, or the first choice is taken."""

    kind: str
    structure: str
    scenario: str = ""
    against: str = ""
    question: str = ""
    decision: str = ""
    weights: str = ""
    findings: Mapping[Name, State] = field(default_factory=dict)
    page: PageName | None = None


def plotted(
    study: Study, order: PlotOrder, *, earlier: Sequence[Study], inputs: Stamp
) -> tuple[Drawing, str]:
    """Return the drawing and the name of its file; raises Refused with what is wrong.

    earlier: the study with earlier versions of the priors, oldest first.
    """
    about = order.scenario or study.book.reference
    if order.kind == "whatif":
        drawing = what_if_bars(study, _answer(study, order))
    elif order.kind == "experts":
        drawing = experts_strip(study, _with_comparison(_answer(study, order)))
    elif order.kind == "ranges":
        drawing, about = ranges(study, [*earlier, study], order.question), order.question
    elif order.kind == "movement":
        drawing, about = movement(study, _before(study, earlier)), ""
    else:
        plan = best_plan(study, order.structure, order.weights, order.findings)
        about = order.decision or plan.problem.open[-1]
        if about not in plan.problem.open:
            message, remedy = (
                f"'{about}' is no open decision;",
                did_you_mean(about, plan.problem.open),
            )
            raise Refused([Problem(file="", path="--decision", message=message, remedy=remedy)])
        made = risk_curves if order.kind == "risk" else information_bars
        drawing = made(plan, about)
    drawing = dataclasses.replace(drawing, stamp={**drawing.stamp, **inputs})
    if order.page:
        drawing = fitted(drawing, PAGES[order.page])
    own = order.structure == study.diagram.structure
    parts = ("plot", order.kind, about, "" if own else order.structure, order.page or "")
    return drawing, re.sub(r"[^\w.-]+", "-", "-".join(filter(None, parts))).strip("-")


def _answer(study: Study, order: PlotOrder) -> WhatIf:
    asked, comparison = compared(study.book, order.scenario, order.against)
    return what_if(study, order.structure, asked, comparison)


def _with_comparison(answer: WhatIf) -> WhatIf:
    if answer.comparison is None:
        name = answer.scenario.id
        message, remedy = f"{name} has no comparison.", "Name one with --against."
        raise Refused([Problem(file="", path="--against", message=message, remedy=remedy)])
    return answer


def _before(study: Study, earlier: Sequence[Study]) -> Study:
    if not earlier:
        message = f"there is no version before {study.priors.name}."
        raise Refused([Problem(file="", path="--before", message=message)])
    return earlier[-1]
