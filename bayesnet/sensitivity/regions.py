"""Say which plan is best where, for two parameters: exact along one, in steps along the other.

At each place the parameters are exactly what the axes say. Two weights are at most 1 together, and
what is left is shared among the others in their proportions: their map is a triangle.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bayesnet.answers.policy import Policy, policies_by_world, policies_of
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import solving
from bayesnet.decisions.envelope import between, first_change
from bayesnet.decisions.solve import solve
from bayesnet.kinds import TEXT, Kind, decimals
from bayesnet.rounding import PROBABILITY
from bayesnet.sensitivity.parameters import Parameter, placed, setting
from bayesnet.sensitivity.rules import behaviour, rule_document
from bayesnet.study.model import Name, State
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled

INSIDE = 1e-6
"""Ends at which evidence might be impossible are left out by this share of the range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Where one plan is best: the second parameter at ``second``, the first from low to high."""

    second: float
    low: float
    high: float
    plan: Mapping[Name, Policy]


@dataclass(frozen=True, kw_only=True)
class Regions(Tabled):
    """All stretches, the second parameter ascending and then the first; borders are exact.

    Plans that do the same in the same situations are one plan, however probable those are.
    plan: the best as the numbers are, in whose words all are told.
    """

    first: Parameter
    second: Parameter
    stretches: tuple[Stretch, ...]
    plan: Mapping[Name, Policy]
    provenance: Provenance

    @property
    def triangular(self) -> bool:
        """Return whether the parameters are at most 1 together, being two weights."""
        return self.first.kind == self.second.kind == "weight"

    @property
    def differing(self) -> tuple[Name, ...]:
        """Return the decisions whose rule is not the same everywhere."""
        return tuple(
            name
            for name in self.stretches[0].plan
            if len({behaviour({name: stretch.plan[name]}) for stretch in self.stretches}) > 1
        )

    @cached_property
    def _first(self) -> Mapping[Hashable, Policy]:
        """By what is done, the rule where it is met first: one rule is told in one way."""
        rules = [{name: rule} for s in self.stretches for name, rule in s.plan.items()]
        return {behaviour(one): next(iter(one.values())) for one in reversed(rules)}

    def text(
        self,
        name: Name,
        plan: Mapping[Name, Policy],
        option: Callable[[State], str] = str,
        condition: Callable[[Name, State], str] = "{}={}".format,
    ) -> str:
        """Return the rule of a decision in words, the same on the whole map.

        option, condition: how a choice and what is known are said.
        """
        rule = self._first[behaviour({name: plan[name]})]
        return rule.text(option, condition, self.plan[name].rest)

    def table(self, digits: int = PROBABILITY) -> ResultTable:
        """Return a row for each stretch, with the rule of each decision in words.

        People see the rules that are not the same everywhere. digits: of scores, after the point.
        """
        rows, differing = self.stretches, self.differing

        def kind(moved: Parameter) -> Kind:
            return decimals(digits if moved.kind == "score" else PROBABILITY)

        first = kind(self.first)
        return ResultTable(
            index=0,
            columns=[
                Column("second", self.second.name, kind(self.second), [s.second for s in rows]),
                Column("low", f"{self.first.name}: from", first, [s.low for s in rows]),
                Column("high", "to", first, [s.high for s in rows]),
                *(
                    Column(
                        name,
                        name if name in differing else None,
                        TEXT,
                        [self.text(name, s.plan) for s in rows],
                    )
                    for name in rows[0].plan
                ),
            ],
        )

    def document(self) -> list[dict[str, object]]:
        """Return the stretches as JSON holds them, their rules case by case."""
        return [
            {
                "second": s.second,
                "low": s.low,
                "high": s.high,
                "plan": {
                    name: {**rule_document(rule), "rule": self.text(name, s.plan)}
                    for name, rule in s.plan.items()
                },
            }
            for s in self.stretches
        ]


def find_regions(
    view: StudyView,
    first: Parameter,
    second: Parameter,
    steps: int = 11,
) -> Regions:
    """Return the best plan everywhere that two parameters can go; ``steps`` of the second and now.

    Where plans are exactly as good as each other it is the one that ``recommend`` takes. Raises
    StudyError where there is no best plan.
    """
    diagram = view.diagram
    base = setting(view)
    grid = np.linspace(_inside(second, INSIDE), _inside(second, 1 - INSIDE), steps)
    if grid[0] < second.at < grid[-1]:  # the numbers as they are stand on the map exactly
        grid = np.union1d(grid[np.abs(grid - second.at) > INSIDE], [second.at])
    steps = len(grid)
    low = np.full(steps, _inside(first, INSIDE))
    high = np.full(steps, _inside(first, 1 - INSIDE))
    if first.kind == second.kind == "weight":
        high = np.maximum(np.minimum(high, 1.0 - grid), low)
    start = placed(base, first, second, low, grid).weighted()
    end = placed(base, first, second, high, grid).weighted()
    stretches: list[Stretch] = []
    with solving(diagram):
        now, strategy = solve(base.weighted()).strategy, solve(start).strategy
        at = np.where(high > low, 0.0, 1.0)
        while (at < 1).any():
            change = first_change(start, end, strategy, at)
            until = np.minimum(change.at, 1.0)
            middle = between(start, end, (at + until) / 2)
            plans = policies_by_world(middle, solve(middle).strategy, diagram.states, steps)
            stretches += [
                Stretch(
                    second=float(grid[i]),
                    low=float(low[i] + at[i] * (high[i] - low[i])),
                    high=float(low[i] + until[i] * (high[i] - low[i])),
                    plan=plans[i],
                )
                for i in np.flatnonzero(until > at)
            ]
            at, strategy = until, change.strategy
    return Regions(
        first=first,
        second=second,
        stretches=tuple(_joined(sorted(stretches, key=lambda s: (s.second, s.low)))),
        plan=policies_of(base.weighted(), now, diagram.states),
        provenance=provenance(view),
    )


def _inside(parameter: Parameter, share: float) -> float:
    return parameter.low + share * (parameter.high - parameter.low)


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Put stretches together between which nothing changes that can occur."""
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        if (
            last
            and last.second == stretch.second
            and behaviour(last.plan) == behaviour(stretch.plan)
        ):
            found[-1] = Stretch(second=last.second, low=last.low, high=stretch.high, plan=last.plan)
        else:
            found.append(stretch)
    return found
