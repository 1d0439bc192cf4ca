"""How far one thing must go until half of the acting stops: solved, not searched.

What an act is worth is linear in how much one value weighs, so each draw of the weights has an
exact point at which acting stops to pay. P(it acts) counts the draws beyond.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.adversary.levers import Lever
from bayesnet.adversary.mind import Mind
from bayesnet.study.pools import Array

HALF = 0.5
EXACT = ("best", "prospect")
"""Behaviours that leave no noise: only with these has each draw one point at which it turns."""
NEVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """By which factor one value must weigh until it acts half as often; nan where none does.

    factors: in the pool and then for each expert.
    """

    value: str
    speaks_for: bool
    factors: Array


def turning(mind_: Mind, name: str) -> tuple[bool, Array] | None:
    """Return whether a value speaks for acting, and the factor at which each draw turns.

    Shape (*known, experts, samples). It acts below that factor, or above it where the value speaks
    for acting. None where it speaks for one act and against another, or choices have noise.
    """
    if mind_.agent.behaviour not in EXACT:
        return None
    gaps = {n: np.delete(g, mind_.waiting, axis=-3) for n, g in mind_.gaps().items()}
    slope = gaps[name]
    rest = sum((g for n, g in gaps.items() if n != name), np.zeros(1))
    rest = np.broadcast_to(rest, slope.shape)
    if (slope <= 0).all() and slope.any():
        points = np.where(slope < 0, rest / np.where(slope < 0, -slope, 1.0), NEVER)
        points = np.where((slope == 0) & (rest <= 0), 0.0, points)
        return False, np.maximum(points, 0.0).max(axis=-3)
    if (slope >= 0).all() and slope.any():
        points = np.where(slope > 0, -rest / np.where(slope > 0, slope, 1.0), NEVER)
        points = np.where((slope == 0) & (rest > 0), -NEVER, points)
        return True, np.maximum(points, 0.0).min(axis=-3)
    return None


def thresholds(mind_: Mind) -> tuple[Threshold, ...]:
    """Return for each value the factor that halves P(it acts); those that can be solved."""
    found = []
    samples = mind_.agent.samples
    for name in mind_.parts:
        turned = turning(mind_, name)
        if turned is None:
            continue
        gains, points = turned
        each = []
        for world in range(mind_.chance.shape[-1]):
            if world == 0 and mind_.rule.pooling != "linear":
                each.append(_pooled_half(mind_, name, points, gains=gains))
                continue
            votes = mind_.weights if world == 0 else np.eye(len(mind_.weights))[world - 1]
            share = mind_.chance[..., world, None, None] * votes[:, None] / samples
            each.append(_half(points, np.broadcast_to(share, points.shape), gains=gains))
        found.append(Threshold(value=name, speaks_for=gains, factors=np.array(each)))
    return tuple(found)


def nearest(found: Sequence[Threshold]) -> Threshold | None:
    """Return the threshold whose factor is nearest 1 in the pool; None where none is solved."""
    solved = [t for t in found if not math.isnan(t.factors[0])]
    return min(solved, key=lambda t: round(abs(math.log(t.factors[0])), 9), default=None)


def _half(points: Array, share: Array, *, gains: bool) -> float:
    """Return the factor nearest 1 at which half of those who act at 1 no longer do."""
    points, share = points.ravel(), share.ravel()
    acts = points < 1 if gains else points > 1
    if not share[acts].sum() > 0:
        return float("nan")
    order = np.argsort(-points[acts] if gains else points[acts], kind="stable")
    stopped = np.cumsum(share[acts][order])
    place = int(np.searchsorted(stopped, HALF * stopped[-1] - 1e-12))
    factor = float(points[acts][order][place])
    return factor if 0 < factor < NEVER else float("nan")


def _pooled_half(mind_: Mind, name: str, points: Array, *, gains: bool) -> float:
    """Return the factor of a pool that is no sum over draws: P(it acts) steps at the same points.

    Between two of them it is constant, so it is asked there, and the step is found by halving.
    """
    acts = points < 1 if gains else points > 1
    steps = np.unique(points[acts & (points > 0) & np.isfinite(points)])
    if gains:
        steps = steps[::-1]
    if not steps.size:
        return float("nan")
    between = np.append((steps[1:] + steps[:-1]) / 2, 0.0 if gains else 2 * steps[-1])
    half = HALF * float(mind_.acting()[0])

    def stopped(place: int) -> bool:
        return float(mind_.acting({name: float(between[place])})[0]) <= half + 1e-12

    if not stopped(len(between) - 1):
        return float("nan")
    found = bisect_left(range(len(between)), True, key=stopped)
    return float(steps[found])


def doubt_to_turn(lever: Lever) -> float:
    """Return which share of all cases must come to believe it until it acts half as often.

    P(it acts) is linear in that share; nan where even all of them are too few.
    """
    fall = -lever.change
    half = HALF * float(lever.before[0])
    return half / fall if fall > 0 and half <= fall else float("nan")
