"""Make the quantities that a study is asked about: outcome, difference, utility, lead."""

from __future__ import annotations

import dataclasses

import numpy as np

from bayesnet.beliefs import findings_of, impossible_problem, open_decisions
from bayesnet.decisions.problem import Infeasible, UtilityTerm
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.errors import Problem, Refused
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.inference.worlds import first_world
from bayesnet.model import Name, Outcome, State
from bayesnet.recommend import decision_problem, utility_terms
from bayesnet.scenario import Scenario
from bayesnet.scenario_checks import scenario_problems
from bayesnet.sensitivity.quantity import Part, Quantity, value_of
from bayesnet.study import Study


def outcome_quantity(
    study: Study,
    structure: str,
    outcome: Outcome,
    scenario: Scenario,
    comparison: Scenario | None = None,
) -> Quantity:
    """Return an outcome's probability, or its change against another scenario.

    Both scenarios are complete. Raises Refused with what is wrong in them, or cannot happen.
    """
    states = study.structures[structure].diagram.states[outcome.node]
    indicator = np.array([[float(state in outcome.states)] for state in states])
    term = UtilityTerm(name=outcome.id, scope=(outcome.node,), values=indicator)
    parts = [_part(study, structure, scenario, term, 1.0)]
    label = f"P({outcome.label}) under '{scenario.label}'"
    if comparison is not None:
        parts.append(_part(study, structure, comparison, term, -1.0))
        label = f"the change of P({outcome.label}), '{scenario.label}' against '{comparison.label}'"
    found = Quantity(label=label, unit="probability", parts=tuple(parts), target=outcome.node)
    for part, asked in zip(parts, (scenario, comparison), strict=False):
        try:
            value_of(dataclasses.replace(found, parts=(part,)), study.network(structure))
        except ImpossibleEvidence as error:
            blamed = asked or scenario
            raise Refused([impossible_problem(study, structure, blamed, error)]) from error
    return found


def _part(
    study: Study, structure: str, scenario: Scenario, term: UtilityTerm, coefficient: float
) -> Part:
    diagram = study.structures[structure].diagram
    problems = scenario_problems(diagram, scenario)
    problems += open_decisions(diagram, scenario)
    problems += [
        Problem(
            file="",
            path=f"likely.{name}",
            message="a new marginal is fitted anew whenever a number changes.",
            remedy="For a sensitivity, say it as a likelihood ratio.",
        )
        for name, likely in scenario.likely.items()
        if likely.kind == "marginal"
    ]
    if problems:
        raise Refused(problems)
    return Part(coefficient=coefficient, terms=(term,), findings=findings_of(diagram, scenario))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The pool's best plan and the plan that comes nearest to it with one decision forced.

    decision, option: what the rival does differently, whatever is known; best: what the best plan
    does there most probably. lead: what the rival loses, in points.
    """

    best: Strategy
    rival: Strategy
    decision: Name
    option: State
    lead: float


def contest(study: Study, structure: str, weights: str, findings: dict[Name, State]) -> Contest:
    """Return the pool's best plan against its nearest rival.

    A rival takes, at one decision and whatever is known, an option that the best plan does not
    always take, and decides everything else as well as it can.
    """
    diagram = study.structures[structure].diagram
    problem = decision_problem(study, structure, weights, findings)
    problem = dataclasses.replace(problem, network=first_world(problem.network))
    found = solve(problem)
    best = float(found.expected_utility[0])
    rivals: list[tuple[float, Name, int, Strategy]] = []
    for decision in problem.open:
        for option in range(problem.network.sizes[decision]):
            if bool((found.strategy.rules[decision].table[..., option, :] == 1).all()):
                continue
            fixed = dataclasses.replace(problem, made={**problem.made, decision: option})
            try:
                other = solve(fixed)
            except Infeasible:
                continue
            lead = best - float(other.expected_utility[0])
            rivals.append((lead, decision, option, other.strategy))
    lead, decision, option, rival = min(rivals, key=lambda entry: entry[0])
    return Contest(
        best=found.strategy,
        rival=rival,
        decision=decision,
        option=diagram.states[decision][option],
        lead=lead,
    )


def utility_quantity(
    study: Study, structure: str, weights: str, findings: dict[Name, State], strategy: Strategy
) -> Quantity:
    """Return the expected utility of a plan, which stays as it is."""
    part = _plan(study, structure, findings, strategy, 1.0)
    label = "the expected utility of the best plan"
    return _valued(study, structure, weights, label, (part,))


def lead_quantity(
    study: Study, structure: str, weights: str, findings: dict[Name, State], contest_: Contest
) -> Quantity:
    """Return the lead of the best plan over its nearest rival; below 0 the rival is better."""
    parts = (
        _plan(study, structure, findings, contest_.best, 1.0),
        _plan(study, structure, findings, contest_.rival, -1.0),
    )
    label = f"the best plan's lead over {contest_.decision}={contest_.option}"
    asked = _valued(study, structure, weights, label, parts)
    return dataclasses.replace(asked, target=contest_.decision)


def _plan(
    study: Study,
    structure: str,
    findings: dict[Name, State],
    strategy: Strategy,
    coefficient: float,
) -> Part:
    diagram = study.structures[structure].diagram
    return Part(
        coefficient=coefficient,
        terms=utility_terms(diagram, None),
        findings=findings_of(diagram, Scenario(id="", label="", seen=findings)),
        strategy=strategy,
    )


def _valued(
    study: Study, structure: str, weights: str, label: str, parts: tuple[Part, ...]
) -> Quantity:
    shares = study.structures[structure].diagram.weight_sets[weights].weights
    return Quantity(
        label=label,
        unit="points",
        parts=parts,
        weights={name: float(share) for name, share in shares.items()},
    )
