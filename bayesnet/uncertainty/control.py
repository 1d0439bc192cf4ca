"""What it is worth to set a node, not only to know it, just before each decision.

Value of control: the best expected utility with the node a decision of one's own, less that without
(``decisions.information``). It bounds what any means of influencing the node can be worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.information import CannotKnow, controlled
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.kinds import NAME, decimals
from bayesnet.rounding import PROBABILITY, steady
from bayesnet.study.model import Name
from bayesnet.study.named import known_name
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled, by_world


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls(Tabled):
    """Every node asked about just before every decision.

    values: by decision and node, what setting it is worth to the pool and then to each expert, in
    units of utility, the most first within a decision. refused: by decision and node, the path by
    which something decided or seen earlier depends on it, so that it cannot be set then.
    """

    values: Mapping[tuple[Name, Name], tuple[float, ...]]
    refused: Mapping[tuple[Name, Name], tuple[Name, ...]]
    worlds: tuple[str, ...]
    provenance: Provenance

    def table(self, digits: int = PROBABILITY) -> ResultTable:
        """Return a row for each decision and node that can be set, a column for each world.

        digits: after the point, of worths.
        """
        values = [*self.values.values()]
        return ResultTable(
            index=2,
            columns=[
                Column("decision", "Before", NAME, [decision for decision, _ in self.values]),
                Column("node", "Setting", NAME, [node for _, node in self.values]),
                *by_world(self.worlds, values, "Worth", decimals(digits)),
            ],
        )


def controls(
    view: StudyView,
    nodes: Sequence[Name],
    decisions: Sequence[Name],
    progress: Progress = silent,
) -> Controls:
    """Return what setting each node just before each decision is worth.

    Raises StudyError for names that are not nodes or decisions, and ImpossibleEvidence or
    Unsolvable where there is no best plan.
    """
    for name in nodes:
        known_name("chance-node", name, view.diagram.chance)
    for name in decisions:
        known_name("decision", name, view.diagram.decisions)
    problem = decision_problem(view)
    base, slack = solve(problem).expected_utility, resolution(problem)
    gains: dict[tuple[Name, Name], tuple[float, ...]] = {}
    refused: dict[tuple[Name, Name], tuple[Name, ...]] = {}
    pairs = [(d, n) for d in decisions for n in nodes if n not in view.findings]
    for number, (decision, node) in enumerate(pairs):
        progress(number, len(pairs))
        try:
            gain = solve(controlled(problem, node, decision)).expected_utility - base
        except CannotKnow as error:
            refused[decision, node] = error.path
            continue
        gain = np.broadcast_to(np.where(gain <= slack, 0.0, gain), (len(view.study.worlds),))
        gains[decision, node] = tuple(gain.tolist())
    most = max((values[0] for values in gains.values()), default=0.0)
    order = {decision: number for number, decision in enumerate(decisions)}
    ranked = sorted(gains, key=lambda pair: (order[pair[0]], -steady(gains[pair][0], most)))
    return Controls(
        values={pair: gains[pair] for pair in ranked},
        refused=refused,
        worlds=view.study.worlds,
        provenance=provenance(view),
    )
