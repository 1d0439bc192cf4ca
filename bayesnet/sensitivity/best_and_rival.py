"""Make the quantities that a study is asked about: outcome, difference, utility, lead."""

from __future__ import annotations

import dataclasses

import numpy as np

from bayesnet.answers.beliefs import findings_of, impossible_problem, open_decisions
from bayesnet.answers.policy import Policy, policy_of
from bayesnet.answers.recommend import decision_problem, solving, utility_terms
from bayesnet.decisions.problem import UtilityTerm
from bayesnet.decisions.rival import nearest_rival, resolution
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.decisions.table import decision_table
from bayesnet.errors import StudyError, problem_at
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.sensitivity.quantity import Part, Quantity, value_of
from bayesnet.study.model import Name, Outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.view import StudyView

LEAD, UTILITY = "lead", "utility"
PLAN_QUANTITIES = (LEAD, UTILITY)
"""What can be asked of the best plan; anything else is asked of an outcome."""


def outcome_quantity(
    view: StudyView, outcome: Outcome, scenario: Scenario, comparison: Scenario | None = None
) -> Quantity:
    """Return an outcome's probability, or its change against another scenario.

    Both scenarios are complete. Raises StudyError with what is wrong in them, or cannot happen.
    """
    states = view.diagram.states[outcome.node]
    indicator = np.array([[float(state in outcome.states)] for state in states])
    term = UtilityTerm(name=outcome.id, scope=(outcome.node,), values=indicator)
    parts = [_part(view, scenario, term, 1.0)]
    label = f"P({outcome.label}) under '{scenario.label}'"
    if comparison is not None:
        parts.append(_part(view, comparison, term, -1.0))
        label = f"the change of P({outcome.label}), '{scenario.label}' against '{comparison.label}'"
    found = Quantity(label=label, unit="probability", parts=tuple(parts), target=outcome.node)
    for part, asked in zip(parts, (scenario, comparison), strict=False):
        try:
            value_of(dataclasses.replace(found, parts=(part,)), view.network)
        except ImpossibleEvidence as error:
            blamed = asked or scenario
            raise StudyError([impossible_problem(view, blamed, error)]) from error
    return found


def _part(view: StudyView, scenario: Scenario, term: UtilityTerm, coefficient: float) -> Part:
    diagram = view.diagram
    problems = scenario_problems(diagram, scenario)
    problems += open_decisions(diagram, scenario)
    problems += [
        problem_at("", f"likely.{name}", "ask.new-marginal-fitted-anew-whenever")
        for name, likely in scenario.likely.items()
        if likely.kind == "marginal"
    ]
    if problems:
        raise StudyError(problems)
    return Part(coefficient=coefficient, terms=(term,), findings=findings_of(diagram, scenario))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BestAndRival:
    """The pool's best plan and the plan that comes nearest to it, of all decisions.

    decision: at which the rival never takes an option that the best plan takes, all else being
    decided anew. policy, rival_policy: what each does there. lead: what the rival loses.
    """

    best: Strategy
    rival: Strategy
    decision: Name
    policy: Policy
    rival_policy: Policy
    lead: float

    @property
    def label(self) -> str:
        """Return the rival in words, beside the best rule where that one is no fixed option."""
        rival = f"{self.decision}={self.rival_policy.text()}"
        rival = rival if self.rival_policy.always else f"'{rival}'"
        return rival if self.policy.always else f"{rival} (the best: '{self.policy.text()}')"


def best_strategy(view: StudyView) -> Strategy:
    """Return the pool's best plan; raises StudyError if there is none."""
    with solving(view.diagram):
        return solve(decision_problem(view).world(0)).strategy


def contest(view: StudyView) -> BestAndRival:
    """Return the pool's best plan against its nearest rival.

    Of rivals as near as each other that of the earliest decision is taken. Raises StudyError where
    there is no best plan, or no other beside it.
    """
    diagram = view.diagram
    problem = decision_problem(view).world(0)
    slack = resolution(problem)
    nearest: tuple[float, Name, Strategy] | None = None
    with solving(diagram):
        found = solve(problem)
        for decision in problem.open:
            table = decision_table(problem, found.strategy, decision)
            rival = nearest_rival(problem, table)
            if rival is None:
                continue
            lead = float(found.expected_utility[0] - rival.expected_utility[0])
            if nearest is None or lead < nearest[0] - slack:
                nearest = (lead, decision, rival.strategy)
    if nearest is None:
        raise StudyError([problem_at("", "--on", "ask.no-other-plan-allowed-so")])
    lead, decision, strategy = nearest
    return BestAndRival(
        best=found.strategy,
        rival=strategy,
        decision=decision,
        policy=policy_of(problem, found.strategy, diagram.states, decision),
        rival_policy=policy_of(problem, strategy, diagram.states, decision),
        lead=lead if abs(lead) > slack else 0.0,
    )


def plan_quantity(view: StudyView, on: str) -> Quantity:
    """Return the lead of the best plan over its nearest rival, or its expected utility."""
    if on == UTILITY:
        return utility_quantity(view, best_strategy(view))
    return lead_quantity(view, contest(view))


def utility_quantity(view: StudyView, strategy: Strategy) -> Quantity:
    """Return the expected utility of a plan, which stays as it is."""
    part = _plan(view, strategy, 1.0)
    label = "the expected utility of the best plan"
    return _valued(view, label, (part,))


def lead_quantity(view: StudyView, contest_: BestAndRival) -> Quantity:
    """Return the lead of the best plan over its nearest rival; below 0 the rival is better."""
    parts = (
        _plan(view, contest_.best, 1.0),
        _plan(view, contest_.rival, -1.0),
    )
    label = f"the best plan's lead over {contest_.label}"
    asked = _valued(view, label, parts)
    return dataclasses.replace(asked, target=contest_.decision)


def _plan(view: StudyView, strategy: Strategy, coefficient: float) -> Part:
    diagram = view.diagram
    return Part(
        coefficient=coefficient,
        terms=utility_terms(diagram, None),
        findings=findings_of(diagram, Scenario(id="", label="", seen=view.findings)),
        strategy=strategy,
    )


def _valued(view: StudyView, label: str, parts: tuple[Part, ...]) -> Quantity:
    shares = view.diagram.weight_sets[view.weights].weights
    return Quantity(
        label=label,
        unit="points",
        parts=parts,
        weights={name: float(share) for name, share in shares.items()},
    )
