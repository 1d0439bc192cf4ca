"""Say in sentences what would deter an agent; every word is computed from the values."""

from __future__ import annotations

import math

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.levers import STEP, Lever
from bayesnet.adversary.roads import CLOSE, Road
from bayesnet.adversary.thresholds import Threshold, doubt_to_turn
from bayesnet.cli.show import change, probability, span
from bayesnet.number_words import percent
from bayesnet.plurals import many
from bayesnet.rounding import written
from bayesnet.study.agents.assumed import listed
from bayesnet.study.model import InfluenceDiagram

VISIBLE = 0.0005
"""A change below this is none at the digits that are printed."""


def first_sentence(answer: Adversary, diagram: InfluenceDiagram) -> str:
    """Return what would deter it most, and how sure that is."""
    who = answer.mind.agent.label
    acts = f"{probability(answer.acting[0])} (experts {span(answer.acting[1:])})"
    ours = [lever for lever in answer.of_ours if lever.change < -VISIBLE]
    beliefs = [lever for lever in answer.of_belief if lever.change < -VISIBLE]
    said = f"{who} acts with probability {acts}"
    if not ours and not beliefs:
        return f"{said}, and nothing that we do or that it believes makes it act less."
    parts = []
    if ours:
        parts.append(f"of what we decide, {_would(ours[0], diagram)}")
    if beliefs:
        parts.append(f"of what it believes, {_would(beliefs[0], diagram)}")
    sure = _sure(answer, [*ours[:1], *beliefs[:1]])
    return f"{said}. What would deter it most: {'; '.join(parts)}. {sure}"


def _would(lever: Lever, diagram: InfluenceDiagram) -> str:
    return (
        f"{named(lever.what, diagram)} ({change(lever.change)}, {lever.agreement()}{_half(lever)})"
    )


def _half(lever: Lever) -> str:
    if lever.sort != "it believes":
        return ""
    share = doubt_to_turn(lever)
    if math.isnan(share):
        return "; even if certain it would not halve its acting"
    return f"; it halves its acting where {percent(share)} of all cases turn to it"


def named(what: str, diagram: InfluenceDiagram) -> str:
    """Return ``Response style: resolve and offer``."""
    node, _, state = what.partition("=")
    return f"{diagram.labels[node]}: {diagram.state_label(node, state)}"


def _sure(answer: Adversary, shown: list[Lever]) -> str:
    """Return how sure the direction is beside the level."""
    if len(answer.experts) < 2:  # noqa: PLR2004 - nobody to agree with
        return "One set of numbers says so."
    agreed = all(lever.signs[0] == len(answer.experts) for lever in shown)
    width = max(answer.acting[1:]) - min(answer.acting[1:])
    most = max(abs(lever.change) for lever in shown)
    direction = "The experts agree on the direction" if agreed else "Experts differ in direction"
    if width > most:
        return (
            f"{direction}, but their levels lie {probability(width)} apart, farther than any of "
            "these changes."
        )
    return f"{direction}, and their levels lie {probability(width)} apart, less than the change."


def weighs_sentences(answer: Adversary, diagram: InfluenceDiagram) -> list[str]:
    """Return what it weighs, costs against benefits, and how far each would have to go."""
    values = answer.mind.agent.values
    order = sorted(answer.speaks.items(), key=lambda item: -abs(round(item[1], 9)))
    good = [f"{values[n].label} ({written(p, 1, signed=True)})" for n, p in order if p > 0]
    bad = [f"{values[n].label} ({written(p, 1, signed=True)})" for n, p in order if p < 0]
    found = []
    if good or bad:
        found.append(
            f"It weighs, for acting: {listed(good) if good else 'nothing'}; against: "
            f"{listed(bad) if bad else 'nothing'}; in points of its own."
        )
    found.append(_impose_or_deny(answer))
    solved = [t for t in answer.thresholds if not math.isnan(t.factors[0])]
    if solved:
        nearest = min(solved, key=lambda t: round(abs(math.log(t.factors[0])), 9))
        found.append(_threshold(answer, nearest))
    return found


