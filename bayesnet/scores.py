"""Score each attribute of value by what is believed of the nodes it depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.model import InfluenceDiagram, Name


def expected_scores(
    diagram: InfluenceDiagram, beliefs: Mapping[Name, Sequence[float]]
) -> Mapping[Name, float]:
    """Return the expected score of each attribute, unweighted, on its own scale of 0 to 100.

    beliefs: the distribution of every chance and decision node. The score is a sum over parents,
    so that their distributions are enough and their joint is not needed.
    """
    return {
        name: sum(
            share * float(node.scores[parent][state])
            for parent in node.parents
            for state, share in zip(diagram.states[parent], beliefs[parent], strict=True)
        )
        for name, node in diagram.utilities.items()
    }
