"""Ask who and what would recommend something else: structures, experts, stakeholders' weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.answers.policy import policies_by_world, policies_of
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import decision_problem, solving
from bayesnet.decisions.alike import alike, completed
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.kinds import TEXT
from bayesnet.sensitivity.rules import RuleChange, rule_changes
from bayesnet.study.model import Name, State
from bayesnet.study.priors import POOL
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose, or which, best plan it is: what it settles otherwise than the pool's.

    kind: structure, expert or weights. changes: the rules of the decisions that are settled
    otherwise, where that is worth more by the view's own numbers.
    """

    kind: str
    name: str
    changes: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness(Tabled):
    """Every view on the recommendation; those without changes agree with it."""

    views: tuple[View, ...]
    provenance: Provenance

    def table(self) -> ResultTable:
        """Return a row for each view and decision that it settles otherwise, or one that agrees."""
        rows = [(view, change) for view in self.views for change in view.changes or (None,)]
        changes = [change for _, change in rows]
        before = [c.before.text(rest=c.rest) if c else "" for c in changes]
        after = [c.after.text(rest=c.rest) if c else "" for c in changes]
        return ResultTable(
            index=2,
            columns=[
                Column("kind", "Kind", TEXT, [view.kind for view, _ in rows]),
                Column("name", "Name", TEXT, [view.name for view, _ in rows]),
                Column("decision", "Decision", TEXT, [c.decision if c else "" for c in changes]),
                Column("before", "Best plan", TEXT, before),
                Column("after", "Instead", TEXT, after),
            ],
        )

    def document(self) -> list[dict[str, object]]:
        """Return the views as JSON holds them, their rules case by case."""
        return [
            {
                "kind": view.kind,
                "name": view.name,
                "changes": [change.document() for change in view.changes],
            }
            for view in self.views
        ]


def find_flips(view: StudyView) -> Robustness:
    """Return the best plan of every other structure, expert and weight set, against the pool's.

    What a plan does instead is judged by the numbers of the view that prefers it. Raises StudyError
    where there is no best plan.
    """
    diagram, states = view.diagram, view.diagram.states
    base = decision_problem(view)
    with solving(diagram):
        home = base.world(0)
        plan = solve(home).strategy

        def turned(other: StudyView) -> tuple[RuleChange, ...]:
            return _changes(home, plan, decision_problem(other).world(0), states)[0]

        views = [
            View(kind="structure", name=other, changes=turned(view.under(other)))
            for other in view.study.structures
            if other != view.structure
        ]
        own = zip(view.study.worlds, _changes(home, plan, base, states), strict=True)
        views += [View(kind="expert", name=name, changes=c) for name, c in own if name != POOL]
        views += [
            View(kind="weights", name=other, changes=turned(view.weighing(other)))
            for other in diagram.weight_sets
            if other != view.weights
        ]
    return Robustness(views=tuple(views), provenance=provenance(view))


def _changes(
    home: DecisionProblem,
    plan: Strategy,
    other: DecisionProblem,
    states: Mapping[Name, tuple[State, ...]],
) -> list[tuple[RuleChange, ...]]:
    """Return the rules that each world of another problem would change of the pool's plan.

    Where the pool holds a situation impossible its plan says nothing, and the other's own is taken.
    """
    best = solve(other).strategy
    filled = completed(plan, home, best, other)
    worlds = max(other.worlds, 1)
    before, after = (
        policies_by_world(other, one, states, worlds)
        for one in (filled, alike(other, best, filled))
    )
    now = policies_of(home, plan, states)
    return [rule_changes(*pair, now) for pair in zip(before, after, strict=True)]
