"""Plot decisions: how the utility is distributed under each option, what knowing would be worth."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from bayesnet.answer import provenance
from bayesnet.decisions.information import CannotKnow, value_of_information
from bayesnet.decisions.risk import RiskProfile, risk_profile
from bayesnet.decisions.solve import solve
from bayesnet.model import Name
from diagrams import style
from diagrams.caption import words_round
from diagrams.drawing import Drawing
from diagrams.frame import Body, framed
from diagrams.legend import Entry
from diagrams.plans import Plan
from diagrams.plots.scale import Scale, axis, line, round_scale, side_axis
from diagrams.svg import element, number, text
from diagrams.text import text_width
from diagrams.wording import plain

SIZE = style.ROW_SIZE
WIDTH, HEIGHT = 430.0, 240.0
ROW = 26.0
SLIGHT = 5.0
"""Points of 100 that a total may fall below 0, where a score does, and yet stand at the 0."""
NOTHING = 1e-6
"""Expected utility, of 100, below which knowing something is worth nothing."""
STROKES = (
    (style.DECISION.bar, 2.6, ""),
    (style.INK, 2.0, "8 4"),
    (style.ADDED, 2.0, "2 3"),
    (style.QUIET, 2.0, "10 3 2 3"),
    (style.COUNTS, 2.0, "5 2"),
)
"""Colour, width and dash of each curve: the dash alone tells them apart."""


def option_profiles(plan: Plan, decision: Name) -> Mapping[str, RiskProfile]:
    """Return the distribution of total utility with a decision fixed to each of its options."""
    states = plan.study.diagram.states[decision]
    found = {}
    for option, state in enumerate(states):
        fixed = dataclasses.replace(plan.problem, made={**plan.problem.made, decision: option})
        found[state] = risk_profile(fixed, solve(fixed).strategy)
    return found


def risk_curves(plan: Plan, decision: Name) -> Drawing:
    """Return the chance of at most each utility, a curve for each option of one decision."""
    profiles = option_profiles(plan, decision)
    order = sorted(profiles, key=lambda option: -profiles[option].mean)
    low = min(float(p.values[0]) for p in profiles.values())
    high = max(float(p.values[-1]) for p in profiles.values())
    left = 48.0
    unit = plan.study.diagram.value_unit
    if not unit and low > -SLIGHT:
        low = max(low, 0.0)
    across = round_scale(low, high, left, left + WIDTH, most=7)
    upward = Scale(low=0.0, high=1.0, left=HEIGHT, right=0.0, step=0.25)
    counted = unit or ("0 to 100" if low >= 0 else "of 100")
    drawn, end = axis(
        across, 0.0, HEIGHT, lambda v: f"{v:g}", f"total utility, {counted}: more is better"
    )
    drawn += side_axis(upward, left, left + WIDTH, lambda v: f"{100 * v:.0f} %")
    legend = []
    for option, stroke in zip(order, STROKES, strict=False):
        profile = profiles[option]
        drawn.append(_curve(profile, across, upward, stroke))
        said = f"{plain(option)}: {profile.mean:.1f} expected"
        legend.append(Entry(words=said, sample=_stroke_sample(stroke)))
    best, *rest = order
    worst_tenth = {option: profiles[option].cvar(0.1) for option in order}
    safest = max(order, key=lambda option: worst_tenth[option])
    label = plan.labels[decision]
    title = f"{label}: {plain(best)} is best on average"
    title += (
        " and in the worst tenth of cases"
        if safest == best
        else (f", {plain(safest)} in the worst tenth of cases")
    )
    told = [
        f"{plain(option)}: expected {profiles[option].mean:.1f}, mean of the worst tenth "
        f"{worst_tenth[option]:.1f}"
        for option in (best, *rest)
    ]
    words = words_round(
        plan.study,
        provenance(plan.study, plan.structure),
        title=title,
        subtitle=f"Chance of at most so much utility; structure {plan.structure}; {plan.given()}. "
        "All else is decided as well as can be.",
        about=f"{title}. {'; '.join(told)}.",
        more={"weights": plan.weights},
    )
    body = Body(pieces=drawn, width=left + WIDTH + 20, height=end, legend=legend)
    return framed(words, body)


def _curve(
    profile: RiskProfile, across: Scale, upward: Scale, stroke: tuple[str, float, str]
) -> str:
    """Return the distribution function as steps, from the left end of the axis to the right."""
    x, y = across.left, upward.at(0.0)
    parts = [f"M{number(x)},{number(y)}"]
    for value, share in zip(profile.values, profile.cumulative, strict=True):
        x = max(across.at(float(value)), across.left)
        parts.append(f"L{number(x)},{number(y)}")
        y = upward.at(float(share))
        parts.append(f"L{number(x)},{number(y)}")
    parts.append(f"L{number(across.right)},{number(y)}")
    line_, width, dash = stroke
    extra: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    return element(
        "path", d=" ".join(parts), fill="none", stroke=line_, stroke_width=width, **extra
    )


def _stroke_sample(stroke: tuple[str, float, str]) -> Callable[[float, float], list[str]]:
    line_, width, dash = stroke
    return lambda x, y: [line(x, y, x + 42, y, line_, width, dash)]


def information_bars(plan: Plan, decision: Name) -> Drawing:
    """Return what knowing each uncertain quantity before a decision would be worth to the pool."""
    worth: dict[Name, float] = {}
    late: list[Name] = []
    known = {*plan.problem.known[decision], *plan.findings}
    for name in plan.study.structures[plan.structure].diagram.chance:
        if name in known:
            continue
        try:
            worth[name] = max(float(value_of_information(plan.problem, name, decision)[0]), 0.0)
        except CannotKnow:
            late.append(name)
    order = sorted(worth, key=lambda name: -round(worth[name], 9))
    label = plan.labels[decision]
    useful = [name for name in order if worth[name] > NOTHING]
    title = f"No single observation would change {label.lower()}"
    if useful:
        title = f"Before {label.lower()}, {plan.labels[useful[0]].lower()} is most worth knowing: "
        title += f"{worth[useful[0]]:.2f} {plan.study.diagram.scale}"
    drawn, width, end = _bars(order, worth, plan.labels, plan.study.diagram.scale)
    notes = []
    if late:
        named = ", ".join(plan.labels[name] for name in late)
        notes.append(f"Cannot be known before it, because it depends on it: {named}.")
    told = [f"{plan.labels[name]} {worth[name]:.2f}" for name in order]
    words = words_round(
        plan.study,
        provenance(plan.study, plan.structure),
        title=title,
        subtitle="Expected value of perfect information: by how much the best plan would gain; "
        f"structure {plan.structure}; {plan.given()}.",
        about=f"{title}. {'; '.join(told)}. {' '.join(notes)}".strip(),
        more={"weights": plan.weights},
    )
    return framed(words, Body(pieces=drawn, width=width, height=end, notes=notes))


def _bars(
    order: Sequence[Name], worth: Mapping[Name, float], labels: Mapping[Name, str], unit: str
) -> tuple[list[str], float, float]:
    left = max((text_width(labels[n], SIZE, bold=True) for n in order), default=0.0) + 12
    scale = round_scale(0.0, max([0.1, *worth.values()]), left, left + 320)
    bottom = ROW * max(len(order), 1)
    drawn, end = axis(scale, 0.0, bottom, lambda v: f"{v:g}", f"gain in expected utility, {unit}")
    for index, name in enumerate(order):
        y = (index + 0.5) * ROW
        drawn.append(text(left - 8, y + 4, labels[name], SIZE, bold=True, anchor="end"))
        told = f"{worth[name]:.2f}" if worth[name] > NOTHING else "0"
        width = scale.at(worth[name]) - left if worth[name] > NOTHING else 0.0
        if width:
            paint: dict[str, str | float] = {
                "fill": style.CHANCE.bar,
                "stroke": style.CHANCE.line,
                "stroke_width": 0.8,
            }
            drawn.append(element("rect", x=left, y=y - 8, width=width, height=16.0, **paint))
        drawn.append(text(left + width + 6, y + 4, told, SIZE))
    return drawn, scale.right + 40, end
