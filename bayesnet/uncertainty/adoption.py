"""What would follow if everybody took over one expert's answer, or one expert's whole table.

All else stays as each expert has it. One pass says what an expected value becomes when any table is
replaced (``inference.expectation``), so that every question, with every expert's answer to it,
costs a product of arrays and no further inference.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import findings_of
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.expectation import Expectation, expectation, quotient
from bayesnet.inference.query import Findings, Network, Table
from bayesnet.study.priors import Array, best_values, judgements_on
from bayesnet.study.scenario import Scenario
from bayesnet.study.structures import tables
from bayesnet.study.view import StudyView


def adopted(answer: Expectation, name: str, own: Array, others: Array) -> Array:
    """Return the expectation with one table replaced, shape (experts, alternatives).

    own: the experts' tables, (*sizes, experts); others: what each would have instead,
    (*sizes, experts, alternatives) or (*sizes, 1, alternatives) where all have the same.
    """
    shape = (own.shape[-1], others.shape[-1])
    changed = []
    for start, slopes in ((answer.value, answer.above), (np.ones(1), answer.below)):
        value = np.broadcast_to(start[:, None], shape)
        if name in slopes:
            slope = slopes[name]
            axes = tuple(range(slope.ndim - 1))
            before = (slope * own).sum(axis=axes)
            after = (slope[..., None] * others).sum(axis=axes)
            value = value + after - before[:, None]
        changed.append(value)
    return quotient(*changed)


def plan_responses(problem: DecisionProblem, plans: Sequence[Strategy]) -> list[Expectation]:
    """Return every plan's expected utility, and what each table does to it."""
    terms = [term.factors for term in problem.utilities]
    findings = Findings(set=problem.made, seen=problem.seen)
    return [expectation(plan.applied_to(problem.network), terms, findings) for plan in plans]


def outcome_responses(view: StudyView, network: Network, scenario: Scenario) -> list[Expectation]:
    """Return every outcome's probability in a complete scenario, and what each table does to it.

    None where the scenario gives a new marginal: what that takes depends on every table.
    """
    if any(likely.kind == "marginal" for likely in scenario.likely.values()):
        return []
    diagram = view.diagram
    findings = findings_of(diagram, scenario)
    found = []
    for outcome in diagram.outcomes:
        inside = np.array([[float(s in outcome.states)] for s in diagram.states[outcome.node]])
        term = (Table(scope=(outcome.node,), values=inside),)
        found.append(expectation(network, [term], findings))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The tables that everybody would have who took something over.

    node: whose table it is. tables: (*sizes, experts, adopted), where ``tables[..., i, j]`` is what
    expert i would have with j's answer; with j's whole table the axis of experts has length 1.
    """

    node: str
    tables: Array


def experts_network(view: StudyView) -> Network:
    """Return the chance tables of a structure with the experts alone on the last axis."""
    own = view.network
    return Network(
        sizes=own.sizes,
        tables={n: Table(scope=t.scope, values=t.values[..., 1:]) for n, t in own.tables.items()},
    )


def adopted_table(network: Network, node: str) -> Adoption:
    """Return what everybody would have with each expert's table of a node."""
    return Adoption(node=node, tables=network.tables[node].values[..., None, :])


def adopted_answer(view: StudyView, node: str, key: str) -> Adoption:
    """Return what everybody would have with each expert's answer to one question."""
    cpd = view.study.cpds[node]
    experts = len(view.study.priors.experts)
    values = {}
    for question in cpd.parameters():
        best = best_values(judgements_on(cpd, question.key, view.study.priors))
        taken = best[:, None, :] if question.key == key else best[:, :, None]
        everyone = np.broadcast_to(taken, (len(best), experts, experts))
        values[question.key] = everyone.reshape(len(best), experts * experts)
    base = np.broadcast_to(cpd.tables(values), (*cpd.domain.shape, experts * experts))
    whole = view.drawing
    own = tuple(a for a in whole.adjustments if a.node == node)
    changed = tables(dataclasses.replace(whole, adjustments=own), {node: base})
    found = changed[node][1]
    return Adoption(node=node, tables=found.reshape(*found.shape[:-1], experts, experts))
