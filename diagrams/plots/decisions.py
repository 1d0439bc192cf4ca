"""Plot decisions: how the utility is distributed under each option, what knowing would be worth."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence

from bayesnet.answers.policy import policy_of
from bayesnet.answers.provenance import provenance
from bayesnet.decisions.information import CannotKnow, value_of_information
from bayesnet.decisions.risk import RiskProfile, risk_profile
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.number_words import percent, utility
from bayesnet.rounding import steady
from bayesnet.study.model import Name
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width
from diagrams.decisions.plans import Plan
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.network.wording import plain
from diagrams.plots.scale import Scale, axis, line, round_scale, side_axis, tick_number

SIZE = style.ROW_SIZE
WIDTH, HEIGHT = 430.0, 240.0
ROW = 26.0
WORST = 0.1
"""The share of cases that are the worst."""
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
    """Return the chance of at most each utility, a curve for each option of one decision.

    And one for the best rule, where that depends on what is learned.
    """
    states = plan.study.diagram.states
    fixed = option_profiles(plan, decision)
    policy = policy_of(plan.problem, plan.strategy, states, decision)
    profiles = {plain(option): profile for option, profile in fixed.items()}
    if policy.always is None:
        profiles[plan.rule(policy)] = risk_profile(plan.problem, plan.strategy)
    worst = {option: profile.cvar(WORST) for option, profile in profiles.items()}
    slack = resolution(plan.problem)
    size = max(abs(profile.mean) for profile in profiles.values())
    order = sorted(profiles, key=lambda option: -steady(profiles[option].mean, size))
    shown, rest = order[: len(STROKES)], order[len(STROKES) :]
    low = min(float(profiles[option].values[0]) for option in shown)
    high = max(float(profiles[option].values[-1]) for option in shown)
    left = 48.0
    unit = plan.study.diagram.value_unit
    if not unit and low > -SLIGHT:
        low = max(low, 0.0)
    across = round_scale(low, high, left, left + WIDTH, most=7)
    upward = Scale(low=0.0, high=1.0, left=HEIGHT, right=0.0, step=0.25)
    counted = unit or ("0 to 100" if low >= 0 else "of 100")
    drawn, end = axis(across, 0.0, HEIGHT, tick_number, f"total utility, {counted}: more is better")
    drawn += side_axis(upward, left, left + WIDTH, percent)
    digits = plan.digits(_apart([profiles[o].mean for o in order], slack))
    legend = []
    for option, stroke in zip(shown, STROKES, strict=False):
        profile = profiles[option]
        drawn.append(_curve(profile, across, upward, stroke))
        said = f"{option}: {utility(profile.mean, digits)} expected"
        legend.append(Entry(words=said, sample=_stroke_sample(stroke)))
    title = f"{plan.labels[decision]}: {_best_of(order, profiles, worst, slack)}"
    told = [
        f"{option}: expected {utility(profiles[option].mean, digits)}, mean of the worst tenth "
        f"{utility(worst[option], digits)}"
        for option in order
    ]
    notes = []
    if rest:
        which = "; ".join(f"{o}: {utility(profiles[o].mean, digits)} expected" for o in rest)
        notes.append(f"Not drawn, and no better on average: {which}.")
    words = words_round(
        plan.study,
        provenance(plan.view),
        title=title,
        subtitle=f"Chance of at most so much utility; structure {plan.view.structure}; "
        f"{plan.given()}. All else is decided as well as can be.{plan.unproved()}",
        about=f"{title}. {'; '.join(told)}.",
        more={"weights": plan.view.weights},
    )
    body = Body(pieces=drawn, width=left + WIDTH + 20, height=end, legend=legend, notes=notes)
    return framed(words, body)


def _apart(values: Sequence[float], slack: float) -> list[float]:
    """Return the differences between neighbours in order that are more than rounding."""
    return [a - b for a, b in itertools.pairwise(values) if a - b > slack]


def _best_of(
    order: Sequence[str],
    profiles: Mapping[str, RiskProfile],
    worst: Mapping[str, float],
    slack: float,
) -> str:
    """Return which is best on average and which in the worst tenth, all that are level named."""
    if len(order) == 1:
        return f"{order[0]} is the only option"
    top, low = max(profile.mean for profile in profiles.values()), max(worst.values())
    best = [option for option in order if profiles[option].mean >= top - slack]
    safest = [option for option in order if worst[option] >= low - slack]
    are = "is best" if len(best) == 1 else "are equally good"
    title = f"{_listed(best)} {are} on average"
    if best == safest:
        return f"{title} and in the worst tenth of cases"
    return f"{title}; {_listed(safest)} in the worst tenth of cases"


def _listed(items: Sequence[str]) -> str:
    """Return names as a list; a rule, which has a comma of its own, in quotation marks."""
    told = [f"'{item}'" if "," in item else item for item in items]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


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
    known = {*plan.problem.known[decision], *plan.view.findings}
    for name in plan.view.diagram.chance:
        if name in known:
            continue
        try:
            worth[name] = max(float(value_of_information(plan.problem, name, decision)[0]), 0.0)
        except CannotKnow:
            late.append(name)
    order = sorted(worth, key=lambda name: -steady(worth[name]))
    label = plan.labels[decision]
    nothing = max(resolution(plan.problem), NOTHING)
    useful = [name for name in order if worth[name] > nothing]
    digits = plan.digits([worth[name] for name in useful[:1]])

    def told_worth(name: Name) -> str:
        if name not in useful:
            return "0"
        text = utility(worth[name], digits)
        return text if float(text.replace(",", "")) else f"under {utility(10.0**-digits, digits)}"

    title = f"No single observation would change {label.lower()}"
    if useful:
        most = [n for n in useful if worth[n] > worth[useful[0]] - nothing]
        named = _listed([plan.labels[name].lower() for name in most])
        each = f"{told_worth(most[0])} {plan.study.diagram.scale}"
        title = f"Before {label.lower()}, {named} is most worth knowing: {each}"
        if len(most) > 1:
            title = f"Before {label.lower()}, {named} are equally worth knowing: {each}, each"
    elif not worth:
        title = f"Nothing could be known before {label.lower()} that is not known anyway"
    told_all = {name: told_worth(name) for name in order}
    drawn, width, end = _bars(order, worth, told_all, plan)
    notes = []
    if late:
        named = ", ".join(plan.labels[name] for name in late)
        notes.append(
            f"Cannot be known before it, because it depends on it or on a later decision: {named}."
        )
    told = [f"{plan.labels[name]} {told_all[name]}" for name in order]
    words = words_round(
        plan.study,
        provenance(plan.view),
        title=title,
        subtitle="Expected value of perfect information: by how much the best plan would gain; "
        f"structure {plan.view.structure}; {plan.given()}.",
        about=f"{title}. {'; '.join(told)}. {' '.join(notes)}".strip(),
        more={"weights": plan.view.weights},
    )
    return framed(words, Body(pieces=drawn, width=width, height=end, notes=notes))


def _bars(
    order: Sequence[Name], worth: Mapping[Name, float], told: Mapping[Name, str], plan: Plan
) -> tuple[list[str], float, float]:
    labels = plan.labels
    left = max((text_width(labels[n], SIZE, bold=True) for n in order), default=0.0) + 12
    unit = plan.study.diagram.value_unit
    least = 0.0 if unit and any(told[n] != "0" for n in order) else 0.1
    scale = round_scale(0.0, max([least, *worth.values()]), left, left + 320)
    bottom = ROW * max(len(order), 1)
    counted = plan.study.diagram.points
    drawn, end = axis(scale, 0.0, bottom, tick_number, f"gain in expected utility, {counted}")
    for index, name in enumerate(order):
        y = (index + 0.5) * ROW
        drawn.append(text(left - 8, y + 4, labels[name], SIZE, bold=True, anchor="end"))
        width = scale.at(worth[name]) - left if told[name] != "0" else 0.0
        if width:
            paint: dict[str, str | float] = {
                "fill": style.CHANCE.bar,
                "stroke": style.CHANCE.line,
                "stroke_width": 0.8,
            }
            drawn.append(element("rect", x=left, y=y - 8, width=width, height=16.0, **paint))
        drawn.append(text(left + width + 6, y + 4, told[name], SIZE))
    return drawn, scale.right + 40, end
