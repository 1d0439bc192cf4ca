"""Say in sentences what would deter an agent; every word is computed from the values."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.knife_edge import on_knife_edge
from bayesnet.adversary.levers import STEP, Lever
from bayesnet.adversary.roads import CLOSE, Road
from bayesnet.adversary.thresholds import Threshold, doubt_to_turn, nearest
from bayesnet.kinds import CHANGE, PROBABILITY, TYPED, Style, span
from bayesnet.plurals import listed, many
from bayesnet.rounding import written
from bayesnet.study.model import InfluenceDiagram

NOTHING = "and nothing that we do or that it believes makes it act less"
VISIBLE = 0.0005
"""A change below this is none at the digits that are printed."""


def acts_text(answer: Adversary, diagram: InfluenceDiagram) -> str:
    """Return what counts as acting, and in which scenario it is asked."""
    owned = answer.mind.owned
    others = [diagram.state_label(owned.node, s) for s in diagram.states[owned.node]]
    others.pop(answer.mind.waiting)
    return f"{diagram.labels[owned.node]} {' or '.join(others)}, in {answer.scenario.label}"


def first_sentence(answer: Adversary, diagram: InfluenceDiagram, style: Style = TYPED) -> str:
    """Return what would deter it most, and how sure that is."""
    ours, beliefs = _deterring(answer.of_ours), _deterring(answer.of_belief)
    said = _acts(answer, style)
    if not ours and not beliefs:
        return f"{said}, {NOTHING}."
    parts = []
    if ours:
        parts.append(f"of what we decide, {_would(ours[0], diagram, style)}")
    if beliefs:
        parts.append(f"of what it believes, {_would(beliefs[0], diagram, style)}")
    sure = _sure(answer, [*ours[:1], *beliefs[:1]], style)
    return f"{said}. What would deter it most: {'; '.join(parts)}. {sure}"


def short_sentence(answer: Adversary, diagram: InfluenceDiagram, style: Style = TYPED) -> str:
    """Return the strongest of what we decide, else of what it believes, and how sure that is."""
    found = [*_deterring(answer.of_ours)[:1], *_deterring(answer.of_belief)[:1]][:1]
    said = _acts(answer, style)
    if not found:
        return f"{said}, {NOTHING}."
    most = _would(found[0], diagram, style)
    return f"{said}. What would deter it most: {most}. {_sure(answer, found, style)}"


def _acts(answer: Adversary, style: Style) -> str:
    acts = PROBABILITY.text(answer.acting[0], style)
    if len(answer.experts) > 1:
        acts += f" (experts {span(PROBABILITY).text(answer.acting[1:], style)})"
    return f"{answer.mind.agent.label} acts with probability {acts}"


def _deterring(levers: Sequence[Lever]) -> list[Lever]:
    return [lever for lever in levers if lever.change < -VISIBLE]


def _would(lever: Lever, diagram: InfluenceDiagram, style: Style) -> str:
    change = _change(lever.change, style)
    agreement = f", {lever.agreement()}" if lever.changes.size > 1 else ""
    return f"{named(lever.what, diagram)} ({change}{agreement}{_half(lever, style)})"


def _change(value: float, style: Style) -> str:
    return f"{CHANGE.text(value, style)}{' points' if style.prose else ''}"


def _apart_by(value: float, style: Style) -> str:
    """Return a distance of two probabilities, which has no sign."""
    return _change(value, style).removeprefix("+")


def _half(lever: Lever, style: Style) -> str:
    if lever.sort != "it believes":
        return ""
    share = doubt_to_turn(lever)
    if math.isnan(share):
        return "; even if certain it would not halve its acting"
    return f"; it halves its acting where {style.percent(share)} of all cases turn to it"


def named(what: str, diagram: InfluenceDiagram) -> str:
    """Return ``Response style: resolve and offer``."""
    node, _, state = what.partition("=")
    return f"{diagram.labels[node]}: {diagram.state_label(node, state)}"


def _sure(answer: Adversary, shown: list[Lever], style: Style) -> str:
    """Return how sure the direction is beside the level."""
    if len(answer.experts) < 2:  # noqa: PLR2004 - nobody to agree with
        return "One set of numbers says so."
    agreed = all(lever.signs[0] == len(answer.experts) for lever in shown)
    width = max(answer.acting[1:]) - min(answer.acting[1:])
    most = max(abs(lever.change) for lever in shown)
    direction = "The experts agree on the direction" if agreed else "Experts differ in direction"
    apart = _apart_by(width, style)
    if width > most:
        return (
            f"{direction}, but their levels lie {apart} apart, farther than any of these changes."
        )
    return f"{direction}, and their levels lie {apart} apart, less than the change."


def weighs_sentences(answer: Adversary, style: Style = TYPED) -> list[str]:
    """Return what it weighs, costs against benefits, and how far each would have to go."""
    values = answer.mind.agent.values
    order = sorted(answer.speaks.items(), key=lambda item: -abs(round(item[1], 9)))
    said = [(f"{values[n].label} ({style.figure(p, 1, signed=True)})", p) for n, p in order]
    good, bad = [text for text, p in said if p > 0], [text for text, p in said if p < 0]
    found = []
    if good or bad:
        found.append(
            f"It weighs, for acting: {listed(good) if good else 'nothing'}; against: "
            f"{listed(bad) if bad else 'nothing'}; in points of its own."
        )
    found.append(_impose_or_deny(answer, style))
    if turned := nearest(answer.thresholds):
        found.append(_threshold(answer, turned))
    return found


def _impose_or_deny(answer: Adversary, style: Style) -> str:
    """Return whether costs or benefits bring more, for each expert, too."""
    impose, deny = answer.costs, answer.benefits
    step = style.percent(STEP)
    before = (
        f"Costs {step} higher bring {_change(impose.change, style)}, benefits {step} lower "
        f"{_change(deny.change, style)}, both {_change(answer.both.change, style)}"
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


def robust_sentence(answer: Adversary, diagram: InfluenceDiagram, style: Style = TYPED) -> str:
    """Return whether our plan stands whatever the agent is like."""
    rest = answer.robustness.variants[1:]
    differ = [v for v in rest if v.regret > answer.robustness.resolution]
    if not differ:
        return f"Our best plan is the best against all {len(rest)} other ways it may be."
    worst = max(differ, key=lambda v: round(v.regret, 9))
    return (
        f"Our best plan is another against {len(differ)} of {len(rest)} other ways it may be; it "
        f"loses most, {style.figure(worst.regret, 2)} {diagram.unit}, against {worst.name}."
    )


def knowing_sentence(answer: Adversary, diagram: InfluenceDiagram, style: Style = TYPED) -> str:
    """Return what it would be worth to know the agent."""
    if not answer.knowing:
        weights = "To know its weights before we decide is worth nothing: no plan would change."
    else:
        weights = (
            f"To know its weights before we decide is worth {style.figure(answer.knowing, 2)} "
            f"{diagram.unit}."
        )
    way = answer.robustness.knowing
    rest = (
        f"to know its way of choosing and its level, {style.figure(way, 2)}"
        if way
        else ("to know its way of choosing and its level, nothing")
    )
    return f"{weights[:-1]}; {rest}."


def roads_sentences(answer: Adversary, style: Style = TYPED) -> list[str]:
    """Return whether what is derived agrees with what was elicited, and where they part."""
    if not answer.roads or answer.outcome is None:
        return []
    out = listed(answer.impossible)
    left = [f"Left out, for what is seen there it would not do: {out}."] if out else []
    near = [road for road in answer.roads if road.agree]
    far = [road for road in answer.roads if not road.agree]
    label = answer.outcome.label
    within = f"within {_apart_by(CLOSE, style)}" if style.prose else f"within {written(CLOSE, 2)}"
    if not far:
        return [f"Two roads to P({label}): derived and elicited agree {within} everywhere.", *left]
    said = f"Two roads to P({label}): derived and elicited "
    if near:
        said += f"agree {within} in {listed([r.scenario for r in near])}, and "
    said += f"part in {listed([_apart(road, style) for road in far])}"
    return [f"{said}; {_why(near, far)}.", *left]


def _apart(road: Road, style: Style) -> str:
    derived, elicited = (PROBABILITY.text(p[0], style) for p in (road.derived, road.elicited))
    return f"{road.scenario} ({derived} against {elicited})"


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


def knife_edge_sentences(answer: Adversary) -> list[str]:
    """Return that the forecast rests on few distinct best replies, where it does."""
    if not on_knife_edge(answer.mind.agent, answer.rules):
        return []
    return [
        f"Knife-edge: for some expert all draws of its weights make no more than {answer.rules} "
        "different rules; a little more or less of one weight may turn the forecast."
    ]
