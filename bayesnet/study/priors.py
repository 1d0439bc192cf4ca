"""Hold one frozen version of the priors: every expert's judgements, the tables they make."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bayesnet.cpds.parameter import Cpd, Parameter, distribution_problem, of_question
from bayesnet.cpds.table import is_blank
from bayesnet.messages.facts import phrase
from bayesnet.messages.terminal import terminal
from bayesnet.study.pools import PoolRule

Array: TypeAlias = npt.NDArray[np.float64]
ANALYST = "analyst"
POOL = "pool"
_NEAR_ONE = 2e-6
"""Twice what a typed sum may miss: means that fill gaps may add some of it."""


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
    """Every expert's judgements by expert and question, and how they are pooled.

    number: the version, from 1; 0 stands for the numbers of ``model.toml``.
    sha256: of the file's bytes; weights sum to 1. rule: the rule of record.
    not_asked: by expert, the questions that stand filled in for them, which the pool leaves out.
    """

    number: int
    sha256: str
    created_at: str
    reason: str
    illustrative: bool
    model_sha256: str
    weights: Mapping[str, float]
    judgements: Mapping[str, Mapping[str, Judgement]]
    rule: PoolRule = field(default_factory=PoolRule)
    not_asked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what a person calls this version."""
        if self.number:
            return f"priors {self.number:04d}"
        return "the analyst's placeholders" if self.illustrative else "the model's own numbers"

    @property
    def whose(self) -> str:
        """Return whose numbers the pool's are: nobody speaks of a pool of one."""
        count = len(self.judgements)
        if count > 1:
            return f"the pool of {count} experts"
        return "the one expert" if self.number else self.name

    @property
    def experts(self) -> tuple[str, ...]:
        """Return the experts' ids in the order of the tables' last axis."""
        return tuple(self.judgements)

    @property
    def ranged(self) -> bool:
        """Return whether anybody gave a plausible range with an answer."""
        return any(j.low is not None for own in self.judgements.values() for j in own.values())

    def asked(self, *keys: str) -> npt.NDArray[np.bool_]:
        """Return which experts were asked all of these questions, shape (experts,)."""
        return np.array([self.not_asked.get(e, frozenset()).isdisjoint(keys) for e in self.experts])


def placeholder_priors(cpds: Mapping[str, Cpd], *, final: bool = False) -> Priors:
    """Return the numbers of ``model.toml`` as the priors of a single expert, the analyst.

    final: whether the author says that they are no placeholders.
    """
    judgements = {
        key: Judgement(best=best)
        for cpd in cpds.values()
        if not is_blank(cpd)
        for key, best in cpd.placeholder.items()
    }
    return Priors(
        number=0,
        sha256="",
        created_at="",
        reason="numbers of model.toml" if final else "numbers of model.toml, for a dry run",
        illustrative=not final,
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


def unanswered(cpds: Mapping[str, Cpd], priors: Priors) -> tuple[str, ...]:
    """Return the nodes that have no numbers: the model has none, and somebody has given none."""
    return tuple(
        name
        for name, cpd in cpds.items()
        if is_blank(cpd)
        and any(p.key not in own for p in cpd.parameters() for own in priors.judgements.values())
    )


def expert_tables(cpds: Mapping[str, Cpd], priors: Priors) -> Mapping[str, Array]:
    """Return every node's table for every expert, of shape (*parents, child, experts).

    Raises ValueError, with the question's key, for an answer that is no distribution.
    """
    worlds = len(priors.judgements)
    found = {}
    for name, cpd in cpds.items():
        values = {p.key: _answers(cpd, p, priors) for p in cpd.parameters()}
        found[name] = np.broadcast_to(cpd.tables(values), (*cpd.domain.shape, worlds))
    return found


def _answers(cpd: Cpd, parameter: Parameter, priors: Priors) -> Array:
    """Return the best answers to one question, shape (components, experts); raises ValueError."""
    judgements = judgements_on(cpd, parameter.key, priors)
    values = best_values(judgements)
    if parameter.kind == "distribution" and (abs(values.sum(axis=0) - 1) > _NEAR_ONE).any():
        problems = (distribution_problem(judgement.best) for judgement in judgements)
        problem = next(filter(None, problems), phrase("table.no-distribution"))
        raise ValueError(terminal().phrase(of_question(parameter.key, problem)))
    return values


def best_values(judgements: Sequence[Judgement]) -> Array:
    """Return the best answers as numbers, of shape (components, experts)."""
    return np.array([[float(part) for part in judgement.best] for judgement in judgements]).T


def expert_weights(priors: Priors) -> Array:
    """Return the experts' weights, summing to 1, in the order of ``Priors.experts``."""
    weights = np.array([priors.weights[expert] for expert in priors.experts])
    return np.asarray(weights / weights.sum())


def question_weights(key: str, priors: Priors) -> Array:
    """Return what the experts count for on one question, summing to 1: 0 for those not asked.

    Where nobody with a weight was asked, what was filled in for them counts as theirs.
    """
    return weights_of([key], priors)


def node_weights(cpd: Cpd, priors: Priors) -> Array:
    """Return what the experts count for in one node's pool, summing to 1.

    Shape (experts,); where experts were asked about some rows of a full table and not about others,
    (*parents, experts). Who was not asked all that another method asks has no table to pool.
    """
    keys = [parameter.key for parameter in cpd.parameters()]
    if cpd.method != "table":
        return weights_of(keys, priors)
    rows = np.array([question_weights(key, priors) for key in keys])
    if (rows == rows[0]).all():
        return np.asarray(rows[0])
    return rows.reshape(*cpd.domain.shape[:-1], -1)


def weights_of(keys: Sequence[str], priors: Priors) -> Array:
    """Return what the experts count for on some questions, as ``question_weights`` on one."""
    weights = expert_weights(priors)
    if not priors.not_asked:
        return weights
    own = weights * priors.asked(*keys)
    return np.asarray(own / own.sum()) if own.any() else weights


def without(priors: Priors, expert: str) -> Priors | None:
    """Return the priors with one expert left out, the others' weights scaled to sum to 1.

    None where nobody would be left who counts. What was filled in for others from that expert's
    answers stays filled in.
    """
    weights = {other: weight for other, weight in priors.weights.items() if other != expert}
    total = sum(weights.values())
    if total <= 0:
        return None
    return dataclasses.replace(
        priors,
        weights={other: weight / total for other, weight in weights.items()},
        judgements={e: answers for e, answers in priors.judgements.items() if e != expert},
    )
