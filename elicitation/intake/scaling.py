"""Scale an expert's rows of a table to what the same expert says of the node all in all.

Of all tables with the marginal that was said, the nearest one (least relative entropy of the joint
with the causes, whose probabilities stay): every row is multiplied by the same factor a state, and
divided by its sum. Odds ratios between rows, and so the effects of causes, stay as they are; what
is impossible in a row stays so.

Source: Deming & Stephan 1940, Annals of Mathematical Statistics 11; Csiszar 1975, Annals of
Probability 3.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from bayesnet.answers.beliefs import joint_belief
from bayesnet.cpds.parameter import Array
from bayesnet.graph import descendants
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from elicitation.checks.coherence import alone, own_table
from elicitation.intake.repairs import shifted, summing_to
from elicitation.record.responses import Judgement, Key

SCALED = "scaled to the answer all in all"
"""The reason of an answer that was scaled."""
_STEPS = 10_000
_CLOSE = 1e-9
"""Of what rows imply to what was said; answers are kept to six digits."""


class Unscalable(ValueError):
    """Raised where no factors bring the rows to the marginal: zeros stand against it."""


def scaled(rows: Array, weights: Array, marginal: Array) -> Array:
    """Return the rows with ``weights @ rows == marginal``, by iterative proportional fitting.

    rows: shape (rows, states), each a distribution; weights: of the rows, shape (rows,), summing to
    1; marginal: shape (states,). A row of weight 0 has no part in the marginal and is multiplied
    like the others, so that it stays as far from them as it was. Raises Unscalable.
    """
    factors = np.ones_like(marginal)
    for _ in range(_STEPS):
        made = rows * factors
        sums = made.sum(axis=1, keepdims=True)
        if not (sums > 0).all():
            break
        made /= sums
        implied = weights @ made
        if np.abs(implied - marginal).max() < _CLOSE:
            return np.asarray(made)
        if ((implied == 0) & (marginal > 0)).any():
            break
        factors *= np.divide(marginal, implied, out=np.zeros_like(marginal), where=implied > 0)
        factors /= factors.max()
    raise Unscalable


def scalable(study: Study, own: Mapping[Key, Judgement], scenario: Scenario, node: str) -> bool:
    """Return whether a node has a full table, answered whole, whose rows make up its marginal.

    They do not where the scenario says something of the node itself or of what follows from it.
    """
    cpd = study.cpds[node]
    if cpd.method != "table" or own_table(cpd, own) is None:
        return False
    parents = StudyView(study).diagram.causal_parents
    below = {node, *descendants(parents, node)}
    return node not in scenario.set and below.isdisjoint({*scenario.seen, *scenario.likely})


def scaled_rows(
    study: Study, own: Mapping[Key, Judgement], scenario: Scenario, node: str
) -> tuple[Judgement, ...]:
    """Return a scalable node's rows, scaled to the expert's own ``node.marginal``.

    own: answers as probabilities. A row's range moves along by as much as its best value; it keeps
    its reason and has nothing typed of its own. Raises Unscalable, also where a number would round
    to 0 in six digits.
    """
    cpd = study.cpds[node]
    table = own_table(cpd, own)
    if table is None:
        raise ValueError(f"{node} is not answered whole")
    states = cpd.domain.states
    said = own[f"{node}.marginal"].answers
    marginal = np.array([float(said[state].best) for state in states])
    rows = table.reshape(-1, len(states))
    weights = _weights(study, own, scenario, [name for name, _ in cpd.domain.parents])
    made = scaled(rows, weights, marginal / marginal.sum())
    found = []
    for parameter, before, after in zip(cpd.parameters(), rows, made, strict=True):
        if parameter.key not in own:
            continue  # a row that the model fixes: no factor moves it
        best = summing_to(Decimal(1), [Decimal(float(number)) for number in after])
        if any(a == 0 and b > 0 and m > 0 for a, b, m in zip(best, before, marginal, strict=True)):
            raise Unscalable
        found.append(_moved(own[parameter.key], dict(zip(states, best, strict=True))))
    return tuple(found)


def _weights(
    study: Study, own: Mapping[Key, Judgement], scenario: Scenario, parents: list[str]
) -> Array:
    """Return how probable the expert's own numbers make each configuration of the causes."""
    if not parents:
        return np.ones(1)
    mine = alone(study, own)
    return joint_belief(StudyView(mine, study.diagram.structure), scenario, parents)[
        ..., 0
    ].reshape(-1)


def _moved(row: Judgement, best: Mapping[str, Decimal]) -> Judgement:
    answers = {name: shifted(e, best[name], Decimal(1)) for name, e in row.answers.items()}
    return dataclasses.replace(row, answers=answers, typed=None)
