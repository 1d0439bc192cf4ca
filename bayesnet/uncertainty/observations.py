"""What it is worth to observe a node before each decision, and why it is often worth nothing.

EVPI of what matters itself, EVSI of an indicator of it: both are the best expected utility with the
observation less that without (``decisions.information``). An observation that would change no
choice is worth exactly nothing; then how near the nearest choice is to changing says how firm that
is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bayesnet.answers.policy import Policy, policies_of
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.information import CannotKnow, NearestSwitch, informed, nearest_switch
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.errors import StudyError, unplaced
from bayesnet.kinds import NAME, TEXT, Kind, Style, decimals, span
from bayesnet.messages.remedies import did_you_mean
from bayesnet.rounding import PROBABILITY, steady
from bayesnet.study.model import Name, State
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Where knowing a node comes closest to changing a choice.

    lead: of the option taken over the rival there, in units of utility. known: what is known
    there, the node included.
    """

    lead: float
    option: State
    rival: State
    known: Mapping[Name, State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One node observed before one decision.

    values: what that is worth, for the pool and then each expert, in units of utility; empty if
    it cannot be known then: ``refusal`` says why. switch: the nearest change of a choice where it
    is worth nothing to the pool, if there is a choice.
    """

    node: Name
    decision: Name
    values: tuple[float, ...] = ()
    refusal: str = ""
    switch: Switch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations(Tabled):
    """Every node asked about before every decision, decisions in time order.

    rules: what the pool's best plan does at each decision without any of them.
    """

    rows: tuple[Observation, ...]
    rules: Mapping[Name, Policy]
    worlds: tuple[str, ...]
    weights: str
    provenance: Provenance

    def before(self, decision: Name) -> tuple[Observation, ...]:
        """Return the rows of one decision, the most valuable to the pool first."""
        rows = [row for row in self.rows if row.decision == decision]
        most = max((row.values[0] for row in rows if row.values), default=0.0)
        return tuple(
            sorted(rows, key=lambda row: -steady(row.values[0], most) if row.values else np.inf)
        )

    def table(
        self, rows: Sequence[Observation] | None = None, digits: int = PROBABILITY
    ) -> ResultTable:
        """Return a row for each node and decision, or for those given; by pool and expert.

        digits: after the point, of a worth.
        """
        rows = self.rows if rows is None else rows
        worth, several = decimals(digits), len(self.worlds) > 2  # noqa: PLR2004 - a pool of experts
        own = [row.values[1:] or None for row in rows]
        worlds = [
            Column(
                world,
                None if at else "Worth",
                worth,
                [row.values[at] if row.values else None for row in rows],
            )
            for at, world in enumerate(self.worlds)
        ]
        nearest = [
            (row.switch.lead, row.switch.rival)
            if row.switch
            else ("changes the choice" if row.values and row.values[0] > 0 else "no choice")
            for row in rows
        ]
        leads = [row.switch.lead if row.switch else None for row in rows]
        return ResultTable(
            index=2,
            columns=[
                Column("decision", "Before", NAME, [row.decision for row in rows]),
                Column("node", "Observing", NAME, [row.node for row in rows]),
                *worlds,
                Column("", "Experts" if several else None, span(worth), own),
                Column("nearest_switch", None, worth, leads),
                Column("refusal", None, TEXT, [row.refusal for row in rows]),
                Column("", "Nearest switch", Kind(partial(_nearest, digits)), nearest),
            ],
        )


def _nearest(digits: int, nearest: str | tuple[float, str], style: Style) -> str:
    if isinstance(nearest, str):
        return nearest
    lead, rival = nearest
    return f"{style.figure(lead, digits)} to {rival}"


def observable(study: Study, findings: Mapping[Name, State]) -> tuple[Name, ...]:
    """Return the nodes whose state the world will ever tell, and that are not yet known."""
    chance = study.diagram.chance
    return tuple(name for name, node in chance.items() if node.resolvable and name not in findings)


def observations(
    view: StudyView,
    nodes: Sequence[Name],
    decisions: Sequence[Name],
    progress: Progress = silent,
) -> Observations:
    """Return what observing each node before each decision is worth.

    Nodes that are known there anyway are left out. Raises StudyError for names that are not nodes
    or decisions, and ImpossibleEvidence or Unsolvable where there is no best plan.
    """
    _check_names(view.study, nodes, decisions)
    problem = decision_problem(view)
    base, slack = solve(problem), resolution(problem)
    states = view.study.diagram.states
    rows = []
    pairs = [(d, n) for d in decisions for n in nodes if n not in problem.known[d]]
    for done, (decision, node) in enumerate(pairs):
        progress(done, len(pairs))
        try:
            asked = informed(problem, node, decision)
        except CannotKnow as error:
            refusal = _refusal(error, view.study)
            rows.append(Observation(node=node, decision=decision, refusal=refusal))
            continue
        gain = solve(asked).expected_utility - base.expected_utility
        gain = np.where(gain <= slack, 0.0, gain)
        switch = None
        if gain[0] == 0:
            found = nearest_switch(problem, base, node, decision)
            switch = _switch(found, decision, states) if found else None
        rows.append(
            Observation(
                node=node,
                decision=decision,
                values=tuple(np.broadcast_to(gain, len(view.study.worlds)).tolist()),
                switch=switch,
            )
        )
    return Observations(
        rows=tuple(rows),
        rules=policies_of(problem, base.strategy, states),
        worlds=view.study.worlds,
        weights=view.weights,
        provenance=dataclasses.replace(
            provenance(view),
            scenario=", ".join(f"{name}={state} seen" for name, state in view.findings.items()),
        ),
    )


def _check_names(study: Study, nodes: Sequence[Name], decisions: Sequence[Name]) -> None:
    diagram = study.diagram
    problems = []
    for code, asked, known in (
        ("ask.no-node-of-kind", nodes, diagram.chance),
        ("ask.no-decision", decisions, diagram.decisions),
    ):
        problems += [
            unplaced(code, did_you_mean(name, known), word=name)
            for name in asked
            if name not in known
        ]
    if problems:
        raise StudyError(problems)


def _refusal(error: CannotKnow, study: Study) -> str:
    """Return why a node cannot be known then, as a sentence."""
    cause, *through = error.path[:-1]
    way = f" (through {', '.join(through)})" if through else ""
    if cause == error.decision:
        when = "so it cannot be known before that decision."
    elif cause in study.diagram.decisions:
        when = f"which is decided later, so it cannot be known before {error.decision}."
    else:
        when = f"so it cannot be known before {error.decision}."
    return f"{error.variable} depends on {cause}{way}, {when}"


def _switch(found: NearestSwitch, decision: Name, states: Mapping[Name, Sequence[State]]) -> Switch:
    return Switch(
        lead=found.lead,
        option=states[decision][found.option],
        rival=states[decision][found.rival],
        known={name: states[name][state] for name, state in found.known.items()},
    )
