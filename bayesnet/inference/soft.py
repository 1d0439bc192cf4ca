"""Turn soft evidence into likelihoods, in both of its meanings.

A *likelihood ratio* says how much better a report fits one state than another; it is multiplied in
and leaves room for everything else that is known (Pearl 1988, virtual evidence). A *new marginal*
says what is believed of a variable once all is taken into account (Jeffrey 1965, probability
kinematics); several of them are fitted together by iterative proportional scaling (Csiszar 1975),
which gives the distribution nearest to the one before.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, posteriors
from bayesnet.inference.unbounded import Numbers, numbers, of_any_size

CLOSE = 1e-12
"""Marginals this near to what was asked for have been reached."""
ROUNDS = 1000
_ROOM, _DEPTH = 300, 1000
"""Powers of 2 that likelihoods may lie above and below 1."""
_WIDEST = 10**6


class OutOfReach(ValueError):
    """Raised when no likelihood gives a variable its new marginal.

    A state that is impossible cannot become possible; marginals may also contradict each other.
    """

    def __init__(self, name: str, state: int | None) -> None:
        self.name = name
        self.state = state
        what = "contradicts the others" if state is None else f"asks for impossible state {state}"
        super().__init__(f"the new marginal of {name} {what}.")


def likelihoods_for(
    network: Network,
    marginals: Mapping[str, Array],
    *,
    set: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None,
    likely: Mapping[str, Array] | None = None,
) -> Mapping[str, Array]:
    """Return the likelihoods, (states, worlds), under which variables have these marginals.

    marginals: shape (states, worlds or 1), each summing to 1. They are to be passed on as
    ``likely``, together with what was given here. Raises OutOfReach and ImpossibleEvidence.
    """
    given = dict(likely or {})
    ratios: dict[str, Array] = {name: np.ones(wanted.shape) for name, wanted in marginals.items()}
    if not marginals:
        return ratios
    for _ in range(ROUNDS):
        gap, worst = 0.0, next(iter(marginals))
        for name, wanted in marginals.items():
            combined = {n: given.get(n, 1.0) * ratios[n] for n in marginals}
            now = posteriors(
                network, set=set, seen=seen, likely={**given, **combined}, targets=(name,)
            ).marginals[name]
            impossible = (now == 0) & (wanted > 0)
            if impossible.any():
                raise OutOfReach(name, int(np.argwhere(impossible)[0][0]))
            off = float(np.abs(now - wanted).max())
            gap, worst = max((gap, worst), (off, name))
            ratio = (numbers(ratios[name]) * numbers(wanted)).over(numbers(now))
            ratios[name] = _within_doubles(ratio)
        if gap < CLOSE:
            return ratios
    raise OutOfReach(worst, None)


def _within_doubles(ratio: Numbers) -> Array:
    """Return likelihoods, which have no scale of their own, so that few are too small to hold."""
    positive = ratio.mantissa != 0
    top = np.where(positive, ratio.exponent, -_WIDEST).max(axis=0)
    bottom = np.where(positive, ratio.exponent, _WIDEST).min(axis=0)
    shift = np.clip(-bottom - _DEPTH, -top, _ROOM - top)
    return of_any_size(ratio.mantissa, ratio.exponent + shift).doubles()
