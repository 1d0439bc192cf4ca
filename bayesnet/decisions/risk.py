"""Say how the utility is distributed under a strategy, not only what is expected of it.

The utilities are summed up inside the network: a chain of variables S_k = S_{k-1} + u_k(scope of
u_k), each a deterministic table whose states are the distinct sums so far. One pass of inference
then gives the probability of every sum, exactly. The last sum needs no table: the joint
distribution of S_{K-1} and the last scope says it.

Sources: Rockafellar & Uryasev (2002), Conditional value-at-risk for general loss distributions,
Journal of Banking & Finance 26(7); Acerbi & Tasche (2002), On the coherence of expected shortfall,
ibid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.strategy import Strategy
from bayesnet.decisions.values import table_of
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.query import ImpossibleEvidence, Network, Table, posteriors

if TYPE_CHECKING:
    import pandas as pd

MOST_VALUES = 20_000
"""Distinct sums beyond which a profile is refused."""
MOST_ENTRIES = 2**26
"""Entries of the chain's tables together, 512 MiB of float64; inference needs five times that."""
DIGITS = 12
"""Significant digits, of the largest sum there can be, beyond which sums count as the same."""
IMPOSSIBLE = 1e-15
"""A value of at most this probability is what is left of an exact 0."""
SLACK = 1e-12
"""Cumulative probabilities this close are the same."""


