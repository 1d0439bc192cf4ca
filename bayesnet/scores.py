"""Score each attribute of value by what is believed of the nodes it depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.model import InfluenceDiagram, Name


def expected_scores(
    diagram: InfluenceDiagram, beliefs: Mapping[Name, Sequence[float]]
) -> Mapping[Name, float]:
    """Return the expected score of each attribute, unweighted, on its own scale.

    beliefs: the distribution of every chance and decision node. A score that is a sum over parents
    needs no more than that; one that is a table over them needs their joint, and is left out.
    """
    return {
        name: sum(
            share * float(node.scores[parent][state])
            for parent in node.parents
            for state, share in zip(diagram.states[parent], beliefs[parent], strict=True)
        )
        for name, node in diagram.utilities.items()
        if not node.table
    }
