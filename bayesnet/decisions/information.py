"""What it is worth to know a variable before deciding, or to be able to set it.

Each is the difference of two solved problems: the one with the arc drawn, or with the variable made
a decision, and the one as it is (Howard 1966, Information value theory; Shachter 1986, Evaluating
influence diagrams).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import networkx as nx
import numpy as np

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import Solution, solve
from bayesnet.decisions.strategy import DecisionRule, Strategy
from bayesnet.decisions.table import decision_table
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network
from bayesnet.rounding import steady


def value_of_information(problem: DecisionProblem, variable: str, decision: str) -> Array:
    """Return by how much knowing ``variable`` at ``decision`` raises the best expected utility.

    Shape (worlds,), in utility, never negative under perfect recall: EVPI of a quantity that
    matters, EVSI of an indicator of it. Raises CannotKnow if the decision leads to the variable,
    or one that is made after it.
    """
    return (
        solve(informed(problem, variable, decision)).expected_utility
        - solve(problem).expected_utility
    )


def value_of_control(problem: DecisionProblem, variable: str, decision: str) -> Array:
    """Return by how much choosing ``variable`` just before ``decision`` raises it, (worlds,)."""
    return (
        solve(controlled(problem, variable, decision)).expected_utility
        - solve(problem).expected_utility
    )


class CannotKnow(ValueError):
    """Raised when a variable comes too late, or is to be set too early: ``path`` says why."""

    def __init__(self, variable: str, decision: str, path: tuple[str, ...]) -> None:
        self.variable = variable
        self.decision = decision
        self.path = path
        super().__init__(
            f"{variable} cannot be known or set before {decision}: {' -> '.join(path)}."
        )


def informed(problem: DecisionProblem, variable: str, decision: str) -> DecisionProblem:
    """Return the problem in which ``variable`` is known at ``decision``; raises CannotKnow."""
    _refuse_if_after(problem, variable, decision)
    known = tuple(dict.fromkeys((*problem.decisions[decision], variable)))
    return dataclasses.replace(problem, decisions={**problem.decisions, decision: known})


def controlled(problem: DecisionProblem, variable: str, decision: str) -> DecisionProblem:
    """Return the problem in which ``variable`` is decided just before ``decision``.

    It is chosen knowing what is known at ``decision`` and does not depend on it; what depends on it
    is seen afterwards. Raises CannotKnow, also where an earlier decision has seen it or an effect.
    """
    _refuse_if_after(problem, variable, decision)
    graph = drawn(problem)
    effects = nx.descendants(graph, variable)
    decisions: dict[str, tuple[str, ...]] = {}
    for name, known in problem.decisions.items():
        if name == decision:
            before = tuple(v for v in known if v not in effects and v != variable)
            decisions[variable] = before
            decisions[name] = tuple(dict.fromkeys((*known, variable)))
            continue
        if variable not in decisions and {variable, *effects}.intersection(known):
            path = nx.shortest_path(graph, variable, name)
            raise CannotKnow(variable, decision, tuple(path))
        decisions[name] = known
    tables = {name: t for name, t in problem.network.tables.items() if name != variable}
    network = Network(sizes=problem.network.sizes, tables=tables)
    return dataclasses.replace(problem, network=network, decisions=decisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestSwitch:
    """Where knowing a variable comes closest to changing a choice.

    lead: by how much the option that is taken leads there, in utility; at or below 0 the choice
    does change. known: the state of what is known and of the variable.
    """

    lead: float
    known: dict[str, int]
    option: int
    rival: int


def nearest_switch(
    problem: DecisionProblem, solution: Solution, variable: str, decision: str, world: int = 0
) -> NearestSwitch | None:
    """Return how near the choice is to depending on a variable, for one that is worth nothing.

    The solution's own rule is looked at as if the variable were known. None where no state can
    occur or the decision has one option only. Raises CannotKnow.
    """
    asked = informed(problem, variable, decision)
    rule = solution.strategy.rules[decision]
    if variable not in rule.information:
        size = problem.network.sizes[variable]
        table = np.repeat(rule.table[..., None, :, :], size, axis=-3)
        rule = DecisionRule(
            decision=decision, information=(*rule.information, variable), table=table
        )
    strategy = Strategy(rules={**solution.strategy.rules, decision: rule})
    nearest: NearestSwitch | None = None
    for state in decision_table(asked, strategy, decision, world).states:
        others = {o: w for o, w in enumerate(state.worth) if w is not None and o != state.option}
        own = state.worth[state.option]
        if not others or own is None:
            continue
        rival = max(others, key=lambda option: steady(others[option]))
        lead = own - others[rival]
        if nearest is None or steady(lead) < steady(nearest.lead):
            nearest = NearestSwitch(
                lead=lead, known=dict(state.known), option=state.option, rival=rival
            )
    return nearest


def drawn(problem: DecisionProblem) -> nx.DiGraph[str]:
    """Return all arcs between variables: causes, and what is known at each decision."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(problem.network.sizes)
    for child, parents in {**problem.chance_parents, **problem.decisions}.items():
        graph.add_edges_from((parent, child) for parent in parents)
    return graph


def _refuse_if_after(problem: DecisionProblem, variable: str, decision: str) -> None:
    """Raise CannotKnow if this decision, or one that is made after it, leads to the variable."""
    graph = drawn(problem)
    order = list(problem.decisions)
    for later in order[order.index(decision) :]:
        if nx.has_path(graph, later, variable):
            path = nx.shortest_path(graph, later, variable)
            raise CannotKnow(variable, decision, tuple(path))
