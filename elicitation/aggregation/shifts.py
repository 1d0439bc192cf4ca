"""Weigh best values by how an expert moved between two rounds; each returns (claims, experts).

An expert without an answer in the round before has none of these weights.
"""

from __future__ import annotations

import numpy as np

from elicitation.aggregation.estimates import EPSILON, Array, Rounds


def shifted(rounds: Rounds) -> Array:
    """Return how far the best value and, half as much, the ends moved (ShiftWAgg)."""
    now, before = rounds.now, rounds.before
    ends = np.abs(now.low - before.low) + np.abs(now.high - before.high)
    return np.asarray(np.abs(now.best - before.best) + ends / 2)


def best_shifted(rounds: Rounds) -> Array:
    """Return how far the best value moved, by how far it could have (BestShiftWAgg)."""
    now, before = rounds.now.best, rounds.before.best
    down = (now < before) & (before <= 1 / 2) | (now < before) & (now > 1 / 2)
    room = np.where(down | (before > 1 / 2) & (now <= 1 / 2), before, 1 - before)
    return np.asarray(np.abs(now - before) / np.where(room == 0, EPSILON, room))


def narrowed(rounds: Rounds) -> Array:
    """Return more than 1 where the range became narrower, less where wider (IntShiftWAgg)."""
    change = (rounds.now.high - rounds.now.low) - (rounds.before.high - rounds.before.low)
    return np.asarray(1 / np.maximum(change + 1, EPSILON))


def moved_out(rounds: Rounds) -> Array:
    """Return more than 1 where the best value came nearer to 0 or 1 (DistShiftWAgg)."""
    now, before = rounds.now.best, rounds.before.best
    return np.asarray(1 - (np.minimum(now, 1 - now) - np.minimum(before, 1 - before)))


def narrowed_and_moved_out(rounds: Rounds) -> Array:
    """Return the product of the two (DistIntShiftWAgg)."""
    return narrowed(rounds) * moved_out(rounds)
