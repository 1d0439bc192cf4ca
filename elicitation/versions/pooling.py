"""Show the pool of record beside the others, both orders of pooling, and each expert left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import beliefs, event_probability
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.cpds.parameter import Cpd
from bayesnet.errors import StudyError, unplaced
from bayesnet.kinds import PROBABILITY, TEXT, possible
from bayesnet.messages.remedies import DidYouMean, did_you_mean
from bayesnet.study.pools import POOLINGS, Array, PoolRule, beta_transformed, extremised, vetoes
from bayesnet.study.priors import expert_tables, node_weights, question_weights
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled, attributes

DIFFERENT = 0.02
"""Pools that differ by more are pointed out."""
PUSHED = 2.5
SHAPE = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledQuantity:
    """One probability of every expert's own, and how to have it of the pooled rows.

    key: an outcome's id, or a judgement key and a state. by_expert: shape (experts,). weights: what
    the experts count for in it. of_rows: its value when the rows are pooled first and then
    propagated, for a study; None where it is a row itself, and both orders are the same.
    """

    key: str
    label: str
    by_expert: Array
    weights: Array
    of_rows: Callable[[Study], float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRow:
    """One pool's answer on one quantity; NaN where an order makes no sense or nobody is left.

    record: whether it is the rule of record. rows_first: rows pooled, then propagated; answers_
    first: each expert's own network propagated, then pooled.
    """

    quantity: str
    label: str
    pool: str
    record: bool
    rows_first: float
    answers_first: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolComparison(Tabled):
    """The rule of record and others, on one or more quantities.

    left_out: the rule of record with each expert left out. notes: what a reader must know.
    """

    rule: PoolRule
    rows: tuple[PoolRow, ...]
    left_out: tuple[PoolRow, ...]
    notes: tuple[str, ...]
    provenance: Provenance

    def table(self, rows: Sequence[PoolRow] | None = None) -> ResultTable:
        """Return a row for each quantity and pool, or for those given."""
        rows = (*self.rows, *self.left_out) if rows is None else rows
        again = [at and rows[at - 1].quantity == row.quantity for at, row in enumerate(rows)]
        said = ["" if old else row.label for row, old in zip(rows, again, strict=True)]
        whose = [f"{row.pool}{', the rule of record' * row.record}" for row in rows]
        probability = possible(PROBABILITY, "–")
        return ResultTable(
            index=2,
            columns=[
                *attributes(rows, "quantity", "pool", "label", "record"),
                Column("", "Probability", TEXT, said),
                Column("", "Pool", TEXT, whose),
                Column("rows_first", "Rows first", probability, [r.rows_first for r in rows]),
                Column(
                    "answers_first", "Answers first", probability, [r.answers_first for r in rows]
                ),
            ],
        )


def compare_pools(
    view: StudyView,
    scenario: Scenario,
    keys: Sequence[str] = (),
    *,
    extremes: bool = False,
) -> PoolComparison:
    """Return every pool of some quantities, all outcomes if none is named; raises StudyError.

    keys: ids of outcomes, or judgement keys of rows of full tables. extremes: whether pools of the
    answers that are pushed away from the middle are shown too.
    """
    rule = view.study.priors.rule
    quantities = _quantities(view, scenario, keys)
    others = [PoolRule(pooling=p, weighting=rule.weighting) for p in POOLINGS if p != rule.pooling]
    studies = [(view.study, True), *((view.study.pooled_by(other), False) for other in others)]
    rest = {expert: view.study.without(expert) for expert in view.study.priors.experts}
    rows: list[PoolRow] = []
    left_out: list[PoolRow] = []
    for quantity in quantities:
        rows += [_row(pooled, quantity, record) for pooled, record in studies]
        rows += _pushed(quantity, rule) if extremes else []
        left_out += [
            _without(remaining, quantity, index, expert)
            for index, (expert, remaining) in enumerate(rest.items())
        ]
    return PoolComparison(
        rule=rule,
        rows=tuple(rows),
        left_out=tuple(left_out),
        notes=tuple(_notes(view.study, quantities, rows)),
        provenance=provenance(view, scenario=scenario.label),
    )


def _quantities(view: StudyView, scenario: Scenario, keys: Sequence[str]) -> list[PooledQuantity]:
    outcomes = {outcome.id: outcome for outcome in view.study.diagram.outcomes}
    found: list[PooledQuantity] = []
    for key in keys or outcomes:
        if key in outcomes:
            found.append(_outcome(view, scenario, key))
            continue
        cpd = next((c for c in view.study.cpds.values() if _asks(c, key)), None)
        if cpd is None:
            near = did_you_mean(key, [*outcomes, *_row_keys(view.study)])
            known = near if isinstance(near, DidYouMean) else did_you_mean(key, outcomes)
            raise StudyError([unplaced("version.nothing-pooled", known, word=key)])
        found += _row_states(view.study, cpd, key)
    return found


def _asks(cpd: Cpd, key: str) -> bool:
    return cpd.method == "table" and any(p.key == key for p in cpd.parameters())


def _row_keys(study: Study) -> list[str]:
    tables = (cpd for cpd in study.cpds.values() if cpd.method == "table")
    return [parameter.key for cpd in tables for parameter in cpd.parameters()]


def _outcome(view: StudyView, scenario: Scenario, key: str) -> PooledQuantity:
    outcome = view.study.diagram.outcome(key)

    def ask(asked: Study) -> Array:
        found = beliefs(view.of(asked), scenario, (outcome.node,))
        return event_probability(found, view.diagram, outcome)

    return PooledQuantity(
        key=key,
        label=outcome.label,
        by_expert=ask(view.study)[1:],
        weights=view.study.weights,
        of_rows=lambda asked: float(ask(asked)[0]),
    )


def _row_states(study: Study, cpd: Cpd, key: str) -> list[PooledQuantity]:
    index = [parameter.key for parameter in cpd.parameters()].index(key)
    tables = expert_tables({cpd.domain.child: cpd}, study.priors)[cpd.domain.child]
    row = tables.reshape(-1, *tables.shape[-2:])[index]
    return [
        PooledQuantity(
            key=f"{key} {state}",
            label=f"{key}: {state}",
            by_expert=row[place],
            weights=question_weights(key, study.priors),
            of_rows=None,
        )
        for place, state in enumerate(cpd.domain.states)
    ]


def _event(by_expert: Array) -> Array:
    return np.stack([by_expert, 1 - by_expert])


def _row(study: Study, quantity: PooledQuantity, record: bool) -> PoolRow:
    rule = study.priors.rule
    answers_first = float(rule.pool(_event(quantity.by_expert), quantity.weights)[0])
    rows_first = answers_first if quantity.of_rows is None else quantity.of_rows(study)
    return PoolRow(
        quantity=quantity.key,
        label=quantity.label,
        pool=rule.label,
        record=record,
        rows_first=rows_first,
        answers_first=answers_first,
    )


def _pushed(quantity: PooledQuantity, rule: PoolRule) -> list[PoolRow]:
    """Return the pools pushed away from the middle: only of the experts' answers, never of rows.

    A log pool takes the epsilon of the rule of record, as the one that is shown beside it does.
    """
    event, weights = _event(quantity.by_expert), quantity.weights
    log = dataclasses.replace(rule, pooling="log").pool(event, weights)
    mean = PoolRule().pool(event, weights)[0]
    values = {
        f"log, extremised by {PUSHED:g}": float(extremised(log, PUSHED)[0]),
        f"linear, beta-transformed by {SHAPE:g}": float(beta_transformed(mean, SHAPE)),
    }
    return [
        PoolRow(
            quantity=quantity.key,
            label=quantity.label,
            pool=pool,
            record=False,
            rows_first=np.nan,
            answers_first=value,
        )
        for pool, value in values.items()
    ]


def _without(rest: Study | None, quantity: PooledQuantity, index: int, expert: str) -> PoolRow:
    """Return the rule of record's answer with one expert left out; NaN where nobody else counts."""
    rows_first = answers_first = np.nan
    weights = np.delete(quantity.weights, index)
    if rest is not None and weights.any():
        event = _event(np.delete(quantity.by_expert, index))
        answers_first = float(rest.priors.rule.pool(event, weights)[0])
        rows_first = answers_first if quantity.of_rows is None else quantity.of_rows(rest)
    return PoolRow(
        quantity=quantity.key,
        label=quantity.label,
        pool=f"without {expert}",
        record=False,
        rows_first=rows_first,
        answers_first=answers_first,
    )


