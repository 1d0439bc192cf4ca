"""What would follow if everybody took over one expert's answer, or one expert's whole table.

All else stays as each expert has it. An answer of a network is a quotient of two functions that are
linear in any one table; both and their derivatives by all tables come from one pass, so that every
question, with every expert's answer to it, costs a product of arrays and no further inference.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.contraction import plan, run
from bayesnet.inference.query import Network, Table
from bayesnet.priors import Array, best_values, judgements_on
from bayesnet.scenario import Scenario
from bayesnet.structures import tables
from bayesnet.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An expectation given evidence, for each expert, and how it depends on every table.

    The expectation is ``value / probability``, both of shape (experts,). slopes: of both, by each
    chance table, of the table's shape; a table that does not matter is left out.
    """

    value: Array
    probability: Array
    slopes: Mapping[str, tuple[Array, Array]]

    def adopted(self, name: str, own: Array, others: Array) -> Array:
        """Return the expectation with one table replaced, shape (experts, alternatives).

        own: the experts' tables, (*sizes, experts); others: what each would have instead,
        (*sizes, experts, alternatives) or (*sizes, 1, alternatives) where all have the same.
        """
        if name not in self.slopes:
            same = self.value / self.probability
            return np.repeat(same[:, None], others.shape[-1], axis=1)
        changed = []
        for start, slope in zip((self.value, self.probability), self.slopes[name], strict=True):
            axes = tuple(range(slope.ndim - 1))
            before = (slope * own).sum(axis=axes)
            after = (slope[..., None] * others).sum(axis=axes)
            changed.append(start[:, None] + after - before[:, None])
        return np.asarray(changed[0] / changed[1])


def plan_responses(problem: DecisionProblem, plans: Sequence[Strategy]) -> list[Response]:
    """Return every plan's expected utility; worlds are the problem's."""
    sizes = problem.network.sizes
    evidence = {name: np.eye(sizes[name])[state] for name, state in problem.seen.items()}
    return [
        response(plan_.applied_to(problem.network), evidence, problem.utilities) for plan_ in plans
    ]


def outcome_responses(
    study: Study, network: Network, structure: str, scenario: Scenario
) -> list[Response]:
    """Return every outcome's probability in a complete scenario.

    None where the scenario gives a new marginal: what that takes depends on every table.
    """
    if any(likely.kind == "marginal" for likely in scenario.likely.values()):
        return []
    diagram = study.structures[structure].diagram
    fixed = {}
    for name, state in scenario.set.items():
        point = np.eye(diagram.sizes[name])[diagram.states[name].index(state)]
        fixed[name] = Table(scope=(name,), values=point[:, None])
    asked = Network(sizes=network.sizes, tables={**network.tables, **fixed})
    evidence = {name: np.array(likely.values) for name, likely in scenario.likely.items()}
    for name, state in scenario.seen.items():
        evidence[name] = np.eye(diagram.sizes[name])[diagram.states[name].index(state)]
    found = []
    for outcome in diagram.outcomes:
        inside = np.array([[float(s in outcome.states)] for s in diagram.states[outcome.node]])
        term = UtilityTerm(name=outcome.id, scope=(outcome.node,), values=inside)
        told = response(asked, evidence, (term,))
        slopes = {name: slope for name, slope in told.slopes.items() if name not in fixed}
        found.append(dataclasses.replace(told, slopes=slopes))
    return found


def response(
    network: Network, evidence: Mapping[str, Array], terms: Sequence[UtilityTerm]
) -> Response:
    """Return the expected sum of the terms given the evidence, in every world of the network.

    evidence: by variable, a likelihood for each state, shape (states,).
    """
    worlds = max(table.values.shape[-1] for table in network.tables.values())
    value, probability = np.zeros(worlds), np.ones(worlds)
    slopes: dict[str, list[Array]] = {}

    def add(part: int, term: UtilityTerm | None) -> Array:
        answer, gradients = _pass(network, evidence, term)
        for name, gradient in gradients.items():
            own = slopes.setdefault(name, [np.zeros(gradient.shape), np.zeros(gradient.shape)])
            own[part] = own[part] + gradient
        return answer

    for term in terms:
        value = value + add(0, term)
    if evidence:
        probability = probability * add(1, None)
    return Response(
        value=value,
        probability=probability,
        slopes={name: (top, bottom) for name, (top, bottom) in slopes.items()},
    )


def _pass(
    network: Network, evidence: Mapping[str, Array], term: UtilityTerm | None
) -> tuple[Array, dict[str, Array]]:
    """Return P(evidence) times the term's expectation, and its derivatives by its tables."""
    known = network.ancestors([*(term.variables if term else ()), *evidence])
    names = [name for name in network.tables if name in known]
    factors = [network.tables[name] for name in names]
    factors += term.factors if term else ()
    for name, likelihood in evidence.items():
        factors.append(Table(scope=(name,), values=likelihood[:, None]))
    sizes = tuple((name, size) for name, size in network.sizes.items() if name in known)
    made = plan(tuple(factor.scope for factor in factors), sizes)
    found = run(made, [f.values for f in factors], tuple(range(len(names))))
    scale = np.exp(found.log_scale)
    gradients = zip(names, found.gradients, strict=True)
    return found.value, {name: np.asarray(gradient * scale) for name, gradient in gradients}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The tables that everybody would have who took something over.

    node: whose table it is. tables: (*sizes, experts, adopted), where ``tables[..., i, j]`` is what
    expert i would have with j's answer; with j's whole table the axis of experts has length 1.
    """

    node: str
    tables: Array


def experts_network(study: Study, structure: str) -> Network:
    """Return the chance tables of a structure with the experts alone on the last axis."""
    own = study.network(structure)
    return Network(
        sizes=own.sizes,
        tables={n: Table(scope=t.scope, values=t.values[..., 1:]) for n, t in own.tables.items()},
    )


def adopted_table(network: Network, node: str) -> Adoption:
    """Return what everybody would have with each expert's table of a node."""
    return Adoption(node=node, tables=network.tables[node].values[..., None, :])


def adopted_answer(study: Study, structure: str, node: str, key: str) -> Adoption:
    """Return what everybody would have with each expert's answer to one question."""
    cpd = study.cpds[node]
    experts = len(study.priors.experts)
    values = {}
    for question in cpd.parameters():
        best = best_values(judgements_on(cpd, question.key, study.priors))
        taken = best[:, None, :] if question.key == key else best[:, :, None]
        everyone = np.broadcast_to(taken, (len(best), experts, experts))
        values[question.key] = everyone.reshape(len(best), experts * experts)
    base = np.broadcast_to(cpd.tables(values), (*cpd.domain.shape, experts * experts))
    whole = study.structures[structure]
    own = tuple(a for a in whole.adjustments if a.node == node)
    changed = tables(dataclasses.replace(whole, adjustments=own), {node: base})
    found = changed[node][1]
    return Adoption(node=node, tables=found.reshape(*found.shape[:-1], experts, experts))