def _impose_or_deny(answer: Adversary) -> str:
    """Return whether costs or benefits bring more, for each expert, too."""
    impose, deny = answer.costs, answer.benefits
    step = percent(STEP)
    before = (
        f"Costs {step} higher bring {change(impose.change)}, benefits {step} lower "
        f"{change(deny.change)}, both {change(answer.both.change)}"
    )
    apart = impose.changes - deny.changes
    more = int((apart < -VISIBLE).sum())
    less = int((apart > VISIBLE).sum())
    if abs(impose.change - deny.change) < VISIBLE:
        return f"{before}: to impose costs and to deny benefits are alike."
    word, count = ("impose costs", more) if impose.change < deny.change else ("deny benefits", less)
    who = f" ({count} of {many(len(answer.experts), 'expert')})" if len(answer.experts) > 1 else ""
    return f"{before}: to {word} brings more{who}."


def _threshold(answer: Adversary, threshold: Threshold) -> str:
    label = answer.mind.agent.values[threshold.value].label
    each = [float(f) for f in threshold.factors[1:] if not math.isnan(f)]
    pool = float(threshold.factors[0])
    experts = ""
    if len(answer.experts) > 1 and each:
        low, high = written(min(each), 2), written(max(each), 2)
        experts = f" (experts ×{low}{'' if low == high else f' to ×{high}'})"
    factor = f"×{written(pool, 2)}"
    return f"The nearest threshold: its acting halves where {label} weighs {factor}{experts}."


def robust_sentence(answer: Adversary, diagram: InfluenceDiagram) -> str:
    """Return whether our plan stands whatever the agent is like."""
    rest = answer.robustness.variants[1:]
    differ = [v for v in rest if v.regret > answer.robustness.resolution]
    if not differ:
        return f"Our best plan is the best against all {len(rest)} other ways it may be."
    worst = max(differ, key=lambda v: round(v.regret, 9))
    return (
        f"Our best plan is another against {len(differ)} of {len(rest)} other ways it may be; it "
        f"loses most, {written(worst.regret, 2)} {diagram.unit}, against {worst.name}."
    )


def knowing_sentence(answer: Adversary, diagram: InfluenceDiagram) -> str:
    """Return what it would be worth to know the agent."""
    if not answer.knowing:
        weights = "To know its weights before we decide is worth nothing: no plan would change."
    else:
        weights = (
            f"To know its weights before we decide is worth {written(answer.knowing, 2)} "
            f"{diagram.unit}."
        )
    way = answer.robustness.knowing
    rest = (
        f"to know its way of choosing and its level, {written(way, 2)}"
        if way
        else ("to know its way of choosing and its level, nothing")
    )
    return f"{weights[:-1]}; {rest}."


def roads_sentences(answer: Adversary) -> list[str]:
    """Return whether what is derived agrees with what was elicited, and where they part."""
    if not answer.roads or answer.outcome is None:
        return []
    near = [road for road in answer.roads if road.agree]
    far = [road for road in answer.roads if not road.agree]
    label = answer.outcome.label
    within = f"within {written(CLOSE, 2)}"
    if not far:
        return [f"Two roads to P({label}): derived and elicited agree {within} everywhere."]
    said = f"Two roads to P({label}): derived and elicited "
    if near:
        said += f"agree {within} in {listed([r.scenario for r in near])}, and "
    said += f"part in {listed([_apart(road) for road in far])}"
    return [f"{said}; {_why(near, far)}."]


def _apart(road: Road) -> str:
    return (
        f"{road.scenario} ({probability(road.derived[0])} against {probability(road.elicited[0])})"
    )


def _why(near: list[Road], far: list[Road]) -> str:
    """Return whether they part where its incentives change rather than its beliefs alone."""
    moved = [r for r in (*near, *far) if r.incentives]
    of_far = sum(bool(r.incentives) for r in far)
    if moved and of_far == len(far) and not any(r.incentives for r in near):
        return "they part where what it weighs is another than in the reference, and only there"
    return (
        f"what it weighs is another than in the reference in {of_far} of these {len(far)} and in "
        f"{sum(bool(r.incentives) for r in near)} of the other {len(near)}"
    )
