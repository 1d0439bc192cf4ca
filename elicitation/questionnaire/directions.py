"""Say in which direction each cause moves its effect, in the order in which states are listed.

An arc's sign in ``model.toml`` speaks of the quantities: more coherence, more confidence. States
may be listed from high to low. A node falls where the plan says so, or where a ranked node of the
model puts its states on a falling scale against the arc's sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from bayesnet.cpds.parameter import Cpd
from bayesnet.cpds.ranked import Ranked
from bayesnet.study.model import InfluenceDiagram


def falling_nodes(
    diagram: InfluenceDiagram, cpds: Mapping[str, Cpd], stated: Iterable[str] = ()
) -> frozenset[str]:
    """Return the nodes whose first state is the highest."""
    signs = {(arc.parent, arc.child): arc.sign for arc in diagram.arcs}
    found = {*stated}
    for child, cpd in cpds.items():
        if not isinstance(cpd, Ranked):
            continue
        found |= cpd.falling
        for parent, scores in cpd.scores.items():
            sign = signs.get((parent, child), "mixed")
            falls = all(a > b for a, b in pairwise(scores))
            rises = all(a < b for a, b in pairwise(scores))
            if (falls and sign == "+") or (rises and sign == "-"):
                found.add(parent)
    return frozenset(found)


def directions(diagram: InfluenceDiagram, falling: frozenset[str]) -> Mapping[tuple[str, str], int]:
    """Return by arc (cause, effect) 1, -1 or, for mixed signs, 0.

    1: a later state of the cause makes later states of the effect more probable.
    """
    turned = {name: -1 if name in falling else 1 for name in diagram.states}
    signs = {"+": 1, "-": -1, "mixed": 0}
    return {
        (arc.parent, arc.child): signs[arc.sign] * turned[arc.parent] * turned[arc.child]
        for arc in diagram.arcs
        if arc.child in diagram.chance
    }
