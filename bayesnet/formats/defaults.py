"""Say what a study means that does not say it: its outcomes, its weights, a node's label."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from bayesnet.study.model import ChanceNode, Name, Outcome, UtilityNode, WeightSet

MOST_OUTCOMES = 12
TWO = 2
ALIKE = "alike"


def words(name: Name) -> str:
    """Return a name as people read it: ``late_delivery`` becomes ``Late delivery``."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def outcome_id(node: Name, states: Sequence[str]) -> str:
    """Return the id of an outcome that has none of its own."""
    return f"{node}={'+'.join(states)}"


def usual_outcomes(
    chance: Mapping[Name, ChanceNode], utilities: Mapping[Name, UtilityNode]
) -> tuple[Outcome, ...]:
    """Return what answers are given in where no outcome is named, none of them called better.

    These are the states of what the values count, or of what leads nowhere; of two states the last.
    """
    counted = {parent for node in utilities.values() for parent in node.parents}
    inner = {parent for node in chance.values() for parent in node.parents}
    ends = [name for name in chance if name in counted] or [n for n in chance if n not in inner]
    found = [
        Outcome(
            id=outcome_id(name, (state,)),
            label=f"{node.label}: {label}",
            node=name,
            states=(state,),
            better="",
        )
        for name, node in ((name, chance[name]) for name in ends)
        for state, label in _shown(node)
    ]
    return tuple(found[:MOST_OUTCOMES])


def _shown(node: ChanceNode) -> list[tuple[str, str]]:
    labels = node.state_labels or [state.replace("_", " ") for state in node.states]
    pairs = list(zip(node.states, labels, strict=True))
    return pairs[-1:] if len(pairs) == TWO else pairs


def usual_weights(utilities: Collection[Name], *, points: bool) -> Mapping[str, WeightSet]:
    """Return the one set of weights of a study that names none: every value counts alike.

    points: whether values are points from 0 to 100, whose weights sum to 1.
    """
    if not utilities:
        return {}
    share = 1 / Decimal(len(utilities)) if points else Decimal(1)
    label = "Every value counts alike"
    return {ALIKE: WeightSet(id=ALIKE, label=label, weights=dict.fromkeys(utilities, share))}
