"""Find what comes nearest to the best rule of a decision, as a whole and in one situation.

The rival of a rule is the best strategy that never takes one of the options the rule takes,
everything else decided anew: of ``always integrated`` the best without that option, of ``take if
rainy, else leave`` the better of always leaving and always taking. The closest call is the one
situation in which another option would lose the least on the whole, all else standing.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, Infeasible, UtilityTerm
from bayesnet.decisions.solve import Solution, evaluate, solve
from bayesnet.decisions.strategy import Strategy, uniform_rule
from bayesnet.decisions.table import DecisionTable, InformationState

ROUNDING = 1e-11
"""Expected utilities that differ by a smaller share of what they are the sum of are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosestCall:
    """Another option in one situation that the best plan meets.

    loses: expected utility on the whole, the situation's probability counted in.
    """

    situation: InformationState
    option: int
    loses: float


def resolution(problem: DecisionProblem) -> float:
    """Return the difference of expected utility below which there is only rounding.

    What is rounded is what is added up: each utility times its probability, every option being
    taken alike. A loss of 1e12 with a probability of 1e-9 weighs no more than one of 1,000.
    """
    sizes = problem.network.sizes
    alike = {decision: uniform_rule(decision, (), sizes) for decision in problem.open}
    weighed = dataclasses.replace(problem, utilities=tuple(map(_size, problem.utilities)))
    amounts = evaluate(weighed, Strategy(rules={**problem.rules_made, **alike}))
    return ROUNDING * sum(float(amount.max()) for _, amount in amounts)


def _size(term: UtilityTerm) -> UtilityTerm:
    """Return a term without its signs."""
    times = tuple(dataclasses.replace(t, values=np.abs(t.values)) for t in term.times)
    return dataclasses.replace(term, values=np.abs(term.values), times=times)


def nearest_rival(problem: DecisionProblem, table: DecisionTable) -> Solution | None:
    """Return the best strategy without an option that the best rule takes; None if none is allowed.

    problem: of one world; table: of the decision, under its best strategy. Of rivals as good as
    each other the first is taken.
    """
    if table.options == 1:
        return None
    slack = resolution(problem)
    nearest: Solution | None = None
    for option in sorted({state.option for state in table.states}):
        barred = (*problem.forbidden, {table.decision: option})
        try:
            other = solve(dataclasses.replace(problem, forbidden=barred))
        except Infeasible:
            continue
        if nearest is None or other.expected_utility[0] > nearest.expected_utility[0] + slack:
            nearest = other
    return nearest


def closest_call(table: DecisionTable) -> ClosestCall | None:
    """Return the situation and option that would change the plan at the least loss, or None."""
    calls = [
        ClosestCall(situation=state, option=option, loses=state.probability * (top - worth))
        for state in table.states
        if (top := state.worth[state.option]) is not None
        for option, worth in enumerate(state.worth)
        if worth is not None and option != state.option
    ]
    return min(calls, key=lambda call: call.loses, default=None)
