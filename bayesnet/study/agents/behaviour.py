"""Say how an agent chooses among acts that are worth something to it.

=============  =====================================  ============================================
behaviour      chooses                                source
=============  =====================================  ============================================
best           the act worth most                     von Neumann & Morgenstern (1944)
quantal        in proportion to exp(precision x EU)   McKelvey & Palfrey (1995), logit response
prospect       the act worth most, losses counting    Tversky & Kahneman (1991), reference point
               loss_aversion times                    and loss aversion, for each value apart
satisficing    the first act worth the aspiration,    Simon (1955)
               in the order of the states
=============  =====================================  ============================================
"""

from __future__ import annotations

import numpy as np

from bayesnet.cpds.parameter import Array
from bayesnet.decisions.reply import best_options, first_of
from bayesnet.study.agents.agent import AgentValue, Kind


def reply(worth: Array, behaviour: Kind, parameter: Array | None) -> Array:
    """Return the probability of each act.

    worth: shape (*known, acts, worlds); parameter: shape (worlds,), None where there is none.
    Acts that are worth the same to the last digits are alike: the first is taken.
    """
    eligible = np.ones(worth.shape, dtype=bool)
    if parameter is None:
        return first_of(best_options(worth, eligible))
    if behaviour == "quantal":
        scaled = parameter * (worth - worth.max(axis=-2, keepdims=True))
        odds = np.exp(scaled)
        return np.asarray(odds / odds.sum(axis=-2, keepdims=True))
    if behaviour == "satisficing":
        enough = worth >= parameter
        some = enough.any(axis=-2, keepdims=True)
        return first_of(np.where(some, enough, best_options(worth, eligible)))
    return first_of(best_options(worth, eligible))


def tables_of(value: AgentValue, behaviour: Kind) -> tuple[Array, ...]:
    """Return the tables whose expectations a value's worth is a weighted sum of.

    With ``prospect`` what is above the reference and what is below it, else the table itself.
    """
    if behaviour != "prospect":
        return (value.table,)
    apart = value.table - value.reference
    return np.maximum(apart, 0.0), np.minimum(apart, 0.0)


def weights_of(weight: Array, behaviour: Kind, parameter: Array | None) -> tuple[Array, ...]:
    """Return how much each of ``tables_of`` counts, shape of the weight each."""
    if behaviour != "prospect":
        return (weight,)
    assert parameter is not None  # noqa: S101 - every agent's parameter is there
    return weight, weight * parameter
