"""Hold one frozen version of the priors: every expert's judgements, the tables they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bayesnet.cpds.parameter import Cpd

Array: TypeAlias = npt.NDArray[np.float64]
ANALYST = "analyst"
POOL = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One expert's answer to one question: a number for each component, in the question's order.

    low and high are the ends of the expert's plausible range; None where none was given.
    Probabilities are on the scale 0 to 1, as the decimals that were typed.
    """

    best: tuple[Decimal, ...]
    low: tuple[Decimal, ...] | None = None
    high: tuple[Decimal, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """Every expert's judgements by expert and question, and how much each expert counts.

    number: the version, from 1; 0 stands for the analyst's placeholders in ``model.toml``.
    sha256: of the file's bytes; weights sum to 1.
    """

    number: int
    sha256: str
    created_at: str
    reason: str
    illustrative: bool
    model_sha256: str
    weights: Mapping[str, float]
    judgements: Mapping[str, Mapping[str, Judgement]]

    @property
    def name(self) -> str:
        """Return what a person calls this version."""
        return f"priors {self.number:04d}" if self.number else "the analyst's placeholders"

    @property
    def experts(self) -> tuple[str, ...]:
        """Return the experts' ids in the order of the tables' last axis."""
        return tuple(self.judgements)


def placeholder_priors(cpds: Mapping[str, Cpd]) -> Priors:
    """Return the numbers of ``model.toml`` as the priors of a single expert, the analyst."""
    judgements = {
        key: Judgement(best=best) for cpd in cpds.values() for key, best in cpd.placeholder.items()
    }
    return Priors(
        number=0,
        sha256="",
        created_at="",
        reason="numbers of model.toml, for a dry run",
        illustrative=True,
        model_sha256="",
        weights={ANALYST: 1.0},
        judgements={ANALYST: judgements},
    )


def judgements_on(cpd: Cpd, key: str, priors: Priors) -> tuple[Judgement, ...]:
    """Return every expert's judgement on one question of a CPT.

    Who has not answered, and everyone where experts are not asked, is given the number of
    ``model.toml``.
    """
    return tuple(
        answers[key] if cpd.asked and key in answers else Judgement(best=cpd.placeholder[key])
        for answers in priors.judgements.values()
    )


def expert_tables(cpds: Mapping[str, Cpd], priors: Priors) -> Mapping[str, Array]:
    """Return every node's table for every expert, of shape (*parents, child, experts)."""
    worlds = len(priors.judgements)
    found = {}
    for name, cpd in cpds.items():
        values = {p.key: best_values(judgements_on(cpd, p.key, priors)) for p in cpd.parameters()}
        found[name] = np.broadcast_to(cpd.tables(values), (*cpd.domain.shape, worlds))
    return found


def best_values(judgements: Sequence[Judgement]) -> Array:
    """Return the best answers as numbers, of shape (components, experts)."""
    return np.array([[float(part) for part in judgement.best] for judgement in judgements]).T


def linear_pool(tables: Array, weights: Array) -> Array:
    """Return the weighted mean over the last axis, which it drops (Stone 1961)."""
    return np.asarray(tables @ (weights / weights.sum()))


def missing_judgements(cpds: Mapping[str, Cpd], priors: Priors) -> Mapping[str, tuple[str, ...]]:
    """Return, for each expert who left any out, the questions of the model that have no answer."""
    asked = [p.key for cpd in cpds.values() if cpd.asked for p in cpd.parameters()]
    gaps = {
        expert: tuple(key for key in asked if key not in answers)
        for expert, answers in priors.judgements.items()
    }
    return {expert: keys for expert, keys in gaps.items() if keys}
