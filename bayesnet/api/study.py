"""Bind a study to what its questions share, so that each question is one method.

What is shared: the structure, whose weights count, and what is already known. Answers are the ones
of the commands: values with ``.frame()`` (a pandas table) and a look of their own in notebooks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from bayesnet.answers.beliefs import impossible_problem, unchecked_beliefs
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import Recommendation, recommend, solving
from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.cli.decide import known_before, known_weights
from bayesnet.errors import StudyError, did_you_mean, unplaced
from bayesnet.inference.explanation import most_probable
from bayesnet.inference.informative import mutual_information
from bayesnet.inference.query import ImpossibleEvidence, Network
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import (
    contest,
    lead_quantity,
    outcome_quantity,
    utility_quantity,
)
from bayesnet.sensitivity.drivers import By, Drivers, find_drivers
from bayesnet.sensitivity.prospects import Prospects, find_prospects
from bayesnet.sensitivity.thresholds import Switches, find_switches
from bayesnet.study.model import InfluenceDiagram, Name, Outcome, State
from bayesnet.study.scenario import Scenario, combine
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.study import Study
from bayesnet.sweep import Sampling
from bayesnet.table import notebook
from bayesnet.uncertainty.comparison import Comparison, compare
from bayesnet.uncertainty.disagreement import Disagreement, disagreement
from bayesnet.uncertainty.observations import Observations, observable, observations

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from bayesnet.formats import pgmpy_bridge

LEAD, UTILITY = "lead", "utility"
Ends: TypeAlias = Literal["experts", "ranges", "swing"]
"""Where a tornado's numbers are moved to: what experts say, the ends of their ranges, a swing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """The distribution of every node that was asked about.

    by_world: by node, shape (states, worlds): the pool, then each expert.
    """

    states: Mapping[Name, tuple[State, ...]]
    by_world: Mapping[Name, np.ndarray]
    worlds: tuple[str, ...]
    provenance: Provenance

    def __getitem__(self, node: Name) -> dict[State, float]:
        """Return the pool's distribution of one node, by state."""
        return dict(zip(self.states[node], self.by_world[node][:, 0].tolist(), strict=True))

    def frame(self) -> pd.DataFrame:
        """Return a row for each state of each node, a column for the pool and each expert."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        rows = {
            (node, state): np.broadcast_to(values[index], (len(self.worlds),))
            for node, values in self.by_world.items()
            for index, state in enumerate(self.states[node])
        }
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(self.worlds))
        frame.index = pd.MultiIndex.from_tuples(frame.index, names=["node", "state"])
        return frame

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


@dataclass(frozen=True, kw_only=True)
class BoundStudy:
    """A study under one structure and one set of weights, with what is already known.

    Every method raises StudyError, with a sentence for each problem, where a question has no
    answer.
    """

    study: Study
    structure: str
    weights: str = ""
    known: Mapping[Name, State] = field(default_factory=dict)

    def under(
        self, structure: str = "", *, weights: str = "", known: Mapping[Name, State] | None = None
    ) -> BoundStudy:
        """Return the same study bound otherwise; what is not named stays."""
        if structure and structure not in self.study.structures:
            remedy = did_you_mean(structure, self.study.structures)
            raise StudyError([unplaced(f"there is no structure '{structure}';", remedy)])
        bound = dataclasses.replace(
            self,
            structure=structure or self.structure,
            weights=weights or self.weights,
            known=self.known if known is None else dict(known),
        )
        if bound.known:
            bound._checked(Scenario(id="", label="", seen=bound.known))
        return bound

    @property
    def diagram(self) -> InfluenceDiagram:
        """Return the diagram as the structure has it."""
        return self.study.structures[self.structure].diagram

    @cached_property
    def _weights(self) -> str:
        return known_weights(self.study, self.weights)

    @cached_property
    def _known(self) -> dict[Name, State]:
        known = {**known_before(self.study), **self.known}
        return dict(self._checked(Scenario(id="", label="", seen=known)).seen)

    # ------------------------------------------------------------------------------ beliefs

    def beliefs(
        self,
        *,
        seen: Mapping[Name, State] | None = None,
        set: Mapping[Name, State] | None = None,
    ) -> Beliefs:
        """Return the distribution of every node that no open decision has a say in.

        seen: what was learned; set: what was made so, which cuts a node from its causes.
        """
        scenario = self._checked(Scenario(id="", label="", set=set or {}, seen=seen or {}))
        undecided = {n for n in self.diagram.decisions if n not in scenario.set}
        reached = self.diagram.reached_from(undecided) | undecided
        late = reached.intersection(scenario.seen)
        if late:
            message = f"{', '.join(sorted(late))} depends on a decision that is open."
            raise StudyError([unplaced(message, "Set the decisions, too.")])
        targets = [name for name in self.diagram.states if name not in reached]
        values = unchecked_beliefs(self.study, self.structure, scenario, targets)
        return Beliefs(
            states=self.diagram.states,
            by_world={name: values[name] for name in targets},
            worlds=self.study.worlds,
            provenance=provenance(self.study, self.structure),
        )

    def most_probable(self, *, seen: Mapping[Name, State] | None = None) -> dict[Name, State]:
        """Return the most probable states of all chance nodes together (MPE), by the pool."""
        scenario = self._checked(Scenario(id="", label="", seen=seen or {}))
        network = self._chance_alone(scenario)
        numbered = {n: self.diagram.states[n].index(s) for n, s in scenario.seen.items()}
        try:
            found = most_probable(network, seen=numbered)
        except ImpossibleEvidence as error:
            problem = impossible_problem(self.study, self.structure, scenario, error)
            raise StudyError([problem]) from error
        return {n: self.diagram.states[n][int(s[0])] for n, s in found.states.items()}

    def informative(
        self, target: Name, *, seen: Mapping[Name, State] | None = None
    ) -> dict[Name, float]:
        """Return how many bits each node tells about another on average, the most first."""
        scenario = self._checked(Scenario(id="", label="", seen=seen or {}))
        network = self._chance_alone(scenario)
        if target not in network.tables:
            remedy = did_you_mean(target, network.tables)
            raise StudyError([unplaced(f"there is no chance node '{target}';", remedy)])
        numbered = {n: self.diagram.states[n].index(s) for n, s in scenario.seen.items()}
        try:
            bits = mutual_information(network, target, seen=numbered)
        except ImpossibleEvidence as error:
            problem = impossible_problem(self.study, self.structure, scenario, error)
            raise StudyError([problem]) from error
        return {name: float(values[0]) for name, values in bits.items()}

    def _chance_alone(self, scenario: Scenario) -> Network:
        """Return the chance tables; raises StudyError where one of them waits for a decision."""
        network = self.study.network(self.structure)
        if self.diagram.reached_from({*self.diagram.decisions}).intersection(network.tables):
            message = "some chance nodes depend on decisions that are open."
            raise StudyError([unplaced(message, "Ask this of a diagram without them.")])
        sizes = {name: network.sizes[name] for name in network.tables}
        return Network(sizes=sizes, tables=network.tables)

    def _checked(self, scenario: Scenario) -> Scenario:
        problems = scenario_problems(self.diagram, scenario)
        if problems:
            raise StudyError(problems)
        return scenario

    # ----------------------------------------------------------------------------- what if

    def whatif(
        self,
        scenario: str = "",
        *,
        against: str = "",
        set: Mapping[Name, State] | None = None,
        seen: Mapping[Name, State] | None = None,
    ) -> WhatIf:
        """Return each outcome under a scenario, or under what is set and seen, paired with another.

        scenario: a name of ``scenarios.toml``; the reference where there is one and none is named.
        """
        asked, comparison = self._pair(scenario, against, set, seen)
        return what_if(self.study, self.structure, asked, comparison)

    def explain(self, outcome: str, scenario: str, *, against: str = "") -> Explanation:
        """Return why an outcome changes: what moves it, along which paths, what opposes."""
        asked, comparison = self._pair(scenario, against, None, None)
        if comparison is None:
            message = f"'{scenario}' is compared with nothing."
            raise StudyError([unplaced(message, "Name a scenario to compare with.")])
        return explanation(self.study, self.structure, asked, comparison, self._outcome(outcome))

    def compare(
        self, *scenarios: str, against: str = "", draws: int = 0, seed: int = 1
    ) -> Comparison:
        """Return scenarios side by side under this structure; with draws also their ranges."""
        if not scenarios:
            remedy = f"Known: {', '.join(self.study.book.scenarios) or 'none'}."
            raise StudyError([unplaced("no scenario is named.", remedy)])
        pairs = [self._pair(name, against, None, None) for name in scenarios]
        return compare(self.study, [self.structure], pairs, sampling=_sampling(draws, seed))

    def _pair(
        self,
        name: str,
        against: str,
        set: Mapping[Name, State] | None,
        seen: Mapping[Name, State] | None,
    ) -> tuple[Scenario, Scenario | None]:
        """Return the complete scenario asked about and what it is compared with."""
        book = self.study.book
        start = self._scenario(name or book.reference) if name or book.reference else None
        other = self._scenario(against) if against else None
        if not (set or seen):
            asked = start or Scenario(id="", label="nothing set or seen")
            if other is None and start is not None and (compared := book.comparison(start)):
                other = book.full(compared)
            return asked, other
        label = ", ".join(f"{n}={s}" for part in (set, seen) for n, s in (part or {}).items())
        change = Scenario(id="", label=label, set=set or {}, seen=seen or {})
        return (combine(start, change) if start else change), other or start

    def _scenario(self, name: str) -> Scenario:
        book = self.study.book
        if name not in book.scenarios:
            remedy = did_you_mean(name, book.scenarios)
            raise StudyError([unplaced(f"there is no scenario '{name}';", remedy)])
        return book.full(name)

    # ------------------------------------------------------------------------------ decide

    def decide(self) -> Recommendation:
        """Return the best plan: each decision's rule, its rival, its worth."""
        return recommend(self.study, self.structure, self._weights, self._known)

    def plans(self, *, draws: int = 0, seed: int = 1) -> Prospects:
        """Return all plans side by side: worth, efficiency and, with draws, chance and regret."""
        return find_prospects(
            self.study, self.structure, self._weights, self._known, _sampling(draws, seed)
        )

    def learn(self, *nodes: Name, before: Sequence[Name] = ()) -> Observations:
        """Return what observing nodes before each decision is worth; all that can be if none."""
        chosen = nodes or observable(self.study, self._known)
        decisions = tuple(before) or tuple(self.diagram.decisions)
        with solving(self.diagram):
            return observations(
                self.study, self.structure, self._weights, self._known, chosen, decisions
            )

    def switch(self) -> Switches:
        """Return every number whose change makes another plan best, and where exactly."""
        return find_switches(self.study, self.structure, self._weights, self._known)

    def drivers(
        self,
        on: str = LEAD,
        *,
        by: By = "row",
        spread: Ends = "swing",
        scenario: str = "",
        against: str = "",
    ) -> Drivers:
        """Return the tornado: how far each number moves a quantity, the widest bar first.

        on: ``lead`` (of the best plan over its rival), ``utility`` (of the best plan), or an
        outcome, under a scenario and against another.
        """
        for what, word, words in (("by", by, get_args(By)), ("spread", spread, get_args(Ends))):
            if word not in words:
                message = f"{what} cannot be {word!r};"
                raise StudyError([unplaced(message, did_you_mean(str(word), words))])
        if on in (LEAD, UTILITY):
            rivals = contest(self.study, self.structure, self._weights, self._known)
            bound = (self.study, self.structure, self._weights, self._known)
            quantity = (
                lead_quantity(*bound, rivals)
                if on == LEAD
                else utility_quantity(*bound, rivals.best)
            )
        else:
            asked, other = self._pair(scenario, against, None, None)
            other = other if against else None
            outcome = self._outcome(on)
            quantity = outcome_quantity(self.study, self.structure, outcome, asked, other)
        return find_drivers(self.study, self.structure, quantity, by, Spread(kind=spread))

    def experts(self) -> Disagreement:
        """Return how the experts differ: camps, each one's best plan, what parts them."""
        with solving(self.diagram):
            return disagreement(self.study, self.structure, self._weights, self._known)

    def _outcome(self, name: str) -> Outcome:
        known = {outcome.id: outcome for outcome in self.diagram.outcomes}
        if name not in known:
            raise StudyError(
                [unplaced(f"there is no outcome '{name}';", did_you_mean(name, known))]
            )
        return known[name]

    # ------------------------------------------------------------------------- conversions

    def to_networkx(self) -> nx.DiGraph[str]:
        """Return the arcs, those of information too; every node with its kind, label and states."""
        import networkx as nx  # noqa: PLC0415 - only for those who ask for a graph

        graph: nx.DiGraph[str] = nx.DiGraph(name=self.diagram.id)
        kinds = {"decision": self.diagram.decisions, "value": self.diagram.utilities}
        for name, node in self.diagram.nodes.items():
            kind = next((kind for kind, own in kinds.items() if name in own), "chance")
            states = self.diagram.states.get(name, ())
            graph.add_node(name, kind=kind, label=node.label, states=states)
        for name, parents in self.diagram.parents.items():
            graph.add_edges_from((parent, name) for parent in parents)
        return graph

    def to_pgmpy(self, decisions: Mapping[Name, State] | None = None) -> pgmpy_bridge.Model:
        """Return the chance nodes as a pgmpy model, each decision set to an option."""
        from bayesnet.formats import pgmpy_bridge as bridge  # noqa: PLC0415 - takes seconds

        chosen = self._checked(Scenario(id="", label="", set=decisions or {})).set
        missing = [name for name in self.diagram.decisions if name not in chosen]
        if missing:
            message = f"pgmpy has no decisions; still open: {', '.join(missing)}."
            raise StudyError([unplaced(message, "Set each of them.")])
        numbered = {n: self.diagram.states[n].index(s) for n, s in chosen.items()}
        network = self.study.network(self.structure)
        return bridge.to_pgmpy(network, self.diagram.states, world=0, set=numbered)


def _sampling(draws: int, seed: int) -> Sampling | None:
    """Return the draws that are asked for, None for none."""
    if draws < 0 or seed < 0:
        message = f"there cannot be {draws:,} draws from the seed {seed}."
        raise StudyError([unplaced(message, "Give whole numbers of at least 0.")])
    return Sampling(draws=draws, seed=seed) if draws else None
