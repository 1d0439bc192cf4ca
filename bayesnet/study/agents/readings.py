"""Read off an agent's rules what else the diagram asks: does acting pay, and was it misled?"""

from __future__ import annotations

import numpy as np

from bayesnet.cpds.parameter import Array
from bayesnet.decisions.reply import SLACK
from bayesnet.study.agents.agent import Reading
from bayesnet.study.agents.replies import Reply
from bayesnet.study.model import InfluenceDiagram


def reading_table(reading: Reading, reply: Reply, diagram: InfluenceDiagram) -> Array:
    """Return a reading's table given what is known and the act, (*known, acts, 2, worlds).

    Both are known of the same draws of the agent's weights, so the joint of act and reading is
    exact. An act that no draw takes has what is true of acting at all.
    """
    states = diagram.states[reply.owned.node]
    waiting = states.index(reply.owned.waiting)
    chosen = reply.chosen
    if reading.says == "acting_pays":
        share = _pays(reply.worth, waiting)[..., None, :, :]
        yes = _given(chosen, chosen * share, share.mean(axis=-1))
    else:
        share = _misled(reading, reply, diagram, waiting)[..., None, :, :]
        acting = np.arange(len(states))[:, None, None] != waiting
        all_acts = (chosen * acting).sum(axis=-3, keepdims=True)
        fallback = _given(all_acts, all_acts * share, np.zeros(share.shape[:-1]))
        yes = _given(chosen, chosen * acting * share, fallback * acting[..., 0])
    return np.stack([1 - yes, yes], axis=-2)


def _pays(worth: Array, waiting: int) -> Array:
    """Return 1 where some act is worth more than waiting, shape (*known, worlds, samples)."""
    others = np.delete(worth, waiting, axis=-3).max(axis=-3)
    still = np.take(worth, waiting, axis=-3)
    slack = SLACK * np.abs(worth).max(axis=-3)
    return np.asarray(others > still + slack, dtype=float)


def _misled(reading: Reading, reply: Reply, diagram: InfluenceDiagram, waiting: int) -> Array:
    """Return how much of the acting the truth would undo, shape (*known, worlds, samples).

    Of one draw of weights, the chance that it waits with the truth less that with what it knows,
    as a share of the chance that it acts: the same noise in both.
    """
    waits = np.take(reply.chosen, waiting, axis=-3)
    told = waits
    for name, state in reading.truth.items():
        axis = reply.owned.knows.index(name)
        place = diagram.states[name].index(state)
        told = np.take(told, [place], axis=axis)
    undone = np.maximum(np.broadcast_to(told, waits.shape) - waits, 0.0)
    acts = 1 - waits
    return np.asarray(np.divide(undone, acts, out=np.zeros_like(undone), where=acts > SLACK))


def _given(chance: Array, both: Array, otherwise: Array) -> Array:
    """Return P(reading | act) over the samples; ``otherwise`` where the act is never taken."""
    below, above = chance.mean(axis=-1), np.broadcast_to(both, chance.shape).mean(axis=-1)
    fallback = np.array(np.broadcast_to(otherwise, below.shape))
    return np.asarray(np.divide(above, below, out=fallback, where=below > 0))
