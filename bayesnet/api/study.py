"""A study bound to what its questions share, so that each question is one method.

What is shared: the structure, whose weights count, and what is already known. Answers are the ones
of the commands: values with ``.frame()`` (a pandas table) and a look of their own in notebooks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.answers.chance_questions import (
    Informative,
    MostProbable,
    most_informative,
    most_probable_states,
)
from bayesnet.answers.independence import Independence, independence
from bayesnet.answers.provenance import provenance
from bayesnet.answers.recommend import Recommendation, recommend, solving
from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.api import conversions
from bayesnet.api.beliefs import Beliefs
from bayesnet.api.pictures import Picture, picture
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.errors import StudyError, unplaced
from bayesnet.messages.facts import items
from bayesnet.messages.remedies import did_you_mean
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import (
    LEAD,
    PLAN_QUANTITIES,
    outcome_quantity,
    plan_quantity,
)
from bayesnet.sensitivity.drivers import By, Drivers, find_drivers
from bayesnet.sensitivity.prospects import Prospects, find_prospects
from bayesnet.sensitivity.thresholds import Switches, find_switches
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.named import deciding, known_name, known_outcome, named_scenario
from bayesnet.study.scenario import Scenario, combine
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.comparison import Comparison, compare
from bayesnet.uncertainty.control import Controls, controls
from bayesnet.uncertainty.disagreement import Disagreement, disagreement
from bayesnet.uncertainty.observations import Observations, observable, observations

if TYPE_CHECKING:
    import networkx as nx

    from bayesnet.formats import pgmpy_bridge

Ends: TypeAlias = Literal["experts", "ranges", "swing"]
"""Where a tornado's numbers are moved to: what experts say, the ends of their ranges, a swing."""
States: TypeAlias = Mapping[Name, State]
Named: TypeAlias = str | Scenario
"""A scenario by its name, or one of one's own."""