def _notes(
    study: Study, quantities: Sequence[PooledQuantity], rows: Sequence[PoolRow]
) -> list[str]:
    found = []
    for quantity in quantities:
        plain = [r for r in rows if r.quantity == quantity.key and not np.isnan(r.rows_first)]
        least, most = (f(plain, key=lambda r: r.rows_first) for f in (min, max))
        if most.rows_first - least.rows_first > DIFFERENT:
            found.append(
                f"{quantity.label}: {least.pool} and {most.pool} pool differ "
                f"({least.rows_first:.2f} and {most.rows_first:.2f}); report which and why."
            )
        record = next(r for r in plain if r.record)
        if abs(record.rows_first - record.answers_first) > DIFFERENT:
            found.append(
                f"{quantity.label}: the order matters: {record.rows_first:.2f} when rows are "
                f"pooled and propagated, {record.answers_first:.2f} when answers are pooled."
            )
    return [*found, *bitten(study)]


def bitten(study: Study) -> list[str]:
    """Return a sentence on how many rows of the study a log pool's epsilon changes, if any."""
    epsilon = study.priors.rule.epsilon
    nodes = expert_tables(study.cpds, study.priors)
    bit = sum(
        vetoes(table, node_weights(study.cpds[name], study.priors), epsilon)
        for name, table in nodes.items()
    )
    if not bit:
        return []
    total = sum(int(np.prod(table.shape[:-2])) for table in nodes.values())
    return [
        f"Log pool: in {bit} of {total} rows somebody's probability below {epsilon:g} was raised "
        "to it, so that one expert's near-zero does not veto the others."
    ]
