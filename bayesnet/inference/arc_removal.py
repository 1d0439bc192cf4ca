"""Cut one arc of a network: the child stops listening to one parent, and to no other.

Source: Janzing, Balduzzi, Grosse-Wentrup & Schoelkopf (2013), Quantifying causal influences, Annals
of Statistics 41(5).
"""

from __future__ import annotations

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, Table


def cut_arc(network: Network, parent: str, child: str, belief: Array) -> Network:
    """Return the network in which a child follows a belief about its parent, not the parent itself.

    belief: shape (states, worlds or 1).
    """
    table = network.tables[child]
    axis = table.scope.index(parent)
    weights = belief.reshape(belief.shape[0], *(1,) * (len(table.scope) - 1), -1)
    values = (np.moveaxis(table.values, axis, 0) * weights).sum(axis=0)
    scope = tuple(name for name in table.scope if name != parent)
    return Network(
        sizes=network.sizes,
        tables={**network.tables, child: Table(scope=scope, values=values)},
    )
