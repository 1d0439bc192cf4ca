"""Score each attribute of value by what is believed of the nodes it depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bayesnet.answers.beliefs import joint_belief
from bayesnet.study.model import Name, UtilityNode
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView


def expected_scores(
    view: StudyView,
    scenario: Scenario,
    beliefs: Mapping[Name, Sequence[float]],
    world: int = 0,
) -> Mapping[Name, float]:
    """Return the expected score of each attribute, unweighted, on its own scale.

    beliefs: under the scenario, the distribution of every chance and decision node in that world; 0
    is the pool. A score that is a sum over parents needs no more than that; one that is a table
    over them needs their joint, which is asked for.
    """
    diagram = view.diagram

    def summed(node: UtilityNode) -> float:
        return sum(
            share * float(node.scores[parent][state])
            for parent in node.parents
            for state, share in zip(diagram.states[parent], beliefs[parent], strict=True)
        )

    def tabulated(node: UtilityNode) -> float:
        shares = joint_belief(view, scenario, node.parents)
        values = np.empty(shares.shape[:-1])
        for place in np.ndindex(values.shape):
            states = (diagram.states[p][i] for p, i in zip(node.parents, place, strict=True))
            values[place] = float(node.table[tuple(states)])
        return float((values * shares[..., min(world, shares.shape[-1] - 1)]).sum())

    return {
        name: tabulated(node) if node.table else summed(node)
        for name, node in diagram.utilities.items()
    }
