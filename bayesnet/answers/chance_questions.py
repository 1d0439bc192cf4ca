"""Ask about the uncertain nodes: their likeliest states together, and what tells of one most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import findings_of, impossible_problem, soft_evidence
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.errors import StudyError, unplaced
from bayesnet.inference.explanation import most_probable
from bayesnet.inference.informative import mutual_information
from bayesnet.inference.query import ImpossibleEvidence, Network
from bayesnet.kinds import TEXT, decimals
from bayesnet.messages.facts import items
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.named import known_name
from bayesnet.study.scenario import Scenario
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled, by_world

BITS = 3
"""Digits of bits of information."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MostProbable(Tabled):
    """The most probable explanation (MPE): the likeliest states of all uncertain nodes together.

    states: by world, the pool first, the state of each node. probability: by world, of all of them
    at once, given what is set and seen.
    """

    states: Mapping[str, Mapping[Name, State]]
    probability: Mapping[str, float]
    provenance: Provenance

    @property
    def pool(self) -> Mapping[Name, State]:
        """Return the states that are likeliest together by the pool's numbers."""
        return next(iter(self.states.values()))

    def __getitem__(self, node: Name) -> State:
        """Return the pool's state of one node."""
        return self.pool[node]

    def table(self, diagram: InfluenceDiagram | None = None) -> ResultTable:
        """Return a row for each node; for people the pool's state, and how many experts differ.

        diagram: whose labels people read; names if not given.
        """
        nodes, (first, *experts) = [*self.pool], self.states

        def read(node: Name) -> State:
            return diagram.state_label(node, self.pool[node]) if diagram else self.pool[node]

        apart = [sum(self.states[e][n] != self.pool[n] for e in experts) for n in nodes]
        elsewhere = [f"{count} of {len(experts)}" if count else "" for count in apart]
        return ResultTable(
            columns=[
                Column("node", None, TEXT, nodes),
                Column("", "Node", TEXT, [diagram.labels[n] if diagram else n for n in nodes]),
                Column(first, None, TEXT, [self.pool[n] for n in nodes]),
                Column("", "Likeliest", TEXT, [read(n) for n in nodes]),
                *(Column(e, None, TEXT, [self.states[e][n] for n in nodes]) for e in experts),
                *([Column("", "Experts elsewhere", TEXT, elsewhere)] if experts else []),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Informative(Tabled):
    """How much each node tells about one of them: mutual information, in bits, the most first.

    bits: by node, of the pool and then each expert; what it is worth to know the node on average,
    whatever its state turns out to be.
    """

    about: Name
    bits: Mapping[Name, tuple[float, ...]]
    worlds: tuple[str, ...]
    provenance: Provenance

    def __getitem__(self, node: Name) -> float:
        """Return the pool's bits of one node."""
        return self.bits[node][0]

    @property
    def best(self) -> Name:
        """Return the node that tells most by the pool's numbers."""
        return next(iter(self.bits))

    def table(self, labels: Mapping[Name, str] | None = None) -> ResultTable:
        """Return a row for each node, the most telling first; a column for each world.

        labels: what people call the nodes.
        """
        nodes, labels = [*self.bits], labels or {}
        return ResultTable(
            columns=[
                Column("node", None, TEXT, nodes),
                Column("", "Knowing", TEXT, [labels.get(node, node) for node in nodes]),
                *by_world(self.worlds, [*self.bits.values()], "Tells, bits", decimals(BITS)),
            ]
        )


def most_probable_states(view: StudyView, scenario: Scenario) -> MostProbable:
    """Return the likeliest states of all uncertain nodes together, in every world.

    Exact, by max-product elimination. Raises StudyError for an open decision that an uncertain
    node depends on, and for findings that cannot be.
    """
    network = chance_network(view, scenario)
    findings = findings_of(view.diagram, scenario)
    soft = soft_evidence(view.diagram, network, scenario)
    with _saying_what_is_impossible(view, scenario):
        found = most_probable(network, set=findings.set, seen=findings.seen, likely=soft)
    worlds, states = view.study.worlds, view.diagram.states
    by_node = {name: np.broadcast_to(index, (len(worlds),)) for name, index in found.states.items()}
    chances = np.broadcast_to(found.posterior, (len(worlds),))
    return MostProbable(
        states={
            world: {name: states[name][int(index[w])] for name, index in by_node.items()}
            for w, world in enumerate(worlds)
        },
        probability=dict(zip(worlds, chances.tolist(), strict=True)),
        provenance=provenance(view, scenario=scenario.label),
    )


def most_informative(view: StudyView, about: Name, scenario: Scenario) -> Informative:
    """Return how many bits each node tells about one of them; raises StudyError as above.

    Nodes whose state the world will never tell are among them: the bits are of knowing it.
    """
    network = chance_network(view, scenario)
    known_name("chance-node", about, network.tables)
    findings = findings_of(view.diagram, scenario)
    with _saying_what_is_impossible(view, scenario):
        bits = mutual_information(network, about, set=findings.set, seen=findings.seen)
    worlds = view.study.worlds
    return Informative(
        about=about,
        bits={n: tuple(np.broadcast_to(v, (len(worlds),)).tolist()) for n, v in bits.items()},
        worlds=worlds,
        provenance=provenance(view, scenario=scenario.label),
    )


def chance_network(view: StudyView, scenario: Scenario) -> Network:
    """Return the chance tables with open decisions left out; raises StudyError.

    Refused are an unsound scenario, and an open decision that an uncertain node depends on.
    """
    diagram, network = view.diagram, view.network
    problems = scenario_problems(diagram, scenario)
    if problems:
        raise StudyError(problems)
    undecided = {name for name in diagram.decisions if name not in scenario.set}
    waiting = diagram.reached_from(undecided).intersection(network.tables)
    if waiting - {*scenario.set}:
        open_ = items(sorted(undecided))
        raise StudyError([unplaced("ask.nodes-depend-on-open-decisions", decisions=open_)])
    sizes = {name: size for name, size in network.sizes.items() if name not in undecided}
    return Network(sizes=sizes, tables=network.tables)


@contextmanager
def _saying_what_is_impossible(view: StudyView, scenario: Scenario) -> Iterator[None]:
    try:
        yield
    except ImpossibleEvidence as error:
        raise StudyError([impossible_problem(view, scenario, error)]) from error