@dataclass(frozen=True)
class Study:
    """A study under one structure and one set of weights, with what is already known.

    Every method raises StudyError, with a sentence for each problem, where a question has no
    answer. ``view`` is what the functions below this front door take.
    """

    view: StudyView

    def under(
        self, structure: str = "", *, weights: str = "", known: States | None = None
    ) -> Study:
        """Return the same study bound otherwise; what is not named stays."""
        view = self.view
        known_name("structure", structure or view.structure, view.study.structures)
        if weights:
            known_name("weight-set", weights, view.study.diagram.weight_sets)
        bound = dataclasses.replace(
            view,
            structure=structure or view.structure,
            weights=weights or view.weights,
            findings=view.findings if known is None else dict(known),
        )
        _sound(bound, Scenario(seen=bound.findings))
        return Study(bound)

    @property
    def diagram(self) -> InfluenceDiagram:
        """Return the diagram as the structure has it: nodes, states, arcs, without numbers."""
        return self.view.diagram

    # ------------------------------------------------------------------------------ beliefs

    def beliefs(
        self, scenario: Named = "", *, seen: States | None = None, set: States | None = None
    ) -> Beliefs:
        """Return the distribution of every node that no open decision has a say in.

        seen: what was learned, beside the scenario or what is already known; set: what was made so,
        which cuts a node from its causes.
        """
        asked = self._found(scenario, seen, set)
        undecided = {n for n in self.diagram.decisions if n not in asked.set}
        reached = self.diagram.reached_from(undecided) | undecided
        late = reached.intersection(asked.seen)
        if late:
            raise StudyError(
                [unplaced("api.outcome-depends-on-open-decision", late=items(sorted(late)))]
            )
        targets = [name for name in self.diagram.states if name not in reached]
        values = unchecked_beliefs(self.view, asked, targets)
        return Beliefs(
            states=self.diagram.states,
            by_world={name: values[name] for name in targets},
            worlds=self.view.study.worlds,
            provenance=provenance(self.view, scenario=asked.label),
        )

    def mpe(
        self, scenario: Named = "", *, seen: States | None = None, set: States | None = None
    ) -> MostProbable:
        """Return the most probable explanation: the likeliest states of all nodes together."""
        return most_probable_states(self.view, self._found(scenario, seen, set))

    def most_informative(
        self,
        about: Name,
        scenario: Named = "",
        *,
        seen: States | None = None,
        set: States | None = None,
    ) -> Informative:
        """Return how many bits each node tells about one of them on average, the most first."""
        return most_informative(self.view, about, self._found(scenario, seen, set))

    def d_separated(self, one: Name, other: Name, given: Sequence[Name] = ()) -> Independence:
        """Return whether two nodes are independent given others, whatever the numbers; a truth."""
        return independence(self.view, one, other, (given,) if isinstance(given, str) else given)

    # ----------------------------------------------------------------------------- what if

    def what_if(
        self,
        scenario: Named = "",
        *,
        against: Named = "",
        set: States | None = None,
        seen: States | None = None,
    ) -> WhatIf:
        """Return each outcome under a scenario, or under what is set and seen, paired with another.

        scenario: a name of ``scenarios.toml``, or one of one's own; the reference where there is
        one and none is named.
        """
        return what_if(self.view, *self._pair(scenario, against, set, seen))

    def explain(self, outcome: str, scenario: Named, *, against: Named = "") -> Explanation:
        """Return why an outcome changes: what moves it, along which paths, what opposes."""
        asked, comparison = self._pair(scenario, against)
        if comparison is None:
            raise StudyError([unplaced("api.compared-nothing", scenario=asked.label or asked.id)])
        return explanation(self.view, asked, comparison, known_outcome(self.diagram, outcome))

    def compare(
        self, *scenarios: Named, against: Named = "", draws: int = 0, seed: int = 1
    ) -> Comparison:
        """Return scenarios side by side under this structure; with draws also their ranges."""
        if not scenarios:
            known = self.view.study.book.scenarios
            code = "api.no-scenario-named" if known else "api.no-scenario-to-name"
            raise StudyError([unplaced(code, known=items(known))])
        pairs = [self._pair(name, against) for name in scenarios]
        sampling = _sampling(draws, seed)
        return compare(self.view.study, [self.view.structure], pairs, sampling=sampling)

    # ------------------------------------------------------------------------------ decide

    def decide(self) -> Recommendation:
        """Return the best plan: each decision's rule, its rival, its worth."""
        return recommend(self._deciding())

    def plans(self, *, draws: int = 0, seed: int = 1) -> Prospects:
        """Return all plans side by side: worth, efficiency, which dominates which.

        With draws also how often each is best, and its regret.
        """
        return find_prospects(self._deciding(), _sampling(draws, seed))

    def value_of_information(self, *nodes: Name, before: Sequence[Name] = ()) -> Observations:
        """Return what observing nodes before each decision is worth; all that can be if none."""
        view = self._deciding()
        chosen = nodes or observable(view.study, view.findings)
        with solving(view.diagram):
            return observations(view, chosen, tuple(before) or tuple(view.diagram.decisions))

    def value_of_control(self, *nodes: Name, before: Sequence[Name] = ()) -> Controls:
        """Return what setting nodes just before each decision is worth; of all if none."""
        view = self._deciding()
        chosen = nodes or tuple(view.diagram.chance)
        with solving(view.diagram):
            return controls(view, chosen, tuple(before) or tuple(view.diagram.decisions))

    def thresholds(self) -> Switches:
        """Return every number whose change makes another plan best, and where exactly."""
        return find_switches(self._deciding())

    def tornado(
        self,
        on: str = LEAD,
        *,
        by: By = "row",
        spread: Ends = "swing",
        scenario: Named = "",
        against: Named = "",
    ) -> Drivers:
        """Return how far each number moves a quantity, the widest bar first.

        on: ``lead`` (of the best plan over its rival), ``utility`` (of the best plan), or an
        outcome, under a scenario and against another.
        """
        for what, word, words in (("by", by, get_args(By)), ("spread", spread, get_args(Ends))):
            if word not in words:
                remedy = did_you_mean(str(word), words)
                raise StudyError([unplaced("api.no-such-word", remedy, what=what, word=repr(word))])
        if on in PLAN_QUANTITIES:
            quantity = plan_quantity(self._deciding(), on)
        else:
            outcome = known_outcome(self.diagram, on, *PLAN_QUANTITIES)
            asked, other = self._pair(scenario, against)
            quantity = outcome_quantity(self.view, outcome, asked, other if against else None)
        return find_drivers(self.view, quantity, by, Spread(kind=spread))

    def experts(self) -> Disagreement:
        """Return how the experts differ: camps, each one's best plan, what parts them."""
        with solving(self.diagram):
            return disagreement(self._deciding())

    # ---------------------------------------------------------------------------- pictures

    def plot(self, answer: object = None, path: str | Path = "") -> Picture:
        """Return the picture of one of this study's answers, of the diagram where none is given.

        A notebook shows it. path: also write it there, as .svg, .png or .pdf.
        """
        drawn = picture(self.view, answer)
        if path:
            drawn.save(path)
        return drawn

    def _repr_svg_(self) -> str | None:
        """Return the diagram for a notebook; None where nothing is installed that draws."""
        try:
            return self.plot()._repr_svg_()
        except StudyError:
            return None

    # ------------------------------------------------------------------------- conversions

    def to_networkx(self) -> nx.DiGraph[str]:
        """Return the graph: nodes with kind, label, states and numbers, arcs with their kind."""
        return conversions.to_networkx(self.view)

    def to_pgmpy(self, decisions: States | None = None) -> pgmpy_bridge.Model:
        """Return the chance nodes as a pgmpy model, each decision set to an option."""
        return conversions.to_pgmpy(self.view, decisions)

    def to_pyagrum(self) -> conversions.Agrum:
        """Return the diagram as an ``InfluenceDiagram`` of pyAgrum, where that is installed."""
        return conversions.to_pyagrum(self.view)

    # ---------------------------------------------------------------------------- the rest

    def _deciding(self) -> StudyView:
        view = deciding(self.view)
        _sound(view, Scenario(seen=view.findings))
        return view

    def _found(self, named: Named, seen: States | None, set: States | None) -> Scenario:
        """Return a scenario, or what is known, with what is seen and set besides; sound."""
        base = self._scenario(named) or Scenario(seen=self.view.findings)
        change = Scenario(label=base.label, set=set or {}, seen=seen or {})
        return _sound(self.view, combine(base, change))

    def _pair(
        self,
        scenario: Named,
        against: Named,
        set: States | None = None,
        seen: States | None = None,
    ) -> tuple[Scenario, Scenario | None]:
        """Return the complete scenario asked about and what it is compared with."""
        book = self.view.study.book
        start = self._scenario(scenario or book.reference)
        other = self._scenario(against)
        if not (set or seen):
            usual = book.comparison(start) if start and not other else ""
            return start or Scenario(label="nothing set or seen"), other or self._scenario(usual)
        label = ", ".join(f"{n}={s}" for part in (set, seen) for n, s in (part or {}).items())
        change = Scenario(label=label, set=set or {}, seen=seen or {})
        return (combine(start, change) if start else change), other or start

    def _scenario(self, named: Named) -> Scenario | None:
        """Return a scenario of one's own as it is, a named one complete; None for no name."""
        if isinstance(named, Scenario):
            return _sound(self.view, named)
        return named_scenario(self.view.study.book, named) if named else None


def _sound(view: StudyView, scenario: Scenario) -> Scenario:
    """Return the scenario; raises StudyError with all that is wrong with it."""
    problems = scenario_problems(view.diagram, scenario)
    if problems:
        raise StudyError(problems)
    return scenario


def _sampling(draws: int, seed: int) -> Sampling | None:
    """Return the draws that are asked for, None for none."""
    if draws < 0 or seed < 0:
        raise StudyError([unplaced("api.cannot-draws-from-seed", draws=draws, seed=seed)])
    return Sampling(draws=draws, seed=seed) if draws else None
