"""Say in words what a belief and an option of ours do to somebody else's acting."""

from __future__ import annotations

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.belief_curve import BeliefCurve
from bayesnet.adversary.words import VISIBLE
from bayesnet.answers.whatif import agreement, signs_of
from bayesnet.kinds import CHANGE, PROBABILITY, TYPED, Style
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.pools import Array


def held_text(curve: BeliefCurve, diagram: InfluenceDiagram) -> str:
    """Return the belief and its state: ``Perceived commitment: firm``."""
    state = diagram.state_label(curve.belief, curve.state)
    return f"{diagram.labels[curve.belief]}: {state}"


def options_text(curve: BeliefCurve, diagram: InfluenceDiagram) -> tuple[str, str]:
    """Return the two options, each with the label of the decision."""
    label = diagram.labels[curve.decision]
    without, with_it = (
        f"{label}: {diagram.state_label(curve.decision, one.option)}"
        for one in (curve.without, curve.with_it)
    )
    return without, with_it


def title_text(answer: Adversary, curve: BeliefCurve, diagram: InfluenceDiagram) -> str:
    """Return which of the two moves its acting more, or that neither does."""
    who, belief = answer.mind.agent.label, diagram.labels[curve.belief]
    option = diagram.labels[curve.decision]
    by_belief, by_option = (abs(float(c[0])) for c in (curve.of_belief, curve.of_option))
    if max(by_belief, by_option) < VISIBLE:
        return f"Neither {belief} nor {option} moves how often {who} acts"
    if abs(by_belief - by_option) < VISIBLE:
        return f"{belief} and {option} move how often {who} acts alike"
    more, less = (belief, option) if by_belief > by_option else (option, belief)
    return f"{more} moves how often {who} acts more than {less}"


def told_text(
    answer: Adversary, curve: BeliefCurve, diagram: InfluenceDiagram, style: Style = TYPED
) -> str:
    """Return what each of the two does, with how many experts agree."""
    without, with_it = options_text(curve, diagram)
    ends = [
        PROBABILITY.text(float(end[0]), style)
        for end in (curve.without.never, curve.without.always)
    ]
    return (
        f"With {without}, {answer.mind.agent.label} acts with probability {ends[0]} where no case "
        f"has {held_text(curve, diagram)}, and {ends[1]} where all have "
        f"({_change(curve.of_belief, style)}); with {with_it} instead, at the same belief, "
        f"{_change(curve.of_option, style)}."
    )


def _change(changes: Array, style: Style) -> str:
    text = f"{CHANGE.text(float(changes[0]), style)}{' points' if style.prose else ''}"
    if len(changes) == 2:  # noqa: PLR2004 - the pool is the one there is
        return text
    return f"{text}, {agreement(*signs_of(changes[1:].tolist()))}"
