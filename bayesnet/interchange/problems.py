"""Turn a diagram into the decision problem that is solved, and a problem into a diagram."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.values import table_of
from bayesnet.inference.query import Network, Table
from bayesnet.interchange.diagram import Chance, Decision, Diagram, Node, Utility, with_numbers


def network_of(diagram: Diagram) -> Network:
    """Return the chance tables, with one world; raises StudyError where numbers are missing."""
    with_numbers(diagram)
    return Network(
        sizes=diagram.sizes,
        tables={
            name: Table(scope=(*node.parents, name), values=node.table[..., None])
            for name, node in diagram.chance.items()
        },
    )


def problem_of(diagram: Diagram) -> DecisionProblem:
    """Return the decision problem: utilities times how much they count in the whole."""
    return DecisionProblem(
        network=network_of(diagram),
        decisions={name: node.informed_by for name, node in diagram.decisions.items()},
        utilities=tuple(
            UtilityTerm(
                name=name,
                scope=node.parents,
                values=np.asarray(diagram.shares[name] * node.values)[..., None],
            )
            for name, node in diagram.utilities.items()
        ),
        recall=diagram.recall,
    )


def diagram_of(
    problem: DecisionProblem, states: Mapping[str, tuple[str, ...]], *, name: str, world: int = 0
) -> Diagram:
    """Return one world of a problem as a diagram; products of utilities are multiplied out.

    states: of every variable. Raises TooLarge for a product over too many of them, and ValueError
    for what no diagram can say: evidence, decisions already made, forbidden combinations.
    """
    if problem.seen or problem.made or problem.forbidden:
        message = "evidence, decisions already made and forbidden combinations are no diagram's."
        raise ValueError(message)
    one = problem.world(world)
    sizes = one.network.sizes
    nodes: dict[str, Node] = {}
    parents = {n: t.scope[:-1] for n, t in one.network.tables.items()} | dict(one.decisions)
    waiting = [*one.decisions, *one.network.tables]
    order: list[str] = []
    while waiting:
        # a decision comes after those before it, even where no arc says so
        ready = next(
            v for v in waiting if set(parents[v]) <= set(order) and not _too_early(one, v, order)
        )
        order.append(ready)
        waiting.remove(ready)
    for variable in order:
        if variable in one.decisions:
            nodes[variable] = Decision(
                name=variable, states=states[variable], informed_by=one.decisions[variable]
            )
        else:
            nodes[variable] = Chance(
                name=variable,
                states=states[variable],
                parents=parents[variable],
                table=one.network.tables[variable].values[..., 0],
            )
    for term in one.utilities:
        table = table_of([term], sizes)
        label = term.name
        while label in nodes:
            label += "_"
        values = table.values[..., 0]
        nodes[label] = Utility(name=label, parents=table.scope, values=values)
    return Diagram(name=name, nodes=nodes, recall=one.recall)


def _too_early(problem: DecisionProblem, variable: str, placed: list[str]) -> bool:
    """Return whether it is a decision, and one that comes before is not placed yet."""
    order = list(problem.decisions)
    if variable not in order or problem.recall == "limited":
        return False
    return not set(order[: order.index(variable)]) <= set(placed)
