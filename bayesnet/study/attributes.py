"""Turn a diagram's attributes of value into the terms that a solver adds up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from bayesnet.decisions.problem import UtilityTerm
from bayesnet.inference.arrays import Array
from bayesnet.study.model import InfluenceDiagram, Name, UtilityNode


def utility_terms(diagram: InfluenceDiagram, weights: str | None) -> tuple[UtilityTerm, ...]:
    """Return a term for each attribute and parent: the scores of its states, weighted if asked.

    An attribute with a table is one term over all its parents.
    """
    share = diagram.weight_sets[weights].weights if weights else dict.fromkeys(diagram.utilities, 1)
    return tuple(
        UtilityTerm(name=name, scope=scope, values=float(share[name]) * values[..., None])
        for name, node in diagram.utilities.items()
        for scope, values in value_tables(diagram, node)
    )


def value_tables(
    diagram: InfluenceDiagram, node: UtilityNode
) -> Iterator[tuple[tuple[Name, ...], Array]]:
    """Yield the tables that an attribute is the sum of: scope and values, shape (*scope sizes)."""
    if node.table:
        cases = itertools.product(*(diagram.states[parent] for parent in node.parents))
        values = np.array([float(node.table[case]) for case in cases])
        yield node.parents, values.reshape([diagram.sizes[parent] for parent in node.parents])
        return
    for parent in node.parents:
        scores = node.scores[parent]
        yield (parent,), np.array([float(scores[state]) for state in diagram.states[parent]])
