"""Fit a Dirichlet to one row: from the marginals of its states, or from experts' disagreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.study.draws import compromise
from bayesnet.study.pools import Array
from elicitation.fitting.beta import BetaFit, Residual, misfit

INCOHERENT = 0.05
"""Marginal means that miss the sum of 1 by more are shown to the expert."""
FEWEST = 3
"""Experts that a spread between experts can be taken of."""
LEAST, MOST = 1.0, 200.0
"""Concentrations that a handful of experts can support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirichletFit:
    """A Dirichlet for a row; alpha: a parameter for each state.

    total: what the states' own means summed to, before they were scaled to 1.
    residuals: for each state, what its own answer asked for and what the Dirichlet gives.
    """

    alpha: tuple[float, ...]
    total: float
    residuals: tuple[tuple[Residual, ...], ...]

    @property
    def concentration(self) -> float:
        """Return the sum of the parameters."""
        return sum(self.alpha)

    @property
    def alerts(self) -> tuple[str, ...]:
        """Return sentences to the expert: means that do not add up, answers that do not fit."""
        told = []
        if abs(self.total - 1) > INCOHERENT:
            told.append(
                f"Your answers on the states add up to {self.total:.2f}, not 1; all were scaled."
            )
        for index, residuals in enumerate(self.residuals):
            sentence = misfit(residuals)
            if sentence:
                told.append(f"State {index + 1}: {sentence}")
        return tuple(told)


def from_marginals(marginals: Sequence[BetaFit]) -> DirichletFit:
    """Return the Dirichlet of a row whose states were each asked for, as in SHELF.

    The means are scaled to sum to 1, the concentrations meet in between (Zapata-Vazquez, O'Hagan
    & Bastos 2014). Raises ValueError where no state has any spread.
    """
    from scipy.special import betainc  # noqa: PLC0415 - takes a while to import

    means = np.array([marginal.mean for marginal in marginals])
    total = float(means.sum())
    each = np.array([marginal.concentration for marginal in marginals])
    (n,) = compromise(means[:, None], each[:, None])
    if not np.isfinite(n):
        raise ValueError("no state has a range, so the row has no spread")
    alpha = n * means / total
    residuals = tuple(
        tuple(
            Residual(value=r.value, wanted=r.wanted, fitted=float(betainc(a, n - a, r.value)))
            for r in marginal.residuals
        )
        for a, marginal in zip(alpha, marginals, strict=True)
    )
    return DirichletFit(alpha=tuple(alpha.tolist()), total=total, residuals=residuals)


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenExperts:
    """A Dirichlet whose spread is that between experts.

    by_state: the concentration that each state alone would ask for, infinite where all agree; they
    differ wildly, which is why the pooled one is used. capped: whether that met its limits.
    """

    alpha: tuple[float, ...]
    concentration: float
    by_state: tuple[float, ...]
    capped: bool


def from_disagreement(rows: Array) -> BetweenExperts:
    """Return the Dirichlet with the mean and the summed variance of experts' rows, by moments.

    rows: shape (states, experts), three experts or more, counted alike. Raises ValueError for
    fewer. A mixture of the experts' own distributions, as drawn, says more and assumes less.
    """
    if rows.shape[-1] < FEWEST:
        raise ValueError(f"a spread between experts needs {FEWEST} of them or more")
    mean, variance = rows.mean(axis=1), rows.var(axis=1, ddof=1)
    spread = mean * (1 - mean)
    by_state = np.divide(spread, variance, out=np.full(mean.shape, np.inf), where=variance > 0) - 1
    summed = variance.sum()
    pooled = float(spread.sum() / summed - 1) if summed > 0 else np.inf
    held = float(np.clip(pooled, LEAST, MOST))
    return BetweenExperts(
        alpha=tuple((held * mean).tolist()),
        concentration=held,
        by_state=tuple(by_state.tolist()),
        capped=held != pooled,
    )