class TooManyValues(ValueError):
    """Raised before anything is inferred, when the utilities have too many distinct sums."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            f"the utilities add up to as many as {count:,} sums, too many for an exact profile."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskProfile:
    """A distribution of utility, in the utility's own units; more is better.

    values: ascending, shape (n,). probabilities: of each, positive, summing to 1, shape (n,).
    """

    values: Array
    probabilities: Array

    @property
    def mean(self) -> float:
        """Expected value."""
        return float(self.values @ self.probabilities)

    @property
    def variance(self) -> float:
        """Expected square of the distance to the mean."""
        return float((self.values - self.mean) ** 2 @ self.probabilities)

    @property
    def standard_deviation(self) -> float:
        """Square root of the variance, in units of utility."""
        return math.sqrt(self.variance)

    @property
    def cumulative(self) -> Array:
        """Probability of each value or less, shape (n,); the last is 1."""
        total = np.cumsum(self.probabilities)
        return np.asarray(total / total[-1])

    def below(self, target: float) -> float:
        """Return the probability of falling short of a target: of less than it."""
        return self._mass(int(np.searchsorted(self.values, target, side="left")))

    def at_most(self, value: float) -> float:
        """Return the probability of this value or less: the distribution function."""
        return self._mass(int(np.searchsorted(self.values, value, side="right")))

    def quantile(self, p: float) -> float:
        """Return the lower quantile: the least value that, or less, has at least probability p.

        That of .05 is the best among the worst 5 %, the value at risk, in utility and not as a
        loss. p: from 0 to 1; 0 gives the worst value. Raises ValueError outside.
        """
        if not 0 <= p <= 1:
            raise ValueError(f"a quantile is asked for at a probability from 0 to 1, not {p}.")
        index = int(np.searchsorted(self.cumulative, p - SLACK, side="left"))
        return float(self.values[index])

    def cvar(self, level: float) -> float:
        """Return the mean of the worst ``level`` share; 1 gives the mean of all.

        The value on the edge counts with the part of its probability that fills the share.
        Raises ValueError unless 0 < level <= 1. Source: Acerbi & Tasche (2002), definition 2.6.
        """
        if not 0 < level <= 1:
            raise ValueError(f"a share is more than 0 and at most 1, not {level}.")
        before = np.concatenate([[0.0], self.cumulative[:-1]])
        share = np.clip(level - before, 0.0, self.probabilities)
        return float(self.values @ share / share.sum())

    def frame(self) -> pd.DataFrame:
        """Return a row for each value: value, probability, cumulative."""
        import pandas as pd  # noqa: PLC0415 - slow to import, and only tables need it

        return pd.DataFrame(
            {
                "value": self.values,
                "probability": self.probabilities,
                "cumulative": self.cumulative,
            }
        )

    def _mass(self, count: int) -> float:
        """Return the probability of the ``count`` worst values."""
        return float(self.cumulative[count - 1]) if count else 0.0


def risk_profile(
    problem: DecisionProblem,
    strategy: Strategy,
    *,
    attribute: str | None = None,
    world: int = 0,
) -> RiskProfile:
    """Return the exact distribution of the total utility under a strategy, given what is seen.

    attribute: the sum of the terms of that name instead of all. world: index of one world.
    Raises TooManyValues, ImpossibleEvidence, or ValueError where no utility has that name or the
    world does not exist.
    """
    if not 0 <= world < problem.worlds:
        raise ValueError(f"there is no world {world}: there are {problem.worlds}, from 0.")
    one = problem.world(world)
    terms = [table_of([u], one.network.sizes) for u in one.utilities if attribute in (None, u.name)]
    if attribute is not None and not terms:
        raise ValueError(f"no utility is called {attribute}.")
    network = strategy.world(world).applied_to(one.network)
    summed, last, sums = _summed(network, _merged(terms))
    try:
        joint = posteriors(summed, seen=problem.seen, targets=(last,)).families[last].values
    except ImpossibleEvidence as refusal:  # it knows this world alone, as number 0
        raise ImpossibleEvidence(refusal.findings, (world,)) from None
    values, inverse = np.unique(sums, return_inverse=True)
    probabilities = np.bincount(inverse.ravel(), weights=joint[..., 0, 0].ravel())
    possible = probabilities > IMPOSSIBLE
    kept = probabilities[possible]
    return RiskProfile(values=values[possible], probabilities=kept / kept.sum())


def _merged(terms: Sequence[Table]) -> list[tuple[Scope, Array]]:
    """Return one world's terms, each whose scope lies within another's added to that one."""
    merged: dict[frozenset[str], tuple[Scope, Array]] = {}
    for term in sorted(terms, key=lambda term: -len(term.scope)):
        values = term.values[..., 0]
        host = next((scope for scope in merged if scope >= set(term.scope)), None)
        if host is None:
            merged[frozenset(term.scope)] = (term.scope, values)
            continue
        scope, total = merged[host]
        axes = [term.scope.index(name) for name in scope if name in term.scope]
        shape = [n if name in term.scope else 1 for name, n in zip(scope, total.shape, strict=True)]
        merged[host] = (scope, total + values.transpose(axes).reshape(shape))
    # In the order given, which is mostly that of time: neighbours in the chain share variables.
    given = [frozenset(term.scope) for term in terms]
    return [merged[scope] for scope in dict.fromkeys(given) if scope in merged]


def _summed(network: Network, terms: list[tuple[Scope, Array]]) -> tuple[Network, str, Array]:
    """Return the network with the chain of sums, its last variable, and that one's sums.

    The last variable is always in its first state; its family's joint over (S_{K-1}, *scope of u_K)
    has a cell for each of the sums returned. Raises TooManyValues.
    """
    sizes, tables = dict(network.sizes), dict(network.tables)
    largest = sum(float(np.abs(values).max()) for _, values in terms)
    decimals = DIGITS - 1 - math.floor(math.log10(largest)) if largest else 0
    name = "sum"
    while any(other.startswith(name) for other in sizes):
        name += "'"
    before: Scope = ()
    states = np.zeros(())  # S_0 is the number 0, no variable
    entries = 0
    for number, (scope, values) in enumerate(terms or [((), np.zeros(()))], start=1):
        if states.size * values.size > MOST_ENTRIES:
            raise TooManyValues(states.size * len(np.unique(values)))
        sums: Array = np.round(np.add.outer(states, values), decimals) + 0.0  # no negative zero
        distinct, inverse = np.unique(sums, return_inverse=True)
        end = number >= len(terms)
        if len(distinct) == 1 and not end:
            states = distinct.reshape(())  # still a number, no variable
            continue
        size = 2 if end else len(distinct)  # two, as inference expects of a variable
        entries += sums.size * size
        if len(distinct) > MOST_VALUES or entries > MOST_ENTRIES:
            raise TooManyValues(len(distinct))
        table = np.zeros((*sums.shape, size, 1))
        index = np.zeros(sums.shape, dtype=int) if end else inverse.reshape(sums.shape)
        np.put_along_axis(table, index[..., None, None], 1.0, axis=-2)
        child = f"{name} {number}"
        sizes[child] = size
        tables[child] = Table(scope=(*before, *scope, child), values=table)
        before, states = (child,), distinct
    return Network(sizes=sizes, tables=tables), child, sums
