"""Draw worlds from the experts' own priors: how sure each expert is, and how far they differ.

A world picks an expert with the pool's weight, and then takes all its rows from that expert's own
distributions: a coherent world, in which nobody is half of one school and half of another. Picking
anew for each row is offered as a sensitivity.

=============  ==========================  =========================================================
question       drawn from                  a range is read as
=============  ==========================  =========================================================
distribution   Dirichlet, mean = best      the central 90 % interval of each component
number         beta-PERT, mode = best      the least and the greatest value
either         nothing: best in each       no range given
               world
=============  ==========================  =========================================================

Of a range of a distribution's component only the width counts: a Dirichlet with a given mean has no
freedom left to lean to one side.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bayesnet.cpds.parameter import Cpd, Parameter, normalised
from bayesnet.study.pools import Array
from bayesnet.study.priors import (
    Judgement,
    Priors,
    best_values,
    expert_weights,
    judgements_on,
    question_weights,
)

Picks = npt.NDArray[np.intp]
CENTRAL = 0.9
"""The share of a component's distribution that lies within the range an expert gave for it."""
NORMAL_WIDTH = 3.29
"""Width of the central 90 % of a standard normal; only where a search begins."""
LEAST = 1e-300
"""A mean or a width below this is taken as this."""
LEAST_SHAPE = 0.1
"""Least parameter of a beta: a smaller one no longer widens the interval, it moves to the ends."""
PERT_SHAPE = 4.0
"""How much the mode counts in a beta-PERT, the ends counting 1 each (Clark 1962)."""
LARGEST = math.log(1e10)
"""Above so large a concentration (its logarithm) a row is as good as fixed."""
STEPS = 100
EXACT = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Worlds drawn from the experts' priors.

    experts: index of the expert that each world comes from, shape (worlds,), in the order of
    ``Priors.experts``; None where every question picked its own.
    tables: by node, shape (*parents, child, worlds), parents as in the model's own structure,
    before any change; where nothing is uncertain a read-only view of a single table.
    answers: what the tables were made of, by the question's key, shape (components, worlds), or
    (components, 1) where all experts gave the same and no range.
    """

    seed: int
    number: int
    experts: Picks | None
    tables: Mapping[str, Array]
    answers: Mapping[str, Array]


def draw(
    cpds: Mapping[str, Cpd], priors: Priors, number: int, seed: int, *, coherent: bool = True
) -> Draws:
    """Return ``number`` worlds; the same for the same seed, priors and model.

    Every question has a stream of random numbers of its own, so that a new question leaves the
    draws of the others as they were. The first worlds of more draws are not those of fewer.
    What an expert has not answered, and what experts are not asked, keeps the numbers of
    ``model.toml``. What an expert was not asked is taken from one who was, a whole node from the
    same one.
    ``seed`` is 0 or above.
    """
    everyone = expert_weights(priors)

    def picked(purpose: str, weights: Array) -> Picks:
        return _stream(seed, purpose).choice(len(weights), size=number, p=weights)

    shared = picked("experts", everyone) if coherent else None
    tables: dict[str, Array] = {}
    answers: dict[str, Array] = {}
    for name, cpd in cpds.items():
        values: dict[str, Array] = {}
        for question in cpd.parameters():
            judgements = judgements_on(cpd, question.key, priors)
            if all(j == Judgement(best=judgements[0].best) for j in judgements):
                values[question.key] = best_values(judgements[:1])
                continue
            weights = question_weights(question.key, priors)
            if shared is None:
                picks = picked(f"experts on {question.key}", weights)
            elif (left_out := (weights == 0) & (everyone > 0)).any():
                # one stream a node, so that all its rows come from the same expert
                others = picked(f"experts in place of those not asked about {name}", weights)
                picks = np.where(left_out[shared], others, shared)
            else:
                picks = shared
            values[question.key] = _drawn(
                question, judgements, picks, _stream(seed, f"answers to {question.key}")
            )
        tables[name] = np.broadcast_to(cpd.tables(values), (*cpd.domain.shape, number))
        answers |= values
    return Draws(seed=seed, number=number, experts=shared, tables=tables, answers=answers)


def expert_of_each(draws: Draws, everyone: Array, asked: Array) -> Picks:
    """Return the index of the expert whose view of other agents each world holds, (worlds,).

    everyone: the experts' weights; asked: the same on agents, 0 for who was not asked of them.
    Where every question picked its own expert, that view picks one, too; so it does in the worlds
    of an expert who was not asked.
    """
    left_out = (asked == 0) & (everyone > 0)
    if draws.experts is not None and not left_out.any():
        return draws.experts
    stream = _stream(draws.seed, "experts on agents")
    others = stream.choice(len(asked), size=draws.number, p=asked)
    if draws.experts is None:
        return others
    return np.where(left_out[draws.experts], others, draws.experts)


def _stream(seed: int, purpose: str) -> np.random.Generator:
    digest = int.from_bytes(hashlib.sha256(purpose.encode()).digest(), "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, digest))))


def _drawn(
    question: Parameter, judgements: Sequence[Judgement], picks: Picks, random: np.random.Generator
) -> Array:
    """Return values of one question, shape (components, worlds), from the experts picked."""
    best = best_values(judgements)
    low, high = (
        best_values([Judgement(best=getattr(j, end) or j.best) for j in judgements])
        for end in ("low", "high")
    )
    if question.kind == "distribution":
        return _dirichlet(best, high - low, picks, random)
    low = np.clip(np.minimum(low, best), question.lower, question.upper)
    high = np.clip(np.maximum(high, best), question.lower, question.upper)
    return _pert(best[0], low[0], high[0], picks, random)[None]


def _dirichlet(best: Array, width: Array, picks: Picks, random: np.random.Generator) -> Array:
    mean = normalised(best)
    concentration = row_concentration(mean, width)
    certain = np.isinf(concentration)
    if certain.all():
        return best[:, picks]
    shapes = mean * np.where(certain, 1.0, concentration)
    drawn = normalised(random.standard_gamma(shapes[:, picks]))
    if certain.any():
        drawn = np.where(certain[picks], best[:, picks], drawn)
    return drawn


def _pert(best: Array, low: Array, high: Array, picks: Picks, random: np.random.Generator) -> Array:
    """Return draws from low + (high - low) * Beta(1 + 4 p, 1 + 4 (1 - p)), p the mode's place.

    Clark (1962), Operations Research 10:405; shape 4 as in Vose (2008), Risk Analysis, 3rd ed.
    """
    span = high - low
    place = np.divide(best - low, span, out=np.full(span.shape, 0.5), where=span > 0)
    share = random.beta(1 + PERT_SHAPE * place[picks], 1 + PERT_SHAPE * (1 - place[picks]))
    return np.where(span[picks] > 0, low[picks] + span[picks] * share, best[picks])


def row_concentration(mean: Array, width: Array) -> Array:
    """Return the Dirichlet concentration of each expert's row, shape (experts,).

    mean and width have shape (components, experts). Each component's width asks for a
    concentration of its own, and the row gets the compromise. Infinite, which is no spread, where
    no component has a range or every mean is 0 or 1.
    """
    inside = (mean * (1 - mean) > 0) & (width > 0)
    each = np.full(mean.shape, np.inf)
    each[inside] = concentration(mean[inside], width[inside])
    return compromise(mean, each)


def compromise(mean: Array, each: Array) -> Array:
    """Return one concentration for components that each ask for their own, shape (experts,).

    n + 1 = (sum v_i (n_i + 1) / sum v_i sqrt(n_i + 1))^2 with the components' variances
    v_i = mean_i (1 - mean_i) / (n_i + 1) (Zapata-Vazquez, O'Hagan & Bastos 2014, Journal of Applied
    Statistics 41:1919). mean and each have shape (components, experts).
    """
    spread = mean * (1 - mean)
    total = (spread / np.sqrt(each + 1)).sum(axis=0)
    ratio = np.divide(spread.sum(axis=0), total, out=np.full(total.shape, np.inf), where=total > 0)
    return np.asarray(ratio**2 - 1)


def concentration(mean: Array, width: Array) -> Array:
    """Return for each mean the sum of a beta's parameters whose central 90 % is so wide.

    Where no beta with that mean is wide enough, the widest: its smaller parameter is 0.1.
    A secant between two bounds on logarithms (the Illinois rule), all pairs at once.
    """
    pairs, inverse = np.unique(np.stack([mean, width]), axis=1, return_inverse=True)
    mean, width = np.maximum(pairs, LEAST)
    low = np.log(LEAST_SHAPE / np.minimum(mean, 1 - mean))
    with np.errstate(over="ignore"):  # then it is the largest
        high = np.log(10 + 10 * mean * (1 - mean) * (NORMAL_WIDTH / width) ** 2)
    high = np.maximum(np.minimum(high, LARGEST), low + 1)
    target = np.log(width)
    above, below = _log_width(mean, low) - target, _log_width(mean, high) - target
    found = np.where(below < 0, low, high)
    open_ = (above > 0) & (below < 0)
    side = np.zeros(mean.shape)
    for _ in range(STEPS):
        if not open_.any():
            break
        between = (low * below - high * above) / np.where(open_, below - above, 1.0)
        found = np.where(open_, between, found)
        value = _log_width(mean, found) - target
        wider = value > 0
        # the bound that stays twice running counts half
        below = np.where(wider, np.where(side > 0, below / 2, below), value)
        above = np.where(wider, value, np.where(side < 0, above / 2, above))
        low, high = np.where(wider, found, low), np.where(wider, high, found)
        side = np.where(wider, 1.0, -1.0)
        open_ &= np.abs(value) > EXACT
    return np.asarray(np.exp(found)[inverse.reshape(-1)])


def _log_width(mean: Array, log_concentration: Array) -> Array:
    from scipy.special import betaincinv  # noqa: PLC0415 - takes a fifth of a second to import

    total = np.exp(log_concentration)
    ends = [
        betaincinv(mean * total, (1 - mean) * total, share)
        for share in ((1 - CENTRAL) / 2, (1 + CENTRAL) / 2)
    ]
    return np.asarray(np.log(ends[1] - ends[0]))
