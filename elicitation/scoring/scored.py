"""Score the experts' own networks and the pools on quantities that have become known."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import beliefs
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.errors import StudyError, problem_at, unplaced
from bayesnet.kinds import COUNT, TEXT, decimals
from bayesnet.messages.facts import Node
from bayesnet.number_words import percent
from bayesnet.study.model import Name, State
from bayesnet.study.pools import POOLINGS, Array, PoolRule
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled, attributes
from elicitation.scoring.reliability import Bin, Partition, calibration_curve, murphy
from elicitation.scoring.resolutions import resolution_problems
from elicitation.scoring.rules import brier, log_score, ranked

FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeScore:
    """One forecaster's scores on one node.

    given: the probability given to what came true. brier: the sum over states, 0 to 2. log: in
    nats. ranked: over the states in the model's order, a sum over their cumulative probabilities.
    """

    forecaster: str
    node: Name
    given: float
    brier: float
    log: float
    ranked: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores(Tabled):
    """All forecasters' scores, pools first, the rule of record the first of them.

    events, happened: by forecaster the probabilities of every state of every node that is known,
    and whether it was that state: shape (forecasters, events) and (events,).
    """

    forecasters: tuple[str, ...]
    nodes: tuple[Name, ...]
    scores: tuple[NodeScore, ...]
    events: Array
    happened: Array
    provenance: Provenance

    def mean(self, forecaster: str, score: str) -> float:
        """Return a forecaster's mean of ``brier``, ``log``, ``ranked`` or ``given``."""
        own = [getattr(s, score) for s in self.scores if s.forecaster == forecaster]
        return float(np.mean(own))

    def partition(self, forecaster: str) -> Partition:
        """Return Murphy's parts of the mean half Brier score over all states as events."""
        return murphy(self.events[self.forecasters.index(forecaster)], self.happened)

    def curve(self, forecaster: str, bins: int) -> tuple[Bin, ...]:
        """Return the calibration curve over all states as events."""
        own = self.events[self.forecasters.index(forecaster)]
        return calibration_curve(own, self.happened, bins)

    def table(self) -> ResultTable:
        """Return a row for each forecaster and node."""
        names = [field.name for field in dataclasses.fields(NodeScore)]
        return ResultTable(index=2, columns=attributes(self.scores, *names))

    def means(self) -> ResultTable:
        """Return a row for each forecaster: the means of its scores."""
        scores = {"brier": "Brier", "log": "Log", "ranked": "RPS", "given": "P(what happened)"}
        return ResultTable(
            columns=[
                Column("forecaster", "", TEXT, self.forecasters),
                *(
                    Column(
                        score, head, decimals(3), [self.mean(f, score) for f in self.forecasters]
                    )
                    for score, head in scores.items()
                ),
            ]
        )

    def calibration(self, forecaster: str, bins: int) -> ResultTable:
        """Return a row for each bin of the calibration curve."""
        curve = self.curve(forecaster, bins)
        called = [f"{percent(b.low).removesuffix(' %')} to {percent(b.high)}" for b in curve]
        return ResultTable(
            columns=[
                Column("called", "Called", TEXT, called),
                Column("events", "Events", COUNT, [b.events for b in curve]),
                Column("forecast", "Mean forecast", decimals(3), [b.forecast for b in curve]),
                Column("observed", "Happened", decimals(3), [b.observed for b in curve]),
            ]
        )

    def warnings(self) -> tuple[str, ...]:
        """Return what a reader must know before ranking anybody."""
        if len(self.nodes) >= FEW:
            return ()
        return (
            f"{len(self.nodes)} known outcome{'s' if len(self.nodes) != 1 else ''}: the order of "
            "forecasters is mostly chance.",
        )


def score(view: StudyView, scenario: Scenario, known: Mapping[Name, State]) -> Scores:
    """Return everybody's scores of the nodes' marginals under what was done.

    known: the state that each node turned out in. Raises StudyError for a node that is not
    resolvable, or that the scenario itself sets or takes as seen: nothing was forecast there.
    """
    diagram = view.diagram
    problems = list(resolution_problems(known, diagram, "", ""))
    problems += [
        problem_at(
            "", name, "score.scenario-says-so-not-forecast", label=scenario.label, node=Node(name)
        )
        for name in known
        if name in {**scenario.set, **scenario.seen, **scenario.likely}
    ]
    if not known:
        problems.append(unplaced("score.no-outcome-become-known-so"))
    if problems:
        raise StudyError(problems)
    forecasts, names = _forecasts(view, scenario, known)
    scores = []
    for node, state in known.items():
        values, index = forecasts[node], diagram.states[node].index(state)
        columns = (brier(values, index), log_score(values, index), ranked(values, index))
        scores += [
            NodeScore(
                forecaster=name,
                node=node,
                given=float(values[index, place]),
                brier=float(columns[0][place]),
                log=float(columns[1][place]),
                ranked=float(columns[2][place]),
            )
            for place, name in enumerate(names)
        ]
    return Scores(
        forecasters=names,
        nodes=tuple(known),
        scores=tuple(scores),
        events=np.concatenate([forecasts[node] for node in known]).T,
        happened=np.concatenate(
            [np.array([s == known[n] for s in diagram.states[n]], dtype=float) for n in known]
        ),
        provenance=provenance(view, scenario=scenario.label),
    )


def _forecasts(
    view: StudyView, scenario: Scenario, known: Mapping[Name, State]
) -> tuple[Mapping[Name, Array], tuple[str, ...]]:
    """Return each node's distributions, shape (states, forecasters), and the forecasters' names."""
    rule = view.study.priors.rule
    nodes = tuple(known)
    whole = beliefs(view, scenario, nodes)
    pools = {f"{rule.label} pool, of record": {node: whole[node][:, :1] for node in nodes}}
    for pooling in POOLINGS:
        if pooling != rule.pooling and len(view.study.priors.experts) > 1:
            other = PoolRule(pooling=pooling, weighting=rule.weighting)
            found = beliefs(StudyView(view.study.pooled_by(other), view.structure), scenario, nodes)
            pools[f"{other.label} pool"] = {node: found[node][:, :1] for node in nodes}
    forecasts = {
        node: np.hstack([*(pool[node] for pool in pools.values()), whole[node][:, 1:]])
        for node in nodes
    }
    return forecasts, (*pools, *view.study.priors.experts)
